// SPDX-License-Identifier: Apache-2.0
#include "singleinstance.h"

#include "base/log.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTimer>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace arv {

namespace {

constexpr qint64 longestMessage = 8192; // bytes; one line of JSON, an array of words
constexpr qsizetype mostWords = 16;
constexpr int clientLimit = 5000; // milliseconds for a client to say its line
constexpr qsizetype mostClients = 32;
constexpr auto greeting = "ok\n";

bool isOurs(const QByteArray& folder)
{
    struct stat status
    { };
    return ::lstat(folder.constData(), &status) == 0 && S_ISDIR(status.st_mode)
        && status.st_uid == ::getuid() && (status.st_mode & 077) == 0;
}

// A folder that is ours alone; empty if there is none.
QString privateFolder()
{
    const auto runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (QDir::isAbsolutePath(runtime) && isOurs(QFile::encodeName(runtime)))
        return runtime;
    const auto own = QDir::tempPath() + QStringLiteral("/arvados-drive-%1").arg(::getuid());
    ::mkdir(QFile::encodeName(own).constData(), 0700);
    return isOurs(QFile::encodeName(own)) ? own : QString();
}

QString pathIn(const QString& folder, const char* name)
{
    return folder + QStringLiteral("/arvados-drive.") + QLatin1String(name);
}

bool isSameUser(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == ::getuid();
}

// The words of a line; none if it is anything else.
QStringList wordsOf(const QByteArray& line)
{
    QStringList words;
    const auto array = QJsonDocument::fromJson(line).array();
    for (const auto& value : array) {
        if (value.isString() && words.size() < mostWords)
            words += value.toString();
    }
    return words;
}

int millisecondsOf(const QDeadlineTimer& deadline)
{
    return static_cast<int>(std::max<qint64>(0, deadline.remainingTime()));
}

// Nobody listens yet while the first one starts, so it is tried until the time is over.
int connectedTo(const QString& path, const QDeadlineTimer& deadline)
{
    const auto name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (static_cast<std::size_t>(name.size()) >= sizeof address.sun_path)
        return -1;
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    while (true) {
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
            return socket;
        ::close(socket);
        if (deadline.hasExpired())
            return -1;
        ::poll(nullptr, 0, 20);
    }
}

bool isAnswered(int socket, const QDeadlineTimer& deadline)
{
    char answer[8]{};
    std::size_t got = 0;
    while (got < std::strlen(greeting)) {
        pollfd readable{socket, POLLIN, 0};
        if (::poll(&readable, 1, millisecondsOf(deadline)) <= 0)
            return false;
        const auto count = ::read(socket, answer + got, sizeof answer - 1 - got);
        if (count <= 0)
            return false;
        got += static_cast<std::size_t>(count);
    }
    return std::strcmp(answer, greeting) == 0;
}

} // namespace

SingleInstance::SingleInstance(QObject* parent)
    : QObject(parent)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::onConnection);
}

SingleInstance::~SingleInstance()
{
    m_server.close(); // before the lock: the next one would find a socket that nobody reads
    if (m_lock >= 0)
        ::close(m_lock);
}

Result<bool> SingleInstance::begin()
{
    const auto folder = privateFolder();
    if (folder.isEmpty())
        return {Errc::NotPermitted,
                tr("There is no folder for this session that is yours alone: neither "
                   "XDG_RUNTIME_DIR nor one in %1.")
                    .arg(QDir::tempPath())};
    const auto lockPath = pathIn(folder, "lock");
    m_lock = ::open(QFile::encodeName(lockPath).constData(),
                    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (m_lock < 0)
        return {Errc::NotPermitted,
                tr("%1 cannot be opened: %2")
                    .arg(lockPath, QString::fromLocal8Bit(std::strerror(errno)))};
    if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(std::exchange(m_lock, -1));
        return false;
    }
    // We hold the lock, so a socket that is there is a dead one's.
    QLocalServer::removeServer(pathIn(folder, "socket"));
    if (!m_server.listen(pathIn(folder, "socket")))
        return {Errc::NotPermitted,
                tr("%1 cannot be made: %2").arg(pathIn(folder, "socket"), m_server.errorString())};
    return true;
}

Result<void> SingleInstance::tell(const QStringList& words, std::chrono::milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    const auto line =
        QJsonDocument(QJsonArray::fromStringList(words)).toJson(QJsonDocument::Compact) + '\n';
    const auto folder = privateFolder();
    const int socket = folder.isEmpty() || line.size() > longestMessage
        ? -1
        : connectedTo(pathIn(folder, "socket"), deadline);
    // The whole line fits into the socket's buffer.
    const bool isTold = socket >= 0 && isSameUser(socket)
        && ::send(socket, line.constData(), static_cast<std::size_t>(line.size()), MSG_NOSIGNAL)
            == line.size()
        && isAnswered(socket, deadline);
    if (socket >= 0)
        ::close(socket);
    if (isTold)
        return done();
    return {Errc::TimedOut, tr("Arvados Drive is running already, but does not answer.")};
}

void SingleInstance::onConnection()
{
    while (auto* client = m_server.nextPendingConnection()) {
        const auto socket = static_cast<int>(client->socketDescriptor());
        if (!isSameUser(socket) || m_server.findChildren<QLocalSocket*>().size() > mostClients) {
            client->abort();
            client->deleteLater();
            continue;
        }
        client->setReadBufferSize(longestMessage);
        connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
        connect(client, &QLocalSocket::readyRead, this, [this, client] { onBytes(client); });
        QTimer::singleShot(clientLimit, client, [client] { client->abort(); });
        onBytes(client);
    }
}

void SingleInstance::onBytes(QLocalSocket* client)
{
    if (!client->canReadLine()) {
        if (client->bytesAvailable() >= longestMessage)
            client->abort();
        return;
    }
    const auto words = wordsOf(client->readLine());
    if (words.isEmpty()) {
        qCInfo(logApp) << "somebody said something else on the socket of this program";
        client->abort();
        return;
    }
    client->write(greeting);
    client->disconnectFromServer();
    Q_EMIT asked(words);
}

} // namespace arv
