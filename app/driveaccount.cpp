// SPDX-License-Identifier: Apache-2.0
#include "driveaccount.h"

#include "environmentproxy.h"
#include "secretstore.h"

#include <QPointer>

namespace arv {

namespace {

using State = TokenSnapshot::State;

State stateAfter(SecretOutcome::State outcome)
{
    switch (outcome) {
    case SecretOutcome::State::Ok:
        return State::InKeychain;
    case SecretOutcome::State::NotFound:
        return State::Missing;
    case SecretOutcome::State::Locked:
        return State::Locked;
    case SecretOutcome::State::NoService:
        return State::NoService;
    case SecretOutcome::State::Failed:
    case SecretOutcome::State::TimedOut:
        break;
    }
    return State::Failed;
}

} // namespace

DriveAccount::DriveAccount(AccountSettings settings, SecretStore& secrets, QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_secrets(secrets)
{
    connect(&m_secrets, &SecretStore::waiting, this, &DriveAccount::noteWaiting);
    connect(&m_controller, &AccountController::changed, this, &DriveAccount::take);
}

void DriveAccount::enter(State state, const QString& error)
{
    m_secret = {state, error};
    Q_EMIT changed();
}

void DriveAccount::change(const AccountSettings& settings)
{
    const bool isElsewhere = settings.host != m_settings.host
        || settings.caFile != m_settings.caFile || settings.insecure != m_settings.insecure
        || settings.proxy != m_settings.proxy;
    m_settings = settings;
    if (isElsewhere && !m_token.isEmpty()) {
        m_controller.open(connectable(m_settings), m_token);
        Q_EMIT moved();
    }
    Q_EMIT changed();
}

void DriveAccount::loadToken()
{
    if (!m_token.isEmpty())
        return;
    if (m_settings.sessionOnly)
        return enter(
            State::Missing,
            tr("The token of %1 was for one session only; give it again.").arg(m_settings.name));
    enter(State::Waiting);
    const QPointer<DriveAccount> self(this);
    m_secrets.read(m_settings.id, [self](const SecretOutcome& outcome) {
        if (!self || !self->m_token.isEmpty())
            return;
        self->enter(stateAfter(outcome.state), outcome.text);
        if (outcome.state == SecretOutcome::State::Ok)
            self->useToken(outcome.token);
    });
}

void DriveAccount::noteWaiting(const QString& id, bool isLocked)
{
    if (id != m_settings.id || m_secret.state != State::Waiting)
        return;
    enter(State::Waiting,
          isLocked ? tr("The keychain is locked and asks to be unlocked.")
                   : tr("The keychain takes long to answer."));
}

void DriveAccount::keepToken(const QString& token, bool sessionOnly)
{
    const bool isNews = std::exchange(m_settings.sessionOnly, sessionOnly) != sessionOnly;
    useToken(token);
    storeToken();
    if (isNews)
        Q_EMIT settingsLearnt();
}

// Beside the controller: what is signed in stays so if the new token will not do.
void DriveAccount::renewToken(const QString& token, bool sessionOnly)
{
    endTrial();
    m_tried = token;
    m_triedForSession = sessionOnly;
    m_trial = std::make_unique<AccountController>();
    connect(m_trial.get(), &AccountController::changed, this, &DriveAccount::takeTrial);
    m_trial->open(connectable(m_settings), token);
}

void DriveAccount::takeTrial(const AccountSnapshot& snapshot)
{
    using Signed = AccountSnapshot::State;
    if (snapshot.state == Signed::SignedIn) {
        learn(snapshot);
        keepToken(m_tried, m_triedForSession);
        endTrial();
    }
    Q_EMIT changed();
    const bool isOver = snapshot.state == Signed::Refused || snapshot.state == Signed::Inactive
        || snapshot.state == Signed::Misconfigured;
    if (isOver) {
        endTrial();
        Q_EMIT changed(); // as it was
    }
}

// It may be one of its own signals that ends it.
void DriveAccount::endTrial()
{
    m_tried.clear();
    if (!m_trial)
        return;
    m_trial->disconnect(this);
    m_trial.release()->deleteLater();
}

void DriveAccount::askKeychainAgain()
{
    if (m_token.isEmpty())
        loadToken();
    else
        storeToken();
}

void DriveAccount::storeToken()
{
    if (m_settings.sessionOnly) {
        if (m_secret.state == State::InKeychain) // else nothing is asked of it
            m_secrets.remove(m_settings.id, [](const SecretOutcome&) {});
        return enter(State::SessionOnly);
    }
    enter(State::Waiting);
    const QPointer<DriveAccount> self(this);
    m_secrets.write(m_settings.id, m_token, [self](const SecretOutcome& outcome) {
        if (self)
            self->enter(stateAfter(outcome.state), outcome.text);
    });
}

// The one that is there now may not have the token that the one before it had.
void DriveAccount::keychainChanged()
{
    if (m_settings.sessionOnly || m_secret.state == State::Waiting)
        return;
    if (m_token.isEmpty())
        return loadToken();
    const QPointer<DriveAccount> self(this);
    m_secrets.read(m_settings.id, [self](const SecretOutcome& outcome) {
        if (!self)
            return;
        const bool isOurs = outcome.token == self->m_token;
        if (outcome.state == SecretOutcome::State::NotFound
            || (outcome.state == SecretOutcome::State::Ok && !isOurs))
            return self->storeToken();
        self->enter(stateAfter(outcome.state), outcome.text);
    });
}

void DriveAccount::useToken(const QString& token)
{
    m_token = token;
    if (std::exchange(m_open, true))
        m_controller.setToken(token);
    else
        m_controller.open(connectable(m_settings), token);
    Q_EMIT tokenReady();
}

void DriveAccount::take(const AccountSnapshot& snapshot)
{
    if (snapshot.state == AccountSnapshot::State::SignedIn)
        learn(snapshot);
    Q_EMIT changed();
}

void DriveAccount::learn(const AccountSnapshot& snapshot)
{
    const bool isNews =
        m_settings.userUuid != snapshot.userUuid || m_settings.email != snapshot.email;
    m_settings.userUuid = snapshot.userUuid;
    m_settings.email = snapshot.email;
    if (!isNews)
        return;
    if (!m_token.isEmpty())
        // From now on it refuses tokens of others.
        m_controller.open(connectable(m_settings), m_token);
    Q_EMIT settingsLearnt();
}

} // namespace arv
