// SPDX-License-Identifier: Apache-2.0
#include "account.h"

#include "secretstore.h"

#include <QPointer>

namespace arv {

namespace {

using State = TokenSnapshot::State;

State stateAfter(SecretOutcome::Code code)
{
    switch (code) {
    case SecretOutcome::Code::Ok:
        return State::InKeychain;
    case SecretOutcome::Code::NotFound:
        return State::Missing;
    case SecretOutcome::Code::Locked:
        return State::Locked;
    case SecretOutcome::Code::NoService:
        return State::NoService;
    case SecretOutcome::Code::Failed:
    case SecretOutcome::Code::TimedOut:
        break;
    }
    return State::Failed;
}

} // namespace

Account::Account(AccountSettings settings, SharedServices& shared, SecretStore& secrets,
                 QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_secrets(secrets)
    , m_controller(shared)
{
    connect(&m_controller, &AccountController::changed, this, &Account::take);
}

void Account::enter(State state, const QString& error)
{
    m_secret = {state, error};
    Q_EMIT changed();
}

void Account::change(const AccountSettings& settings)
{
    const bool isElsewhere = settings.host != m_settings.host || settings.caFile != m_settings.caFile
        || settings.insecure != m_settings.insecure;
    m_settings = settings;
    if (isElsewhere && !m_token.isEmpty()) {
        m_controller.open(m_settings, m_token);
        Q_EMIT moved();
    }
    Q_EMIT changed();
}

void Account::loadToken()
{
    if (!m_token.isEmpty())
        return;
    if (m_settings.sessionOnly)
        return enter(State::Missing,
                     tr("The token of %1 was for one session only; give it again.")
                         .arg(m_settings.name));
    enter(State::Waiting);
    const QPointer<Account> self(this);
    m_secrets.read(m_settings.id, [self](const SecretOutcome& outcome) {
        if (!self || !self->m_token.isEmpty())
            return;
        self->enter(stateAfter(outcome.code), outcome.text);
        if (outcome.code == SecretOutcome::Code::Ok)
            self->useToken(outcome.token);
    });
}

void Account::keepToken(const QString& token, bool sessionOnly)
{
    m_settings.sessionOnly = sessionOnly;
    useToken(token);
    storeToken();
}

void Account::renewToken(const QString& token, bool sessionOnly)
{
    m_tried = token;
    m_triedForSession = sessionOnly;
    m_controller.open(m_settings, token);
    m_open = true;
}

void Account::askKeychainAgain()
{
    if (m_token.isEmpty())
        loadToken();
    else
        storeToken();
}

void Account::storeToken()
{
    if (m_settings.sessionOnly) {
        m_secrets.remove(m_settings.id, [](const SecretOutcome&) {}); // an older one
        return enter(State::SessionOnly);
    }
    enter(State::Waiting);
    const QPointer<Account> self(this);
    m_secrets.write(m_settings.id, m_token, [self](const SecretOutcome& outcome) {
        if (self)
            self->enter(stateAfter(outcome.code), outcome.text);
    });
}

void Account::removeToken()
{
    m_secrets.remove(m_settings.id, [](const SecretOutcome&) {});
}

void Account::useToken(const QString& token)
{
    m_token = token;
    if (std::exchange(m_open, true) && m_tried.isEmpty())
        m_controller.setToken(token);
    else if (m_tried.isEmpty())
        m_controller.open(m_settings, token);
    Q_EMIT tokenReady();
}

void Account::take(const AccountSnapshot& snapshot)
{
    using Account = AccountSnapshot::State;
    if (snapshot.state == Account::SignedIn) {
        const bool isNews =
            m_settings.userUuid != snapshot.userUuid || m_settings.email != snapshot.email;
        m_settings.userUuid = snapshot.userUuid;
        m_settings.email = snapshot.email;
        if (isNews)
            Q_EMIT settingsLearnt();
        if (const auto tried = m_tried; !tried.isEmpty()) {
            keepToken(tried, m_triedForSession);
            m_tried.clear();
        }
    } else if (snapshot.state == Account::Refused || snapshot.state == Account::Inactive) {
        m_tried.clear();
    }
    Q_EMIT changed();
}

} // namespace arv
