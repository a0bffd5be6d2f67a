// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datafeed.h"
#include "desk.h"
#include "filemanager.h"
#include "logfeed.h"
#include "mount/sharedservices.h"
#include "pagerelay.h"
#include "roster.h"
#include "secretstore.h"
#include "settings.h"

#include <memory>

namespace arv {

// The running program behind its window: accounts with their tokens, mounts, settings, and what
// happens to them in which order. UI thread; needs a Mailbox there. Nothing waits: mounts end in
// their threads, and ended() comes when the last has.
class Drive : public Desk
{
    Q_OBJECT

public:
    // Loads the settings. elsewhere: what Arvados' own tools are configured with.
    Drive(Settings& settings, std::optional<Found> elsewhere, QObject* parent = nullptr);
    ~Drive() override;

    // How loading the settings went.
    [[nodiscard]] const Result<void>& loaded() const { return m_loaded; }

    // Mounts what was mounted, or is wanted at login, and asks the keychain for the tokens.
    void begin(bool atLogin);
    // The account of a demo cluster, which is not stored, with a mount of its own.
    void showDemo(const AccountSettings& account, const QString& token);
    // As quit(), but programs that hold mounts are not waited for: the session ends.
    void endNow();

    [[nodiscard]] QList<Desk::Account> accounts() const override;
    [[nodiscard]] QList<Mount> mounts() const override;
    [[nodiscard]] std::optional<Desk::Account> account(const QString& id) const override;
    [[nodiscard]] std::optional<Mount> mount(const QString& id) const override;
    void tryAccount(const AccountSettings& settings, const QString& token) override;
    void endTrial() override;
    QString saveAccount(const AccountSettings& settings, const QString& token) override;
    void changeAccount(const AccountSettings& settings) override;
    void renewToken(const QString& accountId, const QString& token, bool sessionOnly) override;
    void askKeychainAgain(const QString& accountId) override;
    void removeAccount(const QString& accountId) override;
    [[nodiscard]] std::optional<Found> configuredElsewhere() const override { return m_elsewhere; }
    [[nodiscard]] QString filtersProblem(const QString& filters) const override;
    [[nodiscard]] Result<QString> saveMount(const MountSettings& settings) override;
    void removeMount(const QString& id) override;
    void startMount(const QString& id) override;
    void stopMount(const QString& id) override;
    void stayMounted(const QString& id) override;
    void detachMount(const QString& id) override;
    void setCacheCap(const QString& id, std::uint64_t bytes) override;
    void watchFigures(bool watched) override;
    [[nodiscard]] QString proposedDirectory(const QString& name) const override;
    std::uint64_t fetchPage(const QString& accountId, const ProjectQuery& query) override;
    void giveUpPage(std::uint64_t ticket) override;
    [[nodiscard]] DataSnapshot data() const override;
    void watchData(bool watched) override;
    void setPaused(bool paused) override;
    void setBandwidthLimit(std::uint64_t bytesPerSecond) override;
    void clearBlockCache() override;
    void clearBlockCacheOf(const QString& accountId, const QString& collection) override;
    [[nodiscard]] QString cacheFolderProblem(const QString& folder) const override;
    void openFolder(const QString& path) override;
    void openLink(const QString& url) override;
    [[nodiscard]] Preferences preferences() const override;
    void setPreferences(const Preferences& preferences) override;
    [[nodiscard]] QList<LogLine> logLines() const override { return m_log.lines(); }
    void setLogDetail(bool everything) override;
    void quit() override;

Q_SIGNALS:
    void ended(); // the last mount is gone; the program may go

private:
    DriveAccount& addAccount(const AccountSettings& settings);
    DriveMount& addMount(const MountSettings& settings, DriveAccount& account);
    void passPage(const QString& accountId, std::uint64_t ticket, const ProjectPage& page);
    void mountStopped(DriveMount& mount);
    void dropMount(DriveMount& mount);
    void dropAccountIfFree(const QString& accountId);
    void removeToken(const AccountSettings& account);
    void endIfNothingIsLeft();
    void startAtLogin();
    void connectData();
    [[nodiscard]] QString cacheFolder() const;
    void store();
    void save();

    Settings& m_settings;
    std::optional<Found> m_elsewhere;
    LogFeed m_log;
    Result<void> m_loaded; // before what the settings are needed for
    SharedServices m_shared;
    std::unique_ptr<DataFeed> m_data; // of m_shared
    SecretStore m_secrets;
    FileManager m_fileManager;
    Roster m_roster{m_shared, m_secrets};
    std::unique_ptr<AccountController> m_trial;
    QStringList m_leavingMounts; // removed when they have stopped
    QStringList m_leavingAccounts; // removed when their mounts are
    PageRelay m_pages;
    bool m_watched = false;
    int m_dataWatchers = 0;
    bool m_quitting = false;
};

} // namespace arv
