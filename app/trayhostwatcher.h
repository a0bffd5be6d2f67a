// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xembedwatcher.h"

#include <QDBusServiceWatcher>
#include <QObject>

class QDBusPendingCallWatcher;

namespace arv {

// Whether some tray would show an icon: a StatusNotifierItem host on the session bus, or the owner
// of the X11 tray. Asks without waiting, and without Qt's system tray, which decides between the
// two for good the first time it is asked. UI thread.
class TrayHostWatcher : public QObject
{
    Q_OBJECT

public:
    explicit TrayHostWatcher(QObject* parent = nullptr);

    // The first hostChanged() follows, whatever the answer is.
    void start();
    [[nodiscard]] bool isPresent() const { return m_hasNotifierHost || m_xembed.isPresent(); }

Q_SIGNALS:
    // Also when a tray came in place of another: the icon must be shown again then.
    void hostChanged(bool hasNotifierHost, bool hasXembedHost);

private:
    void ownerChanged(const QString& owner);
    void tell();
    void askNotifierHost();
    void takeAnswer(QDBusPendingCallWatcher* call);

private Q_SLOTS: // called by name, from the bus
    void notifierHostRegistered();
    void notifierHostUnregistered();

private:
    QDBusServiceWatcher m_service;
    XembedWatcher m_xembed;
    bool m_hasNotifierHost = false;
};

} // namespace arv
