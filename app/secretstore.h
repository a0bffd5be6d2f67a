// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secretoutcome.h"
#include "secretrequest.h"

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QQueue>

#include <chrono>

namespace arv {

// Tokens in the Secret Service of this session (GNOME Keyring, KeePassXC, KWallet as such), by
// account id; in no other place. UI thread; every request is answered exactly once by its callback,
// from the event loop and never at once, requests of one account in their order. When the store
// goes, what it has not answered stays unanswered.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    using Limits = SecretRequest::Limits;

    explicit SecretStore(const QDBusConnection& bus = QDBusConnection::sessionBus(),
                         QObject* parent = nullptr);

    void read(const QString& id, SecretCallback callback);
    // Ok when the keychain gives the token back.
    void write(const QString& id, const QString& token, SecretCallback callback);
    // Ok also if there was none.
    void remove(const QString& id, SecretCallback callback);

    void setLimits(Limits limits) { m_limits = limits; } // for tests

    [[nodiscard]] static QString serviceName(); // what the entries are filed under

Q_SIGNALS:
    // A request is under way and takes long (3 s), or waits for the keychain to be unlocked.
    void waiting(const QString& id, bool isLocked);
    // A Secret Service came, went or was exchanged, one that was locked has been unlocked, or one
    // that was given up has answered: ask again for what is missing. Requests under way need not.
    void serviceChanged();

private:
    using Kind = SecretRequest::Kind;
    void add(const QString& id, Kind kind, const QString& token, SecretCallback callback);
    void startNext(const QString& id);
    void onFinished(const QString& id, SecretRequest* request, const SecretOutcome& outcome,
                    const SecretCallback& callback);
    void refuse(const SecretCallback& callback, SecretOutcome::State state, const QString& text);
    void onCollectionsChanged();

    KeychainService m_keychain;
    Limits m_limits;
    QHash<QString, QQueue<SecretRequest*>> m_requests; // the first of each account is under way
    bool m_toldLocked = false; // since it was last seen unlocked
};

} // namespace arv
