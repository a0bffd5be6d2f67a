// SPDX-License-Identifier: Apache-2.0
#include "keep/blockfile.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>

namespace arv {

namespace {

int openedFor(int folder, const QByteArray& name, BlockFile::Access access)
{
    constexpr int careful = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    if (access == BlockFile::Access::Delete) {
        const int number = ::openat(folder, name.constData(), O_RDWR | careful);
        if (number >= 0)
            return number;
    }
    return ::openat(folder, name.constData(), O_RDONLY | careful);
}

std::optional<BlockFileState> stateOf(const FileDescriptor& file)
{
    struct stat found = {};
    return ::fstat(file.number(), &found) == 0 ? BlockFileState::of(found) : std::nullopt;
}

} // namespace

BlockFile::BlockFile(int folder, QByteArray name, FileDescriptor file, const BlockFileState& state)
    : m_folder(folder)
    , m_name(std::move(name))
    , m_file(std::move(file))
    , m_state(state)
{ }

std::optional<BlockFile> BlockFile::open(int folder, const QByteArray& name, Access access)
{
    FileDescriptor file(openedFor(folder, name, access));
    if (!file)
        return std::nullopt;
    const auto state = stateOf(file);
    if (!state) {
        errno = EINVAL;
        return std::nullopt;
    }
    return BlockFile(folder, name, std::move(file), *state);
}

bool BlockFile::lock()
{
    if (::flock(m_file.number(), LOCK_SH | LOCK_NB) != 0)
        return false;
    refresh(); // a writer may have finished just before
    return true;
}

void BlockFile::refresh()
{
    if (const auto state = stateOf(m_file))
        m_state = *state;
}

void BlockFile::touch()
{
    // Not UTIME_NOW, which is as coarse as a tick: a change within the same tick would not show.
    timespec now = {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const timespec times[2] = {now, now};
    // A file of another user cannot be touched: it is then younger here than for others.
    (void)::futimens(m_file.number(), times);
    refresh();
}

bool BlockFile::read(char* to, std::size_t bytes) const
{
    for (std::size_t done = 0; done < bytes;) {
        const auto got =
            ::pread(m_file.number(), to + done, bytes - done, static_cast<off_t>(done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

BlockFile::Removal BlockFile::remove()
{
    if (::flock(m_file.number(), LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? Removal::InUse : Removal::Gone;
    const auto now = stateOf(m_file);
    if (!now || now->stamp() != m_state.stamp())
        return Removal::InUse;
    // Another process may have put a new file in its place. Between this look and the unlink it
    // still may; then a good block is lost, which will be fetched again.
    struct stat found = {};
    if (::fstatat(m_folder, m_name.constData(), &found, AT_SYMLINK_NOFOLLOW) != 0)
        return Removal::Gone;
    const auto named = BlockFileState::of(found);
    if (!named || !named->isSameFile(m_state))
        return Removal::Gone;
    return ::unlinkat(m_folder, m_name.constData(), 0) == 0 ? Removal::Removed : Removal::Gone;
}

} // namespace arv
