// SPDX-License-Identifier: Apache-2.0
#include "demo/certificate.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace arv::demo {

namespace {

constexpr long validSeconds = 30L * 24 * 3600;
constexpr long backdatedSeconds = 24L * 3600; // clocks of containers and guests may be behind

struct Freed
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed>;
using Signed = std::unique_ptr<X509, Freed>;

bool addExtension(X509* certificate, X509* issuer, int nid, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    if (!extension)
        return false;
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

bool setRandomSerial(X509* certificate)
{
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1)
        return false;
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) == 1;
}

// A certificate with everything but extensions and signature.
Signed blankCertificate(EVP_PKEY* key, const char* name)
{
    Signed certificate(X509_new());
    if (!certificate || !setRandomSerial(certificate.get()))
        return nullptr;
    X509_set_version(certificate.get(), 2); // means version 3
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -backdatedSeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validSeconds);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    return certificate;
}

Signed authority(EVP_PKEY* key)
{
    Signed made = blankCertificate(key, "Arvados Drive demo authority");
    if (!made)
        return nullptr;
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    const bool ok = addExtension(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE")
        && addExtension(made.get(), made.get(), NID_key_usage, "critical,keyCertSign,cRLSign")
        && addExtension(made.get(), made.get(), NID_subject_key_identifier, "hash")
        && X509_sign(made.get(), key, EVP_sha256()) > 0;
    return ok ? std::move(made) : nullptr;
}

Signed serverCertificate(EVP_PKEY* key, X509* ca, EVP_PKEY* caKey)
{
    Signed made = blankCertificate(key, "localhost");
    if (!made)
        return nullptr;
    X509_set_issuer_name(made.get(), X509_get_subject_name(ca));
    const bool ok = addExtension(made.get(), ca, NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(made.get(), ca, NID_key_usage, "critical,digitalSignature")
        && addExtension(made.get(), ca, NID_ext_key_usage, "serverAuth")
        && addExtension(made.get(), ca, NID_subject_key_identifier, "hash")
        && addExtension(made.get(), ca, NID_authority_key_identifier, "keyid")
        && addExtension(made.get(), ca, NID_subject_alt_name,
                        "DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1")
        && X509_sign(made.get(), caKey, EVP_sha256()) > 0;
    return ok ? std::move(made) : nullptr;
}

template <class Write>
std::string written(Write write)
{
    const std::unique_ptr<BIO, Freed> memory(BIO_new(BIO_s_mem()));
    if (!memory || write(memory.get()) != 1)
        return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

std::string pemOf(X509* certificate)
{
    return written([certificate](BIO* to) { return PEM_write_bio_X509(to, certificate); });
}

Error failed(const char* what)
{
    return {Errc::Internal,
            QStringLiteral("The demo cluster's certificate: %1").arg(QLatin1String(what))};
}

} // namespace

Result<std::shared_ptr<const Certificate>> Certificate::make()
{
    const std::shared_ptr<Certificate> made(new Certificate);
    if (auto done = made->makeKeys(); !done)
        return done.error();
    return std::shared_ptr<const Certificate>(made);
}

Result<void> Certificate::makeKeys()
{
    const Key caKey(EVP_EC_gen("P-256"));
    const Key key(EVP_EC_gen("P-256"));
    const Signed ca = caKey ? authority(caKey.get()) : nullptr;
    const Signed server = ca && key ? serverCertificate(key.get(), ca.get(), caKey.get()) : nullptr;
    if (!server)
        return failed("could not be made");
    m_context = SSL_CTX_new(TLS_server_method());
    if (!m_context || SSL_CTX_use_certificate(m_context, server.get()) != 1
        || SSL_CTX_use_PrivateKey(m_context, key.get()) != 1)
        return failed("was refused by the TLS library");
    SSL_CTX_set_min_proto_version(m_context, TLS1_2_VERSION);
    return writeFile(pemOf(ca.get()));
}

Result<void> Certificate::writeFile(const std::string& pem)
{
    const char* base = std::getenv("TMPDIR");
    std::string folder = std::string(base && *base ? base : "/tmp") + "/arvados-demo-XXXXXX";
    if (!::mkdtemp(folder.data())) // makes it 0700
        return failed("no folder for it in TMPDIR");
    m_folder = folder;
    m_caFile = folder + "/ca.pem";
    const int file = ::open(m_caFile.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return failed("its file could not be made");
    const auto written = ::write(file, pem.data(), pem.size());
    ::close(file);
    if (pem.empty() || written != static_cast<ssize_t>(pem.size()))
        return failed("its file could not be written");
    return done();
}

std::string Certificate::serverPem() const
{
    return pemOf(SSL_CTX_get0_certificate(m_context));
}

std::string Certificate::serverKeyPem() const
{
    EVP_PKEY* const key = SSL_CTX_get0_privatekey(m_context);
    return written([key](BIO* to) {
        return PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

Certificate::~Certificate()
{
    SSL_CTX_free(m_context);
    if (!m_caFile.empty())
        ::unlink(m_caFile.c_str());
    if (!m_folder.empty())
        ::rmdir(m_folder.c_str());
}

} // namespace arv::demo
