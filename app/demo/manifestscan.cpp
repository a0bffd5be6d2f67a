// SPDX-License-Identifier: Apache-2.0
#include "demo/manifestscan.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <unordered_set>

namespace arv::demo {

namespace {

constexpr std::size_t hashLength = 32;
constexpr std::string_view blanks = " \t\r\f\v";

bool isOctal(char c)
{
    return c >= '0' && c <= '7';
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Length of hash and size at the front of a locator, which for the server may lack the size; 0 if
// the token is none.
std::size_t strippedLength(std::string_view token)
{
    if (token.size() < hashLength
        || !std::all_of(token.begin(), token.begin() + hashLength, isHexDigit))
        return 0;
    if (token.size() == hashLength)
        return hashLength;
    std::size_t end = hashLength + 1;
    while (end < token.size() && isDigit(token[end]))
        ++end;
    if (token[hashLength] != '+'
        || (end < token.size() && token[end] != '+' && end > hashLength + 1))
        return 0;
    return end > hashLength + 1 ? end : hashLength;
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

class Md5
{
public:
    Md5()
        : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        EVP_DigestInit_ex(m_context.get(), EVP_md5(), nullptr);
    }
    void add(std::string_view bytes)
    {
        EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size());
        m_length += bytes.size();
    }
    std::string portableDataHash()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int length = 0;
        EVP_DigestFinal_ex(m_context.get(), digest.data(), &length);
        static constexpr std::string_view hex = "0123456789abcdef";
        std::string text;
        for (unsigned int i = 0; i < length; ++i) {
            text += hex[digest[i] >> 4U];
            text += hex[digest[i] & 15U];
        }
        return text + '+' + std::to_string(m_length);
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
    std::size_t m_length = 0;
};

class Scanner
{
public:
    ManifestScan run(std::string_view manifest)
    {
        m_scan.text.reserve(manifest.size());
        while (!manifest.empty()) {
            const std::size_t end = std::min(manifest.find('\n'), manifest.size());
            line(manifest.substr(0, end));
            if (end < manifest.size())
                m_scan.text += '\n';
            manifest.remove_prefix(std::min(end + 1, manifest.size()));
        }
        m_scan.hash = m_hash.portableDataHash();
        m_scan.fileCount = static_cast<std::int64_t>(m_paths.size());
        return std::move(m_scan);
    }

private:
    void line(std::string_view text)
    {
        bool first = true;
        while (!text.empty()) {
            const std::size_t blank = std::min(text.find_first_of(blanks), text.size());
            if (blank == 0) {
                m_scan.text += text.front();
                text.remove_prefix(1);
                continue;
            }
            token(text.substr(0, blank), first);
            text.remove_prefix(blank);
            first = false;
        }
        m_hash.add("\n");
    }

    void token(std::string_view text, bool first)
    {
        if (!first)
            m_hash.add(" ");
        const std::size_t stripped = first ? 0 : strippedLength(text);
        m_hash.add(stripped > 0 ? text.substr(0, stripped) : text);
        if (stripped > 0)
            return addLocator(text, stripped);
        m_scan.text += text;
        if (first)
            m_stream = text.substr(0, 2) == "./" ? std::string(text.substr(2)) + '/' : "";
        else
            file(text);
    }

    void addLocator(std::string_view text, std::size_t stripped)
    {
        m_scan.text += text.substr(0, stripped);
        std::string_view hints = text.substr(stripped);
        while (!hints.empty()) {
            const std::size_t end = std::min(hints.find('+', 1), hints.size());
            if (hints.substr(0, 2) != "+A")
                m_scan.text += hints.substr(0, end);
            hints.remove_prefix(end);
        }
    }

    void file(std::string_view text)
    {
        const std::size_t first = text.find(':');
        const std::size_t second = first == text.npos ? first : text.find(':', first + 1);
        if (second == text.npos)
            return;
        const std::string_view name = text.substr(second + 1);
        m_scan.totalSize += number(text.substr(first + 1, second - first - 1)).value_or(0);
        // The marker of an empty directory is no file.
        if (name == "." || name == "\\056" || !m_paths.insert(m_stream + std::string(name)).second)
            return;
        m_scan.fileNames += decodedName(m_stream) + decodedName(name) + '\n';
    }

    ManifestScan m_scan;
    Md5 m_hash;
    std::string m_stream;
    std::unordered_set<std::string> m_paths;
};

} // namespace

std::string decodedName(std::string_view token)
{
    std::string name;
    while (!token.empty()) {
        const bool escape = token.size() >= 4 && token[0] == '\\'
            && std::all_of(token.begin() + 1, token.begin() + 4, isOctal);
        if (!escape) {
            name += token.front();
            token.remove_prefix(1);
            continue;
        }
        name += static_cast<char>((token[1] - '0') * 64 + (token[2] - '0') * 8 + (token[3] - '0'));
        token.remove_prefix(4);
    }
    return name;
}

ManifestScan scanManifest(std::string_view manifest)
{
    return Scanner().run(manifest);
}

} // namespace arv::demo
