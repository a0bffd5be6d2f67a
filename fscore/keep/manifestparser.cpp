// SPDX-License-Identifier: Apache-2.0
#include "keep/manifestparser.h"

#include "base/bytekinds.h"
#include "keep/manifestescape.h"

#include <algorithm>
#include <limits>

namespace arv {

namespace {

constexpr std::size_t shownBytes = 100; // of a token in a message

// Decimal digits up to 2^63 - 1.
bool readNumber(std::string_view digits, std::uint64_t& number)
{
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return false;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (number > (most - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    return !digits.empty();
}

// The text up to the separator, which goes with it; false if there is none.
bool takeUntil(std::string_view& rest, char separator, std::string_view& field)
{
    const auto at = rest.find(separator);
    if (at == std::string_view::npos)
        return false;
    field = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    return true;
}

// Fit for a message: control characters and what is not UTF-8 become escapes.
QString shown(std::string_view token)
{
    QString text;
    const auto part = token.substr(0, shownBytes);
    for (const QChar c : QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size()))) {
        if (c.unicode() < 0x20)
            text += QStringLiteral("\\%1").arg(c.unicode(), 3, 8, QLatin1Char('0'));
        else
            text += c;
    }
    return part.size() < token.size() ? text + QStringLiteral("…") : text;
}

} // namespace

ManifestParser::ManifestParser(QByteArrayView text)
    : m_text(text.data(), static_cast<std::size_t>(text.size()))
    , m_builder(ManifestTally::of(m_text), m_text.size())
{ }

Result<Manifest> ManifestParser::parse()
{
    while (m_position < m_text.size()) {
        if (!parseStream())
            return m_error;
    }
    return finish();
}

Result<Manifest> ManifestParser::finish()
{
    Manifest manifest;
    if (const auto where = m_builder.finish(manifest)) {
        fail(tokenAt(*where), QStringLiteral("the path is both a file and a directory"));
        return m_error;
    }
    return manifest;
}

bool ManifestParser::parseStream()
{
    Token token;
    if (!findLineEnd() || !take(token) || !enterStream(token))
        return false;
    std::size_t locators = 0;
    std::size_t files = 0;
    while (!atLineEnd()) {
        if (!take(token))
            return false;
        const bool isFile = token.text.find(':') != std::string_view::npos; // no locator has one
        if (isFile && locators == 0)
            return fail(token, QStringLiteral("the stream has no block locator before its files"));
        if (!isFile && files > 0)
            return fail(token, QStringLiteral("not a file token, but files have begun"));
        if (isFile ? !addFileToken(token) : !addLocator(token))
            return false;
        ++(isFile ? files : locators);
    }
    return files > 0 || fail(token, QStringLiteral("the stream has no file token"));
}

bool ManifestParser::findLineEnd()
{
    m_lineEnd = m_text.find('\n', m_position);
    if (m_lineEnd != std::string_view::npos)
        return true;
    const auto space = m_text.rfind(' ');
    const auto last = space == std::string_view::npos ? 0 : space + 1;
    return fail(tokenAt(std::max(last, m_position)),
                QStringLiteral("the last stream does not end with a newline"));
}

bool ManifestParser::take(Token& token)
{
    const auto line = m_text.substr(0, m_lineEnd);
    const auto end = std::min(line.find(' ', m_position), m_lineEnd);
    token = {line.substr(m_position, end - m_position), static_cast<std::uint32_t>(m_position)};
    m_position += token.text.size() + 1;
    if (token.text.empty())
        return fail(token, QStringLiteral("empty: a blank line, or a space too many"));
    return checkCharacters(token);
}

bool ManifestParser::checkCharacters(const Token& token)
{
    const auto found = byteKindsIn(token.text);
    if (found.hasControls)
        return fail(token, QStringLiteral("control character that is not escaped"));
    return !found.hasHighBytes || isUtf8(token.text) || fail(token, QStringLiteral("not UTF-8"));
}

bool ManifestParser::decode(const Token& token, std::string_view escaped, std::string_view& path)
{
    path = escaped;
    if (escaped.find('\\') == std::string_view::npos)
        return true;
    if (!unescape(escaped, m_scratch))
        return fail(token, QStringLiteral("backslash without three octal digits up to 377"));
    path = m_scratch;
    return true;
}

bool ManifestParser::checkComponent(const Token& token, std::string_view component)
{
    if (component.empty())
        return fail(token, QStringLiteral("empty name in the path"));
    if (component == "." || component == "..")
        return fail(token, QStringLiteral("\".\" or \"..\" in the path"));
    return true;
}

bool ManifestParser::enter(const Token& token, std::string_view component,
                           ManifestBuilder::Directory& directory)
{
    if (!checkComponent(token, component))
        return false;
    directory = m_builder.directory(directory, component, token.where);
    return true;
}

// Leaves the last component in path.
bool ManifestParser::enterParents(const Token& token, std::string_view& path,
                                  ManifestBuilder::Directory& directory)
{
    std::string_view component;
    while (takeUntil(path, '/', component)) {
        if (!enter(token, component, directory))
            return false;
    }
    return true;
}

bool ManifestParser::enterStream(const Token& token)
{
    m_directory = ManifestBuilder::root;
    m_streamBlocks.clear();
    m_streamEnds.clear();
    std::string_view path;
    if (!decode(token, token.text, path))
        return false;
    if (path == ".")
        return true;
    if (!path.starts_with("./"))
        return fail(token, QStringLiteral("a stream's name is \".\" or begins with \"./\""));
    path.remove_prefix(2);
    return enterParents(token, path, m_directory) && enter(token, path, m_directory);
}

bool ManifestParser::addLocator(const Token& token)
{
    const QByteArrayView text(token.text.data(), static_cast<qsizetype>(token.text.size()));
    const auto locator = LocatorParts::parse(text);
    if (!locator)
        return fail(token, locator.error().text);
    if (locator->size == 0)
        return true;
    // No overflow: below 2^27 locators fit into 4 GiB of text, of 2^26 bytes each.
    m_streamEnds.push_back(streamLength() + locator->size);
    m_streamBlocks.push_back(m_builder.addBlock(*locator));
    return true;
}

bool ManifestParser::addFileToken(const Token& token)
{
    std::string_view rest = token.text;
    std::string_view position;
    std::string_view size;
    if (!takeUntil(rest, ':', position) || !takeUntil(rest, ':', size))
        return fail(token, QStringLiteral("a file token is position:size:name"));
    ByteRange range;
    if (!readNumber(position, range.offset) || !readNumber(size, range.length))
        return fail(token, QStringLiteral("position or size is not a number up to 2^63-1"));
    if (range.offset > streamLength() || range.length > streamLength() - range.offset)
        return fail(token,
                    QStringLiteral("reaches beyond the end of the stream's data (%1 bytes)")
                        .arg(streamLength()));
    std::string_view path;
    return decode(token, rest, path) && addFile(token, range, path);
}

bool ManifestParser::addFile(const Token& token, ByteRange range, std::string_view path)
{
    auto directory = m_directory;
    if (!enterParents(token, path, directory))
        return false;
    if (path == "." && range == ByteRange{})
        return true; // the marker: this directory exists
    if (!checkComponent(token, path))
        return false;
    m_builder.addFile(directory, path, token.where);
    return range.length == 0 || addData(token, range);
}

bool ManifestParser::addData(const Token& token, ByteRange range)
{
    const auto first = std::upper_bound(m_streamEnds.begin(), m_streamEnds.end(), range.offset);
    auto block = static_cast<std::size_t>(first - m_streamEnds.begin());
    auto begin = block == 0 ? 0 : m_streamEnds[block - 1];
    for (auto position = range.offset; position < range.end(); ++block) {
        const auto end = std::min(m_streamEnds[block], range.end());
        const Segment segment{m_streamBlocks[block], static_cast<std::uint32_t>(position - begin),
                              static_cast<std::uint32_t>(end - position)};
        if (!m_builder.addSegment(segment))
            return fail(token, QStringLiteral("more segments than any real collection has"));
        position = end;
        begin = m_streamEnds[block];
    }
    return true;
}

std::uint64_t ManifestParser::streamLength() const
{
    return m_streamEnds.empty() ? 0 : m_streamEnds.back();
}

ManifestParser::Token ManifestParser::tokenAt(std::size_t where) const
{
    const auto end = std::min(m_text.find_first_of(" \n", where), m_text.size());
    return {m_text.substr(where, end - where), static_cast<std::uint32_t>(where)};
}

bool ManifestParser::fail(const Token& token, const QString& reason)
{
    const auto before = m_text.substr(0, token.where);
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto lineBegin = before.rfind('\n') + 1; // npos + 1 is 0
    const auto number = std::ranges::count(before.substr(lineBegin), ' ') + 1;
    m_error = Error{Errc::BadManifest,
                    QStringLiteral("manifest line %1, token %2 (\"%3\"): %4")
                        .arg(line)
                        .arg(number)
                        .arg(shown(token.text), reason)};
    return false;
}

} // namespace arv
