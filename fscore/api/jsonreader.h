// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"

#include <QJsonValue>
#include <QStringList>

namespace arv {

// Reads one JSON object and remembers the first key whose value has a wrong type, so that a record
// is read in one go and asked for its error once. Missing keys and null give empty values. Any
// thread.
class JsonReader
{
public:
    // what: the name of the thing for the error text, for example "collection".
    JsonReader(QJsonObject object, QString what)
        : m_object(std::move(object))
        , m_what(std::move(what))
    { }

    [[nodiscard]] QString text(const char* key);
    [[nodiscard]] bool flag(const char* key);
    [[nodiscard]] std::int64_t number(const char* key, std::int64_t otherwise = 0); // 0 or more
    [[nodiscard]] Timestamp time(const char* key);
    [[nodiscard]] QJsonObject object(const char* key);
    [[nodiscard]] QJsonArray list(const char* key); // must be there
    [[nodiscard]] Uuid uuid(const char* key); // of the usual form; must be there

    // Refuses the record for a reason of the caller's.
    void refuse(const char* key, const QString& expected);

    // The record if nothing was wrong with what has been read.
    template <class T>
    [[nodiscard]] Result<T> finish(T record) const
    {
        if (!m_complaint.isEmpty())
            return Error{Errc::BadReply, m_complaint};
        return record;
    }

    [[nodiscard]] const QJsonObject& whole() const { return m_object; }

private:
    [[nodiscard]] QJsonValue value(const char* key, QJsonValue::Type type, const char* expected);

    QJsonObject m_object;
    QString m_what;
    QString m_complaint;
};

} // namespace arv
