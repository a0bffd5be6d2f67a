// SPDX-License-Identifier: Apache-2.0
#include "buscall.h"

#include <QDBusError>
#include <QDBusPendingCallWatcher>
#include <QTimer>

namespace arv {

void callBus(QObject* context, const QDBusConnection& bus, const QDBusMessage& call,
             std::chrono::milliseconds limit, std::function<void(const QDBusMessage&)> reply)
{
    if (!bus.isConnected()) {
        QTimer::singleShot(0, context, [reply = std::move(reply)] {
            reply(QDBusMessage::createError(QDBusError::Disconnected,
                                            QStringLiteral("there is no session bus")));
        });
        return;
    }
    auto* watcher =
        new QDBusPendingCallWatcher(bus.asyncCall(call, static_cast<int>(limit.count())), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [watcher, reply = std::move(reply)] {
                         watcher->deleteLater();
                         reply(watcher->reply());
                     });
}

} // namespace arv
