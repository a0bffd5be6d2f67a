// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/fakedesk.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtTest>

#include <ctime>

namespace arv::test {

// Accounts, items and pages for tests of the project tree.

inline Desk::Account signedInAccount(const QString& id, const QString& name)
{
    Desk::Account account;
    account.settings.id = id;
    account.settings.name = name;
    account.snapshot.state = AccountSnapshot::State::SignedIn;
    account.snapshot.userUuid = QStringLiteral("zzzzz-tpzed-00000000000%1").arg(id, 4, u'0');
    account.snapshot.workbenchUrl = QStringLiteral("https://workbench.example.org");
    return account;
}

inline ProjectItem item(ProjectItem::Kind kind, const QString& name, int number)
{
    using Kind = ProjectItem::Kind;
    const auto infix = kind == Kind::Collection ? QStringLiteral("4zz18")
        : kind == Kind::User                    ? QStringLiteral("tpzed")
                                                : QStringLiteral("j7d0g");
    ProjectItem made;
    made.kind = kind;
    made.uuid = QStringLiteral("zzzzz-%1-%2").arg(infix).arg(number, 15, 10, QLatin1Char('0'));
    made.name = name;
    made.fileName = name;
    made.modified = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC).addSecs(61LL * number);
    if (kind == Kind::Collection) {
        made.portableDataHash =
            QStringLiteral("%1+%2").arg(number, 32, 16, QLatin1Char('f')).arg(54);
        made.fileCount = number % 9;
        made.totalSize = std::int64_t{number} * 1000;
    } else {
        made.canWrite = true;
    }
    return made;
}

inline ProjectItem project(const QString& name, int number)
{
    return item(ProjectItem::Kind::Project, name, number);
}

inline ProjectItem collection(const QString& name, int number)
{
    return item(ProjectItem::Kind::Collection, name, number);
}

inline ProjectPage pageOf(const QList<ProjectItem>& items, const QString& next = {})
{
    ProjectPage page;
    page.items = items;
    page.next = next;
    return page;
}

inline ProjectPage failedPage(const QString& error)
{
    ProjectPage page;
    page.error = error;
    return page;
}

// Home of `count` collections in pages of `pageSize`, in another order than they are shown in;
// everything else is empty.
inline std::function<ProjectPage(const QString&, const ProjectQuery&)> bigHome(int count,
                                                                               int pageSize)
{
    return [count, pageSize](const QString&, const ProjectQuery& query) {
        if (query.place != ProjectQuery::Place::Home)
            return ProjectPage();
        const int from = query.cursor.toInt();
        ProjectPage page;
        for (int i = from; i < qMin(count, from + pageSize); ++i)
            page.items += collection(QStringLiteral("sample %1 of run").arg(i * 7919 % count), i);
        if (from + pageSize < count)
            page.next = QString::number(from + pageSize);
        return page;
    };
}

inline QModelIndex rowNamed(const QAbstractItemModel& model, const QModelIndex& parent,
                            const QString& name)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const auto index = model.index(row, 0, parent);
        if (index.data().toString() == name)
            return index;
    }
    return {};
}

inline QStringList namesBelow(const QAbstractItemModel& model, const QModelIndex& parent)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row)
        names += model.index(row, 0, parent).data().toString();
    return names;
}

// The longest turn of the event loop while this lived: by the clock, which a busy machine makes
// longer, and in time of the processor.
class StallMeter : public QObject
{
public:
    StallMeter()
    {
        m_timer.setInterval(0);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const auto used = processorTime();
            m_longest = qMax(m_longest, m_since.nsecsElapsed());
            m_longestUsed = qMax(m_longestUsed, used - m_usedBefore);
            m_usedBefore = used;
            m_since.restart();
        });
        m_since.start();
        m_timer.start();
    }
    QString longest() const
    {
        return QStringLiteral("%1 ms (%2 ms of the processor)")
            .arg(static_cast<double>(m_longest) / 1e6, 0, 'f', 1)
            .arg(static_cast<double>(m_longestUsed) / 1e6, 0, 'f', 1);
    }

private:
    static qint64 processorTime() // ns, of this thread
    {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return qint64{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
    }

    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_usedBefore = processorTime();
    qint64 m_longest = 0;
    qint64 m_longestUsed = 0;
};

} // namespace arv::test
