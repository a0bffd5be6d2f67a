// SPDX-License-Identifier: Apache-2.0
#include "demo/blockstore.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace arv::demo {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t hashLength = 32;

// One step of a 64-bit finaliser over a counter: every word of the sequence for itself.
std::uint64_t wordAt(std::uint64_t seed, std::uint64_t index)
{
    std::uint64_t x = seed * 0xD1342543DE82EF95ULL + (index + 1) * 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

bool isHash(const std::string& name)
{
    return name.size() == hashLength
        && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void readFile(const std::string& path, std::uint64_t offset, std::size_t length, char* to)
{
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(to, static_cast<std::streamsize>(length));
    if (static_cast<std::size_t>(file.gcount()) < length)
        std::memset(to + file.gcount(), 0, length - static_cast<std::size_t>(file.gcount()));
}

} // namespace

std::string md5Hex(std::string_view data)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_Digest(data.data(), data.size(), digest.data(), &length, EVP_md5(), nullptr);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

void generateBytes(std::uint64_t seed, std::uint64_t offset, std::size_t length, char* to)
{
    constexpr std::size_t wordSize = sizeof(std::uint64_t); // in the byte order of x86 and ARM
    std::uint64_t index = offset / wordSize;
    std::size_t inside = static_cast<std::size_t>(offset % wordSize);
    while (length > 0 && (inside != 0 || length < wordSize)) {
        const std::uint64_t word = wordAt(seed, index++);
        const std::size_t part = std::min(wordSize - inside, length);
        std::memcpy(to, reinterpret_cast<const char*>(&word) + inside, part);
        to += part;
        length -= part;
        inside = 0;
        if (length >= wordSize)
            break;
    }
    for (; length >= wordSize; length -= wordSize, to += wordSize) {
        const std::uint64_t word = wordAt(seed, index++);
        std::memcpy(to, &word, wordSize);
    }
    const std::uint64_t last = wordAt(seed, index);
    std::memcpy(to, &last, length);
}

BlockStore::BlockStore(std::string folder)
    : m_folder(std::move(folder))
{
    if (!m_folder.empty())
        takeOverFolder();
}

void BlockStore::takeOverFolder()
{
    std::error_code ignored; // a folder that cannot be made shows at the first add()
    fs::create_directories(m_folder, ignored);
    for (auto it = fs::recursive_directory_iterator(m_folder, ignored);
         it != fs::recursive_directory_iterator(); it.increment(ignored)) {
        const auto name = it->path().filename().string();
        if (!it->is_regular_file(ignored) || !isHash(name))
            continue;
        Block block;
        block.file = it->path().string();
        block.size = it->file_size(ignored);
        m_blocks.emplace(name, std::move(block));
    }
}

std::string BlockStore::pathOf(const std::string& hash) const
{
    return m_folder + '/' + hash.substr(0, 3) + '/' + hash;
}

Result<void> BlockStore::writeFile(const std::string& path, const std::string& data) const
{
    std::error_code ignored;
    fs::create_directories(fs::path(path).parent_path(), ignored);
    const std::string temporary = path + ".tmp";
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(data.data(), static_cast<std::streamsize>(data.size()));
    file.close();
    std::error_code failed;
    if (file)
        fs::rename(temporary, path, failed);
    if (!file || failed)
        return {
            Errc::NoMemory,
            QStringLiteral("Block file %1 cannot be written").arg(QString::fromStdString(path))};
    return done();
}

Result<std::string> BlockStore::add(std::string data)
{
    const std::string hash = md5Hex(data);
    Block block;
    block.size = data.size();
    const std::lock_guard lock(m_mutex);
    const auto known = m_blocks.find(hash);
    if (known != m_blocks.end() && known->second.flipped.empty() && !known->second.cut)
        return hash;
    if (m_folder.empty()) {
        const auto held = std::make_shared<const std::string>(std::move(data));
        block.data = {held, held->data(), held->size()};
    } else {
        block.file = pathOf(hash);
        if (auto written = writeFile(block.file, data); !written)
            return written.error();
    }
    m_blocks[hash] = std::move(block);
    return hash;
}

void BlockStore::addGenerated(const std::string& hash, std::uint64_t size, std::uint64_t seed)
{
    Block block;
    block.size = size;
    block.seed = seed;
    const std::lock_guard lock(m_mutex);
    m_blocks[hash] = std::move(block);
}

void BlockStore::addSteady(const std::string& hash, SteadyBytes bytes)
{
    Block block;
    block.size = bytes.size;
    block.data = std::move(bytes);
    const std::lock_guard lock(m_mutex);
    m_blocks[hash] = std::move(block);
}

std::optional<BlockStore::View> BlockStore::find(const std::string& hash) const
{
    Block block;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_blocks.find(hash);
        if (found == m_blocks.end())
            return std::nullopt;
        block = found->second;
    }
    View view{block.size, block.cut || !block.flipped.empty(), nullptr, {}};
    if (!view.damaged)
        view.steady = block.data;
    view.read = [block = std::move(block)](std::uint64_t offset, std::size_t length, char* to) {
        if (block.data)
            std::memcpy(to, block.data.data + offset, length);
        else if (!block.file.empty())
            readFile(block.file, offset, length, to);
        else
            generateBytes(block.seed, offset, length, to);
        for (const auto place : block.flipped) {
            if (place >= offset && place - offset < length)
                to[place - offset] = static_cast<char>(to[place - offset] ^ 1);
        }
    };
    return view;
}

std::vector<std::string> BlockStore::hashes() const
{
    std::vector<std::string> all;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [hash, block] : m_blocks)
            all.push_back(hash);
    }
    std::sort(all.begin(), all.end());
    return all;
}

bool BlockStore::remove(const std::string& hash)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_blocks.find(hash);
    if (found == m_blocks.end())
        return false;
    std::error_code ignored;
    if (!found->second.file.empty())
        fs::remove(found->second.file, ignored);
    m_blocks.erase(found);
    return true;
}

bool BlockStore::corrupt(const std::string& hash, std::uint64_t offset)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_blocks.find(hash);
    if (found == m_blocks.end() || offset >= found->second.size)
        return false;
    found->second.flipped.push_back(offset);
    return true;
}

bool BlockStore::truncate(const std::string& hash, std::uint64_t size)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_blocks.find(hash);
    if (found == m_blocks.end() || size >= found->second.size)
        return false;
    found->second.size = size;
    found->second.cut = true;
    return true;
}

} // namespace arv::demo
