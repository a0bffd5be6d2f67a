// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>

#include <chrono>
#include <functional>

class QObject;

namespace arv {

// Sends a method call and hands its reply, or the error in its place, to `reply`: exactly once,
// from the event loop, unless `context` goes before. Also without a bus, where Qt alone would stay
// silent. UI thread.
void callBus(QObject* context, const QDBusConnection& bus, const QDBusMessage& call,
             std::chrono::milliseconds limit, std::function<void(const QDBusMessage&)> reply);

[[nodiscard]] inline bool isError(const QDBusMessage& reply)
{
    return reply.type() != QDBusMessage::ReplyMessage;
}

} // namespace arv
