// SPDX-License-Identifier: Apache-2.0
#include "tree/names.h"

#include <QStringDecoder>

#include <algorithm>

namespace arv {

namespace {

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isUuidCharacter(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z');
}

QByteArray withoutSpecialMeaning(QByteArray name)
{
    if (name.isEmpty() || name == ".")
        return "_";
    if (name == "..")
        return "__";
    return name;
}

} // namespace

QByteArray fileName(const QString& name, const std::optional<QString>& substitution)
{
    QString shown = name;
    if (substitution)
        shown.replace(u'/', *substitution);
    auto bytes = withoutSpecialMeaning(shown.toUtf8());
    bytes.replace('/', '_');
    bytes.replace('\0', '_');
    return withoutSpecialMeaning(bytes);
}

QByteArray fileName(std::string_view component)
{
    QByteArray bytes(component.data(), static_cast<qsizetype>(component.size()));
    bytes.replace('\0', '_');
    return withoutSpecialMeaning(bytes);
}

QStringList recordNames(const QByteArray& fileName, const std::optional<QString>& substitution)
{
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString typed = decode(fileName);
    if (decode.hasError())
        return {};
    QStringList names{typed};
    if (substitution && typed.contains(*substitution))
        names.append(QString(typed).replace(*substitution, QStringLiteral("/")));
    return names;
}

bool isPortableDataHash(std::string_view text)
{
    return text.size() > 33 && text[32] == '+'
        && std::all_of(text.begin(), text.begin() + 32, isHexDigit)
        && std::all_of(text.begin() + 33, text.end(), isDigit);
}

bool isUuid(std::string_view text)
{
    if (text.size() != 27 || text[5] != '-' || text[11] != '-')
        return false;
    return std::all_of(text.begin(), text.begin() + 5, isUuidCharacter)
        && std::all_of(text.begin() + 6, text.begin() + 11, isUuidCharacter)
        && std::all_of(text.begin() + 12, text.end(), isUuidCharacter);
}

bool isUuidOf(std::string_view text, std::string_view infix)
{
    return isUuid(text) && text.substr(6, 5) == infix;
}

} // namespace arv
