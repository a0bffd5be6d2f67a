// SPDX-License-Identifier: Apache-2.0
#include "secretstore.h"

#include "base/log.h"
#include "keychainbackend.h"

namespace arv {

SecretStore::SecretStore(const QDBusConnection& bus, QObject* parent)
    : QObject(parent)
    , m_keychain(bus, serviceName())
{
    connect(&m_keychain, &KeychainService::ownerChanged, this, &SecretStore::serviceChanged);
    connect(&m_keychain, &KeychainService::collectionsChanged, this,
            &SecretStore::onCollectionsChanged);
}

QString SecretStore::serviceName()
{
    return QStringLiteral("org.arvados.Drive");
}

void SecretStore::read(const QString& id, SecretCallback callback)
{
    add(id, Kind::Read, {}, std::move(callback));
}

void SecretStore::write(const QString& id, const QString& token, SecretCallback callback)
{
    if (token.isEmpty())
        refuse(callback, SecretOutcome::State::Failed, tr("There is no token to keep."));
    else
        add(id, Kind::Write, token, std::move(callback));
}

void SecretStore::remove(const QString& id, SecretCallback callback)
{
    add(id, Kind::Remove, {}, std::move(callback));
}

void SecretStore::refuse(const SecretCallback& callback, SecretOutcome::State state,
                         const QString& text)
{
    qCInfo(logApp).noquote() << "keychain:" << text;
    QTimer::singleShot(0, this, [callback, state, text] { callback({state, text, {}}); });
}

void SecretStore::add(const QString& id, Kind kind, const QString& token, SecretCallback callback)
{
    if (const auto obstacle = keychainObstacle(); !obstacle.isEmpty()) {
        refuse(callback, SecretOutcome::State::NoService, obstacle);
        return;
    }
    auto* request = new SecretRequest(m_keychain, serviceName(), id, kind, token, this);
    connect(request, &SecretRequest::waiting, this,
            [this, id](bool isLocked) { Q_EMIT waiting(id, isLocked); });
    connect(request, &SecretRequest::answeredLate, this, &SecretStore::serviceChanged);
    connect(request, &SecretRequest::finished, this,
            [this, id, request, callback = std::move(callback)](const SecretOutcome& outcome) {
                onFinished(id, request, outcome, callback);
            });
    auto& queue = m_requests[id];
    queue.enqueue(request);
    if (queue.size() == 1)
        startNext(id);
}

// From the event loop, so that no callback runs inside the call that asked.
void SecretStore::startNext(const QString& id)
{
    auto* request = m_requests[id].head();
    QTimer::singleShot(0, request, [this, request] { request->begin(m_limits); });
}

void SecretStore::onFinished(const QString& id, SecretRequest* request,
                             const SecretOutcome& outcome, const SecretCallback& callback)
{
    using State = SecretOutcome::State;
    auto& queue = m_requests[id];
    queue.dequeue();
    if (queue.isEmpty())
        m_requests.remove(id);
    else
        startNext(id);
    // One that was given up still listens for its late answer; it goes with the store.
    if (outcome.state != State::TimedOut)
        request->deleteLater();
    m_toldLocked = m_toldLocked || outcome.state == State::Locked;
    callback(outcome);
}

void SecretStore::onCollectionsChanged()
{
    if (!m_toldLocked)
        return;
    m_keychain.ask({}, [this](const KeychainService::Answer& answer) {
        if (m_toldLocked && answer.state == KeychainService::State::Unlocked) {
            m_toldLocked = false;
            Q_EMIT serviceChanged();
        }
    });
}

} // namespace arv
