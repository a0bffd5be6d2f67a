// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace arv {

class ActivityView;
class MainWindow;
class ProjectsView;
class SettingsView;
class TrayIcon;

// All that a person sees of the program, wired to each other: the window with its pages, the icon
// in the tray, the dialogs. Beneath it is only the desk. UI thread.
class Face : public QObject
{
    Q_OBJECT

public:
    explicit Face(Desk& desk, QObject* parent = nullptr);
    ~Face() override;

    // The window, in front; where it was when it was last seen.
    void showWindow();
    void hideWindow();
    [[nodiscard]] MainWindow& window() { return *m_window; }
    [[nodiscard]] TrayIcon& tray() { return *m_tray; }

    void addAccount();
    // One prompt for each account at a time; the window comes with it.
    void askForToken(const QString& accountId);
    // What org.freedesktop.appearance says; none: it says nothing.
    void setDesktopIsDark(const std::optional<bool>& isDark);

public Q_SLOTS:
    void trayHostMayHaveChanged(bool hasNotifierHost, bool hasXembedHost);

private:
    void buildPages();
    void connectWindow();
    void connectTray();
    void addMount(const QString& accountId);
    void editMount(const QString& id);
    void editAccount(const QString& id);
    void showAbout();
    void applyScheme();
    void showIfLost();
    void showIfHeld(const QString& mountId);
    void windowClosed();
    void askWhetherToEnd();
    void keepLook();
    // Shows a dialog of the window's, once: a second wish brings the first one to the front.
    template <class Dialog, class... More>
    Dialog* openOnce(const QString& name, More&&... more);

    Desk& m_desk;
    std::optional<bool> m_desktopIsDark;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<TrayIcon> m_tray;
    SettingsView* m_settings = nullptr; // a page of the window's
    ActivityView* m_activity = nullptr; // another
    QTimer m_withoutTray;
    bool m_homeOpened = false; // once; what a person closes stays closed
};

} // namespace arv
