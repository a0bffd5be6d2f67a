// SPDX-License-Identifier: Apache-2.0
#include "keep/manifestwriter.h"

#include "keep/manifestescape.h"

#include <algorithm>
#include <limits>

namespace arv {

namespace {

constexpr auto notListed = std::numeric_limits<std::uint64_t>::max();
constexpr char emptyBlock[] = " d41d8cd98f00b204e9800998ecf8427e+0";

} // namespace

ManifestWriter::ManifestWriter(const Manifest& manifest)
    : m_manifest(manifest)
    , m_blockOffsets(manifest.blockCount(), notListed)
{ }

QByteArray ManifestWriter::write()
{
    m_stack.push_back({});
    while (!m_stack.empty()) {
        const auto next = m_stack.back();
        m_stack.pop_back();
        if (next.directory != Manifest::root) {
            m_path.truncate(next.parentPath);
            m_path += '/';
            appendEscaped(m_path, m_manifest.name(next.directory));
        }
        writeDirectory(next.directory);
        pushSubdirectories(next.directory);
    }
    m_text.squeeze();
    return m_text;
}

void ManifestWriter::writeDirectory(Manifest::NodeIndex directory)
{
    const auto children = m_manifest.children(directory);
    if (children.count > 0)
        return writeStream(children);
    if (directory != Manifest::root)
        m_text += m_path + emptyBlock + " 0:0:\\056\n";
}

void ManifestWriter::pushSubdirectories(Manifest::NodeIndex directory)
{
    const auto children = m_manifest.children(directory);
    for (auto i = children.count; i > 0; --i) { // the first comes off the stack first
        const auto child = children.first + i - 1;
        if (m_manifest.isDirectory(child))
            m_stack.push_back({child, m_path.size()});
    }
}

void ManifestWriter::writeStream(Manifest::Children children)
{
    std::vector<Manifest::NodeIndex> files;
    for (std::uint32_t i = 0; i < children.count; ++i) {
        if (!m_manifest.isDirectory(children.first + i))
            files.push_back(children.first + i);
    }
    if (files.empty())
        return;
    m_text += m_path;
    std::ranges::for_each(files, [this](auto file) { writeBlocks(file); });
    if (m_listed.empty())
        m_text += emptyBlock;
    std::ranges::for_each(files, [this](auto file) { writeTokens(file); });
    m_text += '\n';
    for (const auto block : m_listed)
        m_blockOffsets[block] = notListed;
    m_listed.clear();
    m_streamLength = 0;
}

void ManifestWriter::writeBlocks(Manifest::NodeIndex file)
{
    for (const auto& segment : m_manifest.segments(file)) {
        if (m_blockOffsets[segment.block] != notListed)
            continue;
        m_blockOffsets[segment.block] = m_streamLength;
        m_listed.push_back(segment.block);
        m_streamLength += m_manifest.blockSize(segment.block);
        m_text += ' ';
        m_text += m_manifest.block(segment.block).text();
    }
}

void ManifestWriter::writeTokens(Manifest::NodeIndex file)
{
    ByteRange span;
    for (const auto& segment : m_manifest.segments(file)) {
        const auto position = m_blockOffsets[segment.block] + segment.offset;
        if (span.length > 0 && span.end() != position) {
            writeToken(span, file);
            span.length = 0;
        }
        if (span.length == 0)
            span.offset = position;
        span.length += segment.length;
    }
    writeToken(span, file);
}

void ManifestWriter::writeToken(ByteRange span, Manifest::NodeIndex file)
{
    m_text += ' ';
    m_text += QByteArray::number(static_cast<qulonglong>(span.offset));
    m_text += ':';
    m_text += QByteArray::number(static_cast<qulonglong>(span.length));
    m_text += ':';
    appendEscaped(m_text, m_manifest.name(file));
}

} // namespace arv
