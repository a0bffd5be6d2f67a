// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "statetext.h"

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

#include <functional>
#include <memory>
#include <vector>

namespace arv {

// The icon in the tray with its tooltip and menu. Qt decides once per process, when an icon is
// made, whether it speaks StatusNotifierItem or XEmbed: so none is made before
// hostMayHaveChanged(true). UI thread.
class TrayIcon : public QObject
{
    Q_OBJECT

public:
    explicit TrayIcon(Desk& desk, QObject* parent = nullptr);
    ~TrayIcon() override;

    // Whether some tray shows the icon, as far as is known.
    [[nodiscard]] bool isHosted() const;
    [[nodiscard]] QMenu* menu() const { return m_menu.get(); }
    [[nodiscard]] TrayState state() const { return m_state; }
    [[nodiscard]] QString toolTip() const { return m_toolTip; }

public Q_SLOTS:
    // A tray came, came back, or went: the icon appears in it.
    void hostMayHaveChanged(bool hasNotifierHost, bool hasXembedHost);

Q_SIGNALS:
    void openWindowRequested();
    void addMountRequested();
    void transfersRequested();
    void settingsRequested();
    void hostedChanged(bool hosted);

private:
    // The entries of one mount.
    struct Section
    {
        QString mountId;
        QAction* title = nullptr;
        QAction* toggle = nullptr;
        QAction* open = nullptr;
        QAction* end = nullptr; // separator
    };

    void buildMenu();
    void togglePause(bool paused);
    void followData();
    void followMounts();
    void followMount(const QString& id);
    void refresh();
    [[nodiscard]] Section makeSection(const QString& mountId, QAction* before);
    void dropSections(const std::function<bool(const Section&)>& isUnwanted);
    void fill(const Section& section, const Desk::Mount& mount);
    void removeSection(const Section& section);
    void toggle(const QString& mountId);
    void open(const QString& mountId);
    void makeIcon();
    void showState();
    [[nodiscard]] QString tipText() const;

    Desk& m_desk;
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    std::vector<Section> m_sections; // in the desk's order
    QAction* m_addMount = nullptr; // sections stand before it
    QAction* m_pause = nullptr;
    TrayState m_state = TrayState::NotSignedIn;
    QString m_toolTip;
    bool m_isNotifier = false; // what Qt chose for this process
    bool m_isHosted = false;
};

} // namespace arv
