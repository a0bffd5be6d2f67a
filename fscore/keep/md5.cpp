// SPDX-License-Identifier: Apache-2.0
#include "keep/md5.h"

#include <QtGlobal>

#include <array>

#include <openssl/evp.h>

namespace arv {

namespace {

constexpr std::size_t digestBytes = 16;

// Fetched once, since each fetch takes a lock inside OpenSSL. "-fips": block names are no secrets,
// so a machine in FIPS mode may compute them too.
const EVP_MD* algorithm()
{
    static const EVP_MD* const md5 = EVP_MD_fetch(nullptr, "MD5", "-fips");
    if (!md5)
        qFatal("this OpenSSL has no MD5, without which no block can be verified");
    return md5;
}

void require(int success)
{
    if (success != 1)
        qFatal("MD5 failed: out of memory");
}

} // namespace

struct Md5::Context
{
    Context() = default;
    ~Context() { EVP_MD_CTX_free(handle); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    EVP_MD_CTX* handle = EVP_MD_CTX_new();
};

Md5::Md5()
    : m_context(std::make_unique<Context>())
{
    begin();
}

Md5::~Md5() = default;
Md5::Md5(Md5&&) noexcept = default;
Md5& Md5::operator=(Md5&&) noexcept = default;

void Md5::begin()
{
    require(EVP_DigestInit_ex2(m_context->handle, algorithm(), nullptr));
}

void Md5::append(QByteArrayView bytes)
{
    require(
        EVP_DigestUpdate(m_context->handle, bytes.data(), static_cast<std::size_t>(bytes.size())));
}

QByteArray Md5::finish()
{
    std::array<unsigned char, digestBytes> digest{};
    require(EVP_DigestFinal_ex(m_context->handle, digest.data(), nullptr));
    begin();
    const auto* bytes = reinterpret_cast<const char*>(digest.data());
    return QByteArray::fromRawData(bytes, digestBytes).toHex();
}

QByteArray md5Hex(QByteArrayView bytes)
{
    Md5 md5;
    md5.append(bytes);
    return md5.finish();
}

} // namespace arv
