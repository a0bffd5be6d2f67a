// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace arv {

// Warns 7 days, 1 day and 1 hour before a token ends, each once while the program runs; one that is
// already closer when it is first seen is warned of at once. UI thread; sleeps between warnings.
class ExpiryWatch : public QObject
{
    Q_OBJECT

public:
    explicit ExpiryWatch(QObject* parent = nullptr);

    // The token of this account ends then; none: it does not, or the account is gone.
    void follow(const QString& accountId, const std::optional<QDateTime>& expires);

    // How many of the warnings are due at a time: 0 to 3, and how long until one more is. Pure.
    struct Due
    {
        int warnings = 0;
        std::optional<std::chrono::milliseconds> next;
    };
    [[nodiscard]] static Due dueAt(const QDateTime& now, const QDateTime& expires);

Q_SIGNALS:
    void soonOver(const QString& accountId, const QDateTime& expires);

private:
    struct Followed
    {
        QDateTime expires;
        int warned = 0;
    };
    void look();

    QHash<QString, Followed> m_followed;
    QTimer m_timer;
};

} // namespace arv
