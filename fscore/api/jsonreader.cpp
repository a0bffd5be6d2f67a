// SPDX-License-Identifier: Apache-2.0
#include "api/jsonreader.h"

#include "base/idforms.h"

#include <QJsonArray>

namespace arv {

QString JsonReader::text(const char* key)
{
    return value(key, QJsonValue::String, "a text").toString();
}

bool JsonReader::flag(const char* key)
{
    return value(key, QJsonValue::Bool, "true or false").toBool();
}

std::int64_t JsonReader::number(const char* key, std::int64_t otherwise)
{
    const auto found = value(key, QJsonValue::Double, "a number");
    if (found.isUndefined())
        return otherwise;
    const auto whole = found.toInteger(-1);
    if (whole < 0)
        refuse(key, QStringLiteral("a whole number from 0"));
    return std::max<std::int64_t>(whole, 0);
}

Timestamp JsonReader::time(const char* key)
{
    return parseTimestamp(text(key));
}

QJsonObject JsonReader::object(const char* key)
{
    return value(key, QJsonValue::Object, "an object").toObject();
}

QJsonArray JsonReader::list(const char* key)
{
    const auto found = value(key, QJsonValue::Array, "a list");
    if (found.isUndefined())
        refuse(key, QStringLiteral("a list"));
    return found.toArray();
}

Uuid JsonReader::uuid(const char* key)
{
    const Uuid found{text(key)};
    if (!isUuid(found.text))
        refuse(key, QStringLiteral("a UUID"));
    return found;
}

void JsonReader::refuse(const char* key, const QString& expected)
{
    if (m_complaint.isEmpty())
        m_complaint =
            QStringLiteral("%1: \"%2\" is not %3").arg(m_what, QLatin1String(key), expected);
}

QJsonValue JsonReader::value(const char* key, QJsonValue::Type type, const char* expected)
{
    const auto found = m_object.value(QLatin1String(key));
    if (found.type() == type)
        return found;
    if (!found.isNull() && !found.isUndefined())
        refuse(key, QLatin1String(expected));
    return QJsonValue(QJsonValue::Undefined);
}

} // namespace arv
