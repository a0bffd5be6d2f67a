// SPDX-License-Identifier: Apache-2.0
#include "trayhostwatcher.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace arv {

namespace {

QString watcherName()
{
    return QStringLiteral("org.kde.StatusNotifierWatcher");
}

QString watcherPath()
{
    return QStringLiteral("/StatusNotifierWatcher");
}

} // namespace

TrayHostWatcher::TrayHostWatcher(QObject* parent)
    : QObject(parent)
{
    connect(&m_xembed, &XembedWatcher::changed, this, &TrayHostWatcher::tell);
    connect(&m_service, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& now) { ownerChanged(now); });
}

void TrayHostWatcher::tell()
{
    Q_EMIT hostChanged(m_hasNotifierHost, m_xembed.isPresent());
}

void TrayHostWatcher::start()
{
    auto bus = QDBusConnection::sessionBus();
    m_xembed.start();
    if (!bus.isConnected())
        return tell();
    m_service.setConnection(bus);
    m_service.setWatchMode(QDBusServiceWatcher::WatchForOwnerChange);
    m_service.addWatchedService(watcherName());
    bus.connect(watcherName(), watcherPath(), watcherName(),
                QStringLiteral("StatusNotifierHostRegistered"), this,
                SLOT(notifierHostRegistered()));
    bus.connect(watcherName(), watcherPath(), watcherName(),
                QStringLiteral("StatusNotifierHostUnregistered"), this,
                SLOT(notifierHostUnregistered()));
    askNotifierHost();
}

void TrayHostWatcher::ownerChanged(const QString& owner)
{
    if (!owner.isEmpty())
        return askNotifierHost();
    m_hasNotifierHost = false;
    tell();
}

void TrayHostWatcher::askNotifierHost()
{
    auto call = QDBusMessage::createMethodCall(watcherName(), watcherPath(),
                                               QStringLiteral("org.freedesktop.DBus.Properties"),
                                               QStringLiteral("Get"));
    call.setArguments({watcherName(), QStringLiteral("IsStatusNotifierHostRegistered")});
    call.setAutoStartService(false);
    auto* waiting =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(waiting, &QDBusPendingCallWatcher::finished, this, &TrayHostWatcher::takeAnswer);
}

void TrayHostWatcher::takeAnswer(QDBusPendingCallWatcher* call)
{
    call->deleteLater();
    const QDBusPendingReply<QDBusVariant> reply = *call;
    m_hasNotifierHost = reply.isValid() && reply.value().variant().toBool();
    tell();
}

void TrayHostWatcher::notifierHostRegistered()
{
    m_hasNotifierHost = true;
    tell();
}

// One of several may have gone.
void TrayHostWatcher::notifierHostUnregistered()
{
    askNotifierHost();
}

} // namespace arv
