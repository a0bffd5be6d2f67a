// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "tree/inodetable.h"
#include "tree/kernellisting.h"
#include "tree/listing.h"
#include "tree/openread.h"

#include <memory>
#include <unordered_map>

namespace arv {

class Directory;

// Open files and listings by number. Each keeps its node; a listing keeps its snapshot, in which
// positions stay valid. Mount thread only.
class Handles
{
public:
    struct Open
    {
        Pin node;
        std::shared_ptr<const Listing> listing = nullptr; // nullptr: a file
        KernelListing::Permission permission = {}; // of a listing
        std::shared_ptr<OpenRead> reading = nullptr; // of a file
    };

    [[nodiscard]] FileHandle add(Open open);
    [[nodiscard]] FileHandle addFile(Pin node);
    [[nodiscard]] FileHandle addListing(Pin node, Directory& directory,
                                        const std::shared_ptr<const Listing>& listing);
    [[nodiscard]] const Open* find(FileHandle handle) const;
    // The kernel was not told of this handle, nor of what it may keep.
    void distrust(FileHandle handle);
    // Whoever has the file open may have wrong bytes of the block.
    void loseBlock(Inode file, const QByteArray& blockHash);
    void remove(FileHandle handle);
    [[nodiscard]] std::size_t size() const { return m_open.size(); }
    void clear() { m_open.clear(); }

private:
    std::uint64_t m_next = 1;
    std::unordered_map<FileHandle, Open> m_open;
};

} // namespace arv
