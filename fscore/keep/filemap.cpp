// SPDX-License-Identifier: Apache-2.0
#include "keep/filemap.h"

#include "keep/md5.h"

#include <algorithm>

namespace arv {

FileMap::FileMap(std::shared_ptr<const Manifest> manifest, Manifest::NodeIndex file)
    : m_manifest(std::move(manifest))
    , m_file(file)
{
    const auto segments = m_manifest->segments(m_file);
    m_ends.reserve(segments.size());
    for (const auto& segment : segments)
        m_ends.push_back(m_size += segment.length);
}

std::vector<FileMap::Piece> FileMap::pieces(ByteRange range) const
{
    std::vector<Piece> found;
    if (range.offset >= m_size)
        return found;
    const auto end = range.offset + std::min(range.length, m_size - range.offset);
    const auto segments = m_manifest->segments(m_file);
    const auto first = std::ranges::upper_bound(m_ends, range.offset);
    auto index = static_cast<std::size_t>(first - m_ends.begin());
    for (auto position = range.offset; position < end; ++index) {
        const auto& segment = segments[index];
        const auto begin = m_ends[index] - segment.length;
        const auto stop = std::min(m_ends[index], end);
        const auto offset = segment.offset + static_cast<std::uint32_t>(position - begin);
        const auto length = static_cast<std::uint32_t>(stop - position);
        found.push_back({m_manifest->block(segment.block), offset, length,
                         earlyEnd(index, offset + length), segment.block});
        position = stop;
    }
    return found;
}

// Neighbouring segments that lie one behind the other in the block are one run. It is followed only
// as far as the question needs: whether `needed` lies before its held tail.
std::uint32_t FileMap::earlyEnd(std::size_t index, std::uint32_t needed) const
{
    const auto segments = m_manifest->segments(m_file);
    const auto& first = segments[index];
    std::uint64_t end = std::uint64_t{first.offset} + first.length;
    for (++index; index < segments.size() && end < std::uint64_t{needed} + heldTail; ++index) {
        const auto& next = segments[index];
        if (next.block != first.block || next.offset != end)
            break;
        end += next.length;
    }
    return end > heldTail ? static_cast<std::uint32_t>(end - heldTail) : 0;
}

std::vector<Locator> FileMap::blocksBehind(std::uint64_t position, unsigned most) const
{
    constexpr std::size_t patience = 10000; // segments to look at: some files have millions
    std::vector<Locator> found;
    if (position >= m_size)
        return found;
    const auto segments = m_manifest->segments(m_file);
    auto index =
        static_cast<std::size_t>(std::ranges::upper_bound(m_ends, position) - m_ends.begin());
    const auto last = std::min(segments.size(), index + patience);
    auto block = segments[index].block;
    for (; index < last && found.size() < most; ++index) {
        if (segments[index].block == block)
            continue;
        block = segments[index].block;
        found.push_back(m_manifest->block(block));
    }
    return found;
}

QByteArray FileMap::contentVersion() const
{
    Md5 digest;
    for (const auto& segment : m_manifest->segments(m_file)) {
        digest.append(m_manifest->block(segment.block).stripped());
        digest.append(' ' + QByteArray::number(segment.offset) + ':'
                      + QByteArray::number(segment.length) + ' ');
    }
    return digest.finish();
}

std::shared_ptr<const FileMap> FileMap::with(const std::shared_ptr<const Manifest>& manifest) const
{
    if (!manifest || m_file >= manifest->nodeCount() || manifest->isDirectory(m_file))
        return nullptr;
    auto renewed = std::make_shared<const FileMap>(manifest, m_file);
    return renewed->contentVersion() == contentVersion() ? renewed : nullptr;
}

} // namespace arv
