// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "keep/locatorlist.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace arv {

// A run of bytes of a file inside one block. 12 bytes, since a collection may have millions:
// offsets and lengths inside a block are below 2^26, and a manifest's block table is an index.
struct Segment
{
    std::uint32_t block = 0; // of Manifest::block()
    std::uint32_t offset = 0; // in the block
    std::uint32_t length = 0; // never 0
    bool operator==(const Segment&) const = default;
};

// A parsed manifest as one immutable value: the tree of a collection as the server has it (the
// baseline that edits are compared with). Nodes lie in one table, names in one arena, locators in
// one list; children of a directory are neighbours, sorted by the bytes of their names.
// Pure: made on the pool, read on any thread.
class Manifest
{
public:
    // Index of a node; 0 is the root directory. Valid for this value only.
    using NodeIndex = std::uint32_t;
    static constexpr NodeIndex root = 0;

    Manifest(); // the empty collection

    // Accepts what spec and history allow, refuses the rest with a text that names line (from 1)
    // and token. Text and result are independent: nothing of the text is kept by reference.
    [[nodiscard]] static Result<Manifest> parse(QByteArrayView text);

    [[nodiscard]] bool isDirectory(NodeIndex node) const;
    [[nodiscard]] std::string_view name(NodeIndex node) const; // decoded bytes, may not be UTF-8
    [[nodiscard]] std::uint64_t size(NodeIndex file) const; // bytes; 0 for a directory
    // (added up from the file's segments at each call)
    [[nodiscard]] NodeIndex parent(NodeIndex node) const; // the root's is the root

    // A name, of whatever node, has that byte.
    [[nodiscard]] bool anyNameHolds(char byte) const
    {
        return std::string_view(m_names.data(), m_names.size()).find(byte)
            != std::string_view::npos;
    }

    // Children of a directory: [first, first + count), sorted by name.
    struct Children
    {
        NodeIndex first = 0;
        std::uint32_t count = 0;
    };
    [[nodiscard]] Children children(NodeIndex directory) const;
    [[nodiscard]] std::optional<NodeIndex> find(NodeIndex directory, std::string_view name) const;

    [[nodiscard]] std::span<const Segment> segments(NodeIndex file) const;
    // Different blocks that the file's bytes lie in; 0 for a directory.
    [[nodiscard]] std::size_t blocksOf(NodeIndex file) const;
    [[nodiscard]] std::size_t blockCount() const { return m_blocks.size(); }
    // Made from its compact form at each call; the text is that which was received.
    [[nodiscard]] Locator block(std::uint32_t index) const { return m_blocks.at(index); }
    [[nodiscard]] std::uint32_t blockSize(std::uint32_t index) const
    {
        return m_blocks.packed(index).size();
    }
    [[nodiscard]] std::size_t nodeCount() const { return m_nodes.size(); }

    // Directories and names are the same, node by node; contents may differ.
    [[nodiscard]] bool hasSameTree(const Manifest& other) const;

    // Bytes held in memory by this value, for the inode cache's accounts.
    [[nodiscard]] std::size_t footprint() const;

    // The normal form, hints kept (manifest format, section "normal form").
    [[nodiscard]] QByteArray toNormalForm() const;

private:
    friend class ManifestBuilder;
    friend class ManifestParser;
    struct Node // 20 bytes: what can be worked out is left out
    {
        std::uint32_t nameOffset = 0; // in m_names
        std::uint32_t nameLength = 0;
        std::uint32_t parent = 0;
        std::uint32_t first = 0; // directory: first child; file: first segment
        std::uint32_t count : 31 = 0; // directory: children; file: segments
        std::uint32_t directory : 1 = 0;
    };
    static_assert(sizeof(Node) == 20);
    std::vector<Node> m_nodes;
    std::vector<char> m_names;
    std::vector<Segment> m_segments;
    LocatorList m_blocks;
};

// MD5 and length of the text as the server computes them: hints cut off every locator, blanks at
// line ends dropped, nothing normalised.
[[nodiscard]] PortableDataHash portableDataHash(QByteArrayView manifestText);

} // namespace arv
