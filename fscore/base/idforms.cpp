// SPDX-License-Identifier: Apache-2.0
#include "base/idforms.h"

#include <algorithm>

namespace arv {

namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isAlphanumeric(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'z');
}

bool isHex(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f');
}

} // namespace

bool isUuid(QStringView text)
{
    if (text.size() != 27 || text[5] != u'-' || text[11] != u'-')
        return false;
    const auto letters = std::count_if(text.begin(), text.end(), isAlphanumeric);
    return letters == 25;
}

bool isUuidOf(QStringView text, QStringView infix)
{
    return isUuid(text) && text.mid(6, 5) == infix;
}

bool isPortableDataHash(QStringView text)
{
    constexpr qsizetype longest = 51; // 32, "+", and the digits of a 64-bit size
    return text.size() > 33 && text.size() <= longest && text[32] == u'+'
        && std::all_of(text.begin(), text.begin() + 32, isHex)
        && std::all_of(text.begin() + 33, text.end(), isDigit);
}

bool isFileName(QStringView text)
{
    constexpr qsizetype longest = 255; // bytes; NAME_MAX
    return !text.isEmpty() && text != QLatin1String(".") && text != QLatin1String("..")
        && !text.contains(u'/') && !text.contains(QChar::Null) && text.size() <= longest
        && text.toUtf8().size() <= longest;
}

QStringView withoutHints(QStringView portableDataHash)
{
    const auto end = portableDataHash.indexOf(u'+', 33);
    return end < 0 ? portableDataHash : portableDataHash.left(end);
}

} // namespace arv
