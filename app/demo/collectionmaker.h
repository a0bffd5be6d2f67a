// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/worldlist.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace arv::demo {

class BlockStore;

// Puts a collection together: blocks into the two stores, the manifest (unsigned), and the list of
// its files with the MD5 of their content, worked out from the content and not from the manifest.
// Paths are bytes; directories have no slash at either end, "" is the collection's root. One
// thread.
class CollectionMaker
{
public:
    static constexpr std::uint64_t wholeBlock = 64ULL << 20;

    explicit CollectionMaker(std::array<BlockStore*, 2> stores);

    // In blocks of its own of at most that many bytes.
    void addFile(const std::string& directory, const std::string& name, const std::string& content,
                 std::uint64_t blockSize = wholeBlock);
    // Many small files, all in one block.
    using NamedContent = std::pair<std::string, std::string>;
    void addPacked(const std::string& directory, const std::vector<NamedContent>& files);
    // One file out of pieces (position, length) of `data`, which is stored in blocks of that size.
    using Piece = std::pair<std::uint64_t, std::uint64_t>;
    void addPieces(const std::string& directory, const std::string& name, const std::string& data,
                   std::uint64_t blockSize, const std::vector<Piece>& pieces);
    // Full blocks of generateBytes(); md5: of the whole file, known beforehand.
    struct GeneratedBlock
    {
        std::string hash;
        std::uint64_t seed;
    };
    void addGenerated(const std::string& directory, const std::string& name,
                      const std::vector<GeneratedBlock>& blocks, const std::string& md5);
    void addEmptyDirectory(const std::string& directory);

    [[nodiscard]] std::string manifest() const;
    [[nodiscard]] const WorldList& files() const { return m_files; } // paths inside the collection
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; } // the first, if any

private:
    struct Stream
    {
        std::string blocks; // each preceded by a blank
        std::string tokens; // likewise
        std::uint64_t length = 0; // bytes in its blocks
    };

    [[nodiscard]] std::uint64_t store(Stream& stream, const std::string& data,
                                      std::uint64_t blockSize); // position of its first byte
    static void token(Stream& stream, std::uint64_t position, std::uint64_t size,
                      const std::string& name);
    void list(const std::string& directory, const std::string& name, std::uint64_t size,
              std::string md5);

    std::array<BlockStore*, 2> m_stores;
    std::map<std::string, Stream> m_streams;
    WorldList m_files;
    std::optional<Error> m_error;
};

} // namespace arv::demo
