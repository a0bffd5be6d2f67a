// SPDX-License-Identifier: Apache-2.0
#include "drive.h"

#include "base/visibletext.h"
#include "blockstorefeed.h"
#include "cachefolder.h"
#include "environmentproxy.h"
#include "mount/accountcontroller.h"

#include <QUrl>
#include <QUuid>

#include <algorithm>

namespace arv {

namespace {

constexpr char demoId[] = "demo";

BlockCacheSettings blockCache(BlockCacheSettings settings)
{
    settings.folder = blockCacheFolder(settings.folder, QProcessEnvironment::systemEnvironment());
    return settings;
}

} // namespace

Drive::Drive(Settings& settings, std::optional<Found> elsewhere, QObject* parent)
    : Desk(parent)
    , m_settings(settings)
    , m_elsewhere(std::move(elsewhere))
    , m_log([this](const LogLine& line) { Q_EMIT logged(line); })
    , m_loaded(settings.load())
    , m_shared(blockCache(settings.values.preferences.data.cache))
    , m_data(std::make_unique<BlockStoreFeed>(m_shared))
{
    connectData();
    connect(&m_secrets, &SecretStore::serviceChanged, this, [this] {
        for (const auto& account : m_roster.accounts())
            account->keychainChanged();
    });
    connect(&m_fileManager, &FileManager::complained, this, &Desk::complained);
}

Drive::~Drive() = default;

void Drive::begin(bool atLogin)
{
    m_data->setLimit(preferences().data.bandwidth);
    for (const auto& settings : std::as_const(m_settings.values.accounts))
        addAccount(settings);
    for (const auto& settings : std::as_const(m_settings.values.mounts)) {
        if (auto* account = m_roster.account(settings.accountId))
            addMount(settings, *account);
    }
    Q_EMIT accountsChanged();
    Q_EMIT mountsChanged();
    for (const auto& account : m_roster.accounts())
        account->loadToken();
    for (const auto& mount : m_roster.mounts()) {
        if (mount->settings().mounted || (atLogin && mount->settings().atLogin))
            mount->start(); // cleans its place itself: a second broom might sweep the new mount
        else
            mount->controller().detachIfDead(mount->settings().directory);
    }
}

DriveAccount& Drive::addAccount(const AccountSettings& settings)
{
    auto& account = m_roster.add(settings);
    const auto id = settings.id;
    connect(&account, &DriveAccount::changed, this, [this, id] { Q_EMIT accountChanged(id); });
    connect(&account, &DriveAccount::settingsLearnt, this, [this] { store(); });
    connect(
        &account.controller(), &AccountController::pageArrived, this,
        [this, id](std::uint64_t ticket, const ProjectPage& page) { passPage(id, ticket, page); });
    return account;
}

DriveMount& Drive::addMount(const MountSettings& settings, DriveAccount& account)
{
    auto& mount = m_roster.add(settings, account);
    const auto id = settings.id;
    connect(&mount, &DriveMount::changed, this, [this, id] { Q_EMIT mountChanged(id); });
    connect(&mount, &DriveMount::wishChanged, this, [this] { store(); });
    connect(&mount, &DriveMount::stopped, this, [this, &mount] { mountStopped(mount); });
    mount.controller().watchFigures(m_watched);
    return mount;
}

// The demo's are made anew by each demo.
void Drive::store()
{
    m_settings.values.accounts.clear();
    m_settings.values.mounts.clear();
    for (const auto& account : m_roster.accounts()) {
        if (account->settings().id != QLatin1String(demoId))
            m_settings.values.accounts += account->settings();
    }
    for (const auto& mount : m_roster.mounts()) {
        if (mount->settings().accountId != QLatin1String(demoId))
            m_settings.values.mounts += mount->settings();
    }
    save();
}

void Drive::save()
{
    if (const auto saved = m_settings.save(); !saved)
        Q_EMIT complained(saved.error().text);
}

QList<Desk::Account> Drive::accounts() const
{
    QList<Desk::Account> rows;
    for (const auto& account : m_roster.accounts())
        rows += account->row();
    return rows;
}

QList<Desk::Mount> Drive::mounts() const
{
    QList<Mount> rows;
    for (const auto& mount : m_roster.mounts())
        rows += mount->row();
    return rows;
}

std::optional<Desk::Account> Drive::account(const QString& id) const
{
    const auto* found = m_roster.account(id);
    return found ? std::optional(found->row()) : std::nullopt;
}

std::optional<Desk::Mount> Drive::mount(const QString& id) const
{
    const auto* found = m_roster.mount(id);
    return found ? std::optional(found->row()) : std::nullopt;
}

void Drive::tryAccount(const AccountSettings& settings, const QString& token)
{
    endTrial();
    m_trial = std::make_unique<AccountController>();
    connect(m_trial.get(), &AccountController::changed, this, &Desk::tried);
    m_trial->open(connectable(settings), token);
}

// It may be one of its own signals that ends it.
void Drive::endTrial()
{
    if (!m_trial)
        return;
    m_trial->disconnect(this);
    m_trial.release()->deleteLater();
}

QString Drive::saveAccount(const AccountSettings& settings, const QString& token)
{
    endTrial();
    auto stored = settings;
    auto* account = m_roster.account(settings.id);
    if (!account) {
        stored.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        account = &addAccount(stored);
        Q_EMIT accountsChanged();
    } else {
        account->change(stored);
    }
    account->keepToken(token, stored.sessionOnly);
    store();
    return stored.id;
}

void Drive::changeAccount(const AccountSettings& settings)
{
    if (auto* account = m_roster.account(settings.id)) {
        account->change(settings);
        store();
    }
}

void Drive::renewToken(const QString& accountId, const QString& token, bool sessionOnly)
{
    if (auto* account = m_roster.account(accountId))
        account->renewToken(token, sessionOnly);
}

void Drive::askKeychainAgain(const QString& accountId)
{
    if (auto* account = m_roster.account(accountId))
        account->askKeychainAgain();
}

void Drive::removeAccount(const QString& accountId)
{
    if (!m_roster.account(accountId))
        return;
    m_leavingAccounts += accountId;
    for (const auto& id : m_roster.mountsOf(accountId))
        removeMount(id);
    dropAccountIfFree(accountId);
}

void Drive::dropAccountIfFree(const QString& accountId)
{
    auto* account = m_roster.account(accountId);
    if (!account || !m_leavingAccounts.contains(accountId)
        || !m_roster.mountsOf(accountId).isEmpty())
        return;
    m_leavingAccounts.removeAll(accountId);
    removeToken(account->settings());
    m_roster.remove(*account);
    m_pages.forgetAccount(accountId);
    store();
    Q_EMIT accountsChanged();
}

void Drive::removeToken(const AccountSettings& account)
{
    m_secrets.remove(account.id, [this, name = account.name](const SecretOutcome& outcome) {
        using State = SecretOutcome::State;
        if (outcome.state != State::Ok && outcome.state != State::NotFound)
            Q_EMIT complained(tr("The token of %1 may still be in the keychain: %2")
                                  .arg(visibleText(name, 100), outcome.text));
    });
}

std::uint64_t Drive::fetchPage(const QString& accountId, const ProjectQuery& query)
{
    const auto ticket = m_pages.next();
    if (auto* account = m_roster.account(accountId))
        m_pages.put(ticket, {accountId, account->controller().fetchPage(query)});
    return ticket;
}

void Drive::giveUpPage(std::uint64_t ticket)
{
    const auto asked = m_pages.take(ticket);
    if (auto* account = asked ? m_roster.account(asked->accountId) : nullptr)
        account->controller().giveUp(asked->ticket);
}

void Drive::passPage(const QString& accountId, std::uint64_t ticket, const ProjectPage& page)
{
    if (const auto ours = m_pages.takeOurs(accountId, ticket))
        Q_EMIT pageArrived(*ours, page);
}

void Drive::openFolder(const QString& path)
{
    m_fileManager.showFolder(path);
}

void Drive::openLink(const QString& url)
{
    const QUrl link(url, QUrl::StrictMode);
    if (link.scheme() == QStringLiteral("https") || link.scheme() == QStringLiteral("http"))
        m_fileManager.openLink(link);
    else
        Q_EMIT complained(tr("%1 is no link that can be opened.").arg(visibleText(url, 200)));
}

Preferences Drive::preferences() const
{
    return m_settings.values.preferences;
}

void Drive::setPreferences(const Preferences& preferences)
{
    const auto before = std::exchange(m_settings.values.preferences, preferences);
    save();
    if (before.data.bandwidth != preferences.data.bandwidth)
        m_data->setLimit(preferences.data.bandwidth);
    Q_EMIT preferencesChanged();
}

// A mount that is wanted at login needs the program there.
void Drive::startAtLogin()
{
    auto changed = preferences();
    changed.startAtLogin = true;
    if (changed != preferences())
        setPreferences(changed);
}

void Drive::setLogDetail(bool everything)
{
    arv::setLogDetail(everything);
}

void Drive::quit()
{
    if (std::exchange(m_quitting, true))
        return;
    Q_EMIT quitting();
    for (const auto& mount : m_roster.mounts())
        mount->endWithProgram(false);
    endIfNothingIsLeft();
}

void Drive::endNow()
{
    m_quitting = true;
    Q_EMIT quitting();
    for (const auto& mount : m_roster.mounts())
        mount->endWithProgram(true);
    endIfNothingIsLeft();
}

void Drive::endIfNothingIsLeft()
{
    if (m_quitting && m_roster.isAllStopped())
        QMetaObject::invokeMethod(this, &Drive::ended, Qt::QueuedConnection);
}

void Drive::showDemo(const AccountSettings& given, const QString& token)
{
    auto settings = given;
    settings.id = QLatin1String(demoId);
    settings.sessionOnly = true;
    auto* account = m_roster.account(settings.id);
    if (!account)
        account = &addAccount(settings);
    else
        account->change(settings);
    Q_EMIT accountsChanged();
    account->keepToken(token, true);
    auto* mount = m_roster.mount(settings.id);
    if (!mount) {
        MountSettings made;
        made.id = settings.id;
        made.accountId = settings.id;
        made.name = settings.name;
        made.directory = proposedDirectory(settings.name);
        mount = &addMount(made, *account);
        Q_EMIT mountsChanged();
    }
    mount->start();
}

} // namespace arv
