// SPDX-License-Identifier: Apache-2.0
#include "fuse/replies.h"

#include "base/log.h"
#include "fuse/errno.h"
#include "tree/names.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>

#include <cerrno>

namespace arv {

namespace {

constexpr std::int64_t nanosecondsPerSecond = 1000000000;
constexpr unsigned blockSize = 131072; // bytes; what tools should read at a time
constexpr std::uint64_t statUnit = 512; // bytes; of st_blocks

timespec timeOf(std::int64_t nanoseconds)
{
    timespec time{};
    time.tv_sec = nanoseconds / nanosecondsPerSecond;
    time.tv_nsec = nanoseconds % nanosecondsPerSecond;
    return time;
}

double secondsOf(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

struct stat statOf(const Attributes& attributes, Owner owner)
{
    struct stat status
    { };
    status.st_ino = number(attributes.inode);
    status.st_mode = (attributes.directory ? S_IFDIR : S_IFREG) | attributes.permissions;
    status.st_nlink = 1;
    status.st_uid = owner.uid;
    status.st_gid = owner.gid;
    status.st_size = static_cast<off_t>(attributes.size);
    status.st_blksize = blockSize;
    status.st_blocks = static_cast<blkcnt_t>((attributes.size + statUnit - 1) / statUnit);
    status.st_atim = timeOf(attributes.accessed);
    status.st_mtim = timeOf(attributes.modified);
    status.st_ctim = timeOf(attributes.modified);
    return status;
}

fuse_entry_param entryOf(const FileSystem::Found& found, Owner owner)
{
    fuse_entry_param entry{};
    entry.ino = number(found.attributes.inode);
    entry.entry_timeout = secondsOf(found.validity.entry);
    entry.attr_timeout = secondsOf(found.validity.attributes);
    if (entry.ino != 0)
        entry.attr = statOf(found.attributes, owner);
    return entry;
}

Reply::~Reply()
{
    if (!m_request)
        return;
    qCCritical(logFuse) << "nobody answered" << m_request->operation();
    fuse_reply_err(m_request->take(), EIO);
}

fuse_req_t Reply::take()
{
    const fuse_req_t raw = m_request->take();
    m_request.reset();
    return raw;
}

void Reply::error(const Error& why) &&
{
    const int code = m_request->errnoFor(why.code);
    if (code == EIO || code == EACCES || code == EINVAL || code == ETIMEDOUT)
        qCWarning(logFuse).noquote() << m_request->operation() << "failed:" << why.text;
    fuse_reply_err(take(), code);
}

void EntryReply::entry(const FileSystem::Found& found) &&
{
    const auto entry = entryOf(found, m_owner);
    m_files.countLookup(found.attributes.inode);
    if (fuse_reply_entry(take(), &entry) != 0)
        m_files.forget(found.attributes.inode, 1);
}

void AttrReply::attributes(const FileSystem::Found& found, Owner owner) &&
{
    const auto status = statOf(found.attributes, owner);
    fuse_reply_attr(take(), &status, secondsOf(found.validity.attributes));
}

void OpenReply::send(FileHandle handle)
{
    m_info.fh = number(handle);
    if (fuse_reply_open(take(), &m_info) != 0)
        m_files.takeBack(handle);
}

void OpenReply::file(const FileSystem::OpenedFile& opened) &&
{
    m_info.keep_cache = opened.keepPages;
    m_info.noflush = 1; // nothing is written: a round trip less at each close
    send(opened.handle);
}

// Both bits are needed, whatever libfuse's header says: without keep_cache the kernel drops the
// copy that cache_readdir made.
void OpenReply::directory(FileHandle handle) &&
{
    const auto permission = m_files.listingPermission(handle);
    m_info.cache_readdir = permission.use;
    m_info.keep_cache = permission.keep;
    send(handle);
}

void DataReply::data(const Pieces& pieces) &&
{
    // The kernel takes 1024 pieces at most, one of which is libfuse's header.
    constexpr std::size_t mostPieces = 1000;
    if (pieces.size() > mostPieces) {
        std::string joined;
        for (const auto& piece : pieces)
            joined += piece.view();
        fuse_reply_buf(take(), joined.data(), joined.size());
        return;
    }
    std::vector<iovec> vectors;
    for (const auto& piece : pieces)
        vectors.push_back({const_cast<char*>(piece.data()), piece.size()}); // only read from
    fuse_reply_iov(take(), vectors.data(), static_cast<int>(vectors.size()));
}

ListReply::ListReply(std::unique_ptr<Request> request, FileSystem& files, Owner owner,
                     std::size_t size, bool plus)
    : Reply(std::move(request))
    , m_files(files)
    , m_owner(owner)
    , m_buffer(size)
    , m_plus(plus)
{ }

bool ListReply::add(const char* name, const fuse_entry_param& entry, off_t next)
{
    char* const to = m_buffer.data() + m_used;
    const auto room = m_buffer.size() - m_used;
    // The raw request is used for nothing by these functions in libfuse 3.
    const auto size = m_plus ? fuse_add_direntry_plus(nullptr, to, room, name, &entry, next)
                             : fuse_add_direntry(nullptr, to, room, name, &entry.attr, next);
    if (size > room)
        return false;
    m_used += size;
    return true;
}

bool ListReply::addName(const char* name, Inode inode, bool directory, off_t next)
{
    fuse_entry_param entry{}; // inode 0: the kernel takes the name only
    entry.attr.st_ino = number(inode);
    entry.attr.st_mode = directory ? S_IFDIR : S_IFREG;
    return add(name, entry, next);
}

bool ListReply::addEntry(const QByteArray& name, const FileSystem::Found& found, off_t next)
{
    if (!add(name.constData(), entryOf(found, m_owner), next)) {
        m_files.forget(found.attributes.inode, 0); // looking it up may have made its node
        return false;
    }
    m_files.countLookup(found.attributes.inode);
    m_counted.push_back(found.attributes.inode);
    return true;
}

void ListReply::entries() &&
{
    if (fuse_reply_buf(take(), m_buffer.data(), m_used) == 0)
        return;
    for (const auto inode : m_counted)
        m_files.forget(inode, 1);
}

void XattrReply::value(const QByteArray& bytes) &&
{
    const auto size = static_cast<std::size_t>(bytes.size());
    if (m_room == 0)
        fuse_reply_xattr(take(), size);
    else if (size > m_room)
        fuse_reply_err(take(), ERANGE);
    else
        fuse_reply_buf(take(), bytes.constData(), size);
}

void StatfsReply::statfs() &&
{
    struct statvfs status
    { };
    status.f_bsize = blockSize;
    status.f_frsize = blockSize;
    status.f_namemax = maxNameBytes;
    fuse_reply_statfs(take(), &status);
}

void EmptyReply::done() &&
{
    fuse_reply_err(take(), 0);
}

} // namespace arv
