// SPDX-License-Identifier: Apache-2.0
#include "fuse/session.h"

#include "async/sleep.h"
#include "base/log.h"
#include "fuse/mountpoint.h"
#include "fuse/operations.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSocketNotifier>
#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace arv {

namespace {

using namespace std::chrono_literals;

// What one wake-up may take: a stat storm has filled 3,600 requests into one otherwise, while HTTP
// and timers of this thread wait. The notifier is level-triggered and fires again.
constexpr int drainRequests = 64;
constexpr qint64 drainMilliseconds = 2;

// How long requests may take to be answered at the end before the connection is cut.
constexpr auto answerTime = 10s;

void logLine(fuse_log_level level, const char* format, va_list arguments)
{
    char line[512];
    std::vsnprintf(line, sizeof line, format, arguments);
    const auto text = QString::fromLocal8Bit(line).trimmed();
    if (level <= FUSE_LOG_ERR)
        qCWarning(logFuse).noquote() << text;
    else
        qCInfo(logFuse).noquote() << text;
}

fuse_session* newSession(const MountOptions& options, Session* userdata)
{
    static const bool logging = [] {
        fuse_set_log_func(logLine); // one for the process
        return true;
    }();
    Q_UNUSED(logging);
    std::vector<QByteArray> texts;
    for (const auto& argument : sessionArguments(options))
        texts.push_back(argument.toLocal8Bit());
    std::vector<char*> pointers;
    pointers.reserve(texts.size());
    for (auto& text : texts)
        pointers.push_back(text.data());
    fuse_args arguments = FUSE_ARGS_INIT(static_cast<int>(pointers.size()), pointers.data());
    fuse_session* const session =
        fuse_session_new(&arguments, &operations(), sizeof(fuse_lowlevel_ops), userdata);
    fuse_opt_free_args(&arguments);
    return session;
}

} // namespace

Session::Session(FileSystem& files, Owner owner, std::function<void()> ended)
    : m_files(files)
    , m_owner(owner)
    , m_ended(std::move(ended))
    , m_handlers(files, m_scope, owner)
{ }

Session::~Session()
{
    std::free(m_buffer.mem);
}

Result<std::unique_ptr<Session>> Session::mount(const MountOptions& options, FileSystem& files,
                                                Owner owner, std::function<void()> ended)
{
    std::unique_ptr<Session> session(new Session(files, owner, std::move(ended)));
    const auto begun = session->begin(options);
    if (!begun)
        return begun.error();
    return session;
}

Result<std::unique_ptr<Session>> Session::attach(int device, const fuse_custom_io& io,
                                                 FileSystem& files, Owner owner,
                                                 std::function<void()> ended)
{
    std::unique_ptr<Session> session(new Session(files, owner, std::move(ended)));
    const auto begun = session->beginOn(device, io);
    if (!begun)
        return begun.error();
    return session;
}

Result<void> Session::begin(const MountOptions& options)
{
    m_directory = options.directory.toStdString();
    m_session = newSession(options, this);
    if (!m_session)
        return {Errc::Internal, QStringLiteral("libfuse refused the mount options")};
    if (fuse_session_mount(m_session, m_directory.c_str()) != 0) {
        fuse_session_destroy(std::exchange(m_session, nullptr));
        return {Errc::NotPermitted, mountFailure(options, ::geteuid() == 0)};
    }
    listen();
    return done();
}

Result<void> Session::beginOn(int device, const fuse_custom_io& io)
{
    m_session = newSession({}, this);
    if (!m_session || fuse_session_custom_io(m_session, &io, device) != 0) {
        if (m_session)
            fuse_session_destroy(std::exchange(m_session, nullptr));
        ::close(device);
        return {Errc::Internal, QStringLiteral("libfuse refused the device")};
    }
    listen();
    return done();
}

void Session::listen()
{
    const int device = fuse_session_fd(m_session);
    ::fcntl(device, F_SETFL, ::fcntl(device, F_GETFL) | O_NONBLOCK);
    m_notifier = std::make_unique<Notifier>(m_session);
    m_readable = std::make_unique<QSocketNotifier>(device, QSocketNotifier::Read);
    QObject::connect(m_readable.get(), &QSocketNotifier::activated, &m_timers,
                     [this] { onReadable(); });
}

void Session::onReadable()
{
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < drainRequests && clock.elapsed() < drainMilliseconds; ++i) {
        const int got = fuse_session_receive_buf(m_session, &m_buffer);
        if (got == -EAGAIN || got == -EINTR)
            break;
        if (got <= 0)
            return sessionGone(got);
        fuse_session_process_buf(m_session, &m_buffer);
    }
    m_living.deliverInterrupts();
}

// We run inside the notifier's signal: nothing is torn down here.
void Session::sessionGone(int result)
{
    m_readable->setEnabled(false);
    if (std::exchange(m_gone, true) || m_ending)
        return;
    if (result == 0 || result == -ENODEV)
        qCInfo(logFuse).noquote() << QString::fromStdString(m_directory)
                                  << "was unmounted from outside";
    else
        qCWarning(logFuse).noquote() << QString::fromStdString(m_directory)
                                     << "lost its connection:" << std::strerror(-result);
    QTimer::singleShot(0, &m_timers, [this] { m_ended(); });
}

void Session::setCanExpire(bool can)
{
    m_notifier->setCanExpire(can);
}

void Session::tellKernel(const Change& change)
{
    if (!m_ending)
        m_notifier->tell(change);
}

// The order matters: an unanswered request may hold the lock that a notification waits for, and a
// device that is closed with both outstanding leaves an unkillable process.
Task<void> Session::shutDown()
{
    m_ending = true;
    QTimer guard;
    QObject::connect(&guard, &QTimer::timeout, &m_timers, [this] { abortConnection(); });
    guard.start(answerTime);

    auto answering = answerAllRequests();
    const auto answered = co_await answering;
    Q_UNUSED(answered);
    auto draining = m_notifier->drain();
    const auto drained = co_await draining;
    Q_UNUSED(drained);
    guard.stop();

    m_notifier.reset();
    m_readable.reset();
    fuse_session_unmount(m_session);
    fuse_session_destroy(std::exchange(m_session, nullptr));
    co_return done();
}

Task<void> Session::answerAllRequests()
{
    m_living.cancelAll();
    auto idling = m_scope.idle();
    const auto idle = co_await idling;
    co_return idle;
}

// The last resort: the kernel gives up on us, which frees whoever waits on either side.
void Session::abortConnection()
{
    for (const char* operation : m_living.operations())
        qCCritical(logFuse) << "not answered in time:" << operation;
    const auto mounted = mountedAt(QString::fromStdString(m_directory));
    if (!mounted)
        return;
    QFile abort(QStringLiteral("/sys/fs/fuse/connections/%1/abort").arg(mounted->minor));
    if (abort.open(QIODevice::WriteOnly))
        abort.write("1");
}

} // namespace arv
