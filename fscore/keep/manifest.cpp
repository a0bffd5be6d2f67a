// SPDX-License-Identifier: Apache-2.0
#include "keep/manifest.h"

#include "base/footprint.h"
#include "keep/manifestparser.h"
#include "keep/manifestwriter.h"
#include "keep/md5.h"

#include <algorithm>
#include <limits>
#include <new>

namespace arv {

namespace {

// Offsets into names and text have 32 bits.
constexpr auto maxTextBytes = std::numeric_limits<std::uint32_t>::max();

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Hash and size of a locator; any other token as it is. Laxer than Locator, since the server counts
// texts that we do not read.
std::string_view withoutHints(std::string_view token)
{
    constexpr std::size_t hashDigits = 32;
    if (token.size() < hashDigits || !std::ranges::all_of(token.substr(0, hashDigits), isHexDigit))
        return token;
    const auto rest = token.substr(hashDigits);
    if (!rest.empty() && rest.front() != '+')
        return token;
    const auto size = rest.size() < 2 ? 0 : rest.find_first_not_of("0123456789", 1);
    return token.substr(0, hashDigits + std::min(size, rest.size()));
}

// MD5 and length of a text that is never there as a whole.
class PortableText
{
public:
    void append(std::string_view piece)
    {
        m_pending.append(piece.data(), static_cast<qsizetype>(piece.size()));
        if (m_pending.size() >= chunk)
            flush();
    }

    [[nodiscard]] PortableDataHash hash()
    {
        flush();
        const auto digest = m_md5.finish() + '+' + QByteArray::number(m_length);
        return {QString::fromLatin1(digest)};
    }

private:
    static constexpr qsizetype chunk = 65536;

    void flush()
    {
        m_md5.append(m_pending);
        m_length += m_pending.size();
        m_pending.resize(0);
    }

    Md5 m_md5;
    QByteArray m_pending;
    qsizetype m_length = 0;
};

void appendLine(PortableText& out, std::string_view line)
{
    bool isFirst = true;
    for (auto at = line.begin(); at != line.end();) {
        const auto begin = std::find_if_not(at, line.end(), isBlank);
        const auto end = std::find_if(begin, line.end(), isBlank);
        const std::string_view token(begin, end);
        at = end;
        if (token.empty())
            break;
        if (!isFirst)
            out.append(" ");
        out.append(isFirst ? token : withoutHints(token));
        isFirst = false;
    }
    out.append("\n");
}

} // namespace

Manifest::Manifest()
{
    Node rootNode;
    rootNode.directory = 1;
    m_nodes.push_back(rootNode);
}

Result<Manifest> Manifest::parse(QByteArrayView text)
{
    if (static_cast<std::size_t>(text.size()) > maxTextBytes)
        return Error{Errc::BadManifest, QStringLiteral("the manifest is longer than 4 GiB")};
    try {
        return ManifestParser(text).parse();
    } catch (const std::bad_alloc&) {
        return Error{Errc::NoMemory,
                     QStringLiteral("no memory for a manifest of %1 bytes").arg(text.size())};
    }
}

bool Manifest::isDirectory(NodeIndex node) const
{
    return m_nodes[node].directory != 0;
}

std::string_view Manifest::name(NodeIndex node) const
{
    return {m_names.data() + m_nodes[node].nameOffset, m_nodes[node].nameLength};
}

std::uint64_t Manifest::size(NodeIndex file) const
{
    std::uint64_t bytes = 0;
    for (const auto& segment : segments(file))
        bytes += segment.length;
    return bytes;
}

Manifest::NodeIndex Manifest::parent(NodeIndex node) const
{
    return m_nodes[node].parent;
}

Manifest::Children Manifest::children(NodeIndex directory) const
{
    const auto& node = m_nodes[directory];
    return node.directory != 0 ? Children{node.first, node.count} : Children{};
}

std::optional<Manifest::NodeIndex> Manifest::find(NodeIndex directory,
                                                  std::string_view wanted) const
{
    const auto range = children(directory);
    const auto first = m_nodes.begin() + range.first;
    const auto nameOf = [this](const Node& node) {
        return std::string_view(m_names.data() + node.nameOffset, node.nameLength);
    };
    const auto found = std::ranges::lower_bound(first, first + range.count, wanted, {}, nameOf);
    if (found == first + range.count || nameOf(*found) != wanted)
        return std::nullopt;
    return static_cast<NodeIndex>(found - m_nodes.begin());
}

std::span<const Segment> Manifest::segments(NodeIndex file) const
{
    const auto& node = m_nodes[file];
    if (node.directory != 0)
        return {};
    return std::span(m_segments).subspan(node.first, node.count);
}

std::size_t Manifest::blocksOf(NodeIndex file) const
{
    const auto pieces = segments(file);
    if (pieces.empty())
        return 0;
    const auto [first, last] = std::ranges::minmax(pieces, {}, &Segment::block);
    std::vector<bool> isUsed(last.block - first.block + 1);
    for (const auto& piece : pieces)
        isUsed[piece.block - first.block] = true;
    return static_cast<std::size_t>(std::ranges::count(isUsed, true));
}

bool Manifest::hasSameTree(const Manifest& other) const
{
    if (nodeCount() != other.nodeCount())
        return false;
    for (NodeIndex i = 0; i < nodeCount(); ++i) {
        const auto& ours = m_nodes[i];
        const auto& theirs = other.m_nodes[i];
        const bool sameChildren =
            !ours.directory || (ours.first == theirs.first && ours.count == theirs.count);
        if (ours.directory != theirs.directory || ours.parent != theirs.parent || !sameChildren
            || name(i) != other.name(i))
            return false;
    }
    return true;
}

std::size_t Manifest::footprint() const
{
    return sizeof(Manifest) + allocated(m_nodes.capacity() * sizeof(Node))
        + allocated(m_names.capacity()) + allocated(m_segments.capacity() * sizeof(Segment))
        + m_blocks.footprint();
}

QByteArray Manifest::toNormalForm() const
{
    return ManifestWriter(*this).write();
}

PortableDataHash portableDataHash(QByteArrayView manifestText)
{
    PortableText portable;
    std::string_view rest(manifestText.data(), static_cast<std::size_t>(manifestText.size()));
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        appendLine(portable, rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return portable.hash();
}

} // namespace arv
