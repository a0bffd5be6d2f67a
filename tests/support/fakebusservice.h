// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QList>
#include <QVariant>

#include <functional>
#include <optional>

namespace arv::test {

// A service on the bus, of the test's own process but over a connection of its own: keeps every
// call and answers as told; a call that gets no answer stays open.
class FakeBusService : public QDBusVirtualObject
{
public:
    FakeBusService(const QString& address, QString name)
        : m_name(std::move(name))
        , m_bus(QDBusConnection::connectToBus(address, m_name))
    {
        m_bus.registerVirtualObject(QStringLiteral("/"), this, QDBusConnection::SubPath);
    }
    ~FakeBusService() override
    {
        m_bus.unregisterObject(QStringLiteral("/"));
        m_bus = QDBusConnection(QString());
        QDBusConnection::disconnectFromBus(m_name);
    }

    [[nodiscard]] bool appear() { return m_bus.registerService(m_name); }
    void vanish() { m_bus.unregisterService(m_name); }

    // The arguments of the answer to a method, or none: silence.
    std::function<std::optional<QVariantList>(const QDBusMessage&)> answer;
    QList<QDBusMessage> calls;

    [[nodiscard]] QList<QVariantList> callsOf(const char* method) const
    {
        QList<QVariantList> found;
        for (const auto& call : calls) {
            if (call.member() == QLatin1String(method))
                found += call.arguments();
        }
        return found;
    }

    void tellAll(const QString& path, const QString& interface, const QString& signal,
                 const QVariantList& arguments)
    {
        auto message = QDBusMessage::createSignal(path, interface, signal);
        message.setArguments(arguments);
        m_bus.send(message);
    }

    [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override
    {
        calls += message;
        if (!answer) {
            connection.send(message.createErrorReply(QStringLiteral("org.example.Broken"),
                                                     QStringLiteral("out of order")));
        } else if (const auto arguments = answer(message)) {
            connection.send(message.createReply(*arguments));
        }
        return true;
    }

private:
    QString m_name;
    QDBusConnection m_bus;
};

} // namespace arv::test
