// SPDX-License-Identifier: Apache-2.0
#include "demo/bigcollection.h"

#include "demo/blockstore.h"
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/store.h"

#include <charconv>
#include <string_view>

namespace arv::demo {

namespace {

constexpr std::size_t fileBytes = 64;
constexpr std::uint64_t firstSeed = 1'000'000'000; // no other block is made from here on

// Takes a number and the comma behind it; 0 if there is none.
std::size_t takeNumber(std::string_view& text)
{
    std::size_t number = 0;
    const auto comma = std::min(text.find(','), text.size());
    const auto [rest, error] = std::from_chars(text.data(), text.data() + comma, number);
    if (error != std::errc() || rest != text.data() + comma)
        return 0;
    text.remove_prefix(std::min(comma + 1, text.size()));
    return number;
}

std::string sixDigits(std::size_t number)
{
    const auto digits = std::to_string(number);
    return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

// Writes the manifest, directory after directory, and makes the blocks known.
class Writer
{
public:
    Writer(BlockStore& blocks, bool blockPerFile)
        : m_blocks(blocks)
        , m_blockPerFile(blockPerFile)
    { }

    void directory(std::size_t number, std::size_t files)
    {
        m_text += "./dir" + sixDigits(number);
        const auto filesInBlock = m_blockPerFile ? 1 : files;
        for (std::size_t i = 0; i < files; i += filesInBlock)
            block(filesInBlock * fileBytes);
        for (std::size_t i = 0; i < files; ++i)
            m_text += ' ' + std::to_string(i * fileBytes) + ':' + std::to_string(fileBytes)
                + ":file" + sixDigits(i) + ".dat";
        m_text += '\n';
    }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void block(std::size_t size)
    {
        const auto seed = firstSeed + m_made++;
        m_bytes.resize(size);
        generateBytes(seed, 0, size, m_bytes.data());
        const auto hash = md5Hex(m_bytes);
        m_blocks.addGenerated(hash, size, seed);
        m_text += ' ' + hash + '+' + std::to_string(size);
    }

    BlockStore& m_blocks;
    bool m_blockPerFile;
    std::string m_text;
    std::string m_bytes;
    std::uint64_t m_made = 0;
};

} // namespace

std::optional<BigCollection> BigCollection::parse(const std::string& text)
{
    std::string_view rest = text;
    BigCollection big;
    big.files = takeNumber(rest);
    big.directories = takeNumber(rest);
    big.blockPerFile = rest == "blocks";
    if (big.files == 0 || big.directories == 0 || (!rest.empty() && !big.blockPerFile))
        return std::nullopt;
    if (big.files > mostFiles || big.directories > big.files
        || big.files / big.directories >= mostInDirectory)
        return std::nullopt;
    return big;
}

Result<void> addBigCollection(DemoCluster& cluster, const BigCollection& big)
{
    // In one of the two services: for a million blocks its index is large enough.
    Writer writer(cluster.blocks(0), big.blockPerFile);
    for (std::size_t i = 0; i < big.directories; ++i)
        writer.directory(i,
                         big.files * (i + 1) / big.directories - big.files * i / big.directories);
    NewCollection record;
    record.owner = demoUserUuid("alice", cluster.store().clusterId());
    record.name = BigCollection::name;
    record.manifest = writer.take();
    const auto added = cluster.store().addCollection(std::move(record));
    if (!added)
        return added.error();
    return {};
}

} // namespace arv::demo
