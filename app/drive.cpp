// SPDX-License-Identifier: Apache-2.0
#include "drive.h"

#include "base/visibletext.h"
#include "mount/accountcontroller.h"
#include "mountplaces.h"

#include <QDir>
#include <QUrl>
#include <QUuid>

#include <algorithm>

namespace arv {

namespace {

constexpr char demoId[] = "demo";

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

Drive::Drive(Settings& settings, std::optional<Found> elsewhere, QObject* parent)
    : Desk(parent)
    , m_settings(settings)
    , m_elsewhere(std::move(elsewhere))
    , m_log([this](const LogLine& line) { Q_EMIT logged(line); })
{
    connect(&m_secrets, &SecretStore::serviceChanged, this, [this] {
        for (const auto& account : m_accounts)
            account->loadToken();
    });
    connect(&m_fileManager, &FileManager::complained, this, &Desk::complained);
}

Drive::~Drive() = default;

void Drive::begin(bool atLogin)
{
    for (const auto& settings : m_settings.accounts())
        addAccount(settings);
    for (const auto& settings : m_settings.mounts()) {
        if (auto* account = findAccount(settings.accountId))
            addMount(settings, *account);
    }
    Q_EMIT accountsChanged();
    Q_EMIT mountsChanged();
    cleanStaleMounts();
    for (const auto& account : m_accounts)
        account->loadToken();
    for (const auto& mount : m_mounts) {
        if (mount->settings().mounted || (atLogin && mount->settings().atLogin))
            mount->start();
    }
}

// Also of mounts that are not started now.
void Drive::cleanStaleMounts()
{
    for (const auto& mount : m_mounts)
        mount->controller().detachIfDead(mount->settings().directory);
}

arv::Account& Drive::addAccount(const AccountSettings& settings)
{
    auto made = std::make_unique<arv::Account>(settings, m_shared, m_secrets);
    auto& account = *made;
    m_accounts.push_back(std::move(made));
    const auto id = settings.id;
    connect(&account, &arv::Account::changed, this, [this, id] { Q_EMIT accountChanged(id); });
    connect(&account, &arv::Account::settingsLearnt, this, [this] { store(); });
    connect(&account.controller(), &AccountController::pageArrived, this,
            [this, id](std::uint64_t ticket, const ProjectPage& page) {
                passPage(id, ticket, page);
            });
    return account;
}

DriveMount& Drive::addMount(const MountSettings& settings, arv::Account& account)
{
    auto made = std::make_unique<DriveMount>(settings, account, m_shared);
    auto& mount = *made;
    m_mounts.push_back(std::move(made));
    const auto id = settings.id;
    connect(&mount, &DriveMount::changed, this, [this, id] { Q_EMIT mountChanged(id); });
    connect(&mount, &DriveMount::wishChanged, this, [this] { store(); });
    connect(&mount, &DriveMount::stopped, this, [this, &mount] { mountStopped(mount); });
    mount.controller().watchFigures(m_watched);
    return mount;
}

arv::Account* Drive::findAccount(const QString& id) const
{
    for (const auto& account : m_accounts) {
        if (account->settings().id == id)
            return account.get();
    }
    return nullptr;
}

DriveMount* Drive::findMount(const QString& id) const
{
    for (const auto& mount : m_mounts) {
        if (mount->settings().id == id)
            return mount.get();
    }
    return nullptr;
}

void Drive::store()
{
    QList<AccountSettings> accounts;
    QList<MountSettings> mounts;
    for (const auto& account : m_accounts) {
        if (account->settings().id != QLatin1String(demoId))
            accounts += account->settings();
    }
    for (const auto& mount : m_mounts) {
        if (mount->settings().id != QLatin1String(demoId))
            mounts += mount->settings();
    }
    if (const auto stored = m_settings.store(accounts, mounts); !stored)
        Q_EMIT complained(stored.error().text);
}

QList<Desk::Account> Drive::accounts() const
{
    QList<Desk::Account> rows;
    for (const auto& account : m_accounts)
        rows += account->row();
    return rows;
}

QList<Desk::Mount> Drive::mounts() const
{
    QList<Mount> rows;
    for (const auto& mount : m_mounts)
        rows += mount->row();
    return rows;
}

std::optional<Desk::Account> Drive::account(const QString& id) const
{
    const auto* found = findAccount(id);
    return found ? std::optional(found->row()) : std::nullopt;
}

std::optional<Desk::Mount> Drive::mount(const QString& id) const
{
    const auto* found = findMount(id);
    return found ? std::optional(found->row()) : std::nullopt;
}

void Drive::tryAccount(const AccountSettings& settings, const QString& token)
{
    endTrial();
    m_trial = std::make_unique<AccountController>(m_shared);
    connect(m_trial.get(), &AccountController::changed, this, &Desk::tried);
    m_trial->open(settings, token);
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
    auto* account = findAccount(settings.id);
    if (!account) {
        stored.id = newId();
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
    if (auto* account = findAccount(settings.id)) {
        account->change(settings);
        store();
    }
}

void Drive::renewToken(const QString& accountId, const QString& token, bool sessionOnly)
{
    if (auto* account = findAccount(accountId))
        account->renewToken(token, sessionOnly);
}

void Drive::askKeychainAgain(const QString& accountId)
{
    if (auto* account = findAccount(accountId))
        account->askKeychainAgain();
}

void Drive::removeAccount(const QString& accountId)
{
    if (!findAccount(accountId))
        return;
    m_leavingAccounts += accountId;
    for (const auto& mount : std::as_const(m_mounts)) {
        if (mount->settings().accountId == accountId)
            QMetaObject::invokeMethod(
                this, [this, id = mount->settings().id] { removeMount(id); },
                Qt::QueuedConnection);
    }
    dropAccountIfFree(accountId);
}

void Drive::dropAccountIfFree(const QString& accountId)
{
    const bool isUsed = std::any_of(m_mounts.begin(), m_mounts.end(), [&](const auto& mount) {
        return mount->settings().accountId == accountId;
    });
    if (isUsed || !m_leavingAccounts.contains(accountId))
        return;
    m_leavingAccounts.removeAll(accountId);
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(), [&](const auto& account) {
        return account->settings().id == accountId;
    });
    if (found == m_accounts.end())
        return;
    (*found)->removeToken();
    found->release()->deleteLater(); // a signal of it may be on its way
    m_accounts.erase(found);
    m_pages.forgetAccount(accountId);
    store();
    Q_EMIT accountsChanged();
}

QList<MountSettings> Drive::mountSettings() const
{
    QList<MountSettings> all;
    for (const auto& mount : m_mounts)
        all += mount->settings();
    return all;
}

Result<QString> Drive::saveMount(const MountSettings& given)
{
    auto settings = given;
    settings.directory = QDir::cleanPath(given.directory);
    if (const auto checked = checkPlace(settings, mountSettings()); !checked)
        return checked.error();
    auto* account = findAccount(settings.accountId);
    if (!account)
        return Error{Errc::Invalid, tr("The account of this mount is gone.")};
    settings.cacheCap = std::clamp(settings.cacheCap, MountSettings::smallestCacheCap,
                                   MountSettings::largestCacheCap);
    if (auto* mount = findMount(settings.id)) {
        mount->change(settings, *account);
    } else {
        settings.id = newId();
        settings.mounted = false;
        addMount(settings, *account);
        Q_EMIT mountsChanged();
    }
    store();
    return settings.id;
}

void Drive::removeMount(const QString& id)
{
    auto* mount = findMount(id);
    if (!mount)
        return;
    m_leavingMounts += id;
    if (mount->isStopped())
        return dropMount(*mount);
    mount->stop();
}

void Drive::dropMount(DriveMount& mount)
{
    const auto accountId = mount.settings().accountId;
    m_leavingMounts.removeAll(mount.settings().id);
    const auto found = std::find_if(m_mounts.begin(), m_mounts.end(),
                                    [&](const auto& each) { return each.get() == &mount; });
    found->release()->deleteLater();
    m_mounts.erase(found);
    store();
    Q_EMIT mountsChanged();
    dropAccountIfFree(accountId);
}

void Drive::mountStopped(DriveMount& mount)
{
    if (m_leavingMounts.contains(mount.settings().id))
        dropMount(mount);
    endIfNothingIsLeft();
}

void Drive::startMount(const QString& id)
{
    if (auto* mount = findMount(id); mount && !m_quitting)
        mount->start();
}

void Drive::stopMount(const QString& id)
{
    if (auto* mount = findMount(id))
        mount->stop();
}

// Who wants to stay does not want to lose the mount either, nor the program that shows it.
void Drive::stayMounted(const QString& id)
{
    auto* mount = findMount(id);
    if (!mount)
        return;
    m_leavingMounts.removeAll(id);
    m_leavingAccounts.removeAll(mount->settings().accountId);
    m_quitting = false;
    mount->stay();
}

void Drive::detachMount(const QString& id)
{
    if (auto* mount = findMount(id))
        mount->detach();
}

void Drive::setCacheCap(const QString& id, std::uint64_t bytes)
{
    if (auto* mount = findMount(id)) {
        mount->setCacheCap(std::clamp(bytes, MountSettings::smallestCacheCap,
                                      MountSettings::largestCacheCap));
        store();
        Q_EMIT mountChanged(id);
    }
}

void Drive::watchFigures(bool watched)
{
    m_watched = watched;
    for (const auto& mount : m_mounts)
        mount->controller().watchFigures(watched);
}

QString Drive::proposedDirectory(const QString& name) const
{
    return proposedPlace(name, mountSettings());
}

std::uint64_t Drive::fetchPage(const QString& accountId, const ProjectQuery& query)
{
    const auto ticket = m_pages.next();
    if (auto* account = findAccount(accountId))
        m_pages.put(ticket, {accountId, account->controller().fetchPage(query)});
    return ticket;
}

void Drive::giveUpPage(std::uint64_t ticket)
{
    const auto asked = m_pages.take(ticket);
    if (auto* account = asked ? findAccount(asked->accountId) : nullptr)
        account->controller().giveUp(asked->ticket);
}

void Drive::passPage(const QString& accountId, std::uint64_t ticket, const ProjectPage& page)
{
    if (const auto ours = m_pages.takeOurs(accountId, ticket))
        Q_EMIT pageArrived(*ours, page);
}

void Drive::openFolder(const QString& path)
{
    m_fileManager.show(path);
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
    return m_settings.preferences();
}

void Drive::setPreferences(const Preferences& preferences)
{
    if (const auto stored = m_settings.storePreferences(preferences); !stored)
        Q_EMIT complained(stored.error().text);
    Q_EMIT preferencesChanged();
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
    for (const auto& mount : m_mounts)
        mount->endWithProgram(false);
    endIfNothingIsLeft();
}

void Drive::endNow()
{
    m_quitting = true;
    Q_EMIT quitting();
    for (const auto& mount : m_mounts)
        mount->endWithProgram(true);
    endIfNothingIsLeft();
}

void Drive::endIfNothingIsLeft()
{
    const bool isOver = std::all_of(m_mounts.begin(), m_mounts.end(),
                                    [](const auto& mount) { return mount->isStopped(); });
    if (m_quitting && isOver)
        QMetaObject::invokeMethod(this, &Drive::ended, Qt::QueuedConnection);
}

void Drive::showDemo(const AccountSettings& given, const QString& token)
{
    auto settings = given;
    settings.id = QLatin1String(demoId);
    settings.sessionOnly = true;
    auto* account = findAccount(settings.id);
    if (!account)
        account = &addAccount(settings);
    else
        account->change(settings);
    Q_EMIT accountsChanged();
    account->keepToken(token, true);
    auto* mount = findMount(settings.id);
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
