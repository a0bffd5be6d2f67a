// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QString>

#include <functional>

namespace arv {

// Notifications of the desktop (org.freedesktop.Notifications). All text is shown as plain text. UI
// thread, never waits; where nobody shows notifications, nothing happens but a false.
class DesktopNotifier : public QObject
{
    Q_OBJECT

public:
    struct Note
    {
        QString kind; // a later note of the same kind, if it has one, takes this one's place
        QString title;
        QString body;
        bool isUrgent = false;
        QString buttonText; // empty: no button
        std::function<void()> onButton; // the button, or the note itself, was pressed
    };

    explicit DesktopNotifier(QDBusConnection bus = QDBusConnection::sessionBus(),
                             QObject* parent = nullptr);

    // `done`: whether it was taken by somebody; not called when the notifier goes before.
    void show(const Note& note, std::function<void(bool)> done = {});
    void withdraw(const QString& kind);

private Q_SLOTS: // by name, from the bus
    void onActionInvoked(uint id, const QString& action);
    void onClosed(uint id, uint reason);

private:
    struct Shown
    {
        QString kind;
        std::function<void()> onButton;
    };
    void send(const Note& note, bool hasMarkup, const std::function<void(bool)>& done);
    [[nodiscard]] uint numberOf(const QString& kind) const;

    QDBusConnection m_bus;
    QHash<uint, Shown> m_shown; // by the server's numbers
};

} // namespace arv
