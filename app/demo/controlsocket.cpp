// SPDX-License-Identifier: Apache-2.0
#include "demo/controlsocket.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace arv::demo {

namespace {

using nlohmann::json;
using Kind = Fault::Kind;

constexpr std::size_t maxLine = 1 << 20;

constexpr std::array<std::pair<const char*, Kind>, 16> kinds{{
    {"latency", Kind::Latency},
    {"slow", Kind::Slow},
    {"status", Kind::Status},
    {"drop", Kind::Drop},
    {"drop-in-body", Kind::DropInBody},
    {"short-body", Kind::ShortBody},
    {"cut-body", Kind::CutBody},
    {"wrong-byte", Kind::WrongByte},
    {"not-json", Kind::NotJson},
    {"endless", Kind::Endless},
    {"silence", Kind::Silence},
    {"dead", Kind::Dead},
    {"lost", Kind::Lost},
    {"doubled", Kind::Doubled},
    {"swapped", Kind::Swapped},
    {"junk", Kind::Junk},
}};

Kind kindOf(const std::string& name)
{
    for (const auto& [known, kind] : kinds) {
        if (name == known)
            return kind;
    }
    throw std::invalid_argument("unknown kind of fault: " + name);
}

// Sets the one field; a key that is not known, or a value of another type, throws.
void setField(Fault& fault, const std::string& key, const json& value)
{
    if (key == "kind")
        fault.kind = kindOf(value.get<std::string>());
    else if (key == "server")
        fault.server = value.get<std::string>();
    else if (key == "method")
        fault.method = value.get<std::string>();
    else if (key == "path")
        fault.path = value.get<std::string>();
    else if (key == "skip")
        fault.skip = value.get<int>();
    else if (key == "times")
        fault.times = value.get<int>();
    else if (key == "latency")
        fault.latency = std::chrono::milliseconds(value.get<std::int64_t>());
    else if (key == "bytes_per_second")
        fault.bytesPerSecond = value.get<std::uint64_t>();
    else if (key == "status")
        fault.status = value.get<int>();
    else if (key == "body")
        fault.body = value.get<std::string>();
    else if (key == "content_type")
        fault.contentType = value.get<std::string>();
    else if (key == "offset")
        fault.offset = value.get<std::uint64_t>();
    else if (key == "carried_out")
        fault.carriedOut = value.get<bool>();
    else
        throw std::invalid_argument("unknown key: " + key);
}

Fault faultOf(const json& rule)
{
    if (!rule.is_object() || !rule.contains("kind"))
        throw std::invalid_argument("a rule is an object with a kind");
    Fault fault;
    for (const auto& [key, value] : rule.items())
        setField(fault, key, value);
    if (fault.kind == Kind::Slow && fault.bytesPerSecond == 0)
        throw std::invalid_argument("slow wants its bytes_per_second");
    return fault;
}

Error failure(const std::string& path)
{
    const int code = errno;
    return {Errc::Internal,
            QStringLiteral("Control socket %1: %2")
                .arg(QString::fromStdString(path), QString::fromLocal8Bit(std::strerror(code)))};
}

bool sendLine(int client, std::string line)
{
    line += '\n';
    std::size_t sent = 0;
    while (sent < line.size()) {
        const auto n = ::send(client, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

// True when there is something to read; false when the thread is to end.
bool awaitReadable(int descriptor, int wake)
{
    while (true) {
        pollfd asked[] = {{descriptor, POLLIN, 0}, {wake, POLLIN, 0}};
        if (::poll(asked, 2, -1) < 0 && errno != EINTR)
            return false;
        if (asked[1].revents != 0)
            return false;
        if (asked[0].revents != 0)
            return true;
    }
}

} // namespace

ControlSocket::ControlSocket(std::shared_ptr<Faults> faults, Requests requests, MoreOrders more)
    : m_faults(std::move(faults))
    , m_requests(std::move(requests))
    , m_more(std::move(more))
{ }

ControlSocket::~ControlSocket()
{
    stop();
}

Result<void> ControlSocket::start(const std::string& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return {Errc::NameTooLong,
                QStringLiteral("Control socket: the path is too long: %1")
                    .arg(QString::fromStdString(path))};
    std::memcpy(address.sun_path, path.data(), path.size());
    struct stat there
    { };
    if (::lstat(path.c_str(), &there) == 0 && S_ISSOCK(there.st_mode))
        ::unlink(path.c_str());
    m_wake = ::eventfd(0, EFD_CLOEXEC);
    m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // On Linux the file takes the mode of the socket: it is never open to others, not for a moment.
    if (m_wake < 0 || m_socket < 0 || ::fchmod(m_socket, 0600) != 0
        || ::bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0
        || ::listen(m_socket, 8) != 0) {
        auto error = failure(path);
        stop();
        return error;
    }
    m_path = path;
    m_thread = std::thread([this] { run(); });
    return done();
}

void ControlSocket::stop()
{
    if (m_thread.joinable()) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto woken = ::write(m_wake, &one, sizeof one);
        m_thread.join();
    }
    for (int* const descriptor : {&m_wake, &m_socket}) {
        if (*descriptor >= 0)
            ::close(*descriptor);
        *descriptor = -1;
    }
    if (!m_path.empty())
        ::unlink(m_path.c_str());
    m_path.clear();
}

void ControlSocket::run() const
{
    while (awaitReadable(m_socket, m_wake)) {
        const int client = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        serve(client);
        ::close(client);
    }
}

void ControlSocket::serve(int client) const
{
    std::string text;
    std::array<char, 4096> part{};
    while (awaitReadable(client, m_wake)) {
        const auto got = ::recv(client, part.data(), part.size(), 0);
        if (got <= 0)
            return;
        text.append(part.data(), static_cast<std::size_t>(got));
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            if (!sendLine(client, answer(text.substr(0, end))))
                return;
            text.erase(0, end + 1);
        }
        if (text.size() > maxLine) {
            sendLine(client, R"({"error":"the line is too long"})");
            return;
        }
    }
}

json ControlSocket::obey(const std::string& verb, const json& value) const
{
    if (verb == "add")
        return {{"id", m_faults->add(faultOf(value))}};
    if (verb == "remove")
        return {{"removed", m_faults->remove(value.get<int>())}};
    if (verb == "clear") {
        m_faults->clear();
        return {{"cleared", true}};
    }
    if (verb == "requests") {
        json reply{{"requests", m_requests.seen()}};
        if (value == "forget")
            m_requests.forget();
        return reply;
    }
    if (auto reply = m_more ? m_more(verb, value) : std::nullopt)
        return *reply;
    throw std::invalid_argument("unknown order: " + verb);
}

std::string ControlSocket::answer(const std::string& line) const
{
    json reply;
    try {
        const auto order = json::parse(line);
        if (!order.is_object() || order.size() != 1)
            throw std::invalid_argument("one order is wanted: add, remove, clear, requests, ...");
        const auto entry = order.begin();
        reply = obey(entry.key(), entry.value());
    } catch (const std::exception& problem) {
        reply = json{{"error", problem.what()}};
    }
    return reply.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace arv::demo
