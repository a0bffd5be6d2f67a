// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLoggingCategory>
#include <QMutex>
#include <QString>

namespace arv::test {

// Everything that is logged while it lives, all categories at their loudest. One at a time.
class LogRecord
{
public:
    LogRecord()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("*=true"));
        text().clear();
        m_before = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext& context, const QString& message) {
                const QMutexLocker lock(&mutex());
                text() += QString::fromLatin1(context.category) + u' ' + message + u'\n';
            });
    }
    ~LogRecord()
    {
        qInstallMessageHandler(m_before);
        QLoggingCategory::setFilterRules({});
    }
    LogRecord(const LogRecord&) = delete;
    LogRecord& operator=(const LogRecord&) = delete;

    [[nodiscard]] QString all() const
    {
        const QMutexLocker lock(&mutex());
        return text();
    }

private:
    static QString& text()
    {
        static QString collected;
        return collected;
    }
    static QMutex& mutex()
    {
        static QMutex guard;
        return guard;
    }

    QtMessageHandler m_before = nullptr;
};

} // namespace arv::test
