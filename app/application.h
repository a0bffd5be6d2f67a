// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/mailbox.h"
#include "autostart.h"
#include "colourscheme.h"
#include "demoprocess.h"
#include "desktopnotifier.h"
#include "drive.h"
#include "expirywatch.h"
#include "face.h"
#include "settings.h"
#include "signalwatcher.h"
#include "singleinstance.h"
#include "trayhostwatcher.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace arv {

// The tray application: one per session, what it stands on, and the order in which it begins and
// ends. UI thread, under a QApplication; blockSignals() was called before any thread started.
class Application : public QObject
{
    Q_OBJECT

public:
    struct Launch
    {
        bool autostarted = false; // by the session: no window if a tray shows the icon
        bool demo = false;
        std::optional<Desk::Found> elsewhere;
    };

    explicit Application(Launch launch, QObject* parent = nullptr);
    ~Application() override;

    // False: another one runs in this session, and shows its window now.
    [[nodiscard]] bool begin();

    // Both are there when it has begun.
    [[nodiscard]] Drive& drive() { return *m_drive; }
    [[nodiscard]] Face& face() { return *m_face; }

Q_SIGNALS:
    void finished(); // nothing is left: the event loop may end

private:
    void connectDesktop();
    void connectAccounts();
    void takeWords(const QStringList& words);
    void followScheme();
    void followPreferences();
    void followAccount(const QString& id);
    void warnOfExpiry(const QString& accountId, const QDateTime& expires);
    void askForToken(const QString& accountId);
    void endBySignal();
    void driveEnded();

    Launch m_launch;
    Mailbox m_mailbox;
    SingleInstance m_instance;
    Settings m_settings;
    SignalWatcher m_signals;
    std::unique_ptr<Drive> m_drive;
    std::unique_ptr<Face> m_face;
    ColourScheme m_scheme;
    TrayHostWatcher m_trayHosts;
    DesktopNotifier m_notifier;
    ExpiryWatch m_expiry;
    DemoProcess m_demo;
    QSet<QString> m_refused; // accounts whose new token was asked for
    bool m_endAsked = false;
};

} // namespace arv
