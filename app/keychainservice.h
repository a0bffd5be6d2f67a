// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QObject>
#include <QString>

#include <functional>

namespace arv {

// What the session bus says of the Secret Service: whether it is there, whether its default
// collection is locked, and whether it has an entry of an account. Never asks for a secret. UI
// thread; answers come from the event loop, in any order, and not at all when it has gone.
class KeychainService : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Absent, // no bus, or nobody who has or can be started for the name
        NoCollection, // it is there, and has no default collection yet
        Locked, // the default collection, or the entry that was asked for
        Unlocked,
        Failed
    };
    struct Answer
    {
        State state = State::Failed;
        bool hasEntry = false; // where it can be seen
        QString text; // why it is absent or failed: what the bus said
    };
    using Callback = std::function<void(const Answer&)>;

    KeychainService(QDBusConnection bus, QString service, QObject* parent = nullptr);

    void ask(const QString& account, Callback callback);
    // How often the name has had another owner since the beginning.
    [[nodiscard]] int changes() const { return m_changes; }

Q_SIGNALS:
    void ownerChanged(); // it came, went, or another one took its place
    void collectionsChanged(); // one was locked, unlocked, made or changed

private:
    using Reply = std::function<void(const QDBusMessage&)>;
    struct Question
    {
        QString account;
        Callback callback;
        Answer answer;
    };
    void call(const QDBusMessage& message, const Question& question, const Reply& reply);
    void readAlias(const Question& question);
    void readLocked(const Question& question, const QString& collection);
    void findEntry(const Question& question);

    QDBusConnection m_bus;
    QString m_service;
    int m_changes = 0;
};

} // namespace arv
