// SPDX-License-Identifier: Apache-2.0
#include "demo/keepserver.h"

#include "demo/randomid.h"
#include "keep/locator.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

namespace arv::demo {

namespace {

constexpr std::size_t hashLength = 32;
constexpr std::uint64_t sendBuffer =
    32768; // keepstore holds this much back until the hash is known
constexpr std::size_t sniffed = 512; // bytes that decide a Content-Type

bool isHash(std::string_view text)
{
    return text.size() == hashLength
        && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

HttpResponse text(int status, std::string body)
{
    HttpResponse response;
    response.status = status;
    response.contentType = "text/plain; charset=utf-8";
    response.body = std::move(body);
    return response;
}

// What keepstore's router itself says, before any of its handlers.
HttpResponse routerText(int status, std::string body)
{
    auto response = text(status, std::move(body));
    response.headers.emplace("X-Content-Type-Options", "nosniff");
    return response;
}

void addCorsHeaders(HttpResponse& response)
{
    response.headers.emplace(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Length, Content-Type, X-Keep-Desired-Replicas, "
        "X-Keep-Signature, X-Keep-Storage-Classes");
    response.headers.emplace("Access-Control-Allow-Methods", "GET, HEAD, PUT, OPTIONS");
    response.headers.emplace("Access-Control-Allow-Origin", "*");
    response.headers.emplace("Access-Control-Expose-Headers",
                             "X-Keep-Locator, X-Keep-Replicas-Stored, "
                             "X-Keep-Storage-Classes-Confirmed");
    response.headers.emplace("Access-Control-Max-Age", "86486400");
}

std::string requestId(const HttpRequest& request)
{
    auto given = request.header("x-request-id");
    if (!given.empty())
        return given;
    return "req-" + randomCharacters(20);
}

// The token exactly as sent, by any of the three ways; empty: none.
std::string tokenOf(const HttpRequest& request)
{
    const auto header = request.header("authorization");
    for (const std::string_view scheme : {"Bearer ", "OAuth2 "}) {
        if (header.compare(0, scheme.size(), scheme) == 0)
            return header.substr(scheme.size());
    }
    constexpr std::string_view key = "api_token=";
    const auto at = request.query.find(key);
    if (at == std::string::npos)
        return {};
    const auto rest = request.query.substr(at + key.size());
    return rest.substr(0, rest.find('&'));
}

// A guess from the first bytes, as Go's HTTP server makes it (of its table only text and not text).
std::string guessedType(const BlockStore::View& block)
{
    std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(block.size, sniffed)), '\0');
    block.read(0, head.size(), head.data());
    const bool binary = std::any_of(head.begin(), head.end(), [](unsigned char c) {
        return c <= 8 || c == 11 || (c >= 14 && c <= 26) || (c >= 28 && c <= 31);
    });
    return binary ? "application/octet-stream" : "text/plain; charset=utf-8";
}

} // namespace

// A locator as requested.
struct KeepServer::Asked
{
    std::string locator;
    std::string hash;
    std::optional<std::uint64_t> size; // the hint

    static Asked of(std::string locator)
    {
        Asked asked{locator, locator.substr(0, hashLength), std::nullopt};
        std::uint64_t size = 0;
        const char* const end = locator.data() + locator.size();
        const char* const begin = locator.data() + std::min(locator.size(), hashLength + 1);
        const auto [rest, error] = std::from_chars(begin, end, size);
        if (error == std::errc() && (rest == end || *rest == '+'))
            asked.size = size;
        return asked;
    }
};

KeepServer::KeepServer(Setup setup)
    : m_setup(std::move(setup))
{ }

std::int64_t KeepServer::now() const
{
    const auto wall = m_setup.clock ? m_setup.clock->wall() : std::chrono::system_clock::now();
    return std::chrono::duration_cast<std::chrono::seconds>(wall.time_since_epoch()).count();
}

HttpResponse KeepServer::handle(const HttpRequest& request) const
{
    HttpResponse response;
    if (request.path == "/_health/ping") {
        response.body = "{\"health\":\"OK\"}\n";
    } else {
        response = route(request);
        addCorsHeaders(response);
    }
    response.headers.emplace("X-Request-Id", requestId(request));
    return response;
}

