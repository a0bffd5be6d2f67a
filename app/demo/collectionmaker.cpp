// SPDX-License-Identifier: Apache-2.0
#include "demo/collectionmaker.h"

#include "demo/blockstore.h"

#include <algorithm>
#include <cstdio>

namespace arv::demo {

namespace {

constexpr char emptyBlock[] = " d41d8cd98f00b204e9800998ecf8427e+0";

std::string escaped(const std::string& name)
{
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 32 && c != '\\' && c != ':') {
            text += c;
            continue;
        }
        char octal[5];
        std::snprintf(octal, sizeof octal, "\\%03o", byte);
        text += octal;
    }
    return text;
}

} // namespace

CollectionMaker::CollectionMaker(std::array<BlockStore*, 2> stores)
    : m_stores(stores)
{ }

std::uint64_t CollectionMaker::store(Stream& stream, const std::string& data,
                                     std::uint64_t blockSize)
{
    const auto start = stream.length;
    for (std::uint64_t at = 0; at < data.size(); at += blockSize) {
        const auto block = data.substr(at, blockSize);
        std::string hash;
        for (auto* const blocks : m_stores) {
            auto added = blocks->add(block);
            if (added)
                hash = *added;
            else if (!m_error)
                m_error = added.error();
        }
        stream.blocks += ' ' + hash + '+' + std::to_string(block.size());
        stream.length += block.size();
    }
    return start;
}

void CollectionMaker::token(Stream& stream, std::uint64_t position, std::uint64_t size,
                            const std::string& name)
{
    stream.tokens +=
        ' ' + std::to_string(position) + ':' + std::to_string(size) + ':' + escaped(name);
}

void CollectionMaker::list(const std::string& directory, const std::string& name,
                           std::uint64_t size, std::string md5)
{
    m_files.push_back({directory.empty() ? name : directory + '/' + name, size, std::move(md5)});
}

void CollectionMaker::addFile(const std::string& directory, const std::string& name,
                              const std::string& content, std::uint64_t blockSize)
{
    addPieces(directory, name, content, blockSize, {{0, content.size()}});
}

void CollectionMaker::addPacked(const std::string& directory,
                                const std::vector<NamedContent>& files)
{
    Stream& stream = m_streams[directory];
    std::string all;
    for (const auto& [name, content] : files)
        all += content;
    auto position = store(stream, all, wholeBlock);
    for (const auto& [name, content] : files) {
        token(stream, position, content.size(), name);
        position += content.size();
        list(directory, name, content.size(), md5Hex(content));
    }
}

void CollectionMaker::addPieces(const std::string& directory, const std::string& name,
                                const std::string& data, std::uint64_t blockSize,
                                const std::vector<Piece>& pieces)
{
    Stream& stream = m_streams[directory];
    const auto start = store(stream, data, blockSize);
    std::string content;
    for (const auto& [position, length] : pieces) {
        token(stream, start + position, length, name);
        content += data.substr(position, length);
    }
    list(directory, name, content.size(), md5Hex(content));
}

void CollectionMaker::addGenerated(const std::string& directory, const std::string& name,
                                   const std::vector<GeneratedBlock>& blocks,
                                   const std::string& md5)
{
    Stream& stream = m_streams[directory];
    const auto start = stream.length;
    for (const auto& block : blocks) {
        for (auto* const target : m_stores)
            target->addGenerated(block.hash, wholeBlock, block.seed);
        stream.blocks += ' ' + block.hash + '+' + std::to_string(wholeBlock);
        stream.length += wholeBlock;
    }
    token(stream, start, stream.length - start, name);
    list(directory, name, stream.length - start, md5);
}

void CollectionMaker::addEmptyDirectory(const std::string& directory)
{
    m_streams[directory].tokens += " 0:0:\\056";
}

std::string CollectionMaker::manifest() const
{
    std::string text;
    for (const auto& [directory, stream] : m_streams) {
        text += directory.empty() ? "." : "./" + escaped(directory);
        text += (stream.blocks.empty() ? emptyBlock : stream.blocks) + stream.tokens + '\n';
    }
    return text;
}

} // namespace arv::demo
