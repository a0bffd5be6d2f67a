// SPDX-License-Identifier: Apache-2.0
#include "tree/filesystem.h"

#include "base/log.h"
#include "tree/names.h"
#include "tree/root.h"

#include <algorithm>

namespace arv {

namespace {

// A directory that was made ready may be stale again when its turn comes; not for ever.
constexpr int preparations = 3;

Error gone()
{
    return {Errc::Stale, QStringLiteral("the object is gone")};
}

} // namespace

FileSystem::FileSystem(Services services, Settings settings, const MountSelection& selection)
    : m_collections(services.api, services.pool, m_scope, m_ending.token())
    , m_context{services.api,
                services.keep,
                services.pool,
                services.clock,
                m_inodes,
                m_scope,
                m_collections,
                m_units,
                std::move(services.tellKernel),
                m_ending.token(),
                std::max(settings.refreshTime, staleness::refreshAtLeast),
                settings.verify,
                false,
                settings.showOtherObjects,
                true,
                std::nullopt,
                std::move(settings.host),
                {},
                {},
                0,
                std::move(services.noteFailure)}
    , m_noteRead(std::move(services.noteRead))
{
    m_inodes.cache().setCap(settings.cacheCap);
    m_inodes.add(makeRoot(m_context, m_inodes.reserve(), selection));
}

FileSystem::~FileSystem()
{
    m_handles.clear();
    m_inodes.clear(); // while there is what its nodes use
}

void FileSystem::setAccount(const QString& email)
{
    m_context.email = email;
}

void FileSystem::setSlashSubstitution(std::optional<QString> substitution)
{
    m_context.slashSubstitution = std::move(substitution);
}

void FileSystem::setTrouble(const QString& sentence)
{
    m_context.trouble = sentence;
    m_context.troubleChanged = m_context.wallNow();
}

template <class T>
Result<T> FileSystem::noted(Result<T> outcome, TreeContext::Of what) const
{
    const bool isNews = m_context.tellOfFailure(outcome.error(), what);
    if (isNews && outcome.error().code == Errc::NotFound) // others are logged with their reply
        qCWarning(logTree).noquote() << "a directory cannot be shown:" << outcome.error().text;
    return outcome;
}

Result<Directory*> FileSystem::directory(Inode inode) const
{
    Node* node = m_inodes.find(inode);
    if (!node)
        return gone();
    if (Directory* found = node->asDirectory())
        return found;
    return Error{Errc::NotADirectory, QStringLiteral("this is a file")};
}

Result<File*> FileSystem::file(Inode inode) const
{
    Node* node = m_inodes.find(inode);
    if (!node)
        return gone();
    if (File* found = node->asFile())
        return found;
    return Error{Errc::IsADirectory, QStringLiteral("this is a directory")};
}

Result<FileSystem::Found> FileSystem::answer(Directory& parent, Node* child)
{
    if (child)
        return Found{child->attributes(), child->validity()};
    if (!parent.isCompletelyKnown())
        return Error{Errc::NotFound, QStringLiteral("no such name")};
    Found absent;
    absent.validity.entry = staleness::absent;
    return absent;
}

// A magic directory is no unit itself: what it is asked for is.
std::optional<Result<FileSystem::Found>> FileSystem::lookupNow(Inode parent, const QByteArray& name)
{
    auto now = entryNow(parent, name);
    const Inode found = now && *now ? (*now)->attributes.inode : Inode::None;
    const auto above = directory(parent);
    if (now && above)
        noteHit((*above)->listsWhatHasNodes() ? found : parent);
    if (now && found == Inode::None)
        m_inodes.cache().shrink(); // names that are not there are remembered, too
    return now;
}

std::optional<Result<FileSystem::Found>> FileSystem::entryNow(Inode parent, const QByteArray& name)
{
    const auto found = directory(parent);
    if (!found)
        return found.error();
    Directory& above = **found;
    if (name.size() > maxNameBytes)
        return Error{Errc::NameTooLong, QStringLiteral("a name may have 255 bytes")};
    if (name == "." || name == "..") {
        const Inode meant = name == "." ? parent : parentOf(parent);
        return attributes(meant);
    }
    const auto child = above.findNow(name);
    if (!child)
        return std::nullopt;
    return answer(above, *child);
}

Task<FileSystem::Found> FileSystem::lookup(Inode parent, QByteArray name, CancelToken token)
{
    const auto now = lookupNow(parent, name);
    if (now)
        co_return *now;
    m_inodes.cache().countMiss();
    for (int i = 0; i < preparations; ++i) {
        const auto above = directory(parent);
        if (!above)
            co_return above.error();
        const Pin pin(m_inodes, **above);
        auto preparing = (*above)->prepareToFind(name, token);
        const auto prepared = co_await preparing;
        if (!prepared)
            co_return noted<Found>(prepared.error());
        const auto found = entryNow(parent, name);
        if (found)
            co_return *found;
    }
    co_return Error{Errc::TimedOut, QStringLiteral("the directory changes too fast")};
}

// A path is looked up first; whoever has a handle asks by this alone.
Result<FileSystem::Found> FileSystem::attributes(Inode inode)
{
    Node* const node = m_inodes.find(inode);
    if (!node)
        return gone();
    if (m_inodes.isInUse(*node))
        node->refreshIfStale();
    return Found{node->attributes(), node->validity()};
}

void FileSystem::countLookup(Inode inode)
{
    if (Node* node = m_inodes.find(inode))
        m_inodes.countLookup(*node);
    m_inodes.cache().shrink();
}

void FileSystem::forget(Inode inode, std::uint64_t count)
{
    m_inodes.forget(inode, count);
    m_inodes.cache().shrink();
}

void FileSystem::release(FileHandle handle)
{
    m_handles.remove(handle);
    m_inodes.cache().shrink();
}

void FileSystem::setCacheCap(std::uint64_t bytes)
{
    m_inodes.cache().setCap(bytes);
    m_inodes.cache().shrink();
}

// A question that memory answered.
void FileSystem::noteHit(Inode asked)
{
    const Node* node = m_inodes.find(asked);
    if (!node || !node->unit())
        return;
    m_inodes.cache().countHit();
    m_inodes.cache().touch(*node);
}

void FileSystem::countBytes(const Pieces& pieces)
{
    for (const auto& piece : pieces)
        m_bytesRead += piece.size();
    if (m_noteRead && !pieces.empty())
        m_noteRead();
}

std::optional<Result<FileSystem::OpenedFile>> FileSystem::openNow(Inode inode)
{
    auto opened = openUncounted(inode);
    if (opened && *opened)
        noteHit(inode);
    return opened;
}

std::optional<Result<FileSystem::OpenedFile>> FileSystem::openUncounted(Inode inode)
{
    const auto found = file(inode);
    if (!found)
        return found.error();
    File& opened = **found;
    if (!opened.isReadyToOpen())
        return std::nullopt;
    if (opened.isGone())
        return gone(); // the kernel looks the name up again
    opened.touch(m_context.wallNow());
    const bool keep = opened.mayKeepPages();
    const auto handle = m_handles.addFile(Pin(m_inodes, opened));
    m_inodes.cache().shrink();
    return OpenedFile{handle, keep};
}

Task<FileSystem::OpenedFile> FileSystem::open(Inode inode, CancelToken token)
{
    const auto now = openNow(inode);
    if (now)
        co_return *now;
    m_inodes.cache().countMiss();
    const auto found = file(inode);
    if (!found)
        co_return found.error();
    const Pin pin(m_inodes, **found);
    auto preparing = (*found)->prepareToOpen(token);
    const auto prepared = co_await preparing;
    if (!prepared)
        co_return noted<OpenedFile>(prepared.error());
    const auto opened = openUncounted(inode);
    if (opened)
        co_return *opened;
    co_return gone();
}

Result<File*> FileSystem::openFile(FileHandle handle) const
{
    const auto* open = m_handles.find(handle);
    if (!open || open->listing)
        return Error{Errc::BadHandle, QStringLiteral("no such open file")};
    return file(open->node.inode());
}

std::optional<Result<Pieces>> FileSystem::readNow(FileHandle handle, ByteRange range)
{
    const auto found = openFile(handle);
    if (!found)
        return found.error();
    (*found)->refreshIfStale();
    auto bytes = (*found)->readNow(range, *m_handles.find(handle)->reading);
    if (!bytes)
        return std::nullopt;
    m_inodes.cache().touch(**found);
    countBytes(*bytes);
    return std::move(*bytes);
}

Task<Pieces> FileSystem::read(FileHandle handle, ByteRange range, CancelToken token,
                              bool isInTheBackground)
{
    const auto found = openFile(handle);
    if (!found)
        co_return found.error();
    const Pin pin(m_inodes, **found); // the handle may be released while we wait
    const auto state = m_handles.find(handle)->reading;
    state->isInTheBackground = isInTheBackground;
    auto reading = (*found)->read(range, state, token);
    auto bytes = co_await reading;
    if (bytes)
        countBytes(*bytes);
    if (!bytes)
        co_return noted<Pieces>(bytes.error());
    co_return bytes;
}

// Programs that have the file open get errors for this block from now on, the kernel forgets what
// it has of it; who opens it next begins anew.
void FileSystem::noteBetrayal(const Locator& block, const std::set<std::uint64_t>& readers)
{
    for (const auto reader : readers) {
        const auto inode = Inode{reader};
        m_handles.loseBlock(inode, block.hash());
        Node* const node = m_inodes.find(inode);
        File* const file = node ? node->asFile() : nullptr;
        if (!file)
            continue;
        file->distrustPages();
        m_context.tellKernel({Change::Kind::Content, Inode::None, {}, inode});
        m_context.tellOfFailure(
            {Errc::BlockCorrupt,
             QStringLiteral("%1: wrong bytes of block %2 were read before its check could be "
                            "made; what has read them should read again")
                 .arg(QString::fromUtf8(file->name()), QString::fromLatin1(block.stripped()))});
    }
}

std::optional<Result<FileHandle>> FileSystem::openDirectoryNow(Inode inode)
{
    auto opened = openDirectoryUncounted(inode);
    if (opened && *opened)
        noteHit(inode);
    return opened;
}

std::optional<Result<FileHandle>> FileSystem::openDirectoryUncounted(Inode inode)
{
    const auto found = directory(inode);
    if (!found)
        return found.error();
    auto listing = (*found)->listingNow();
    if (!listing)
        return std::nullopt;
    (*found)->touch(m_context.wallNow());
    const auto handle = m_handles.addListing(Pin(m_inodes, **found), **found, listing);
    m_inodes.cache().shrink();
    return handle;
}

Task<FileHandle> FileSystem::openDirectory(Inode inode, CancelToken token)
{
    const auto now = openDirectoryNow(inode);
    if (now)
        co_return *now;
    m_inodes.cache().countMiss();
    for (int i = 0; i < preparations; ++i) {
        const auto found = directory(inode);
        if (!found)
            co_return found.error();
        const Pin pin(m_inodes, **found);
        auto preparing = (*found)->prepareToList(token);
        const auto prepared = co_await preparing;
        if (!prepared)
            co_return noted<FileHandle>(prepared.error(), TreeContext::Of::Directory);
        const auto opened = openDirectoryUncounted(inode);
        if (opened)
            co_return *opened;
    }
    co_return Error{Errc::TimedOut, QStringLiteral("the directory changes too fast")};
}

std::shared_ptr<const Listing> FileSystem::listing(FileHandle handle) const
{
    const auto* open = m_handles.find(handle);
    return open ? open->listing : nullptr;
}

Inode FileSystem::parentOf(Inode directory) const
{
    const Node* node = m_inodes.find(directory);
    const Directory* parent = node ? node->parent() : nullptr;
    return parent ? parent->inode() : directory;
}

Inode FileSystem::inodeOf(Inode directory, const ListedEntry& entry) const
{
    Node* const node = m_inodes.find(directory);
    const Directory* const above = node ? node->asDirectory() : nullptr;
    const Node* const live = above ? above->liveChild(entry.name) : nullptr;
    return live ? live->inode() : entry.inode;
}

Pending<void> FileSystem::stop()
{
    m_ending.cancel();
    return m_scope.idle();
}

} // namespace arv
