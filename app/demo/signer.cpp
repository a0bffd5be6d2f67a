// SPDX-License-Identifier: Apache-2.0
#include "demo/signer.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace arv::demo {

namespace {

constexpr std::size_t hashLength = 32;
constexpr std::size_t expiryLength = 8;
constexpr std::size_t signatureLength = 40;

bool isLowerHex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isLocator(std::string_view token)
{
    return token.size() > hashLength && token[hashLength] == '+'
        && isLowerHex(token.substr(0, hashLength));
}

bool isPermissionHint(std::string_view hint)
{
    return !hint.empty() && hint.front() == 'A';
}

// Calls visit with each part between the "+" of a locator: hash, size, hints.
template <class Visit>
void eachPart(std::string_view locator, Visit visit)
{
    while (true) {
        const std::size_t plus = locator.find('+');
        visit(locator.substr(0, plus));
        if (plus == std::string_view::npos)
            return;
        locator.remove_prefix(plus + 1);
    }
}

std::string withoutSignature(std::string_view locator)
{
    std::string kept;
    bool first = true;
    eachPart(locator, [&](std::string_view part) {
        if (!first && isPermissionHint(part))
            return;
        if (!first)
            kept += '+';
        first = false;
        kept += part;
    });
    return kept;
}

// The one +A hint of a locator without its "A"; empty if there is none or more than one.
std::string_view signatureHint(std::string_view locator)
{
    std::string_view found;
    int count = 0;
    eachPart(locator, [&](std::string_view part) {
        if (!isPermissionHint(part))
            return;
        found = part.substr(1);
        ++count;
    });
    return count == 1 ? found : std::string_view();
}

std::string hex(const unsigned char* bytes, std::size_t count)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

std::string hexNumber(std::int64_t number, const char* format)
{
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), format, static_cast<unsigned long long>(number));
    return text.data();
}

std::string signature(const std::string& key, std::string_view hash, std::string_view token,
                      std::string_view expiry, std::int64_t ttl)
{
    const std::string message = std::string(hash) + '@' + std::string(token) + '@'
        + std::string(expiry) + '@' + hexNumber(ttl, "%llx");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(),
         &length);
    return hex(digest.data(), length);
}

} // namespace

Signer::Signer(std::string key, std::int64_t ttlSeconds)
    : m_key(std::move(key))
    , m_ttl(ttlSeconds)
{ }

std::string Signer::sign(std::string_view locator, std::string_view token,
                         std::int64_t expiry) const
{
    std::string bare = withoutSignature(locator);
    if (token.empty() || m_key.empty())
        return bare; // as keepstore does: nobody to give the permission to
    const std::string when = hexNumber(expiry, "%08llx");
    const auto hash = locator.substr(0, hashLength);
    return bare + "+A" + signature(m_key, hash, token, when, m_ttl) + '@' + when;
}

std::string Signer::signManifest(std::string_view manifest, std::string_view token,
                                 std::int64_t expiry) const
{
    std::string text;
    text.reserve(manifest.size() * 2);
    while (!manifest.empty()) {
        const std::size_t end = std::min(manifest.find_first_of(" \n"), manifest.size());
        const auto word = manifest.substr(0, end);
        text += isLocator(word) ? sign(word, token, expiry) : std::string(word);
        if (end < manifest.size())
            text += manifest[end];
        manifest.remove_prefix(std::min(end + 1, manifest.size()));
    }
    return text;
}

// The expiry is looked at before the signature, as keepstore does: old hints are 401 whatever they
// say.
Signer::Verdict Signer::check(std::string_view locator, std::string_view token,
                              std::int64_t now) const
{
    const auto hint = signatureHint(locator);
    if (hint.size() != signatureLength + 1 + expiryLength || hint[signatureLength] != '@')
        return Verdict::Missing;
    const auto when = hint.substr(signatureLength + 1);
    if (!isLowerHex(when))
        return Verdict::Wrong;
    std::int64_t expiry = 0;
    std::from_chars(when.data(), when.data() + when.size(), expiry, 16);
    if (expiry < now)
        return Verdict::Expired;
    const auto right = signature(m_key, locator.substr(0, hashLength), token, when, m_ttl);
    return right == hint.substr(0, signatureLength) ? Verdict::Good : Verdict::Wrong;
}

} // namespace arv::demo
