// SPDX-License-Identifier: Apache-2.0
#include "keep/manifestbuilder.h"

#include <QHashFunctions>

#include <algorithm>
#include <numeric>

namespace arv {

namespace {

// More than any text of 128 MiB (the API's limit for a request) can use without naming data twice.
constexpr std::size_t maxSegments = std::size_t{1} << 25;

// Marks an index into the directories among children; both kinds stay below it, since each entry
// takes several bytes of a text below 4 GiB.
constexpr std::uint32_t directoryBit = std::uint32_t{1} << 31;

bool isDirectoryChild(std::uint32_t child)
{
    return (child & directoryBit) != 0;
}

bool continues(const Segment& before, const Segment& next)
{
    return before.block == next.block && before.offset + before.length == next.offset;
}

} // namespace

std::size_t ManifestBuilder::KeyHash::operator()(const Key& key) const noexcept
{
    constexpr std::size_t spread = 0x9e3779b97f4a7c15U;
    return std::hash<std::string_view>{}(key.name) ^ (key.parent * spread);
}

ManifestBuilder::ManifestBuilder(const ManifestTally& tally, std::size_t nameBytes)
    : m_directories(1)
{
    m_names.reserve(nameBytes);
    m_files.reserve(tally.files);
    m_segments.reserve(tally.files);
    m_blocks.reserve(tally.locators);
}

std::string_view ManifestBuilder::text(Name name) const
{
    return {m_names.data() + name.offset, name.length};
}

ManifestBuilder::Name ManifestBuilder::keepName(std::string_view name)
{
    Q_ASSERT(m_names.size() + name.size() <= m_names.capacity());
    const auto offset = static_cast<std::uint32_t>(m_names.size());
    m_names.insert(m_names.end(), name.begin(), name.end());
    return {offset, static_cast<std::uint32_t>(name.size())};
}

ManifestBuilder::Directory ManifestBuilder::directory(Directory parent, std::string_view name,
                                                      std::uint32_t where)
{
    const auto found = m_directoryByKey.find(Key{parent, name});
    if (found != m_directoryByKey.end())
        return found->second;
    const auto made = static_cast<Directory>(m_directories.size());
    const Entry entry{keepName(name), parent, where, 0, 0};
    m_directories.push_back(entry);
    m_directoryByKey.emplace(Key{parent, text(entry.name)}, made);
    return made;
}

bool ManifestBuilder::continuesLastFile(Directory parent, std::string_view name) const
{
    return !m_files.empty() && m_files.back().parent == parent && text(m_files.back().name) == name;
}

void ManifestBuilder::addFile(Directory parent, std::string_view name, std::uint32_t where)
{
    if (continuesLastFile(parent, name))
        return;
    const auto first = static_cast<std::uint32_t>(m_segments.size());
    m_files.push_back({keepName(name), parent, where, first, 0});
}

bool ManifestBuilder::addSegment(const Segment& segment)
{
    auto& file = m_files.back();
    if (file.count > 0 && continues(m_segments.back(), segment)) {
        m_segments.back().length += segment.length;
        return true;
    }
    if (m_segments.size() >= maxSegments)
        return false;
    m_segments.push_back(segment);
    ++file.count;
    return true;
}

const ManifestBuilder::Entry& ManifestBuilder::entryOf(std::uint32_t child) const
{
    return isDirectoryChild(child) ? m_directories[child & ~directoryBit] : m_files[child];
}

bool ManifestBuilder::isBefore(std::uint32_t left, std::uint32_t right) const
{
    const auto& a = entryOf(left);
    const auto& b = entryOf(right);
    const auto order = text(a.name).compare(text(b.name));
    return order != 0 ? order < 0 : a.where < b.where;
}

void ManifestBuilder::groupByParent()
{
    m_begin.assign(m_directories.size() + 1, 0);
    for (std::size_t i = 1; i < m_directories.size(); ++i)
        ++m_begin[m_directories[i].parent + 1];
    for (const auto& file : m_files)
        ++m_begin[file.parent + 1];
    std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());

    m_children.resize(m_begin.back());
    auto next = m_begin;
    for (std::uint32_t i = 0; i < m_files.size(); ++i)
        m_children[next[m_files[i].parent]++] = i;
    for (std::uint32_t i = 1; i < m_directories.size(); ++i)
        m_children[next[m_directories[i].parent]++] = i | directoryBit;
}

void ManifestBuilder::sortGroup(Directory directory)
{
    const auto before = [this](std::uint32_t a, std::uint32_t b) { return isBefore(a, b); };
    const auto first = m_children.begin() + m_begin[directory];
    const auto last = m_children.begin() + m_begin[directory + 1];
    if (!std::is_sorted(first, last, before)) // most texts are
        std::sort(first, last, before);
}

void ManifestBuilder::placeSegments(const Entry& file)
{
    auto& node = m_placed.back();
    for (std::uint32_t i = file.first; i < file.first + file.count; ++i) {
        const auto& segment = m_segments[i];
        if (node.count > 0 && continues(m_placedSegments.back(), segment)) {
            m_placedSegments.back().length += segment.length;
            continue;
        }
        m_placedSegments.push_back(segment);
        ++node.count;
    }
}

void ManifestBuilder::placeChild(std::uint32_t child, std::uint32_t parent, bool isFirst)
{
    const auto& entry = entryOf(child);
    const bool isDirectory = isDirectoryChild(child);
    const auto& last = m_placed.back();
    if (!isFirst && text({last.nameOffset, last.nameLength}) == text(entry.name)) {
        if (isDirectory || last.directory != 0)
            m_conflict = entry.where;
        else
            placeSegments(entry);
        return;
    }
    // A directory remembers its place here until its own children are placed.
    const auto first =
        isDirectory ? child & ~directoryBit : static_cast<std::uint32_t>(m_placedSegments.size());
    m_placed.push_back(
        {entry.name.offset, entry.name.length, parent, first, 0, isDirectory ? 1U : 0U});
    if (!isDirectory)
        placeSegments(entry);
}

void ManifestBuilder::placeChildren(std::uint32_t node)
{
    const Directory directory = m_placed[node].first;
    const auto first = static_cast<std::uint32_t>(m_placed.size());
    sortGroup(directory);
    for (auto i = m_begin[directory]; i < m_begin[directory + 1]; ++i)
        placeChild(m_children[i], node, m_placed.size() == first);
    m_placed[node].first = first;
    m_placed[node].count = (static_cast<std::uint32_t>(m_placed.size()) - first) & ~directoryBit;
}

void ManifestBuilder::release(Manifest& manifest)
{
    m_placed.shrink_to_fit();
    m_placedSegments.shrink_to_fit();
    m_names.shrink_to_fit();
    manifest.m_nodes = std::move(m_placed);
    manifest.m_segments = std::move(m_placedSegments);
    manifest.m_names = std::move(m_names);
    manifest.m_blocks = std::move(m_locators);
}

std::optional<std::uint32_t> ManifestBuilder::finish(Manifest& manifest)
{
    m_directoryByKey = {};
    m_locators = m_blocks.take(); // frees the index
    groupByParent();
    m_placed.reserve(m_files.size() + m_directories.size());
    m_placedSegments.reserve(m_segments.size());
    m_placed.push_back({0, 0, root, root, 0, 1});
    for (std::uint32_t node = 0; node < m_placed.size() && !m_conflict; ++node) {
        if (m_placed[node].directory != 0)
            placeChildren(node);
    }
    if (!m_conflict)
        release(manifest);
    return m_conflict;
}

} // namespace arv
