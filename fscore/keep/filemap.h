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
    };
    // The pieces of the range, in order; the range is cut at the end of the file.
    [[nodiscard]] std::vector<Piece> pieces(ByteRange range) const;

    // Bytes held in memory by this value; the manifest's are not among them.
    [[nodiscard]] std::size_t footprint() const
    {
        return sizeof(FileMap) + m_ends.capacity() * sizeof(std::uint64_t);
    }

    // Identity of the content: equal exactly if the lists of (hash, size, offset, length) are
    // equal.
    [[nodiscard]] QByteArray contentVersion() const;

private:
    std::shared_ptr<const Manifest> m_manifest;
    Manifest::NodeIndex m_file;
    std::uint64_t m_size = 0;
    std::vector<std::uint64_t> m_ends; // end offset of each segment in the file
};

} // namespace arv
