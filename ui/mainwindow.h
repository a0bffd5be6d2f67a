// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QHash>
#include <QMainWindow>
#include <QPointer>
#include <QSet>

class QAction;
class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace arv {

class HoldersDialog;
class MountActions;
class MountListModel;
class MountListView;
class MountPanel;

// The window: accounts and mounts with their state at the left, pages as tabs at the right. What
// needs a dialog is told by signal; the rest is asked of the desk. Asks by itself what to do about
// programs that keep a mount, and before it removes something. UI thread.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Desk& desk, QWidget* parent = nullptr);
    ~MainWindow() override;

    // A tab after the others; the window owns the page.
    void addPage(QWidget* page, const QString& title, const QIcon& icon);
    // The same with an icon of themedIcon(), which follows the palette.
    void addPage(QWidget* page, const QString& title, const QString& iconName);
    void showPage(QWidget* page);

    void selectMount(const QString& id);
    void selectAccount(const QString& id);
    [[nodiscard]] QString currentMount() const; // empty: an account is selected, or nothing
    [[nodiscard]] QString currentAccount() const;

    // Closing leaves what becomes of the window to whoever hears closeRequested().
    void setHidesOnClose(bool hides) { m_hidesOnClose = hides; }

    // Size, place and proportions. What cannot be understood is left alone: false.
    [[nodiscard]] QByteArray saveLook() const;
    bool restoreLook(const QByteArray& look);

Q_SIGNALS:
    void addAccountRequested();
    void addMountRequested(const QString& accountId);
    void editMountRequested(const QString& id);
    void editAccountRequested(const QString& id);
    void renewTokenRequested(const QString& accountId);
    void settingsRequested();
    void aboutRequested();
    void closeRequested();
    void selectionChanged(const QString& accountId, const QString& mountId);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildMenus();
    void buildCentre();
    [[nodiscard]] QWidget* buildSide();
    [[nodiscard]] QWidget* buildList();
    [[nodiscard]] QWidget* buildEmpty();
    void buildStatusBar();
    void connectDesk();
    void connectActions();

    void follow(); // something came or went
    void mountChanged(const QString& id);
    void followSelection();
    void showOverall();
    void showSentence(const QString& sentence);
    void askAboutHolders(const QString& mountId);
    void askToRemoveMount(const QString& id);

    Desk& m_desk;
    MountActions* m_actions;
    MountListModel* m_model;
    MountListView* m_list;
    MountPanel* m_panel;
    QTabWidget* m_tabs;
    QSplitter* m_split;
    QSplitter* m_sideSplit;
    QStackedWidget* m_stack;
    QMenu* m_view = nullptr;
    QAction* m_settings;
    QLabel* m_overall;
    QHash<QWidget*, QString> m_pageIcons;
    QPointer<HoldersDialog> m_holders;
    QSet<QString> m_asked; // mounts whose programs were told of in this wait
    bool m_hidesOnClose = false;
};

} // namespace arv
