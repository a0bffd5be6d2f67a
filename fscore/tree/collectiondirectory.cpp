// SPDX-License-Identifier: Apache-2.0
#include "tree/collectiondirectory.h"

#include "api/arvadosapi.h"
#include "async/pool.h"
#include "async/sleep.h"
#include "base/footprint.h"
#include "base/idforms.h"
#include "base/log.h"
#include "tree/collectionfile.h"
#include "tree/inodetable.h"
#include "tree/jsontext.h"
#include "tree/manifestlisting.h"
#include "tree/names.h"
#include "tree/subdirectory.h"
#include "tree/unitindex.h"

namespace arv {

using std::chrono::milliseconds;

CollectionDirectory::CollectionDirectory(TreeContext& context, Inode inode, Directory* parent,
                                         QByteArray name, QString uuidOrHash, std::int64_t modified,
                                         CollectionPointer loaded)
    : Unit(context, inode, parent, std::move(name))
    , m_id(std::move(uuidOrHash))
    , m_immutable(isPortableDataHash(m_id))
    , m_listedModified(modified)
{
    if (!m_immutable)
        identify(m_id);
    if (loaded)
        take(std::move(loaded));
}

Attributes CollectionDirectory::attributes() const
{
    return directoryAttributes(modified());
}

std::int64_t CollectionDirectory::modified() const
{
    // Whichever was seen last: a project is often listed again before the collection is loaded
    // again.
    return m_loaded ? std::max(m_loaded->record.modifiedAt, m_listedModified) : m_listedModified;
}

bool CollectionDirectory::noteListedTime(std::int64_t modified)
{
    const auto before = this->modified();
    m_listedModified = modified;
    return this->modified() != before;
}

milliseconds CollectionDirectory::period() const
{
    return Freshness::period(context());
}

Validity CollectionDirectory::childValidity() const
{
    if (m_immutable)
        return {staleness::immutable, staleness::immutable};
    const auto left = m_freshness.left(context(), period());
    return {left, left};
}

bool CollectionDirectory::isReady()
{
    if (!m_loaded || m_loaded->failure)
        return false;
    if (!m_immutable && m_freshness.isTooOld(context(), period()))
        return false;
    refreshIfStale();
    return true;
}

void CollectionDirectory::refreshIfStale()
{
    const bool isBroken = !m_loaded || m_loaded->failure; // who looks inside waits for a new one
    if (isBroken || m_immutable || m_refreshing || m_freshness.age(context()) < period())
        return;
    context().scope.start(refresh({}, Pin(context().inodes, *this)));
}

Task<void> CollectionDirectory::prepare(CancelToken token)
{
    if (isReady())
        co_return done();
    const bool isFresh = m_immutable || m_freshness.age(context()) < period();
    if (m_loaded && m_loaded->failure && isFresh)
        co_return *m_loaded->failure;
    auto refreshing = refresh(token, Pin(context().inodes, *this));
    auto refreshed = co_await refreshing;
    co_return refreshed;
}

Task<void> CollectionDirectory::refresh(CancelToken token, Pin /*self*/)
{
    m_refreshing = true;
    auto loading = context().collections.load(m_id, m_loaded, token);
    auto loaded = co_await loading;
    m_refreshing = false;
    if (!loaded) {
        leaveIfGone(loaded.error());
        if (!m_loaded || m_loaded->failure || loaded.error().code == Errc::Cancelled)
            co_return loaded.error();
        keepOldAfter(loaded.error());
        co_return done();
    }
    m_trouble.forget();
    adopt(std::move(*loaded));
    if (m_loaded->failure)
        co_return *m_loaded->failure;
    co_return done();
}

// What was there stays readable while the server does not answer; a new try follows soon.
void CollectionDirectory::keepOldAfter(const Error& error)
{
    if (m_trouble.isNews(error))
        qCWarning(logTree).noquote() << "collection" << m_id << "was not refreshed:" << error.text;
    m_freshness.retrySoon(context(), period());
}

// Where only what was asked for has a name, nobody else says that the object is in the trash.
// Handles that are open go on with what was there.
void CollectionDirectory::leaveIfGone(const Error& why)
{
    Directory* const above = parent();
    if (why.code != Errc::NotFound || !above || !above->listsWhatHasNodes())
        return;
    context().tellKernel({Change::Kind::Entry, above->inode(), name(), {}});
    context().inodes.detach(*this);
}

void CollectionDirectory::noteOwnEvent(const ObjectEvent& /*event*/)
{
    m_recordFile.expire();
    m_traits.expire();
    m_lookAgain = m_loaded != nullptr || context().collections.isLoading(m_id);
    if (m_lookAgain && !std::exchange(m_following, true))
        context().scope.start(follow(Pin(context().inodes, *this)));
}

// One look at a time, and not without end in a row: whoever writes all the time is followed five
// times a second.
Task<void> CollectionDirectory::follow(Pin self)
{
    while (std::exchange(m_lookAgain, false) && !context().ending.isCancelled()) {
        m_lookAgain = context().collections.isLoading(m_id); // it may have passed the change
        auto refreshing = refresh(context().ending, self);
        const auto refreshed = co_await refreshing;
        Q_UNUSED(refreshed);
        auto sleeping = sleepFor(staleness::betweenLooks, context().ending);
        const auto slept = co_await sleeping;
        Q_UNUSED(slept);
    }
    m_following = false;
    co_return done();
}

void CollectionDirectory::mayHaveChanged()
{
    m_isSuspect = context().collections.isLoading(m_id);
    m_freshness.expire(context(), period());
    m_traits.expire();
}

void CollectionDirectory::take(CollectionPointer loaded)
{
    m_freshness.renew(context());
    const bool isSameTree = m_loaded && m_loaded->tree == loaded->tree;
    m_loadedAt = context().clock.monotonic();
    if (m_loaded)
        m_previousHash = m_loaded->record.portableDataHash;
    m_loaded = std::move(loaded);
    if (m_loaded->manifest && !isSameTree) // else the numbers stay
        m_firstInode = context().inodes.reserve(m_loaded->manifest->nodeCount());
}

std::size_t CollectionDirectory::footprint() const
{
    return footprintAs(sizeof(CollectionDirectory)) + heapBytes(m_id) + UnitIndex::footprint
        + (m_loaded ? m_loaded->footprint : 0) + m_recordFile.footprint() + m_traits.footprint();
}

bool CollectionDirectory::holdsContent() const
{
    return m_loaded || !m_recordFile.isEmpty() || !m_traits.isEmpty();
}

void CollectionDirectory::dropContent()
{
    m_listedModified = modified();
    m_loaded.reset();
    m_recordFile.forget();
    m_traits.forget();
}

void CollectionDirectory::adopt(CollectionPointer loaded)
{
    const bool wasSuspect = std::exchange(m_isSuspect, false);
    const bool isOld = loaded == m_loaded;
    if (!isOld)
        takeNew(std::move(loaded));
    m_freshness.renew(context());
    if (wasSuspect) // it may have been read before
        m_freshness.expire(context(), period());
}

void CollectionDirectory::takeNew(CollectionPointer loaded)
{
    const bool hadOld = m_loaded != nullptr;
    const auto before = modified(); // as far as a listing told
    take(std::move(loaded));
    context().inodes.cache().measure(*this);
    if (hadOld)
        relocateChildren(*this, m_loaded->manifest ? std::optional(Manifest::root) : std::nullopt);
    if (hadOld || modified() != before)
        context().tellKernel({Change::Kind::Attributes, Inode::None, {}, inode()});
}

void CollectionDirectory::relocateChildren(const Directory& directory,
                                           std::optional<Manifest::NodeIndex> place)
{
    auto& inodes = context().inodes;
    const Pin self(inodes, directory); // may be referred to by nothing but its children
    const auto nodes = directory.liveNodes();
    for (Node* child : nodes) {
        if (directory.inode() == inode() && child->name() == collectionFileName)
            continue;
        const Pin kept(inodes, *child);
        const auto now = place ? placeOf(*place, child->name()) : std::nullopt;
        const bool sameKind =
            now && m_loaded->manifest->isDirectory(*now) == (child->asDirectory() != nullptr);
        child->relocate(sameKind ? now : std::nullopt);
        if (sameKind)
            continue;
        context().tellKernel({Change::Kind::Entry, directory.inode(), child->name(), {}});
        inodes.detach(*child);
    }
}

std::optional<Manifest::NodeIndex> CollectionDirectory::placeOf(Manifest::NodeIndex directory,
                                                                const QByteArray& name) const
{
    const auto& manifest = *m_loaded->manifest;
    if (const auto found = manifest.find(directory, name.toStdString()))
        return found;
    if (!m_loaded->hasNulNames || !name.contains('_'))
        return std::nullopt;
    const auto children = manifest.children(directory);
    for (auto place = children.first; place < children.first + children.count; ++place) {
        if (fileName(manifest.name(place)) == name)
            return place;
    }
    return std::nullopt;
}

Node* CollectionDirectory::childOf(Directory& directory, Manifest::NodeIndex place,
                                   const QByteArray& name)
{
    if (Node* live = directory.liveChild(name))
        return live;
    const auto found = placeOf(place, name);
    if (!found)
        return nullptr;
    const Inode inode{number(m_firstInode) + *found};
    if (manifest()->isDirectory(*found))
        return directory.makeChild<SubDirectory>(inode, name, *this, *found);
    return directory.makeChild<CollectionFile>(inode, name, *this, *found);
}

std::shared_ptr<const Listing> CollectionDirectory::listingOf(Manifest::NodeIndex place) const
{
    return std::make_shared<ManifestListing>(manifest(), place, m_firstInode, m_loaded->tree);
}

std::optional<Node*> CollectionDirectory::findNow(const QByteArray& name)
{
    if (name == collectionFileName)
        return m_recordFile.findNow(*this);
    if (!isReady())
        return std::nullopt;
    return childOf(*this, Manifest::root, name);
}

// The text is made on the pool: a manifest may be long.
Task<void> CollectionDirectory::fetchRecord(CancelToken token)
{
    auto asking = context().api.collection(m_id, token);
    auto collection = co_await asking;
    if (!collection)
        co_return collection.error();
    const auto modified = collection->modifiedAt;
    const auto job = [record = std::move(collection->record),
                      manifest = std::move(collection->manifestText)]() -> Result<QByteArray> {
        auto whole = record;
        whole.insert(QStringLiteral("manifest_text"), QString::fromUtf8(manifest));
        return jsonText(whole);
    };
    auto writing = context().pool.run(job, token);
    auto text = co_await writing;
    if (!text)
        co_return text.error();
    m_recordFile.renew(context(), std::move(**text), modified);
    context().inodes.cache().measure(*this);
    co_return done();
}

Task<void> CollectionDirectory::prepareToFind(QByteArray name, CancelToken token)
{
    if (name == collectionFileName) {
        auto fetching = fetchRecord(token);
        const auto fetched = co_await fetching;
        if (!fetched && m_recordFile.keepsOld(context(), fetched.error()))
            co_return done();
        co_return fetched;
    }
    auto preparing = prepare(token);
    auto prepared = co_await preparing;
    co_return prepared;
}

std::shared_ptr<const Listing> CollectionDirectory::listingNow()
{
    return isReady() ? listingOf(Manifest::root) : nullptr;
}

Task<void> CollectionDirectory::prepareToList(CancelToken token)
{
    return prepare(std::move(token));
}

bool CollectionDirectory::hasJustLoaded() const
{
    return m_loaded && context().clock.monotonic() - m_loadedAt < staleness::signaturesTrusted;
}

// In the trash, or out of sight: its content may be readable all the same, by its hash.
Task<void> CollectionDirectory::renewSignatures(CancelToken token)
{
    const Pin self(context().inodes, *this);
    auto loading = context().collections.reload(m_id, m_loaded, token);
    auto loaded = co_await loading;
    const bool isGone = !loaded && loaded.error().code == Errc::NotFound;
    if (isGone && m_loaded && m_loaded->manifest && !m_immutable) {
        const auto hash = m_loaded->record.portableDataHash.text;
        auto loadingByHash = context().collections.reload(hash, m_loaded, token);
        auto byHash = co_await loadingByHash;
        if (byHash && (*byHash)->manifest)
            takeSignatures(**byHash);
        if (!byHash)
            co_return byHash.error();
        co_return done();
    }
    if (!loaded)
        co_return loaded.error();
    adopt(std::move(*loaded));
    co_return done();
}

// The same content, as its hash says, by another record.
void CollectionDirectory::takeSignatures(const LoadedCollection& other)
{
    auto renewed = std::make_shared<LoadedCollection>(*m_loaded);
    if (renewed->record.portableDataHash != other.record.portableDataHash)
        return;
    renewed->manifest = other.manifest;
    renewed->tree = other.tree;
    const auto freshness = m_freshness; // of the collection itself nothing new is known
    adopt(std::move(renewed));
    m_freshness = freshness;
}

} // namespace arv
