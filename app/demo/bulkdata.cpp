// SPDX-License-Identifier: Apache-2.0
#include "demo/bulkdata.h"

#include "demo/blockstore.h"
#include "demo/collectionmaker.h"
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/mappedmemory.h"
#include "demo/store.h"

#include <atomic>
#include <charconv>
#include <cstdio>
#include <thread>
#include <vector>

namespace arv::demo {

namespace {

constexpr std::uint64_t blockBytes = CollectionMaker::wholeBlock;
constexpr std::uint64_t largeSeed = 2'000'000'000; // beyond those of other blocks
constexpr std::uint64_t packedSeed = 3'000'000'000;

std::string numbered(const char* format, std::size_t number)
{
    char text[32];
    std::snprintf(text, sizeof text, format, number);
    return text;
}

// So many bytes in blocks, each full but for the last: made by all processors, known to both
// services.
class Blocks
{
public:
    Blocks(std::uint64_t bytes, std::uint64_t firstSeed)
        : m_bytes(bytes)
        , m_firstSeed(firstSeed)
        , m_hashes((bytes + blockBytes - 1) / blockBytes)
    { }

    [[nodiscard]] Result<void> make(DemoCluster& cluster)
    {
        auto memory = MappedMemory::make(m_bytes);
        if (!memory)
            return memory.error();
        std::vector<std::thread> workers(std::max(1U, std::thread::hardware_concurrency()));
        std::atomic<std::size_t> next{0};
        for (auto& worker : workers)
            worker = std::thread([this, &next, to = (*memory)->data()] { makeFrom(next, to); });
        for (auto& worker : workers)
            worker.join();
        for (std::size_t i = 0; i < count(); ++i) {
            for (const int service : {0, 1})
                cluster.blocks(service).addSteady(m_hashes[i],
                                                  (*memory)->part(i * blockBytes, size(i)));
        }
        return done();
    }

    [[nodiscard]] std::size_t count() const { return m_hashes.size(); }
    [[nodiscard]] std::string locator(std::size_t i) const // with a blank in front
    {
        return ' ' + m_hashes[i] + '+' + std::to_string(size(i));
    }
    [[nodiscard]] std::string locators() const
    {
        std::string all;
        for (std::size_t i = 0; i < count(); ++i)
            all += locator(i);
        return all;
    }

private:
    [[nodiscard]] std::uint64_t size(std::size_t i) const
    {
        return std::min(blockBytes, m_bytes - i * blockBytes);
    }

    void makeFrom(std::atomic<std::size_t>& next, char* to)
    {
        for (auto i = next++; i < count(); i = next++) {
            char* const at = to + i * blockBytes;
            generateBytes(m_firstSeed + i, 0, size(i), at);
            m_hashes[i] = md5Hex({at, size(i)});
        }
    }

    const std::uint64_t m_bytes;
    const std::uint64_t m_firstSeed;
    std::vector<std::string> m_hashes;
};

Result<void> addCollection(DemoCluster& cluster, const char* name, std::string manifest)
{
    NewCollection record;
    record.owner = demoUserUuid("alice", cluster.store().clusterId());
    record.name = name;
    record.manifest = std::move(manifest);
    const auto added = cluster.store().addCollection(std::move(record));
    if (!added)
        return added.error();
    return done();
}

Result<void> addLargeFile(DemoCluster& cluster, std::size_t count)
{
    Blocks blocks(count * blockBytes, largeSeed);
    if (auto made = blocks.make(cluster); !made)
        return made;
    auto manifest =
        "." + blocks.locators() + " 0:" + std::to_string(count * blockBytes) + ":large.bin\n";
    manifest += "./blocks" + blocks.locators();
    for (std::size_t i = 0; i < count; ++i)
        manifest += ' ' + std::to_string(i * blockBytes) + ':' + std::to_string(blockBytes)
            + numbered(":%03zu.bin", i);
    return addCollection(cluster, BulkData::largeName, manifest + '\n');
}

Result<void> addPackedFiles(DemoCluster& cluster, std::size_t count)
{
    Blocks blocks(count * BulkData::packedBytes, packedSeed);
    if (auto made = blocks.make(cluster); !made)
        return made;
    auto manifest = "." + blocks.locators();
    for (std::size_t i = 0; i < count; ++i)
        manifest += ' ' + std::to_string(i * BulkData::packedBytes) + ':'
            + std::to_string(BulkData::packedBytes) + numbered(":file%05zu.bin", i);
    return addCollection(cluster, BulkData::packedName, manifest + '\n');
}

} // namespace

std::optional<std::size_t> BulkData::parse(const std::string& text, std::size_t most)
{
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end || number == 0 || number > most)
        return std::nullopt;
    return number;
}

Result<void> addBulkData(DemoCluster& cluster, const BulkData& data)
{
    if (data.largeFileBlocks > 0) {
        if (auto added = addLargeFile(cluster, data.largeFileBlocks); !added)
            return added;
    }
    if (data.packedFiles > 0)
        return addPackedFiles(cluster, data.packedFiles);
    return done();
}

} // namespace arv::demo
