// SPDX-License-Identifier: Apache-2.0
#include "demo/httpengine.h"

#include "demo/socketstream.h"

#include <httplib.h>

#include <algorithm>
#include <vector>

namespace arv::demo {

namespace {

constexpr std::size_t pieceSize = 256 * 1024; // of a body that is made as it is sent
constexpr std::size_t steadyPiece = 4 << 20; // of one that lies in memory
constexpr std::size_t maxReserve = 64
    << 20; // believed of a Content-Length before the bytes are here

// The library's view of a connection.
class LibraryStream : public httplib::Stream
{
public:
    explicit LibraryStream(SocketStream& stream)
        : m_stream(stream)
    { }
    bool is_readable() const override { return true; }
    bool is_writable() const override { return true; }
    ssize_t read(char* to, size_t size) override { return m_stream.read(to, size); }
    ssize_t write(const char* from, size_t size) override { return m_stream.write(from, size); }
    void get_remote_ip_and_port(std::string& ip, int& port) const override
    {
        ip = "127.0.0.1";
        port = 0;
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override
    {
        get_remote_ip_and_port(ip, port);
    }
    socket_t socket() const override { return -1; } // the library compares it with FD_SETSIZE

private:
    SocketStream& m_stream;
};

// The stream of the request that this thread is serving: the library's handlers are not told.
thread_local SocketStream* servedHere = nullptr;

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const int letter = (c | 0x20) - 'a';
    return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

std::string percentDecoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0
            && hexValue(text[i + 2]) >= 0;
        if (escape) {
            plain += static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    });
    return text;
}

HttpRequest requestOf(const httplib::Request& from)
{
    HttpRequest request;
    request.method = from.method;
    const auto mark = from.target.find('?');
    request.path = percentDecoded(std::string_view(from.target).substr(0, mark));
    if (mark != std::string::npos)
        request.query = from.target.substr(mark + 1);
    for (const auto& [name, value] : from.headers)
        request.headers.emplace(lowered(name), value);
    return request;
}

// Before the library acts on headers: ranges and compression are not for these servers, and a
// request without a length has no body (the library would read until the connection ends).
void tame(httplib::Request& request, bool& closeAfter)
{
    request.ranges.clear();
    request.path =
        "/"; // we read the target ourselves; a long path would exhaust std::regex's stack
    request.headers.erase("Accept-Encoding");
    for (const char* own : {"REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT"})
        request.headers.erase(own);
    const bool hasLength = request.has_header("Content-Length");
    if (!hasLength && !request.has_header("Transfer-Encoding"))
        request.set_header("Content-Length", "0");
    // A body that the library will leave unread must not be taken for the next request.
    const bool mayHaveBody = request.method == "POST" || request.method == "PUT"
        || request.method == "PATCH" || request.method == "DELETE";
    closeAfter = !mayHaveBody && request.get_header_value("Content-Length") != "0";
}

void setHead(const HttpResponse& from, httplib::Response& to)
{
    to.status = from.status;
    for (const auto& [name, value] : from.headers)
        to.headers.emplace(name, value);
    if (!from.contentType.empty())
        to.headers.emplace("Content-Type", from.contentType);
}

bool sendPiece(const HttpResponse& response, std::uint64_t offset, std::uint64_t end,
               std::vector<char>& buffer, httplib::DataSink& sink)
{
    const bool isMade = response.makeBody && !response.steadyBody;
    const auto length = static_cast<std::size_t>(
        std::min<std::uint64_t>(end - offset, isMade ? pieceSize : steadyPiece));
    if (!isMade)
        return sink.write((response.steadyBody ? response.steadyBody.data : response.body.data())
                              + offset,
                          length);
    buffer.resize(pieceSize);
    response.makeBody(offset, length, buffer.data());
    return sink.write(buffer.data(), length);
}

// A body whose bytes are made as they go, or that ends early.
void setProvider(std::shared_ptr<const ExchangePlan> plan, std::uint64_t promised,
                 SocketStream& stream, httplib::Response& to)
{
    const auto end = std::min(bodyLength(plan->response), plan->breakAfter);
    const auto buffer = std::make_shared<std::vector<char>>();
    to.content_length_ = promised;
    to.content_provider_ = [plan, end, buffer, &stream](std::size_t offset, std::size_t,
                                                        httplib::DataSink& sink) {
        if (offset < end)
            return sendPiece(plan->response, offset, end, *buffer, sink);
        stream.breakOff(plan->reset);
        return false;
    };
}

void setEndless(httplib::Response& to)
{
    to.set_chunked_content_provider("application/octet-stream",
                                    [](std::size_t, httplib::DataSink& sink) {
                                        static const std::string blanks(16384, ' ');
                                        return sink.write(blanks.data(), blanks.size());
                                    });
}

void setReply(ExchangePlan plan, bool head, SocketStream& stream, httplib::Response& to)
{
    setHead(plan.response, to);
    if (plan.drop)
        stream.breakOff(true);
    if (plan.drop || plan.endless) {
        if (plan.endless)
            setEndless(to);
        return;
    }
    const auto length = bodyLength(plan.response);
    const auto promised = std::max(length, plan.response.promisedSize);
    const bool special = plan.response.makeBody || promised > length || plan.breakAfter < length;
    if (head) // as a header, else the library adds a Content-Type
        to.set_header("Content-Length", std::to_string(promised));
    else if (special && promised > 0)
        setProvider(std::make_shared<const ExchangePlan>(std::move(plan)), promised, stream, to);
    else
        to.body = std::move(plan.response.body);
}

void setFailure(httplib::Response& to)
{
    to.status = 500;
    to.body = "internal error of the demo cluster\n";
    to.set_header("Content-Type", "text/plain; charset=utf-8");
}

} // namespace

