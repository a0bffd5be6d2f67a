// SPDX-License-Identifier: Apache-2.0
#include "tree/names.h"

#include <QStringDecoder>

namespace arv {

namespace {

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

} // namespace arv
