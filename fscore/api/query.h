// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpmessage.h"

#include <QJsonArray>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace arv {

// One condition of a list: attribute, operator, operand.
class Filter
{
public:
    Filter(QString attribute, QString op, QJsonValue operand)
        : m_attribute(std::move(attribute))
        , m_op(std::move(op))
        , m_operand(std::move(operand))
    { }
    [[nodiscard]] QJsonArray toJson() const { return {m_attribute, m_op, m_operand}; }

private:
    QString m_attribute;
    QString m_op;
    QJsonValue m_operand;
};

// What is asked of a list or get. A value, with a constructor on purpose: g++ 12 miscompiles
// unnamed aggregates beside co_await. Any thread.
class ListQuery
{
public:
    ListQuery() { }

    // All filters must hold.
    ListQuery& where(const QString& attribute, const QString& op, const QJsonValue& operand);
    ListQuery& where(const Filter& filter);
    // One in the protocol's own form: a list of three, or a text with an expression.
    ListQuery& whereJson(const QJsonValue& filter);
    ListQuery& orderedBy(const QString& key); // "uuid asc"; select what you order by
    ListQuery& selecting(const QStringList& attributes);
    ListQuery& atMost(int items);
    ListQuery& withoutCount(); // much faster: no items_available
    ListQuery& including(const QString& what);
    // Any other parameter. Texts that the server would take for JSON are quoted.
    ListQuery& with(const QString& name, const QJsonValue& value);

    [[nodiscard]] ParameterList parameters() const;

private:
    QJsonArray m_filters;
    QJsonArray m_order;
    QJsonArray m_select;
    ParameterList m_others;
};

// The request for a query: GET, or for a long one POST with the method in a header and the query as
// a form, since proxies bound the length of URLs.
[[nodiscard]] HttpRequest requestFor(const QString& path, const ListQuery& query);

} // namespace arv
