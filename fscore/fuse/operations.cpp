// SPDX-License-Identifier: Apache-2.0
#include "fuse/operations.h"

#include "fuse/handlers.h"
#include "fuse/mountoptions.h"
#include "fuse/session.h"

#include <cerrno>

namespace arv {

namespace {

Session& sessionOf(fuse_req_t raw)
{
    return *static_cast<Session*>(fuse_req_userdata(raw));
}

std::unique_ptr<Request> request(fuse_req_t raw, const char* operation)
{
    return std::make_unique<Request>(raw, operation, sessionOf(raw).living());
}

// While the session ends, new requests are answered at once.
bool refused(fuse_req_t raw)
{
    if (!sessionOf(raw).isEnding())
        return false;
    fuse_reply_err(raw, ENODEV);
    return true;
}

void opInit(void* session, fuse_conn_info* connection)
{
    negotiate(*connection);
    static_cast<Session*>(session)->setCanExpire((connection->capable & FUSE_CAP_EXPIRE_ONLY) != 0);
}

void opLookup(fuse_req_t raw, fuse_ino_t parent, const char* name)
{
    if (refused(raw))
        return;
    auto& session = sessionOf(raw);
    EntryReply reply(request(raw, "LOOKUP"), session.files(), session.owner());
    session.handlers().lookup(std::move(reply), Inode{parent}, QByteArray(name));
}

void opForget(fuse_req_t raw, fuse_ino_t inode, std::uint64_t count)
{
    sessionOf(raw).files().forget(Inode{inode}, count);
    fuse_reply_none(raw);
}

void opForgetMulti(fuse_req_t raw, std::size_t count, fuse_forget_data* forgets)
{
    for (std::size_t i = 0; i < count; ++i)
        sessionOf(raw).files().forget(Inode{forgets[i].ino}, forgets[i].nlookup);
    fuse_reply_none(raw);
}

void opGetattr(fuse_req_t raw, fuse_ino_t inode, fuse_file_info*)
{
    if (refused(raw))
        return;
    sessionOf(raw).handlers().attributes(AttrReply(request(raw, "GETATTR")), Inode{inode});
}

void opAccess(fuse_req_t raw, fuse_ino_t inode, int mask)
{
    if (refused(raw))
        return;
    sessionOf(raw).handlers().access(EmptyReply(request(raw, "ACCESS")), Inode{inode}, mask);
}

void opOpen(fuse_req_t raw, fuse_ino_t inode, fuse_file_info* info)
{
    if (refused(raw))
        return;
    auto& session = sessionOf(raw);
    session.handlers().open(OpenReply(request(raw, "OPEN"), session.files(), *info), Inode{inode},
                            info->flags);
}

void opRead(fuse_req_t raw, fuse_ino_t, std::size_t size, off_t offset, fuse_file_info* info)
{
    if (refused(raw))
        return;
    const ByteRange range{static_cast<std::uint64_t>(offset), size};
    sessionOf(raw).handlers().read(DataReply(request(raw, "READ")), FileHandle{info->fh}, range);
}

void opRelease(fuse_req_t raw, fuse_ino_t, fuse_file_info* info)
{
    sessionOf(raw).handlers().release(EmptyReply(request(raw, "RELEASE")), FileHandle{info->fh});
}

void opOpendir(fuse_req_t raw, fuse_ino_t inode, fuse_file_info* info)
{
    if (refused(raw))
        return;
    auto& session = sessionOf(raw);
    session.handlers().openDirectory(OpenReply(request(raw, "OPENDIR"), session.files(), *info),
                                     Inode{inode});
}

void list(fuse_req_t raw, fuse_ino_t inode, std::size_t size, off_t offset, fuse_file_info* info,
          bool plus)
{
    if (refused(raw))
        return;
    auto& session = sessionOf(raw);
    ListReply reply(request(raw, plus ? "READDIRPLUS" : "READDIR"), session.files(),
                    session.owner(), size, plus);
    session.handlers().list(std::move(reply), Inode{inode}, FileHandle{info->fh},
                            static_cast<std::size_t>(offset));
}

void opReaddir(fuse_req_t raw, fuse_ino_t inode, std::size_t size, off_t offset,
               fuse_file_info* info)
{
    list(raw, inode, size, offset, info, false);
}

void opReaddirplus(fuse_req_t raw, fuse_ino_t inode, std::size_t size, off_t offset,
                   fuse_file_info* info)
{
    list(raw, inode, size, offset, info, true);
}

void opStatfs(fuse_req_t raw, fuse_ino_t)
{
    if (refused(raw))
        return;
    StatfsReply(request(raw, "STATFS")).statfs();
}

void opGetxattr(fuse_req_t raw, fuse_ino_t inode, const char* name, std::size_t size)
{
    if (refused(raw))
        return;
    sessionOf(raw).handlers().extended(XattrReply(request(raw, "GETXATTR"), size), Inode{inode},
                                       QByteArray(name));
}

void opListxattr(fuse_req_t raw, fuse_ino_t inode, std::size_t size)
{
    if (refused(raw))
        return;
    sessionOf(raw).handlers().extendedNames(XattrReply(request(raw, "LISTXATTR"), size),
                                            Inode{inode});
}

// What this filesystem never does, for which "not implemented" would be the wrong word. The kernel
// refuses most of it on a read-only mount before we hear of it. What has no entry at all in the
// table is ENOSYS, after which the kernel helps itself (lseek) or asks no more (poll, locks).
void opSetxattr(fuse_req_t raw, fuse_ino_t, const char*, const char*, std::size_t, int)
{
    fuse_reply_err(raw, ENOTSUP);
}

void opRemovexattr(fuse_req_t raw, fuse_ino_t, const char*)
{
    fuse_reply_err(raw, ENOTSUP);
}

void opSymlink(fuse_req_t raw, const char*, fuse_ino_t, const char*)
{
    fuse_reply_err(raw, EPERM);
}

void opLink(fuse_req_t raw, fuse_ino_t, fuse_ino_t, const char*)
{
    fuse_reply_err(raw, EPERM);
}

fuse_lowlevel_ops makeTable()
{
    fuse_lowlevel_ops table{};
    table.init = opInit;
    table.lookup = opLookup;
    table.forget = opForget;
    table.forget_multi = opForgetMulti;
    table.getattr = opGetattr;
    table.access = opAccess;
    table.open = opOpen;
    table.read = opRead;
    table.release = opRelease;
    table.opendir = opOpendir;
    table.readdir = opReaddir;
    table.readdirplus = opReaddirplus;
    table.releasedir = opRelease;
    table.statfs = opStatfs;
    table.getxattr = opGetxattr;
    table.listxattr = opListxattr;
    table.setxattr = opSetxattr;
    table.removexattr = opRemovexattr;
    table.symlink = opSymlink;
    table.link = opLink;
    return table;
}

} // namespace

const fuse_lowlevel_ops& operations()
{
    static const fuse_lowlevel_ops table = makeTable();
    return table;
}

} // namespace arv
