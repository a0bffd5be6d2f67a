// SPDX-License-Identifier: Apache-2.0
#include "tree/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace arv {

namespace {

void writeValue(QByteArray& out, const QJsonValue& value, int depth);

void writeEscaped(QByteArray& out, char16_t unit)
{
    out += "\\u";
    out += QByteArray::number(unit, 16).rightJustified(4, '0');
}

void writeString(QByteArray& out, const QString& text)
{
    static constexpr std::u16string_view shortEscaped = u"\"\\\b\f\n\r\t";
    static constexpr std::string_view shortLetters = "\"\\bfnrt";
    out += '"';
    for (const QChar character : text) {
        const char16_t unit = character.unicode();
        const auto known = shortEscaped.find(unit);
        if (known != std::u16string_view::npos)
            (out += '\\') += shortLetters[known];
        else if (unit < 0x20 || unit > 0x7e)
            writeEscaped(out, unit);
        else
            out += static_cast<char>(unit);
    }
    out += '"';
}

void newLine(QByteArray& out, int depth)
{
    out += '\n';
    out += QByteArray(qsizetype{4} * depth, ' ');
}

void writeArray(QByteArray& out, const QJsonArray& array, int depth)
{
    if (array.isEmpty()) {
        out += "[]";
        return;
    }
    out += '[';
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (i > 0)
            out += ',';
        newLine(out, depth + 1);
        writeValue(out, array.at(i), depth + 1);
    }
    newLine(out, depth);
    out += ']';
}

void writeObject(QByteArray& out, const QJsonObject& object, int depth)
{
    if (object.isEmpty()) {
        out += "{}";
        return;
    }
    auto keys = object.keys();
    std::sort(keys.begin(), keys.end(),
              [](const QString& a, const QString& b) { return a.toUcs4() < b.toUcs4(); });
    out += '{';
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (i > 0)
            out += ',';
        newLine(out, depth + 1);
        writeString(out, keys.at(i));
        out += ": ";
        writeValue(out, object.value(keys.at(i)), depth + 1);
    }
    newLine(out, depth);
    out += '}';
}

void writeScalar(QByteArray& out, const QJsonValue& value)
{
    // QJson prints scalars only inside a container: "[x]" without its brackets.
    const auto text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    out += text.mid(1, text.size() - 2);
}

void writeValue(QByteArray& out, const QJsonValue& value, int depth)
{
    if (value.isObject())
        writeObject(out, value.toObject(), depth);
    else if (value.isArray())
        writeArray(out, value.toArray(), depth);
    else if (value.isString())
        writeString(out, value.toString());
    else
        writeScalar(out, value);
}

} // namespace

QByteArray jsonText(const QJsonObject& record)
{
    QByteArray out;
    writeObject(out, record, 0);
    out += '\n';
    return out;
}

} // namespace arv
