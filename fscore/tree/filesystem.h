// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/objectevent.h"
#include "async/canceltoken.h"
#include "async/task.h"
#include "tree/collectionloader.h"
#include "tree/context.h"
#include "tree/file.h"
#include "tree/handles.h"
#include "tree/inodetable.h"
#include "tree/mountselection.h"
#include "tree/unitindex.h"

#include <QString>

#include <optional>
#include <set>

namespace arv {

// The filesystem with no idea of FUSE: operations as functions of ids that return values. What can
// be answered from memory has a form that answers now; the other form waits, then answers by the
// first. Mount thread only; stop() before it goes.
class FileSystem
{
public:
    struct Services
    {
        ArvadosApi& api;
        KeepClient& keep;
        Pool& pool;
        const Clock& clock;
        ChangeSink tellKernel;
        std::function<void()> noteRead = {}; // bytes were handed out
        // A file or directory could not be had for another reason than that it is not there, or
        // that whoever asked gave up; the text names it.
        std::function<void(const QString&)> noteFailure = {};
    };
    struct Settings
    {
        std::chrono::milliseconds refreshTime = staleness::refresh;
        QString host;
        std::uint64_t cacheCap = InodeCache::defaultCap; // bytes
        bool showOtherObjects = false; // container requests and workflows, as files
        Verify verify = Verify::Standard;
    };
    FileSystem(Services services, Settings settings, const MountSelection& selection);
    ~FileSystem();
    FileSystem(const FileSystem&) = delete;
    FileSystem& operator=(const FileSystem&) = delete;

    // What was learnt from the cluster later than the mount was made.
    void setAccount(const QString& email);
    void setSlashSubstitution(std::optional<QString> substitution);
    // The server has the call; assumed until it is said.
    void setGroupsShared(bool known) { m_context.hasGroupsShared = known; }
    // Stands in the README until it is taken back by an empty one.
    void setTrouble(const QString& sentence);

    // The event feed. While it is connected the kernel may keep things longer, for every change is
    // told; when it is lost, or has missed something, everything is asked for again as it is used.
    void feedConnected(bool missedNothing);
    void feedLost();
    void feedMissed();
    void noteEvent(const ObjectEvent& event);

    // A name that leads somewhere, or (inode None) one that the kernel may remember as absent.
    struct Found
    {
        Attributes attributes;
        Validity validity;
    };
    [[nodiscard]] std::optional<Result<Found>> lookupNow(Inode parent, const QByteArray& name);
    // The same for an entry of a listing, which is no question of its own.
    [[nodiscard]] std::optional<Result<Found>> entryNow(Inode directory, const QByteArray& name);
    [[nodiscard]] Task<Found> lookup(Inode parent, QByteArray name, CancelToken token);
    // Of what is held open the server is asked behind the answer, if it is old.
    [[nodiscard]] Result<Found> attributes(Inode inode);

    // The kernel's lookup count: raised before the answer is sent, lowered by FORGET, and by one if
    // the answer did not arrive; by none if the answer was never sent.
    void countLookup(Inode inode);
    void forget(Inode inode, std::uint64_t count);

    struct OpenedFile
    {
        FileHandle handle;
        bool keepPages = false; // the content is what it was at the last open
    };
    [[nodiscard]] std::optional<Result<OpenedFile>> openNow(Inode inode);
    [[nodiscard]] Task<OpenedFile> open(Inode inode, CancelToken token);
    // The pieces of the bytes, short only at the end of the file. Asks the server behind them
    // whether the content is still the same, if that is long known.
    [[nodiscard]] std::optional<Result<Pieces>> readNow(FileHandle handle, ByteRange range);
    // isInTheBackground: others go first.
    [[nodiscard]] Task<Pieces> read(FileHandle handle, ByteRange range, CancelToken token,
                                    bool isInTheBackground = false);

    // Bytes of this block were given out before its MD5 was known, and were wrong or cannot be
    // confirmed. readers: numbers of inodes.
    void noteBetrayal(const Locator& block, const std::set<std::uint64_t>& readers);

    // Extended attributes, by their full names: NoAttribute for what is not there, NotSupported for
    // every name outside "user.". Names come as listxattr wants them: each ends in NUL.
    [[nodiscard]] std::optional<Result<QByteArray>> extendedNow(Inode inode,
                                                                const QByteArray& name);
    [[nodiscard]] Task<QByteArray> extended(Inode inode, QByteArray name, CancelToken token);
    [[nodiscard]] Result<QByteArray> extendedNames(Inode inode) const;

    [[nodiscard]] std::optional<Result<FileHandle>> openDirectoryNow(Inode inode);
    [[nodiscard]] Task<FileHandle> openDirectory(Inode inode, CancelToken token);
    // The snapshot of an open directory, without "." and ".."; nullptr: no such handle.
    [[nodiscard]] std::shared_ptr<const Listing> listing(FileHandle handle) const;
    // What the kernel may do with its copy of an open directory's listing.
    [[nodiscard]] KernelListing::Permission listingPermission(FileHandle handle) const
    {
        const auto* const open = m_handles.find(handle);
        return open ? open->permission : KernelListing::Permission{};
    }
    [[nodiscard]] Inode parentOf(Inode directory) const; // the root's is the root
    // The number that a lookup of a listed name gives: a node keeps its own while collections
    // change.
    [[nodiscard]] Inode inodeOf(Inode directory, const ListedEntry& entry) const;
    void release(FileHandle handle);
    // The same, of one that the kernel was not told of.
    void takeBack(FileHandle handle)
    {
        m_handles.distrust(handle);
        release(handle);
    }

    // Ends what runs in the background; finishes when nothing does.
    [[nodiscard]] Pending<void> stop();

    [[nodiscard]] std::size_t inodeCount() const { return m_inodes.size(); }
    [[nodiscard]] std::size_t openCount() const { return m_handles.size(); }
    // Nothing runs behind the answers: no refresh, no look that the feed asked for.
    [[nodiscard]] bool isIdle() const { return m_scope.running() == 0; }
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead; } // handed out so far

    // Bytes; a lower one evicts at once.
    void setCacheCap(std::uint64_t bytes);
    // Memory is short: down to this share of the cap, once, as far as that is possible now.
    void shrinkCache(double share)
    {
        m_inodes.cache().relieve(share, m_context.clock.monotonic() + staleness::relief);
        m_inodes.cache().shrink();
    }
    [[nodiscard]] CacheFigures cacheFigures() const { return m_inodes.cache().figures(); }

private:
    [[nodiscard]] Result<Directory*> directory(Inode inode) const;
    [[nodiscard]] Result<File*> file(Inode inode) const;
    [[nodiscard]] Result<File*> openFile(FileHandle handle) const;
    [[nodiscard]] Result<Found> answer(Directory& parent, Node* child);
    // The same as their namesakes, but no questions that the inode cache counts.
    [[nodiscard]] std::optional<Result<OpenedFile>> openUncounted(Inode inode);
    [[nodiscard]] std::optional<Result<FileHandle>> openDirectoryUncounted(Inode inode);
    void distrustAll();
    void noteHit(Inode asked);
    void countBytes(const Pieces& pieces);

    TaskScope m_scope;
    CancelSource m_ending;
    UnitIndex m_units;
    InodeTable m_inodes;
    Handles m_handles;
    CollectionLoader m_collections;
    TreeContext m_context;
    template <class T>
    [[nodiscard]] Result<T> noted(Result<T> outcome,
                                  TreeContext::Of what = TreeContext::Of::Name) const;

    std::function<void()> m_noteRead;
    std::uint64_t m_bytesRead = 0;
};

} // namespace arv
