// SPDX-License-Identifier: Apache-2.0
#include "demo/likepattern.h"

#include <algorithm>
#include <cstddef>

namespace arv::demo {

namespace {

std::size_t characterLength(std::string_view text)
{
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
        ++length;
    return length;
}

// Takes one character of both if they fit; false if not.
bool takeOne(std::string_view& text, std::string_view& pattern)
{
    if (text.empty())
        return false;
    if (pattern.front() == '_') {
        text.remove_prefix(characterLength(text));
        pattern.remove_prefix(1);
        return true;
    }
    const std::size_t literal = pattern.front() == '\\' && pattern.size() > 1 ? 1 : 0;
    if (text.front() != pattern[literal])
        return false;
    text.remove_prefix(1);
    pattern.remove_prefix(literal + 1);
    return true;
}

} // namespace

bool isLike(std::string_view text, std::string_view pattern)
{
    // Where to go back to: behind the last "%", and one character further into the text.
    std::string_view againText;
    std::string_view againPattern;
    bool canGoBack = false;
    while (true) {
        if (!pattern.empty() && pattern.front() == '%') {
            pattern.remove_prefix(1);
            againText = text;
            againPattern = pattern;
            canGoBack = true;
            continue;
        }
        if (pattern.empty() ? text.empty() : takeOne(text, pattern)) {
            if (pattern.empty() && text.empty())
                return true;
            continue;
        }
        if (!canGoBack || againText.empty())
            return false;
        againText.remove_prefix(1);
        text = againText;
        pattern = againPattern;
    }
}

} // namespace arv::demo
