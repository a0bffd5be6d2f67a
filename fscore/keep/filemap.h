// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "keep/manifest.h"

#include <memory>
#include <vector>

namespace arv {

// Where the bytes of one file lie: file offset to pieces of blocks, by binary search. Keeps the
// manifest alive. Pure; any thread.
class FileMap
{
public:
    FileMap(std::shared_ptr<const Manifest> manifest, Manifest::NodeIndex file);

    // The same file in another text of the same content, with newer signatures. nullptr: the text
    // has other content.
    [[nodiscard]] std::shared_ptr<const FileMap>
    with(const std::shared_ptr<const Manifest>& manifest) const;

    [[nodiscard]] std::uint64_t size() const { return m_size; }

    struct Piece
    {
        Locator block;
        std::uint32_t offset = 0; // in the block
        std::uint32_t length = 0;
        // Where the bytes of the block end that may be given out before its MD5 is right: so far
        // before the end of what the file takes from the block here that no program reads to that
        // end with wrong bytes (spec of Keep, 4.1).
        std::uint32_t earlyEnd = 0;
        std::uint32_t number = 0; // of the block in its manifest
    };
    // Of what a file takes from a block, this much at the end waits for the MD5.
    static constexpr std::uint32_t heldTail = 128 << 10; // bytes

    // The pieces of the range, in order; the range is cut at the end of the file.
    [[nodiscard]] std::vector<Piece> pieces(ByteRange range) const;

    // The next blocks that the file takes something from behind the one that the position is in,
    // each once; at most so many.
    [[nodiscard]] std::vector<Locator> blocksBehind(std::uint64_t position, unsigned most) const;

    // Bytes held in memory by this value; the manifest's are not among them.
    [[nodiscard]] std::size_t footprint() const
    {
        return sizeof(FileMap) + m_ends.capacity() * sizeof(std::uint64_t);
    }

    // Identity of the content: equal exactly if the lists of (hash, size, offset, length) are
    // equal.
    [[nodiscard]] QByteArray contentVersion() const;

private:
    [[nodiscard]] std::uint32_t earlyEnd(std::size_t segment, std::uint32_t needed) const;

    std::shared_ptr<const Manifest> m_manifest;
    Manifest::NodeIndex m_file;
    std::uint64_t m_size = 0;
    std::vector<std::uint64_t> m_ends; // end offset of each segment in the file
};

} // namespace arv
