// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/blocktable.h"
#include "keep/manifest.h"
#include "keep/manifesttally.h"

#include <string_view>
#include <unordered_map>

namespace arv {

// Gathers what a parser meets, in any order, and lays it out as a Manifest: children as sorted
// neighbours, tokens of one path joined, one entry per block. "where" is the offset of a token in
// the text, so that a conflict found at the end can still be named. Pure; one thread.
class ManifestBuilder
{
public:
    using Directory = std::uint32_t;
    static constexpr Directory root = 0;

    // Makes room for what the text holds by that count. nameBytes: what all names together need at
    // most; never more than the text's length.
    ManifestBuilder(const ManifestTally& tally, std::size_t nameBytes);
    ManifestBuilder(const ManifestBuilder&) = delete;
    ManifestBuilder& operator=(const ManifestBuilder&) = delete;

    [[nodiscard]] Directory directory(Directory parent, std::string_view name, std::uint32_t where);

    // The block's index; of several locators of one block that with the latest expiry stays.
    [[nodiscard]] std::uint32_t addBlock(const LocatorParts& locator)
    {
        return m_blocks.add(locator);
    }

    // Begins or continues a file; its segments follow.
    void addFile(Directory parent, std::string_view name, std::uint32_t where);

    // False when there are too many: a short text may claim very many by naming its blocks again
    // and again.
    [[nodiscard]] bool addSegment(const Segment& segment);

    // Moves everything into the manifest, once. If a path is both file and directory: the later
    // token of the two.
    [[nodiscard]] std::optional<std::uint32_t> finish(Manifest& manifest);

private:
    struct Name
    {
        std::uint32_t offset = 0; // in m_names
        std::uint32_t length = 0;
    };
    struct Entry // a directory, or the tokens of a file that came in a row
    {
        Name name;
        Directory parent = root;
        std::uint32_t where = 0;
        std::uint32_t first = 0; // segment
        std::uint32_t count = 0; // segments
    };
    struct Key
    {
        Directory parent = root;
        std::string_view name; // lies in m_names
        bool operator==(const Key&) const = default;
    };
    struct KeyHash
    {
        std::size_t operator()(const Key& key) const noexcept;
    };
    [[nodiscard]] std::string_view text(Name name) const;
    [[nodiscard]] Name keepName(std::string_view name);
    [[nodiscard]] bool continuesLastFile(Directory parent, std::string_view name) const;
    [[nodiscard]] const Entry& entryOf(std::uint32_t child) const;
    [[nodiscard]] bool isBefore(std::uint32_t left, std::uint32_t right) const;

    void groupByParent();
    void sortGroup(Directory directory);
    void placeChildren(std::uint32_t node);
    void placeChild(std::uint32_t child, std::uint32_t parent, bool isFirst);
    void placeSegments(const Entry& file);
    void release(Manifest& manifest);

    std::vector<char> m_names; // reserved once: views into it stay good
    std::vector<Entry> m_directories;
    std::vector<Entry> m_files;
    std::vector<Segment> m_segments;
    BlockTable m_blocks;
    LocatorList m_locators; // once all are there
    std::unordered_map<Key, Directory, KeyHash> m_directoryByKey;

    // While finishing: children of each directory, m_children[m_begin[d]] to m_begin[d + 1].
    std::vector<std::uint32_t> m_begin;
    std::vector<std::uint32_t> m_children;
    std::vector<Manifest::Node> m_placed;
    std::vector<Segment> m_placedSegments;
    std::optional<std::uint32_t> m_conflict;
};

} // namespace arv
