// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/taskscope.h"
#include "fuse/replies.h"
#include "tree/filesystem.h"

namespace arv {

// Request and filesystem to reply, one function per operation: answered at once where memory
// suffices, else by a coroutine of the scope. Mount thread only.
class Handlers
{
public:
    Handlers(FileSystem& files, TaskScope& scope, Owner owner)
        : m_files(files)
        , m_scope(scope)
        , m_owner(owner)
    { }

    void lookup(EntryReply reply, Inode parent, QByteArray name);
    void attributes(AttrReply reply, Inode inode);
    void access(EmptyReply reply, Inode inode, int mask);
    void open(OpenReply reply, Inode inode, int flags);
    void read(DataReply reply, FileHandle handle, ByteRange range);
    void openDirectory(OpenReply reply, Inode inode);
    void list(ListReply reply, Inode directory, FileHandle handle, std::size_t offset);
    void release(EmptyReply reply, FileHandle handle);
    void extended(XattrReply reply, Inode inode, QByteArray name);
    void extendedNames(XattrReply reply, Inode inode);

private:
    [[nodiscard]] Task<void> extendedLater(XattrReply reply, Inode inode, QByteArray name);
    [[nodiscard]] Task<void> lookUpLater(EntryReply reply, Inode parent, QByteArray name);
    [[nodiscard]] Task<void> openLater(OpenReply reply, Inode inode);
    [[nodiscard]] Task<void> readLater(DataReply reply, FileHandle handle, ByteRange range);
    [[nodiscard]] Task<void> openDirectoryLater(OpenReply reply, Inode inode);
    [[nodiscard]] Task<void> listLater(ListReply reply, Inode directory,
                                       std::shared_ptr<const Listing> listing, std::size_t offset);
    void listNow(ListReply reply, Inode directory, std::shared_ptr<const Listing> listing,
                 std::size_t offset);
    [[nodiscard]] bool addDots(ListReply& reply, Inode directory, std::size_t offset);
    [[nodiscard]] bool addListed(ListReply& reply, Inode directory, const ListedEntry& entry,
                                 std::size_t next);

    FileSystem& m_files;
    TaskScope& m_scope;
    Owner m_owner;
};

} // namespace arv
