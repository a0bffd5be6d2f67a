// SPDX-License-Identifier: Apache-2.0
#include "expirywatch.h"

#include <array>

namespace arv {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr std::array<milliseconds, 3> warnings{7 * 24h, 24h, 1h};
// The clock may be set, the machine may sleep: look again at least so often.
constexpr milliseconds longestSleep = 12h;

} // namespace

ExpiryWatch::ExpiryWatch(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ExpiryWatch::look);
}

ExpiryWatch::Due ExpiryWatch::dueAt(const QDateTime& now, const QDateTime& expires)
{
    const milliseconds left(now.msecsTo(expires));
    Due due;
    for (const auto warning : warnings) {
        if (left <= warning)
            ++due.warnings;
        else if (!due.next)
            due.next = left - warning;
    }
    return due;
}

void ExpiryWatch::follow(const QString& accountId, const std::optional<QDateTime>& expires)
{
    if (!expires || !expires->isValid()) {
        m_followed.remove(accountId);
    } else if (auto& followed = m_followed[accountId]; followed.expires != *expires) {
        followed = {*expires, 0}; // a new token has its own warnings
    }
    look();
}

void ExpiryWatch::look()
{
    const auto now = QDateTime::currentDateTimeUtc();
    std::optional<milliseconds> next;
    QList<QString> over;
    for (auto each = m_followed.begin(); each != m_followed.end(); ++each) {
        const auto due = dueAt(now, each->expires);
        if (due.next)
            next = std::min(next.value_or(longestSleep), *due.next);
        if (due.warnings > std::exchange(each->warned, due.warnings))
            over += each.key();
    }
    m_timer.stop();
    if (next)
        m_timer.start(std::min(*next, longestSleep) + 1s);
    for (const auto& accountId : std::as_const(over))
        Q_EMIT soonOver(accountId, m_followed.value(accountId).expires);
}

} // namespace arv
