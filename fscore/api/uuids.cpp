// SPDX-License-Identifier: Apache-2.0
#include "api/uuids.h"

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

bool isPortableDataHash(QStringView text)
{
    const auto bare = withoutHints(text);
    return bare.size() > 33 && bare.size() < 52 && bare[32] == u'+'
        && std::all_of(bare.begin(), bare.begin() + 32, isHex)
        && std::all_of(bare.begin() + 33, bare.end(), isDigit);
}

QStringView withoutHints(QStringView portableDataHash)
{
    const auto end = portableDataHash.indexOf(u'+', 33);
    return end < 0 ? portableDataHash : portableDataHash.left(end);
}

} // namespace arv
