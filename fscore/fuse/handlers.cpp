// SPDX-License-Identifier: Apache-2.0
#include "fuse/handlers.h"

#include "fuse/caller.h"

#include <fcntl.h>
#include <unistd.h>

namespace arv {

namespace {

void answer(EntryReply reply, const Result<FileSystem::Found>& found)
{
    if (found)
        std::move(reply).entry(*found);
    else
        std::move(reply).error(found.error());
}

void answer(OpenReply reply, const Result<FileSystem::OpenedFile>& opened)
{
    if (opened)
        std::move(reply).file(*opened);
    else
        std::move(reply).error(opened.error());
}

void answer(OpenReply reply, const Result<FileHandle>& handle)
{
    if (handle)
        std::move(reply).directory(*handle);
    else
        std::move(reply).error(handle.error());
}

void answer(DataReply reply, const Result<Pieces>& bytes)
{
    if (bytes)
        std::move(reply).data(*bytes);
    else
        std::move(reply).error(bytes.error());
}

void answer(XattrReply reply, const Result<QByteArray>& bytes)
{
    if (bytes)
        std::move(reply).value(*bytes);
    else
        std::move(reply).error(bytes.error());
}

// READDIR must never say ENOENT: ls and others take it for the end of the directory.
Error listingError(Error failure)
{
    if (failure.code == Errc::NotFound)
        failure.code = Errc::Stale;
    return failure;
}

} // namespace

void Handlers::lookup(EntryReply reply, Inode parent, QByteArray name)
{
    if (const auto now = m_files.lookupNow(parent, name))
        return answer(std::move(reply), *now);
    m_scope.start(lookUpLater(std::move(reply), parent, std::move(name)));
}

Task<void> Handlers::lookUpLater(EntryReply reply, Inode parent, QByteArray name)
{
    auto looking = m_files.lookup(parent, std::move(name), reply.waiting());
    const auto found = co_await looking;
    answer(std::move(reply), found);
    co_return done();
}

void Handlers::attributes(AttrReply reply, Inode inode)
{
    const auto found = m_files.attributes(inode);
    if (found)
        std::move(reply).attributes(*found, m_owner);
    else
        std::move(reply).error(found.error());
}

void Handlers::access(EmptyReply reply, Inode inode, int mask)
{
    const auto found = m_files.attributes(inode);
    if (!found)
        return std::move(reply).error(found.error());
    const bool mayRun = (found->attributes.permissions & 0111) != 0;
    if ((mask & W_OK) != 0 || ((mask & X_OK) != 0 && !mayRun))
        return std::move(reply).error({Errc::PermissionDenied, QStringLiteral("not in its mode")});
    std::move(reply).done();
}

void Handlers::open(OpenReply reply, Inode inode, int flags)
{
    if ((flags & O_ACCMODE) != O_RDONLY)
        return std::move(reply).error({Errc::ReadOnly, QStringLiteral("the mount is read-only")});
    if (const auto now = m_files.openNow(inode))
        return answer(std::move(reply), *now);
    m_scope.start(openLater(std::move(reply), inode));
}

Task<void> Handlers::openLater(OpenReply reply, Inode inode)
{
    auto opening = m_files.open(inode, reply.waiting());
    const auto opened = co_await opening;
    answer(std::move(reply), opened);
    co_return done();
}

void Handlers::read(DataReply reply, FileHandle handle, ByteRange range)
{
    if (const auto now = m_files.readNow(handle, range))
        return answer(std::move(reply), *now);
    m_scope.start(readLater(std::move(reply), handle, range));
}

Task<void> Handlers::readLater(DataReply reply, FileHandle handle, ByteRange range)
{
    auto reading =
        m_files.read(handle, range, reply.waiting(), runsInTheBackground(reply.caller()));
    const auto bytes = co_await reading;
    answer(std::move(reply), bytes);
    co_return done();
}

void Handlers::openDirectory(OpenReply reply, Inode inode)
{
    if (const auto now = m_files.openDirectoryNow(inode))
        return answer(std::move(reply), *now);
    m_scope.start(openDirectoryLater(std::move(reply), inode));
}

Task<void> Handlers::openDirectoryLater(OpenReply reply, Inode inode)
{
    auto opening = m_files.openDirectory(inode, reply.waiting());
    const auto handle = co_await opening;
    answer(std::move(reply), handle);
    co_return done();
}

void Handlers::release(EmptyReply reply, FileHandle handle)
{
    m_files.release(handle);
    std::move(reply).done();
}

void Handlers::extended(XattrReply reply, Inode inode, QByteArray name)
{
    if (const auto now = m_files.extendedNow(inode, name))
        return answer(std::move(reply), *now);
    m_scope.start(extendedLater(std::move(reply), inode, std::move(name)));
}

Task<void> Handlers::extendedLater(XattrReply reply, Inode inode, QByteArray name)
{
    auto asking = m_files.extended(inode, std::move(name), reply.waiting());
    const auto bytes = co_await asking;
    answer(std::move(reply), bytes);
    co_return done();
}

void Handlers::extendedNames(XattrReply reply, Inode inode)
{
    answer(std::move(reply), m_files.extendedNames(inode));
}

// Offsets: 1 behind ".", 2 behind "..", then position + 3 behind each entry of the snapshot.
void Handlers::list(ListReply reply, Inode directory, FileHandle handle, std::size_t offset)
{
    auto listing = m_files.listing(handle);
    if (!listing)
        return std::move(reply).error({Errc::BadHandle, QStringLiteral("no such listing")});
    listNow(std::move(reply), directory, std::move(listing), offset);
}

// What is there is handed out at once; only who has read everything waits for the next page.
Task<void> Handlers::listLater(ListReply reply, Inode directory,
                               std::shared_ptr<const Listing> listing, std::size_t offset)
{
    const auto token = reply.waiting();
    while (offset >= listing->size() + 2 && !listing->isComplete() && !listing->failure()) {
        auto growing = listing->grown(token);
        const auto grown = co_await growing;
        if (!grown) {
            std::move(reply).error(grown.error());
            co_return done();
        }
    }
    listNow(std::move(reply), directory, std::move(listing), offset);
    co_return done();
}

void Handlers::listNow(ListReply reply, Inode directory, std::shared_ptr<const Listing> listing,
                       std::size_t offset)
{
    bool fits = addDots(reply, directory, offset);
    auto position = offset > 2 ? offset - 2 : 0;
    for (; fits && position < listing->size(); ++position) {
        if (const auto entry = listing->at(position))
            fits = addListed(reply, directory, *entry, position + 3);
    }
    // An empty answer means the end to the kernel, so it must be the end.
    if (!reply.isEmpty() || listing->isComplete())
        return std::move(reply).entries();
    if (const auto failure = listing->failure())
        return std::move(reply).error(listingError(*failure));
    m_scope.start(listLater(std::move(reply), directory, std::move(listing), position + 2));
}

bool Handlers::addDots(ListReply& reply, Inode directory, std::size_t offset)
{
    return (offset > 0 || reply.addName(".", directory, true, 1))
        && (offset > 1 || reply.addName("..", m_files.parentOf(directory), true, 2));
}

bool Handlers::addListed(ListReply& reply, Inode directory, const ListedEntry& entry,
                         std::size_t next)
{
    const auto after = static_cast<off_t>(next);
    const auto inode = m_files.inodeOf(directory, entry);
    if (!reply.isPlus())
        return reply.addName(entry.name.constData(), inode, entry.directory, after);
    const auto found = m_files.entryNow(directory, entry.name);
    if (!found) // cannot be said without waiting: the name alone
        return reply.addName(entry.name.constData(), inode, entry.directory, after);
    if (!*found || (*found)->attributes.inode == Inode::None)
        return true; // it has vanished since
    return reply.addEntry(entry.name, **found, after);
}

} // namespace arv
