// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"
#include "base/ids.h"

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace arv {

// A name of a directory with the number it has, or will have once it is looked up.
struct ListedEntry
{
    QByteArray name;
    Inode inode = Inode::None;
    bool directory = false;
};

// All entries of a directory as one handle sees them: what was read stays at its position, so that
// offsets stay valid while the directory changes. A first listing of a project grows at its end
// while pages arrive. Shared by the directory and its handles; mount thread only.
class Listing
{
public:
    virtual ~Listing() = default;

    [[nodiscard]] virtual std::size_t size() const = 0; // so far
    // nullopt: this position is not shown (a name that is hidden or too long).
    [[nodiscard]] virtual std::optional<ListedEntry> at(std::size_t position) const = 0;

    // Complete listings of one directory have the same entries, under the same numbers and in the
    // same order, if their versions are equal. (A digest, with a seed that nobody knows.)
    [[nodiscard]] virtual std::uint64_t version() const = 0;

    [[nodiscard]] virtual bool isComplete() const { return true; }
    // Why it will not be completed; entries that came stay.
    [[nodiscard]] virtual std::optional<Error> failure() const { return std::nullopt; }
    // Finishes when entries came, or none will.
    [[nodiscard]] virtual Pending<void> grown(CancelToken token) const;

    // The same listing for an open handle: as long as it is held somebody reads.
    [[nodiscard]] static std::shared_ptr<const Listing>
    forReader(const std::shared_ptr<const Listing>& listing);
    [[nodiscard]] bool hasReaders() const { return m_readers > 0; }

private:
    mutable int m_readers = 0;
};

// A listing that is filled entry by entry.
class GrowingListing : public Listing
{
public:
    void append(ListedEntry entry);
    // Only before anybody reads it.
    void remove(const QByteArray& name);
    // The same entries, to be changed and completed.
    [[nodiscard]] std::shared_ptr<GrowingListing> copy() const;
    void pageArrived(); // wakes who waits
    void complete();
    void fail(Error why);

    [[nodiscard]] std::size_t size() const override { return m_entries.size(); }
    [[nodiscard]] std::optional<ListedEntry> at(std::size_t position) const override
    {
        return m_entries.at(position);
    }
    [[nodiscard]] std::uint64_t version() const override { return m_version; }
    [[nodiscard]] bool isComplete() const override { return m_complete; }
    [[nodiscard]] std::optional<Error> failure() const override { return m_failure; }
    [[nodiscard]] Pending<void> grown(CancelToken token) const override;
    // Bytes of memory, without the names: they are shared with the places of the project.
    [[nodiscard]] std::size_t footprint() const
    {
        return sizeof(GrowingListing) + m_entries.capacity() * sizeof(ListedEntry);
    }
    // Nobody has it open, nobody waits for it to grow.
    [[nodiscard]] bool isAbandoned() const;

private:
    void count(const ListedEntry& entry); // into the version

    std::vector<ListedEntry> m_entries;
    std::uint64_t m_version = 0; // digest of the entries so far
    bool m_complete = false;
    std::optional<Error> m_failure;
    mutable std::vector<Promise<void>> m_waiting;
};

} // namespace arv
