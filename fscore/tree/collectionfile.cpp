// SPDX-License-Identifier: Apache-2.0
#include "tree/collectionfile.h"

#include "tree/collectiondirectory.h"
#include "tree/context.h"
#include "tree/inodetable.h"
#include "tree/staleness.h"

#include <algorithm>

namespace arv {

CollectionFile::CollectionFile(TreeContext& context, Inode inode, Directory* parent,
                               QByteArray name, CollectionDirectory& collection,
                               Manifest::NodeIndex place)
    : File(context, inode, parent, std::move(name))
    , m_collection(&collection)
    , m_place(place)
    , m_size(collection.manifest()->size(place))
{ }

Attributes CollectionFile::attributes() const
{
    const auto modified = m_collection ? m_collection->modified() : m_modified;
    Attributes attributes;
    attributes.inode = inode();
    attributes.permissions = 0555; // a manifest stores no mode: every file may be run
    attributes.size = m_size;
    attributes.modified = modified;
    attributes.accessed = accessed(modified);
    return attributes;
}

bool CollectionFile::isReadyToOpen()
{
    return !m_collection || m_collection->isReady();
}

Task<void> CollectionFile::prepareToOpen(CancelToken token)
{
    if (!m_collection)
        co_return done();
    auto preparing = m_collection->prepare(std::move(token));
    auto prepared = co_await preparing;
    co_return prepared;
}

void CollectionFile::refreshIfStale()
{
    if (m_collection)
        m_collection->refreshIfStale();
}

// nullptr if the file vanished before anybody opened it.
const FileMap* CollectionFile::map()
{
    if (!m_map && m_collection) {
        m_map = std::make_shared<FileMap>(m_collection->manifest(), m_place);
        context().inodes.cache().measure(*this);
    }
    return m_map.get();
}

std::size_t CollectionFile::footprint() const
{
    return footprintAs(sizeof(CollectionFile)) + (m_map ? m_map->footprint() : 0);
}

std::optional<Pieces> CollectionFile::readNow(ByteRange range, OpenRead& reading)
{
    if (!map())
        return std::nullopt;
    const bool follows = reading.followsFromStart(range);
    const auto pieces = map()->pieces(range);
    if (!reading.isInTheBackground)
        readAhead(range, pieces, reading);
    Pieces bytes;
    for (const auto& piece : pieces) {
        auto part = reading.hasLost(piece.block.hash())
            ? std::nullopt
            : context().keep.now(partOf(piece, follows));
        if (!part)
            return std::nullopt;
        bytes.push_back(std::move(*part));
    }
    return bytes;
}

// Bytes whose MD5 is not known yet go to those who will come to the end of what the file takes from
// the block, where they are warned.
KeepClient::Part CollectionFile::partOf(const FileMap::Piece& piece, bool followsFromStart) const
{
    const auto verify = context().verify;
    const bool mayBeEarly =
        verify == Verify::Early || (verify == Verify::Standard && followsFromStart);
    const bool isBeforeTail = piece.offset + piece.length <= piece.earlyEnd;
    KeepClient::Part part{piece.block, piece.offset, piece.length};
    if (mayBeEarly && isBeforeTail)
        part.trust = KeepClient::Trust::Early;
    part.reader = number(inode());
    return part;
}

void CollectionFile::readAhead(ByteRange range, const std::vector<FileMap::Piece>& pieces,
                               OpenRead& reading)
{
    if (m_collection && m_size <= PackedReads::largestFile)
        return readPackedAhead(pieces);
    const auto wanted = reading.pattern.note(range.offset, range.length);
    if (wanted == 0)
        return;
    if (!reading.aheadShare)
        reading.aheadShare = context().keep.shareAhead();
    const auto blocks = std::min(wanted, context().keep.mostAhead());
    const auto name = QString::fromUtf8(this->name());
    for (const auto& block : map()->blocksBehind(range.offset + range.length, blocks))
        context().keep.readAhead(block, name);
}

// What lies behind small files is the next ones.
void CollectionFile::readPackedAhead(const std::vector<FileMap::Piece>& pieces)
{
    const auto& manifest = *m_collection->manifest();
    for (const auto& piece : pieces) {
        const auto wanted = m_collection->packedReads().note(piece.number, piece.block.size(),
                                                             piece.offset, piece.length);
        const auto last = std::min<std::size_t>(manifest.blockCount(),
                                                piece.number + std::size_t{1}
                                                    + std::min(wanted, context().keep.mostAhead()));
        for (std::size_t block = piece.number + std::size_t{1}; block < last; ++block)
            context().keep.readAhead(manifest.block(static_cast<std::uint32_t>(block)),
                                     QString::fromUtf8(m_collection->name()));
    }
}

// Signatures of files that are held open for days are renewed before they end, and when they are
// refused.
Task<Pieces> CollectionFile::read(ByteRange range, std::shared_ptr<OpenRead> reading,
                                  CancelToken token)
{
    if (areSignaturesOld(range)) {
        auto renewing = renewSignatures(token);
        const auto renewed = co_await renewing;
        Q_UNUSED(renewed); // the old ones may still do, and blocks may be cached
    }
    auto fetching = fetchPieces(range, reading, token);
    auto bytes = co_await fetching;
    if (bytes || bytes.error().code != Errc::SignatureRefused)
        co_return bytes;
    auto renewing = renewSignatures(token);
    const auto renewed = co_await renewing;
    if (!renewed)
        co_return renewed.error();
    auto again = fetchPieces(range, reading, token);
    auto bytesAgain = co_await again;
    co_return bytesAgain;
}

bool CollectionFile::areSignaturesOld(ByteRange range)
{
    if (!map() || (m_collection && m_collection->hasJustLoaded()))
        return false;
    const auto soon = std::chrono::duration_cast<std::chrono::seconds>(
                          (context().clock.wall() + staleness::signatureMargin).time_since_epoch())
                          .count();
    const auto pieces = map()->pieces(range);
    return std::any_of(pieces.begin(), pieces.end(), [soon](const FileMap::Piece& piece) {
        const auto expiry = piece.block.signatureExpiry();
        return expiry != 0 && expiry < soon;
    });
}

// A file that is gone from its collection is in the content that the collection had.
Task<void> CollectionFile::renewSignatures(CancelToken token)
{
    if (m_collection) {
        auto renewing = m_collection->renewSignatures(std::move(token));
        const auto renewed = co_await renewing;
        co_return renewed;
    }
    auto loading = context().collections.reload(m_lastHash.text, nullptr, token);
    const auto loaded = co_await loading;
    if (!loaded)
        co_return loaded.error();
    const auto renewed = m_map ? m_map->with((*loaded)->manifest) : nullptr;
    if (!renewed)
        co_return Error{Errc::Stale, QStringLiteral("the file is gone from its collection")};
    m_map = renewed;
    co_return done();
}

Task<Pieces> CollectionFile::fetchPieces(ByteRange range, std::shared_ptr<OpenRead> reading,
                                         CancelToken token)
{
    if (!map())
        co_return Error{Errc::Stale, QStringLiteral("the file is gone from its collection")};
    const auto pieces = map()->pieces(range);
    const bool follows = reading->followsFromStart(range);
    Pieces bytes;
    for (const auto& piece : pieces) {
        auto part = partOf(piece, follows);
        part.file = QString::fromUtf8(name());
        if (reading->isInTheBackground)
            part.purpose = Transfer::Purpose::Background;
        auto fetching = context().keep.read(std::move(part), token);
        const auto got = co_await fetching;
        if (!got)
            co_return got.error();
        // Looked at last: what was given out before may have turned out wrong meanwhile.
        if (reading->hasLost(piece.block.hash()))
            co_return Error{Errc::BlockCorrupt,
                            QStringLiteral("block %1: wrong bytes of it were given to this reader; "
                                           "open the file again")
                                .arg(QString::fromLatin1(piece.block.stripped()))};
        bytes.push_back(*got);
    }
    co_return bytes;
}

bool CollectionFile::mayKeepPages()
{
    map(); // from now on the content is known even if the collection drops the file
    return !std::exchange(m_changedSinceOpen, false);
}

std::optional<std::uint64_t> CollectionFile::blockCount() const
{
    if (!m_collection)
        return std::nullopt;
    return m_collection->manifest()->blocksOf(m_place);
}

void CollectionFile::relocate(std::optional<Manifest::NodeIndex> place)
{
    if (!m_collection)
        return;
    if (!place) {
        m_modified = m_collection->modified();
        m_lastHash = m_collection->previousHash();
        m_collection = nullptr;
        return;
    }
    m_place = *place;
    const auto old = std::exchange(m_map, nullptr);
    const auto oldSize = std::exchange(m_size, m_collection->manifest()->size(m_place));
    // Who has it open can read it also if it vanishes next, and nobody has read it since.
    const FileMap* const now = old ? map() : nullptr;
    const bool changed =
        oldSize != m_size || (now && old->contentVersion() != now->contentVersion());
    context().inodes.cache().measure(*this);
    m_changedSinceOpen = m_changedSinceOpen || changed;
    context().tellKernel(
        {changed ? Change::Kind::Content : Change::Kind::Attributes, Inode::None, {}, inode()});
}

} // namespace arv
