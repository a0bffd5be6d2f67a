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
        found.push_back({m_manifest->block(segment.block),
                         segment.offset + static_cast<std::uint32_t>(position - begin),
                         static_cast<std::uint32_t>(stop - position)});
        position = stop;
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
