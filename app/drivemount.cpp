// SPDX-License-Identifier: Apache-2.0
#include "drivemount.h"

#include "driveaccount.h"
#include "environmentproxy.h"
#include "mount/accountspec.h"
#include "mount/mountspec.h"

namespace arv {

namespace {

using State = MountSnapshot::State;
using Trouble = MountSnapshot::Trouble;
using Mode = MountSelection::Mode;

Mode modeOf(MountSettings::Show show)
{
    switch (show) {
    case MountSettings::Show::All:
        return Mode::All;
    case MountSettings::Show::Home:
        return Mode::Home;
    case MountSettings::Show::Shared:
        return Mode::Shared;
    case MountSettings::Show::ById:
        return Mode::ById;
    case MountSettings::Show::ByPdh:
        return Mode::ByPdh;
    case MountSettings::Show::ByTag:
        return Mode::ByTag;
    case MountSettings::Show::Project:
        return Mode::Project;
    case MountSettings::Show::Collection:
        return Mode::Collection;
    case MountSettings::Show::Custom:
        return Mode::Custom;
    }
    return Mode::All;
}

// Text that is none was refused where it came in.
UserFilters filtersOf(const MountSettings& settings)
{
    const auto filters = settings.filters.isEmpty() ? Result<UserFilters>(UserFilters())
                                                    : UserFilters::parse(settings.filters.toUtf8());
    return filters ? *filters : UserFilters();
}

MountSpec specOf(const MountSettings& settings, const AccountSettings& account,
                 const QString& token)
{
    MountSpec spec;
    spec.credentials = credentialsOf(connectable(account), token);
    spec.selection.mode = modeOf(settings.show);
    spec.selection.id = settings.objectId;
    spec.selection.custom = settings.custom;
    spec.options.directory = settings.directory;
    spec.options.createDirectory = true;
    spec.options.allowOther = settings.allowOther;
    spec.retry.tries = settings.retries + 1;
    spec.refreshTime = std::chrono::seconds(settings.refreshSeconds);
    spec.cacheCap = settings.cacheCap;
    spec.filters = filtersOf(settings);
    spec.verify = settings.verify;
    spec.showOtherObjects = settings.showOtherObjects;
    spec.listenToEvents = settings.listenToEvents;
    return spec;
}

// Whether a running mount can go on as it is: what it is called, when it is mounted and its cache
// cap can change below it.
bool looksTheSame(const MountSettings& one, MountSettings other)
{
    other.id = one.id;
    other.name = one.name;
    other.atLogin = one.atLogin;
    other.mounted = one.mounted;
    other.cacheCap = one.cacheCap;
    return one == other;
}

} // namespace

DriveMount::DriveMount(MountSettings settings, DriveAccount& account, SharedServices& shared,
                       QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_account(&account)
    , m_controller(shared)
{
    connect(&m_controller, &MountController::changed, this, &DriveMount::take);
    followAccount();
}

// A cluster that is asked without a token says that it does not take the token.
Desk::Mount DriveMount::row() const
{
    auto snapshot = m_controller.snapshot();
    if (snapshot.trouble == Trouble::NotSignedIn && m_account->token().isEmpty())
        snapshot.error = tr("The token of its account is not there yet.");
    return {m_settings, snapshot};
}

void DriveMount::followAccount()
{
    connect(m_account, &DriveAccount::tokenReady, this, &DriveMount::giveToken);
    connect(m_account, &DriveAccount::moved, this, &DriveMount::restart);
}

void DriveMount::restart()
{
    if (isStopped())
        return;
    m_startAgain = true;
    m_controller.unmount();
}

void DriveMount::start()
{
    wish(true);
    if (!isStopped()) {
        m_startAgain = m_controller.snapshot().state == State::Stopping;
        return;
    }
    const auto started =
        m_controller.start(specOf(m_settings, m_account->settings(), m_account->token()));
    Q_ASSERT(started);
}

void DriveMount::stop()
{
    wish(false);
    m_startAgain = false;
    m_controller.unmount();
}

void DriveMount::detach()
{
    m_startAgain = false;
    m_controller.stop();
}

void DriveMount::stay()
{
    wish(true);
    m_startAgain = false;
    m_controller.stay();
}

void DriveMount::endWithProgram(bool atOnce)
{
    m_startAgain = false;
    if (atOnce)
        m_controller.stop();
    else
        m_controller.unmount();
}

void DriveMount::change(const MountSettings& settings, DriveAccount& account)
{
    const bool mustRestart = !looksTheSame(settings, m_settings);
    const bool wasWished = m_settings.mounted;
    if (&account != m_account) {
        disconnect(m_account, nullptr, this, nullptr);
        m_account = &account;
        followAccount();
    }
    m_settings = settings;
    m_settings.mounted = wasWished;
    m_controller.setCacheCap(m_settings.cacheCap);
    if (mustRestart)
        restart();
    Q_EMIT changed();
}

void DriveMount::setCacheCap(std::uint64_t bytes)
{
    m_settings.cacheCap = bytes;
    m_controller.setCacheCap(bytes);
}

void DriveMount::giveToken()
{
    m_controller.setToken(m_account->token());
}

void DriveMount::wish(bool mounted)
{
    if (std::exchange(m_settings.mounted, mounted) != mounted)
        Q_EMIT wishChanged();
}

void DriveMount::take(const MountSnapshot& snapshot)
{
    const auto before = std::exchange(m_state, snapshot.state);
    const auto troubleBefore = std::exchange(m_trouble, snapshot.trouble);
    if (snapshot.trouble == Trouble::NotSignedIn && troubleBefore != Trouble::NotSignedIn)
        m_account->controller().check(); // so that the account asks for a new token
    Q_EMIT changed();
    if (snapshot.state != State::Stopped || before == State::Stopped)
        return;
    if (std::exchange(m_startAgain, false))
        return start();
    Q_EMIT stopped();
}

} // namespace arv
