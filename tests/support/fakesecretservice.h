// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/bussecret.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QSet>
#include <QTimer>

namespace arv::test {

// A Secret Service of the test's own process, over a connection of its own, that holds one entry
// (or none) and misbehaves as told: answers late, with errors or not at all,
// keeps nothing, leaves.
class FakeSecretService : public QDBusVirtualObject
{
public:
    explicit FakeSecretService(const QString& address)
        : m_bus(QDBusConnection::connectToBus(address, QStringLiteral("fake secret service")))
    {
        registerBusSecrets();
        m_bus.registerVirtualObject(QStringLiteral("/"), this, QDBusConnection::SubPath);
    }
    ~FakeSecretService() override { leaveBus(); }

    [[nodiscard]] bool appear() { return m_bus.registerService(name()); }
    // The name goes, the program stays: what it has not answered stays unanswered.
    void vanish() { m_bus.unregisterService(name()); }
    // As if it had crashed: the bus answers in its place.
    void leaveBus()
    {
        m_bus = QDBusConnection(QString());
        QDBusConnection::disconnectFromBus(QStringLiteral("fake secret service"));
    }

    QString token; // empty: no entry
    bool isLocked = false;
    bool keepsWhatItIsGiven = true;
    int delay = 0; // milliseconds before every answer
    QSet<QString> failing; // methods
    QSet<QString> silent;
    QStringList asked; // methods, in order

    [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override
    {
        const auto method = message.member();
        asked += method;
        if (silent.contains(method))
            return true;
        const auto reply = failing.contains(method)
            ? message.createErrorReply(QStringLiteral("org.example.Broken"),
                                       QStringLiteral("the disk\u202e is on fire"))
            : answerTo(message);
        QTimer::singleShot(delay, this, [reply, connection] { connection.send(reply); });
        return true;
    }

private:
    [[nodiscard]] static QString name() { return QStringLiteral("org.freedesktop.secrets"); }
    [[nodiscard]] static QDBusObjectPath collection()
    {
        return QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/fake"));
    }
    [[nodiscard]] static QDBusObjectPath item()
    {
        return QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/fake/1"));
    }
    [[nodiscard]] static QDBusObjectPath session()
    {
        return QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/session/1"));
    }

    QDBusMessage answerTo(const QDBusMessage& message)
    {
        using Paths = QList<QDBusObjectPath>;
        const auto reply = [&message](const QVariantList& arguments) {
            return message.createReply(arguments);
        };
        const auto method = message.member();
        const QDBusObjectPath none(QStringLiteral("/"));
        const auto variant = [](const auto& value) { return QVariant::fromValue(value); };
        if (method == QLatin1String("ReadAlias"))
            return reply({variant(collection())});
        if (method == QLatin1String("Get"))
            return reply({variant(QDBusVariant(isLocked))});
        if (method == QLatin1String("GetAll"))
            return reply({QVariantMap()});
        if (method == QLatin1String("SearchItems")) {
            const auto found = token.isEmpty() ? Paths() : Paths{item()};
            return reply(
                {variant(isLocked ? Paths() : found), variant(isLocked ? found : Paths())});
        }
        if (method == QLatin1String("Unlock")) // dismissed
            return reply({variant(isLocked ? Paths() : Paths{collection()}), variant(none)});
        if (method == QLatin1String("OpenSession")
            && message.arguments().value(0) == QLatin1String("plain"))
            return reply({variant(QDBusVariant(QString())), variant(session())});
        if (method == QLatin1String("OpenSession"))
            return message.createErrorReply(QDBusError::NotSupported, QStringLiteral("plain only"));
        if (method == QLatin1String("GetSecrets"))
            return reply({variant(BusSecrets{
                {item(), {session(), {}, token.toUtf8(), QStringLiteral("text/plain")}}})});
        if (method == QLatin1String("CreateItem")) {
            const auto secret = qdbus_cast<BusSecret>(message.arguments().value(1));
            if (keepsWhatItIsGiven)
                token = QString::fromUtf8(secret.value);
            return reply({variant(item()), variant(none)});
        }
        if (method == QLatin1String("Delete")) {
            token.clear();
            return reply({variant(none)});
        }
        return message.createErrorReply(QDBusError::UnknownMethod, method);
    }

    QDBusConnection m_bus;
};

} // namespace arv::test
