// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/waiting.h"

#include <QByteArrayList>
#include <QString>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace arv::test {

// What a program sees of a mount, as text; an error is its number: "errno 2". These wait as long as
// the mount does, so they belong on threads of their own: onThread().

[[nodiscard]] inline QByteArray seenError(int number = errno)
{
    return "errno " + QByteArray::number(number);
}

// All names of an open folder in their order, one a line.
[[nodiscard]] inline QByteArray namesIn(DIR* folder)
{
    QByteArrayList names;
    errno = 0;
    while (const dirent* entry = ::readdir(folder)) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names += name;
    }
    if (errno != 0)
        return seenError();
    std::sort(names.begin(), names.end());
    return names.join('\n');
}

[[nodiscard]] inline QByteArray listed(const QString& path)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.toUtf8().constData()),
                                                     &::closedir);
    return folder ? namesIn(folder.get()) : seenError();
}

// From a place in an open file, with nothing from the kernel's own memory if it is to be fresh.
[[nodiscard]] inline QByteArray bytesAt(int file, qint64 offset, qsizetype size, bool fresh = false)
{
    if (fresh)
        ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    QByteArray bytes(size, '\0');
    qsizetype got = 0;
    while (got < size) {
        const auto read =
            ::pread(file, bytes.data() + got, static_cast<std::size_t>(size - got), offset + got);
        if (read < 0)
            return seenError();
        if (read == 0)
            break;
        got += read;
    }
    bytes.truncate(got);
    return bytes;
}

[[nodiscard]] inline QByteArray contentOf(const QString& path, bool fresh = false)
{
    const int file = ::open(path.toUtf8().constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return seenError();
    const auto bytes = bytesAt(file, 0, 1 << 20, fresh);
    ::close(file);
    return bytes;
}

// "there", or why not.
[[nodiscard]] inline QByteArray whether(const QString& path)
{
    struct stat status
    { };
    return ::stat(path.toUtf8().constData(), &status) == 0 ? QByteArray("there") : seenError();
}

// Runs on a thread of its own while the event loop of this one goes on. Nothing: it did not end in
// time; it goes on by itself, so it may hold nothing but values.
template <class Work>
[[nodiscard]] auto onThread(Work work, int milliseconds = 20000) -> std::optional<decltype(work())>
{
    struct Kept
    {
        std::optional<decltype(work())> value;
        std::atomic<bool> isDone = false;
    };
    const auto kept = std::make_shared<Kept>();
    std::thread([kept, work = std::move(work)]() mutable {
        kept->value.emplace(work());
        kept->isDone = true;
    }).detach();
    if (!waitUntil([kept] { return kept->isDone.load(); }, milliseconds))
        return std::nullopt;
    return std::move(kept->value);
}

using Look = std::function<QByteArray()>;

[[nodiscard]] inline QByteArray seenBy(const Look& look)
{
    return onThread([look] { return look(); }).value_or("did not end");
}

// How a look came to show something, or did not.
struct Sighting
{
    std::optional<std::chrono::milliseconds> after; // when it began; nothing: not in time
    QByteArray last; // what was seen at last
};

// Looks again and again, as people do, until it shows this; at the latest in the first look that
// begins when the time is over, however long each takes.
[[nodiscard]] inline Sighting awaitSight(const Look& look, const QByteArray& expected,
                                         std::chrono::milliseconds atMost)
{
    using namespace std::chrono;
    const auto watching = [look, expected, atMost] {
        const auto begun = steady_clock::now();
        Sighting sighting;
        for (bool isOver = false; !sighting.after && !isOver;) {
            const auto passed = duration_cast<milliseconds>(steady_clock::now() - begun);
            isOver = passed >= atMost;
            sighting.last = look();
            if (sighting.last == expected)
                sighting.after = passed;
            std::this_thread::sleep_for(milliseconds(5));
        }
        return sighting;
    };
    const auto most = static_cast<int>(atMost.count()) + 20000;
    return onThread(watching, most).value_or(Sighting{{}, "did not end"});
}

} // namespace arv::test
