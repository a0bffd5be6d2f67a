// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/filemap.h"
#include "keep/keepclient.h"
#include "tree/file.h"

namespace arv {

class CollectionDirectory;

// A file of a collection: a place in its manifest, read from Keep.
class CollectionFile : public File
{
public:
    CollectionFile(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                   CollectionDirectory& collection, Manifest::NodeIndex place);

    [[nodiscard]] Attributes attributes() const override;
    [[nodiscard]] bool isReadyToOpen() override;
    [[nodiscard]] Task<void> prepareToOpen(CancelToken token) override;
    [[nodiscard]] std::optional<Pieces> readNow(ByteRange range, OpenRead& reading) override;
    [[nodiscard]] Task<Pieces> read(ByteRange range, std::shared_ptr<OpenRead> reading,
                                    CancelToken token) override;
    [[nodiscard]] bool isGone() override { return !map(); }
    [[nodiscard]] bool mayKeepPages() override;
    void refreshIfStale() override;
    void distrustPages() override { m_changedSinceOpen = true; }
    [[nodiscard]] std::optional<std::uint64_t> blockCount() const override;
    [[nodiscard]] NodeKind kind() const override { return NodeKind::File; }
    [[nodiscard]] std::size_t footprint() const override;
    void relocate(std::optional<Manifest::NodeIndex> place) override;

private:
    const FileMap* map();
    [[nodiscard]] bool areSignaturesOld(ByteRange range);
    [[nodiscard]] Task<void> renewSignatures(CancelToken token);
    [[nodiscard]] Task<Pieces> fetchPieces(ByteRange range, std::shared_ptr<OpenRead> reading,
                                           CancelToken token);
    [[nodiscard]] KeepClient::Part partOf(const FileMap::Piece& piece, bool followsFromStart) const;
    void readAhead(ByteRange range, const std::vector<FileMap::Piece>& pieces, OpenRead& reading);
    void readPackedAhead(const std::vector<FileMap::Piece>& pieces);

    CollectionDirectory* m_collection; // nullptr: this file is gone from its collection
    PortableDataHash m_lastHash; // of the collection that it was in last, once it is gone
    Manifest::NodeIndex m_place;
    std::int64_t m_modified = 0; // once it is gone
    std::uint64_t m_size;
    std::shared_ptr<const FileMap> m_map; // made at the first open
    bool m_changedSinceOpen = false;
};

} // namespace arv
