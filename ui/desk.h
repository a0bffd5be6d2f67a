// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/log.h"
#include "base/result.h"
#include "mount/accountsettings.h"
#include "mount/accountsnapshot.h"
#include "mount/datasettings.h"
#include "mount/datasnapshot.h"
#include "mount/mountsettings.h"
#include "mount/mountsnapshot.h"
#include "mount/projectitem.h"

#include <QList>
#include <QObject>
#include <QString>

#include <optional>

namespace arv {

// Where an account's token is, and what stands in the way of it.
struct TokenSnapshot
{
    enum class State
    {
        Missing, // the keychain says that it holds none
        Waiting, // for the keychain: it may be asking the person to unlock it
        InKeychain,
        SessionOnly, // in memory until the program ends
        Locked, // the keychain is locked, and its question was dismissed
        NoService, // there is no Secret Service on this session's bus
        Failed // the keychain answered with an error, or not in time
    };
    State state = State::Missing;
    QString error; // one sentence; empty when all is well
};

// Choices that belong to no mount. A value.
struct Preferences
{
    enum class Scheme
    {
        Desktop, // as org.freedesktop.appearance says
        Light,
        Dark
    };
    Scheme scheme = Scheme::Desktop;
    bool startAtLogin = false;
    bool warnOfExpiry = true; // notifications 7 days, 1 day and 1 hour before a token ends
    bool keepRunning = true; // closing the window leaves the tray icon
    DataSettings data; // the block cache of them counts from the next start
    bool operator==(const Preferences&) const = default;
};

// What the window and the tray show and ask for: the accounts and mounts of this process, as values
// by their ids. The application implements it with controllers and keychain; tests with a fake. UI
// thread; nothing here waits: what takes time is told by a signal later. Everything returned is a
// copy.
class Desk : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    struct Account
    {
        AccountSettings settings;
        AccountSnapshot snapshot;
        TokenSnapshot token;
        bool isTrial = false; // the snapshot is about renewToken()'s token, not yet the account's
    };
    struct Mount
    {
        MountSettings settings;
        MountSnapshot snapshot;
    };
    [[nodiscard]] virtual QList<Account> accounts() const = 0;
    [[nodiscard]] virtual QList<Mount> mounts() const = 0;
    [[nodiscard]] virtual std::optional<Account> account(const QString& id) const = 0;
    [[nodiscard]] virtual std::optional<Mount> mount(const QString& id) const = 0;

    // A trial of host and token that leaves nothing behind; outcome by tried(). A new trial ends
    // the one before it.
    virtual void tryAccount(const AccountSettings& settings, const QString& token) = 0;
    virtual void endTrial() = 0;

    // Takes the account in (an empty id: a new one) and its token into the keychain, or into memory
    // if settings.sessionOnly. Returns the account's id; how the keychain took it comes by
    // accountChanged().
    virtual QString saveAccount(const AccountSettings& settings, const QString& token) = 0;
    // The same for settings alone.
    virtual void changeAccount(const AccountSettings& settings) = 0;
    // A new token for a known account: checked, stored, handed to its mounts without unmounting.
    virtual void renewToken(const QString& accountId, const QString& token, bool sessionOnly) = 0;
    // Asks the keychain once more (after it was locked, absent or slow).
    virtual void askKeychainAgain(const QString& accountId) = 0;
    // Unmounts what belongs to it, removes its token from the keychain, forgets it.
    virtual void removeAccount(const QString& accountId) = 0;
    // What settings.conf and the environment of Arvados' own tools say, if they name a host.
    struct Found
    {
        QString host;
        QString token;
        QString caFile;
        bool insecure = false;
        QString where; // for people
    };
    [[nodiscard]] virtual std::optional<Found> configuredElsewhere() const = 0;

    // What is wrong with a mount's filters as a person wrote them: one sentence; empty: nothing is.
    [[nodiscard]] virtual QString filtersProblem(const QString& filters) const = 0;
    // An empty id makes a new mount. Refused with a sentence: a directory that another mount has,
    // a relative one, filters that are none. Returns its id. A running mount is restarted if that
    // is needed.
    [[nodiscard]] virtual Result<QString> saveMount(const MountSettings& settings) = 0;
    virtual void removeMount(const QString& id) = 0; // unmounts first
    virtual void startMount(const QString& id) = 0;
    // When programs hold it: waits, with waitsForHolders in its snapshot, until stayMounted() or
    // detachMount().
    virtual void stopMount(const QString& id) = 0;
    virtual void stayMounted(const QString& id) = 0;
    virtual void detachMount(const QString& id) = 0;
    virtual void setCacheCap(const QString& id, std::uint64_t bytes) = 0; // kept, and at once
    // While anybody watches, figures come by mountChanged(), at most five times a second.
    virtual void watchFigures(bool watched) = 0;
    // A directory that is proposed for a mount of this name.
    [[nodiscard]] virtual QString proposedDirectory(const QString& name) const = 0;

    // One page of an account's tree; the answer comes by pageArrived() with the number returned,
    // unless it is given up.
    virtual std::uint64_t fetchPage(const QString& accountId, const ProjectQuery& query) = 0;
    virtual void giveUpPage(std::uint64_t ticket) = 0;

    // What all mounts read together: the block cache, and blocks on their way.
    [[nodiscard]] virtual DataSnapshot data() const = 0;
    // While anybody watches, figures come by dataChanged(), at most five times a second; otherwise
    // only when transfers are paused, go on, or get another limit. Each true needs its false.
    virtual void watchData(bool watched) = 0;
    virtual void setPaused(bool paused) = 0; // transfers of all mounts, until the program ends
    virtual void setBandwidthLimit(std::uint64_t bytesPerSecond) = 0; // kept, and at once; 0: none
    virtual void clearBlockCache() = 0;
    // Blocks of one collection, by its UUID or portable data hash; what came of it by told() or
    // complained().
    virtual void clearBlockCacheOf(const QString& accountId, const QString& collection) = 0;
    // What is wrong with a folder for the block cache: one sentence; empty: nothing is. No folder
    // is looked at.
    [[nodiscard]] virtual QString cacheFolderProblem(const QString& folder) const = 0;

    // Shows a path in the file manager: a folder, or an entry of its folder.
    virtual void openFolder(const QString& path) = 0;
    virtual void openLink(const QString& url) = 0;

    [[nodiscard]] virtual Preferences preferences() const = 0;
    virtual void setPreferences(const Preferences& preferences) = 0;
    // Log lines so far (bounded), oldest first, and whether debug lines are wanted.
    [[nodiscard]] virtual QList<LogLine> logLines() const = 0;
    virtual void setLogDetail(bool everything) = 0;

    // Ends the program: unmounts everything first, the loop going on meanwhile.
    virtual void quit() = 0;

Q_SIGNALS:
    void accountsChanged(); // one came or went
    void accountChanged(const QString& id);
    void mountsChanged(); // one came or went
    void mountChanged(const QString& id);
    void tried(const arv::AccountSnapshot& outcome); // also while it is Checking
    void pageArrived(std::uint64_t ticket, const arv::ProjectPage& page);
    void dataChanged();
    void preferencesChanged();
    void logged(const arv::LogLine& line);
    void told(const QString& sentence); // what came of something asked for
    void complained(const QString& sentence); // something asked for could not be done
    void quitting(); // mounts are being unmounted before the end
};

} // namespace arv
