// SPDX-License-Identifier: Apache-2.0
#include "api/query.h"

#include <QJsonDocument>

namespace arv {

namespace {

constexpr qsizetype longestQuery = 1500; // bytes, encoded

QString compact(const QJsonArray& list)
{
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

// QJsonDocument writes lists and objects only: put the value into a list and take the brackets off.
QString jsonOf(const QJsonValue& value)
{
    return compact(QJsonArray{value}).chopped(1).mid(1);
}

// The server reads these as JSON or null even where a text is meant.
bool looksLikeJson(const QString& text)
{
    return text.isEmpty() || text == QLatin1String("null") || text.startsWith(u'[')
        || text.startsWith(u'{') || text.startsWith(u'"');
}

} // namespace

ListQuery& ListQuery::where(const QString& attribute, const QString& op, const QJsonValue& operand)
{
    return where(Filter(attribute, op, operand));
}

ListQuery& ListQuery::where(const Filter& filter)
{
    return whereJson(filter.toJson());
}

ListQuery& ListQuery::whereJson(const QJsonValue& filter)
{
    m_filters.append(filter);
    return *this;
}

ListQuery& ListQuery::orderedBy(const QString& key)
{
    m_order.append(key);
    return *this;
}

ListQuery& ListQuery::selecting(const QStringList& attributes)
{
    for (const auto& attribute : attributes)
        m_select.append(attribute);
    return *this;
}

ListQuery& ListQuery::atMost(int items)
{
    return with(QStringLiteral("limit"), items);
}

ListQuery& ListQuery::withoutCount()
{
    return with(QStringLiteral("count"), QStringLiteral("none"));
}

ListQuery& ListQuery::including(const QString& what)
{
    return with(QStringLiteral("include"), what);
}

ListQuery& ListQuery::with(const QString& name, const QJsonValue& value)
{
    const auto text = value.toString();
    m_others.append({name, value.isString() && !looksLikeJson(text) ? text : jsonOf(value)});
    return *this;
}

ParameterList ListQuery::parameters() const
{
    ParameterList all;
    if (!m_filters.isEmpty())
        all.append({QStringLiteral("filters"), compact(m_filters)});
    if (!m_select.isEmpty())
        all.append({QStringLiteral("select"), compact(m_select)});
    if (!m_order.isEmpty())
        all.append({QStringLiteral("order"), compact(m_order)});
    all.append(m_others);
    return all;
}

HttpRequest requestFor(const QString& path, const ListQuery& query)
{
    HttpRequest request;
    request.target = path;
    request.query = query.parameters();
    auto encoded = encodedParameters(request.query);
    if (encoded.size() <= longestQuery)
        return request;
    request.method = "POST";
    request.query.clear();
    request.body = std::move(encoded);
    request.contentType = "application/x-www-form-urlencoded";
    request.headers.emplaceBack("X-Http-Method-Override", "GET");
    return request;
}

} // namespace arv
