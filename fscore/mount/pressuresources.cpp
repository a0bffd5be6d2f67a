// SPDX-License-Identifier: Apache-2.0
#include "mount/pressuresources.h"

#include <QFile>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>

namespace arv {

namespace {

constexpr qint64 largestFile = 65536; // bytes; of files that have a few lines

// Some task of ours stood still for want of memory for a tenth of two seconds. Windows of whole
// two seconds are those that the kernel gives to everybody.
constexpr char trigger[] = "some 200000 2000000";

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(largestFile) : QByteArray();
}

// "0::/user.slice/session.scope" names the cgroup of v2; what else stands there is of v1.
QString ownCgroup(const QString& memberships)
{
    constexpr char versionTwo[] = "0::/";
    const auto lines = contentOf(memberships).split('\n');
    for (const auto& line : lines) {
        if (line.startsWith(versionTwo))
            return QString::fromLocal8Bit(line.mid(qstrlen(versionTwo) - 1));
    }
    return {};
}

// nullopt: the file cannot be read, or is being written.
std::optional<std::uint64_t> pressureIn(const QString& eventsFile)
{
    std::uint64_t sum = 0;
    bool isWhole = false;
    const auto lines = contentOf(eventsFile).split('\n');
    for (const auto& line : lines) {
        const auto words = line.split(' ');
        if (words.size() != 2)
            continue;
        if (words[0] == "low" || words[0] == "high" || words[0] == "max" || words[0] == "oom")
            sum += words[1].toULongLong();
        isWhole = isWhole || words[0] == "max";
    }
    return isWhole ? std::optional(sum) : std::nullopt;
}

} // namespace

void OwnedFd::reset()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

PressureSources::PressureSources(const Files& files)
    : m_stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
{
    const auto own = ownCgroup(files.memberships);
    if (!own.isEmpty() && !own.contains(QLatin1String("/.."))) {
        addTrigger(files.cgroups + own + QStringLiteral("/memory.pressure"));
        // A limit around us presses as well as one of our own.
        for (auto path = own; path.size() > 1; path.truncate(path.lastIndexOf(u'/')))
            watchEvents(files.cgroups + path);
    }
    addTrigger(files.systemPressure);
}

void PressureSources::watchEvents(const QString& cgroup)
{
    EventsFile events{cgroup + QStringLiteral("/memory.events")};
    const auto seen = pressureIn(events.path);
    if (!seen || !m_inotify.isOpen()
        || ::inotify_add_watch(m_inotify.get(), QFile::encodeName(events.path).constData(),
                               IN_MODIFY)
            < 0)
        return;
    events.seen = *seen;
    m_events.push_back(std::move(events));
}

void PressureSources::addTrigger(const QString& file)
{
    OwnedFd made(::open(QFile::encodeName(file).constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    const auto size = static_cast<ssize_t>(sizeof trigger); // with its NUL
    if (made.isOpen() && ::write(made.get(), trigger, sizeof trigger) == size)
        m_triggers.push_back(std::move(made));
}

bool PressureSources::listen()
{
    for (;;) {
        std::vector<pollfd> sources{{m_stop.get(), POLLIN, 0}, {m_inotify.get(), POLLIN, 0}};
        for (const auto& made : m_triggers)
            sources.push_back({made.get(), POLLPRI, 0});
        if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR)
            return false;
        if (sources[0].revents != 0)
            return false;
        bool isShort = sources[1].revents != 0 && haveEventsGrown();
        for (std::size_t i = 0; i < m_triggers.size(); ++i) {
            const auto said = sources[i + 2].revents;
            if ((said & (POLLERR | POLLNVAL)) != 0)
                m_triggers[i].reset(); // its cgroup is gone
            else if ((said & POLLPRI) != 0)
                isShort = true;
        }
        if (isShort)
            return true;
    }
}

bool PressureSources::haveEventsGrown()
{
    std::array<char, 4096> notes{};
    while (::read(m_inotify.get(), notes.data(), notes.size()) > 0) { }
    bool haveGrown = false;
    for (auto& events : m_events) {
        const auto now = pressureIn(events.path);
        haveGrown = haveGrown || (now && *now > events.seen);
        events.seen = now.value_or(events.seen);
    }
    return haveGrown;
}

bool PressureSources::rest(std::chrono::milliseconds time)
{
    pollfd stop{m_stop.get(), POLLIN, 0};
    return ::poll(&stop, 1, static_cast<int>(time.count())) == 0;
}

void PressureSources::stop()
{
    ::eventfd_write(m_stop.get(), 1);
}

} // namespace arv
