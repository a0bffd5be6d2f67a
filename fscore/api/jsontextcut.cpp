// SPDX-License-Identifier: Apache-2.0
#include "api/jsontextcut.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace arv {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Walks over the bytes outside of texts, and knows how deep it is.
class Walk
{
public:
    explicit Walk(std::string_view json)
        : m_json(json)
    { }

    // The next text of the outermost object or list; none at the end.
    std::optional<JsonTextCut> nextText()
    {
        while (m_at < m_json.size()) {
            const char c = m_json[m_at];
            if (c == '"') {
                const auto text = takeText();
                if (m_depth == 1)
                    return text;
                continue;
            }
            if (c == '{' || c == '[')
                ++m_depth;
            else if (c == '}' || c == ']')
                --m_depth;
            ++m_at;
        }
        return std::nullopt;
    }

    // The text behind a colon, if that is what comes next.
    std::optional<JsonTextCut> textAfterColon()
    {
        auto at = skipBlanks(m_at);
        if (at == m_json.size() || m_json[at] != ':')
            return std::nullopt;
        at = skipBlanks(at + 1);
        if (at == m_json.size() || m_json[at] != '"')
            return std::nullopt;
        m_at = at;
        return takeText();
    }

private:
    [[nodiscard]] std::size_t skipBlanks(std::size_t at) const
    {
        while (at < m_json.size() && isBlank(m_json[at]))
            ++at;
        return at;
    }

    // From a quote to behind the next that is not escaped, or to the end.
    JsonTextCut takeText()
    {
        const auto begin = m_at + 1;
        auto end = begin;
        for (;;) {
            end = std::min(m_json.find('"', end), m_json.size());
            auto slashes = end;
            while (slashes > begin && m_json[slashes - 1] == '\\')
                --slashes;
            if (end == m_json.size() || (end - slashes) % 2 == 0)
                break;
            ++end;
        }
        m_at = std::min(end + 1, m_json.size());
        return {begin, end};
    }

    std::string_view m_json;
    std::size_t m_at = 0;
    std::ptrdiff_t m_depth = 0;
};

} // namespace

JsonTextCut::Found JsonTextCut::find(std::string_view json, std::string_view key)
{
    Found found;
    Walk walk(json);
    while (const auto text = walk.nextText()) {
        if (json.substr(text->begin, text->end - text->begin) != key)
            continue;
        const auto value = walk.textAfterColon();
        if (value && found.count++ == 0)
            found.first = *value;
    }
    return found;
}

} // namespace arv
