// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "keep/blockfile.h"
#include "keep/blockkey.h"

#include <functional>
#include <semaphore>

namespace arv {

// The files of the block cache: HHH/HASH.keepcacheblock, as Arvados' own tools lay them down, with
// the first three digits of the hash as HHH. Knows the disk, and no order or limit. Other processes
// change it at any time. Nothing stays open between calls. Any thread; blocks on the disk.
class BlockFolder
{
public:
    static constexpr std::uint32_t parts = 4096; // the folders HHH

    explicit BlockFolder(const QString& path); // the one that holds HHH; need not exist
    BlockFolder(const BlockFolder&) = delete;
    BlockFolder& operator=(const BlockFolder&) = delete;

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] static std::uint32_t partOf(const BlockKey& key);

    // Makes the folder, and tries whether files can be made and locked in it.
    [[nodiscard]] Result<void> prepare() const;

    // Hands the block's file to the visitor, if it can be opened. False: there is none.
    using Visitor = std::function<void(BlockFile&)>;
    bool visit(const BlockKey& key, const Visitor& visitor) const;

    // Writes a temporary file and renames it, so that nobody ever sees half of the block. There is
    // no fsync: blocks are verified when they are read back, and can be fetched again. Returns an
    // errno, 0 if all went well; nothing is left behind if it did not.
    [[nodiscard]] int store(const BlockKey& key, const Bytes& block) const;

    struct Removed
    {
        BlockFile::Removal how = BlockFile::Removal::Gone;
        std::uint64_t bytes = 0; // that went
    };
    [[nodiscard]] Removed remove(const BlockKey& key) const;

    // Every block in one of the parts; the finder may not ask the folder for more. What is no
    // block, and what somebody left half done more than a minute ago, is deleted unless it is in
    // use; what is none of the cache's business stays.
    using Finder = std::function<void(const BlockKey& key, const BlockFileState& state)>;
    void scan(std::uint32_t part, const Finder& finder) const;
    // Temporary files that lie in the folder itself.
    void sweep() const;

    // Of the file system, in bytes; all there can be where it does not tell.
    struct Space
    {
        std::uint64_t total = 0;
        std::uint64_t available = 0;
    };
    [[nodiscard]] Space space() const;

    // "the block cache in X cannot be used: REASON"; of an errno.
    [[nodiscard]] Error error(int reason) const;
    [[nodiscard]] static bool isFull(int reason); // no room on the disk, or in the user's quota

private:
    [[nodiscard]] FileDescriptor openPart(std::uint32_t part) const;
    [[nodiscard]] FileDescriptor openOrMakePart(std::uint32_t part) const;

    QString m_path;
    QByteArray m_encodedPath;

    // At most 256 descriptors at once: each call has a folder and a file open.
    static constexpr std::ptrdiff_t mostCalls = 128;
    mutable std::counting_semaphore<mostCalls> m_calls{mostCalls};
    class Call;
};

} // namespace arv
