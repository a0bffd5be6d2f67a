// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuse/request.h"
#include "tree/filesystem.h"

#include <memory>

namespace arv {

// Who owns everything in a mount: the user who runs it.
struct Owner
{
    uid_t uid = 0;
    gid_t gid = 0;
};

// What stat says, in the kernel's form.
[[nodiscard]] struct stat statOf(const Attributes& attributes, Owner owner);

// The kernel's form of a name that leads somewhere, or (inode None) leads nowhere.
[[nodiscard]] fuse_entry_param entryOf(const FileSystem::Found& found, Owner owner);

// Answers a request exactly once, in the shape that its operation allows: each answer consumes the
// object, and one that goes unanswered says EIO and logs the operation. Mount thread only.
class Reply
{
public:
    explicit Reply(std::unique_ptr<Request> request)
        : m_request(std::move(request))
    { }
    Reply(Reply&&) noexcept = default;
    Reply& operator=(Reply&&) = delete;
    ~Reply();

    void error(const Error& why) &&;
    [[nodiscard]] CancelToken waiting() { return m_request->waiting(); }
    [[nodiscard]] pid_t caller() const { return m_request->caller(); }

protected:
    // The raw handle, for the one answer.
    [[nodiscard]] fuse_req_t take();

private:
    std::unique_ptr<Request> m_request;
};

// LOOKUP. Counts the lookup before the answer goes out, and takes it back if that fails.
class EntryReply : public Reply
{
public:
    EntryReply(std::unique_ptr<Request> request, FileSystem& files, Owner owner)
        : Reply(std::move(request))
        , m_files(files)
        , m_owner(owner)
    { }
    void entry(const FileSystem::Found& found) &&;

private:
    FileSystem& m_files;
    Owner m_owner;
};

// GETATTR
class AttrReply : public Reply
{
public:
    using Reply::Reply;
    void attributes(const FileSystem::Found& found, Owner owner) &&;
};

// OPEN, OPENDIR. A handle whose answer did not arrive is released: the kernel will not do it.
class OpenReply : public Reply
{
public:
    OpenReply(std::unique_ptr<Request> request, FileSystem& files, const fuse_file_info& info)
        : Reply(std::move(request))
        , m_files(files)
        , m_info(info)
    { }
    void file(const FileSystem::OpenedFile& opened) &&;
    void directory(FileHandle handle) &&;

private:
    void send(FileHandle handle);

    FileSystem& m_files;
    fuse_file_info m_info;
};

// READ. The bytes are handed over where they lie.
class DataReply : public Reply
{
public:
    using Reply::Reply;
    void data(const Pieces& pieces) &&;
};

// READDIR, READDIRPLUS: entries as long as they fit. Lookups of READDIRPLUS are counted for what
// was really sent.
class ListReply : public Reply
{
public:
    ListReply(std::unique_ptr<Request> request, FileSystem& files, Owner owner, std::size_t size,
              bool plus);

    // false: it does not fit any more; answer now. next: the offset behind this entry.
    [[nodiscard]] bool addName(const char* name, Inode inode, bool directory, off_t next);
    [[nodiscard]] bool addEntry(const QByteArray& name, const FileSystem::Found& found, off_t next);
    [[nodiscard]] bool isPlus() const { return m_plus; }
    [[nodiscard]] bool isEmpty() const { return m_used == 0; }
    void entries() &&;

private:
    [[nodiscard]] bool add(const char* name, const fuse_entry_param& entry, off_t next);

    FileSystem& m_files;
    Owner m_owner;
    std::vector<char> m_buffer;
    std::size_t m_used = 0;
    bool m_plus;
    std::vector<Inode> m_counted;
};

// GETXATTR, LISTXATTR
class XattrReply : public Reply
{
public:
    // room: bytes that the caller has for the answer; 0: it asks how many there are.
    XattrReply(std::unique_ptr<Request> request, std::size_t room)
        : Reply(std::move(request))
        , m_room(room)
    { }
    void value(const QByteArray& bytes) &&;

private:
    std::size_t m_room;
};

// STATFS
class StatfsReply : public Reply
{
public:
    using Reply::Reply;
    void statfs() &&;
};

// Everything that is answered by "done" alone: ACCESS, RELEASE, RELEASEDIR.
class EmptyReply : public Reply
{
public:
    using Reply::Reply;
    void done() &&;
};

} // namespace arv
