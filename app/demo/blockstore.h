// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/steadybytes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace arv::demo {

// MD5 in lower-case hex. Any thread.
[[nodiscard]] std::string md5Hex(std::string_view data);

// The bytes [offset, offset + length) of the endless random-looking sequence of a seed. Any part
// costs the same, so a block made of it needs no memory. Any thread.
void generateBytes(std::uint64_t seed, std::uint64_t offset, std::size_t length, char* to);

// The blocks of one Keep service by their hash: in memory, in a folder, or made as they are read.
// May be damaged for tests. Any thread; a block that is being read stays as it was when asked for.
class BlockStore
{
public:
    // A block as the service would send it.
    struct View
    {
        std::uint64_t size = 0; // bytes there are, which may be fewer than its locator says
        bool damaged = false; // its bytes are not those of its hash
        std::function<void(std::uint64_t offset, std::size_t length, char* to)> read;
        SteadyBytes steady; // the same bytes where they lie, if they do and are not damaged
    };

    explicit BlockStore(std::string folder = {}); // empty: in memory. Makes the folder if need be

    // Returns the hash. Errors (folder): NoMemory, when the file cannot be written.
    Result<std::string> add(std::string data);
    // The first `size` bytes of generateBytes(seed); the caller knows their MD5.
    void addGenerated(const std::string& hash, std::uint64_t size, std::uint64_t seed);
    // Bytes of which the caller knows the MD5; they are held, not copied.
    void addSteady(const std::string& hash, SteadyBytes bytes);

    [[nodiscard]] std::optional<View> find(const std::string& hash) const;
    [[nodiscard]] bool contains(const std::string& hash) const { return find(hash).has_value(); }
    [[nodiscard]] std::vector<std::string> hashes() const; // sorted

    // For tests; false: no such block.
    bool remove(const std::string& hash);
    bool corrupt(const std::string& hash, std::uint64_t offset); // one bit of that byte
    bool truncate(const std::string& hash, std::uint64_t size);

private:
    struct Block
    {
        std::uint64_t size = 0;
        SteadyBytes data; // in memory
        std::string file; // in a folder
        std::uint64_t seed = 0; // neither: generated
        std::vector<std::uint64_t> flipped; // offsets of damaged bytes
        bool cut = false;
    };

    void takeOverFolder();
    [[nodiscard]] Result<void> writeFile(const std::string& path, const std::string& data) const;
    [[nodiscard]] std::string pathOf(const std::string& hash) const;

    const std::string m_folder;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Block> m_blocks;
};

} // namespace arv::demo
