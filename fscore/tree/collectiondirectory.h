// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/packedreads.h"
#include "tree/collectionloader.h"
#include "tree/collectiontraits.h"
#include "tree/context.h"
#include "tree/freshness.h"
#include "tree/inodetable.h"
#include "tree/names.h"
#include "tree/recordfile.h"
#include "tree/toldonce.h"
#include "tree/unit.h"

namespace arv {

// The root of a collection, opened by UUID (followed as it changes) or by portable data hash
// (fixed). Owns the manifest for all that lies below: sub-directories and files are nodes only
// while somebody refers to them, and ask here. Loaded at the first look inside.
class CollectionDirectory : public Unit
{
public:
    // modified: what the listing that named it said, 0 if nothing; nanoseconds since 1970.
    CollectionDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                        QString uuidOrHash, std::int64_t modified,
                        CollectionPointer loaded = nullptr);

    [[nodiscard]] Attributes attributes() const override;
    bool noteListedTime(std::int64_t modified) override;
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] Task<void> prepareToFind(QByteArray name, CancelToken token) override;
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override;
    [[nodiscard]] Task<void> prepareToList(CancelToken token) override;
    [[nodiscard]] Validity childValidity() const override;
    [[nodiscard]] NodeKind kind() const override { return NodeKind::Collection; }
    [[nodiscard]] std::size_t footprint() const override;
    [[nodiscard]] bool holdsContent() const override;
    void dropContent() override;
    void noteOwnEvent(const ObjectEvent& event) override;
    void mayHaveChanged() override;
    void refreshIfStale() override;
    [[nodiscard]] ObjectTraits* traits() override { return &m_traits; }

    // For what lies below: the same questions for any directory of the manifest.
    [[nodiscard]] bool isReady(); // loaded and not too old; starts a refresh behind it if stale
    [[nodiscard]] Task<void> prepare(CancelToken token); // this node or one below must be pinned
    [[nodiscard]] Node* childOf(Directory& directory, Manifest::NodeIndex place,
                                const QByteArray& name);
    [[nodiscard]] std::shared_ptr<const Listing> listingOf(Manifest::NodeIndex place) const;
    void relocateChildren(const Directory& directory, std::optional<Manifest::NodeIndex> place);

    // Keep refused the signatures, or will soon: the record once more. Succeeds when new ones are
    // there.
    [[nodiscard]] Task<void> renewSignatures(CancelToken token);
    // The manifest came a moment ago: if its signatures look old it is our clock that is wrong.
    [[nodiscard]] bool hasJustLoaded() const;
    // Of the content before the last change, for files that are open and not in the present one.
    [[nodiscard]] const PortableDataHash& previousHash() const { return m_previousHash; }

    [[nodiscard]] const std::shared_ptr<const Manifest>& manifest() const
    {
        return m_loaded->manifest;
    }
    // How the files are being read: those of all handles together.
    [[nodiscard]] PackedReads& packedReads() { return m_packedReads; }
    [[nodiscard]] std::int64_t modified() const;
    [[nodiscard]] const QString& id() const { return m_id; } // UUID or portable data hash
    [[nodiscard]] const CollectionPointer& loaded() const { return m_loaded; }
    [[nodiscard]] bool isImmutable() const { return m_immutable; }

private:
    [[nodiscard]] std::chrono::milliseconds period() const;
    [[nodiscard]] Task<void> follow(Pin self);
    void leaveIfGone(const Error& why);
    [[nodiscard]] std::optional<Manifest::NodeIndex> placeOf(Manifest::NodeIndex directory,
                                                             const QByteArray& name) const;
    [[nodiscard]] Task<void> fetchRecord(CancelToken token);
    [[nodiscard]] Task<void> refresh(CancelToken token, Pin self);
    void take(CollectionPointer loaded);
    void adopt(CollectionPointer loaded);
    void takeNew(CollectionPointer loaded);
    void takeSignatures(const LoadedCollection& other);
    void keepOldAfter(const Error& error);

    PackedReads m_packedReads;
    QString m_id;
    bool m_immutable;
    std::int64_t m_listedModified;
    CollectionPointer m_loaded;
    PortableDataHash m_previousHash;
    Clock::Monotonic m_loadedAt;
    Freshness m_freshness; // of m_loaded
    ToldOnce m_trouble; // why it was not refreshed
    Inode m_firstInode = Inode::None; // of the manifest's nodes
    bool m_refreshing = false;
    bool m_following = false; // a refresh that the event feed asked for
    bool m_lookAgain = false; // the feed spoke while it went on
    bool m_isSuspect = false; // something may have changed unseen while it was loaded
    RecordFile m_recordFile{collectionFileName};
    CollectionTraits m_traits{*this};
};

} // namespace arv
