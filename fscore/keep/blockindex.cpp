// SPDX-License-Identifier: Apache-2.0
#include "keep/blockindex.h"

namespace arv {

std::uint64_t BlockIndex::stamp(const BlockKey& key) const
{
    const auto place = m_places.constFind(key);
    return place == m_places.cend() ? 0 : m_nodes[*place].stamp;
}

std::uint32_t BlockIndex::size(const BlockKey& key) const
{
    const auto place = m_places.constFind(key);
    return place == m_places.cend() ? 0 : m_nodes[*place].size;
}

void BlockIndex::put(const BlockKey& key, std::uint32_t size, std::uint64_t stamp)
{
    remove(key);
    const auto place = freshNode();
    auto& node = m_nodes[place];
    node.key = key;
    node.size = size;
    node.stamp = stamp;
    linkAsYoungest(place);
    m_places.insert(key, place);
    m_bytes += onDisk(size);
}

void BlockIndex::use(const BlockKey& key)
{
    const auto place = m_places.constFind(key);
    if (place == m_places.cend())
        return;
    unlink(*place);
    linkAsYoungest(*place);
}

void BlockIndex::remove(const BlockKey& key)
{
    const auto found = m_places.constFind(key);
    if (found == m_places.cend())
        return;
    const auto place = *found;
    m_places.erase(found);
    unlink(place);
    m_bytes -= onDisk(m_nodes[place].size);
    m_free.push_back(place);
}

std::vector<BlockKey> BlockIndex::oldest(Wanted wanted, std::size_t atMost) const
{
    std::vector<BlockKey> keys;
    std::uint64_t bytes = 0;
    for (auto place = m_nodes[ends].younger; place != ends; place = m_nodes[place].younger) {
        const bool isEnough = bytes >= wanted.bytes && keys.size() >= wanted.blocks;
        if (isEnough || keys.size() >= atMost)
            break;
        keys.push_back(m_nodes[place].key);
        bytes += onDisk(m_nodes[place].size);
    }
    return keys;
}

std::uint32_t BlockIndex::freshNode()
{
    if (m_free.empty()) {
        m_nodes.emplace_back();
        return static_cast<std::uint32_t>(m_nodes.size() - 1);
    }
    const auto place = m_free.back();
    m_free.pop_back();
    return place;
}

void BlockIndex::unlink(std::uint32_t place)
{
    const auto& node = m_nodes[place];
    m_nodes[node.older].younger = node.younger;
    m_nodes[node.younger].older = node.older;
}

void BlockIndex::linkAsYoungest(std::uint32_t place)
{
    auto& node = m_nodes[place];
    node.younger = ends;
    node.older = m_nodes[ends].older;
    m_nodes[node.older].younger = place;
    m_nodes[ends].older = place;
}

} // namespace arv