HttpResponse KeepServer::route(const HttpRequest& request) const
{
    const auto start = std::min(request.path.find_first_not_of('/'), request.path.size());
    const auto locator = request.path.substr(start);
    if (request.method == "OPTIONS") {
        HttpResponse response;
        response.contentType.clear();
        return response;
    }
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (request.method == "DELETE" || locator == "index" || locator.compare(0, 6, "index/") == 0
        || locator == "mounts")
        return routerText(403, "Forbidden\n"); // for the system's own token, which nobody has here
    const auto hash = locator.substr(0, hashLength);
    const bool wellFormed =
        isHash(hash) && (locator.size() == hashLength || locator[hashLength] == '+');
    if (!wellFormed || (!reading && request.method != "PUT"))
        return routerText(400, "Bad Request\n");
    if (!reading)
        return storeBlock(request, hash);
    auto response = readBlock(request, Asked::of(locator));
    response.headers.emplace("Vary", "X-Keep-Signature");
    return response;
}

HttpResponse KeepServer::readBlock(const HttpRequest& request, const Asked& asked) const
{
    const auto token = tokenOf(request);
    const bool head = request.method == "HEAD";
    if (m_setup.enforceSignatures) {
        if (token.empty())
            return text(401, "no token provided in Authorization header\n");
        const bool isSigned = asked.locator.find("+A") != std::string::npos;
        if (!isSigned && asked.locator.find("+R") != std::string::npos)
            return text(400, "remote cluster not configured\n");
        const auto verdict = m_setup.signer->check(asked.locator, token, now());
        if (verdict == Signer::Verdict::Expired)
            return text(401, "expired signature\n");
        if (verdict != Signer::Verdict::Good)
            return text(400, "invalid signature\n");
    }
    if (!asked.size && !head)
        return text(405, "method not allowed\n");
    return blockReply(asked, head);
}

HttpResponse KeepServer::blockReply(const Asked& asked, bool head) const
{
    HttpResponse response;
    response.contentType.clear();
    if (asked.hash == emptyBlockHash)
        return response;
    auto block = m_setup.blocks->find(asked.hash);
    if (!block)
        return text(404, "file does not exist\n");
    const auto promised = asked.size.value_or(block->size);
    response.makeBody = block->read;
    response.steadyBody = block->steady;
    response.bodySize = std::min(block->size, promised);
    response.promisedSize = promised;
    if (head && block->damaged) {
        response.status = 502;
        response.contentType = "text/plain; charset=utf-8";
    }
    if (head)
        return response;
    response.contentType = guessedType(*block);
    const bool sameSize = block->size == promised;
    if (block->damaged && sameSize) // found wrong when the last buffer is due
        response.bodySize = (std::max<std::uint64_t>(block->size, 1) - 1) / sendBuffer * sendBuffer;
    if (block->damaged && sameSize && response.bodySize == 0)
        return text(502, "checksum mismatch in stored data\n");
    return response;
}

HttpResponse KeepServer::storeBlock(const HttpRequest& request, const std::string& hash) const
{
    if (request.body.size() > maxBlockSize)
        return text(413, "EOF\n");
    const auto found = md5Hex(request.body);
    if (found != hash)
        return text(400,
                    "content hash " + found + " did not match specified locator " + hash + "\n");
    if (m_full || !offersAnyOf(request.header("x-keep-storage-classes")))
        return text(507, "insufficient storage\n");
    if (!m_setup.blocks->add(request.body))
        return text(507, "insufficient storage\n");
    return storedReply(request, hash);
}

HttpResponse KeepServer::storedReply(const HttpRequest& request, const std::string& hash) const
{
    const auto locator = hash + '+' + std::to_string(request.body.size());
    const auto token = tokenOf(request);
    auto response =
        text(200, m_setup.signer->sign(locator, token, now() + m_setup.signer->ttl()) + "\n");
    std::string confirmed;
    for (const auto& name : m_setup.storageClasses)
        confirmed += (confirmed.empty() ? "" : ", ") + name + "=1";
    response.headers.emplace("X-Keep-Replicas-Stored", "1");
    response.headers.emplace("X-Keep-Storage-Classes-Confirmed", confirmed);
    return response;
}

bool KeepServer::offersAnyOf(const std::string& wantedClasses) const
{
    if (wantedClasses.empty())
        return true;
    std::size_t begin = 0;
    while (begin <= wantedClasses.size()) {
        const auto end = std::min(wantedClasses.find(',', begin), wantedClasses.size());
        auto name = wantedClasses.substr(begin, end - begin);
        name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
        name.erase(name.find_last_not_of(' ') + 1);
        if (m_setup.storageClasses.count(name) > 0)
            return true;
        begin = end + 1;
    }
    return false;
}

} // namespace arv::demo
