// SPDX-License-Identifier: Apache-2.0
#include "api/userfilters.h"

#include "api/query.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace arv {

namespace {

// The table that an attribute names ("groups.name"), or nothing. "properties.type" names none.
QString tableOf(const QJsonValue& filter)
{
    static const QStringList tables{QStringLiteral("groups"), QStringLiteral("collections"),
                                    QStringLiteral("links"), QStringLiteral("users")};
    const auto attribute = filter.toArray().at(0).toString();
    const auto table = attribute.section(u'.', 0, 0);
    return attribute.contains(u'.') && tables.contains(table) ? table : QString();
}

QString nameOf(UserFilters::Table table)
{
    switch (table) {
    case UserFilters::Table::Groups:
        return QStringLiteral("groups");
    case UserFilters::Table::Collections:
        return QStringLiteral("collections");
    case UserFilters::Table::Links:
        return QStringLiteral("links");
    case UserFilters::Table::Users:
        return QStringLiteral("users");
    }
    return {};
}

// With the table cut off.
QString attributeOf(const QJsonValue& filter)
{
    const auto attribute = filter.toArray().at(0).toString();
    return tableOf(filter).isEmpty() ? attribute : attribute.section(u'.', 1);
}

QJsonValue withoutTable(const QJsonValue& filter)
{
    auto parts = filter.toArray();
    parts[0] = attributeOf(filter);
    return parts;
}

// Two attributes and what compares them.
bool isExpression(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("\\A\\s*\\(\\s*[^\\s()<>=]+\\s*(=|<=?|>=?)\\s*[^\\s()<>=]+\\s*\\)\\s*\\z"));
    return form.match(text).hasMatch();
}

// What is wrong with an item, or nothing.
QString problemOf(const QJsonValue& item)
{
    if (item.isString())
        return isExpression(item.toString())
            ? QString()
            : QStringLiteral("a text must be an expression in brackets, such as \"(a < b)\"");
    const auto parts = item.toArray();
    if (!item.isArray() || parts.size() != 3)
        return QStringLiteral("it must be a list of attribute, operator and operand");
    if (!parts.at(0).isString() || parts.at(0).toString().isEmpty())
        return QStringLiteral("its attribute must be a text");
    if (!tableOf(item).isEmpty() && attributeOf(item).isEmpty())
        return QStringLiteral("its attribute is a table alone, such as \"groups.name\" without the "
                              "name");
    if (!parts.at(1).isString() || parts.at(1).toString().isEmpty())
        return QStringLiteral("its operator must be a text");
    return {};
}

} // namespace

Result<UserFilters> UserFilters::parse(const QByteArray& json)
{
    QJsonParseError trouble;
    const auto document = QJsonDocument::fromJson(json, &trouble);
    if (trouble.error != QJsonParseError::NoError)
        return Error{Errc::Invalid,
                     QStringLiteral("the filters are not JSON: %1").arg(trouble.errorString())};
    if (!document.isArray())
        return Error{Errc::Invalid, QStringLiteral("the filters must be a JSON list")};
    UserFilters filters;
    filters.m_filters = document.array();
    for (qsizetype i = 0; i < filters.m_filters.size(); ++i) {
        const auto problem = problemOf(filters.m_filters.at(i));
        if (!problem.isEmpty())
            return Error{Errc::Invalid,
                         QStringLiteral("filter %1 is not one: %2").arg(i + 1).arg(problem)};
    }
    return filters;
}

void UserFilters::addTo(ListQuery& query, Table table) const
{
    for (const auto& filter : m_filters) {
        const auto meant = tableOf(filter);
        if (meant.isEmpty())
            query.whereJson(filter);
        else if (meant == nameOf(table))
            query.whereJson(withoutTable(filter));
    }
}

void UserFilters::addToContents(ListQuery& query) const
{
    for (const auto& filter : m_filters) {
        const auto meant = tableOf(filter);
        if (meant != nameOf(Table::Links) && meant != nameOf(Table::Users))
            query.whereJson(filter);
    }
}

} // namespace arv
