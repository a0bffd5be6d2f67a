// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QStringList>

#include <functional>

namespace arv::test {

// A desk without mounts, network or keychain: tests put values in and see what was asked for.
class FakeDesk : public Desk
{
public:
    QList<Account> accountList;
    QList<Mount> mountList;
    QStringList asked; // "verb argument", in order
    std::optional<Found> found;
    Preferences chosen;
    QList<LogLine> lines;
    Result<QString> saveAnswer{QStringLiteral("m1")};
    DataSnapshot dataNow;
    int dataWatchers = 0;
    MountSettings savedMount;
    AccountSettings savedAccount;
    QString savedToken;
    // What fetchPage answers with, from the event loop; empty: the test emits pageArrived itself.
    std::function<ProjectPage(const QString& accountId, const ProjectQuery&)> pages;
    QList<ProjectQuery> queries;

    QList<Account> accounts() const override { return accountList; }
    QList<Mount> mounts() const override { return mountList; }
    std::optional<Account> account(const QString& id) const override
    {
        for (const auto& each : accountList) {
            if (each.settings.id == id)
                return each;
        }
        return std::nullopt;
    }
    std::optional<Mount> mount(const QString& id) const override
    {
        for (const auto& each : mountList) {
            if (each.settings.id == id)
                return each;
        }
        return std::nullopt;
    }

    void tryAccount(const AccountSettings& settings, const QString& token) override
    {
        savedAccount = settings;
        savedToken = token;
        asked += QStringLiteral("tryAccount ") + settings.host;
    }
    void endTrial() override { asked += QStringLiteral("endTrial"); }
    QString saveAccount(const AccountSettings& settings, const QString& token) override
    {
        savedAccount = settings;
        savedToken = token;
        asked += QStringLiteral("saveAccount ") + settings.host;
        return settings.id.isEmpty() ? QStringLiteral("a1") : settings.id;
    }
    void changeAccount(const AccountSettings& settings) override
    {
        savedAccount = settings;
        asked += QStringLiteral("changeAccount ") + settings.id;
    }
    void renewToken(const QString& id, const QString& token, bool sessionOnly) override
    {
        savedToken = token;
        asked += QStringLiteral("renewToken %1 %2").arg(id).arg(sessionOnly);
    }
    void askKeychainAgain(const QString& id) override
    {
        asked += QStringLiteral("askKeychainAgain ") + id;
    }
    void removeAccount(const QString& id) override
    {
        asked += QStringLiteral("removeAccount ") + id;
    }
    std::optional<Found> configuredElsewhere() const override { return found; }

    QString filtersProblem(const QString& filters) const override
    {
        return filters.contains(QLatin1String("wrong")) ? QStringLiteral("These are no filters.")
                                                        : QString();
    }
    Result<QString> saveMount(const MountSettings& settings) override
    {
        savedMount = settings;
        asked += QStringLiteral("saveMount ") + settings.name;
        return saveAnswer;
    }
    void removeMount(const QString& id) override { asked += QStringLiteral("removeMount ") + id; }
    void startMount(const QString& id) override { asked += QStringLiteral("startMount ") + id; }
    void stopMount(const QString& id) override { asked += QStringLiteral("stopMount ") + id; }
    void stayMounted(const QString& id) override { asked += QStringLiteral("stayMounted ") + id; }
    void detachMount(const QString& id) override { asked += QStringLiteral("detachMount ") + id; }
    void setCacheCap(const QString& id, std::uint64_t bytes) override
    {
        asked += QStringLiteral("setCacheCap %1 %2").arg(id).arg(bytes);
    }
    void watchFigures(bool watched) override
    {
        asked += QStringLiteral("watchFigures %1").arg(watched);
    }
    QString proposedDirectory(const QString& name) const override
    {
        return QStringLiteral("/home/someone/Arvados/") + name;
    }

    std::uint64_t fetchPage(const QString& accountId, const ProjectQuery& query) override
    {
        queries += query;
        const auto ticket = ++m_tickets;
        if (pages)
            QMetaObject::invokeMethod(
                this,
                [this, ticket, page = pages(accountId, query)] {
                    Q_EMIT pageArrived(ticket, page);
                },
                Qt::QueuedConnection);
        return ticket;
    }
    void giveUpPage(std::uint64_t ticket) override
    {
        asked += QStringLiteral("giveUpPage %1").arg(ticket);
    }

    DataSnapshot data() const override { return dataNow; }
    void watchData(bool watched) override { dataWatchers += watched ? 1 : -1; }
    void setPaused(bool paused) override
    {
        asked += QStringLiteral("setPaused %1").arg(paused);
        dataNow.transfers.isPaused = paused;
        Q_EMIT dataChanged();
    }
    void setBandwidthLimit(std::uint64_t bytesPerSecond) override
    {
        asked += QStringLiteral("setBandwidthLimit %1").arg(bytesPerSecond);
        dataNow.transfers.limit = bytesPerSecond;
        chosen.data.bandwidth = bytesPerSecond;
        Q_EMIT dataChanged();
        Q_EMIT preferencesChanged();
    }
    void clearBlockCache() override { asked += QStringLiteral("clearBlockCache"); }
    void clearBlockCacheOf(const QString& accountId, const QString& collection) override
    {
        asked += QStringLiteral("clearBlockCacheOf %1 %2").arg(accountId, collection);
    }
    QString cacheFolderProblem(const QString& folder) const override
    {
        return folder.startsWith(QLatin1Char('/')) || folder.isEmpty()
            ? QString()
            : QStringLiteral("This is no folder.");
    }

    void openFolder(const QString& path) override { asked += QStringLiteral("openFolder ") + path; }
    void openLink(const QString& url) override { asked += QStringLiteral("openLink ") + url; }
    Preferences preferences() const override { return chosen; }
    void setPreferences(const Preferences& preferences) override
    {
        chosen = preferences;
        asked += QStringLiteral("setPreferences");
        Q_EMIT preferencesChanged();
    }
    QList<LogLine> logLines() const override { return lines; }
    void setLogDetail(bool everything) override
    {
        asked += QStringLiteral("setLogDetail %1").arg(everything);
    }
    void quit() override { asked += QStringLiteral("quit"); }

private:
    std::uint64_t m_tickets = 0;
};

} // namespace arv::test