class HttpEngine::Library : public httplib::Server
{
public:
    Library(Planner planner, std::uint64_t maxBody)
        : m_planner(std::move(planner))
    {
        set_keep_alive_timeout(SocketStream::idleSeconds);
        set_keep_alive_max_count(1000000);
        set_payload_max_length(maxBody);
        setStopping(false);
        addHandlers();
        set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
            response.headers.erase("Accept-Ranges"); // the library adds it to replies to HEAD
        });
    }

    bool serveOne(SocketStream& stream)
    {
        LibraryStream view(stream);
        servedHere = &stream;
        bool closing = false;
        bool closeAfter = false;
        const bool served = process_request(
            view, false, closing, [&](httplib::Request& request) { tame(request, closeAfter); });
        servedHere = nullptr;
        return served && !closing && !closeAfter;
    }

    // The library has no flag of its own but its listening socket, which we never give it.
    void setStopping(bool stopping) { svr_sock_ = stopping ? INVALID_SOCKET : 0; }

private:
    void addHandlers()
    {
        const auto plain = [this](const httplib::Request& request, httplib::Response& response) {
            answer(requestOf(request), request.target, response);
        };
        const auto reading = [this](const httplib::Request& request, httplib::Response& response,
                                    const httplib::ContentReader& reader) {
            auto whole = requestOf(request);
            if (readBody(request, reader, whole.body))
                answer(whole, request.target, response);
        };
        const std::string anything = "/"; // see tame()
        Get(anything, plain); // HEAD too
        Options(anything, plain);
        Post(anything, reading);
        Put(anything, reading);
        Patch(anything, reading);
        Delete(anything, reading);
    }

    // False: the library has set the status, or the connection ended.
    static bool readBody(const httplib::Request& request, const httplib::ContentReader& reader,
                         std::string& body)
    {
        const auto said = request.get_header_value<std::uint64_t>("Content-Length");
        body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(said, maxReserve)));
        return reader([&body](const char* data, std::size_t size) {
            body.append(data, size);
            return true;
        });
    }

    void answer(const HttpRequest& request, const std::string& target, httplib::Response& response)
    {
        try {
            setReply(m_planner(request, *servedHere, target), request.method == "HEAD", *servedHere,
                     response);
        } catch (const std::exception&) {
            setFailure(response);
        } catch (...) {
            setFailure(response);
        }
    }

    Planner m_planner;
};

HttpEngine::HttpEngine(Planner planner, std::uint64_t maxBody)
    : m_library(std::make_unique<Library>(std::move(planner), maxBody))
{ }

HttpEngine::~HttpEngine() = default;

bool HttpEngine::serveOne(SocketStream& stream)
{
    return m_library->serveOne(stream);
}

void HttpEngine::setStopping(bool stopping)
{
    m_library->setStopping(stopping);
}

} // namespace arv::demo
