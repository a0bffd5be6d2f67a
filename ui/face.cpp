// SPDX-License-Identifier: Apache-2.0
#include "face.h"

#include "aboutdialog.h"
#include "accountassistant.h"
#include "accounteditor.h"
#include "activityview.h"
#include "cachespage.h"
#include "cachesview.h"
#include "icons.h"
#include "logview.h"
#include "mainwindow.h"
#include "mounteditor.h"
#include "projectsview.h"
#include "settingsview.h"
#include "theme.h"
#include "tokendialog.h"
#include "trayicon.h"

#include <QApplication>
#include <QBackingStore>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>

namespace arv {

namespace {

// The window's look alone; what the program does is the desk's business.
QSettings lookFile()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("arvados-drive"),
                     QStringLiteral("window"));
}

// A panel that restarts is back by then.
constexpr std::chrono::seconds trayMayRestart{4};

const QString lookKey = QStringLiteral("look");

} // namespace

Face::Face(Desk& desk, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
{
    initResources();
    applyScheme();
    m_window = std::make_unique<MainWindow>(desk);
    m_tray = std::make_unique<TrayIcon>(desk);
    buildPages();
    connectWindow();
    connectTray();
    m_window->restoreLook(lookFile().value(lookKey).toByteArray());
    connect(&desk, &Desk::preferencesChanged, this, &Face::applyScheme);
    connect(&desk, &Desk::mountChanged, this, &Face::showIfHeld);
    m_withoutTray.setSingleShot(true);
    m_withoutTray.setInterval(trayMayRestart);
    connect(&m_withoutTray, &QTimer::timeout, this, &Face::showIfLost);
}

Face::~Face()
{
    keepLook();
}

void Face::buildPages()
{
    auto* projects = new ProjectsView(m_desk);
    m_settings = new SettingsView(m_desk);
    m_window->addPage(projects, tr("Projects"), QStringLiteral("project"));
    m_activity = new ActivityView(m_desk);
    m_window->addPage(m_activity, tr("Activity"), QStringLiteral("activity"));
    auto* page = new CachesPage(m_desk);
    m_window->addPage(page, tr("Caches"), QStringLiteral("caches"));
    auto* caches = &page->inodes();
    m_window->addPage(new LogView(m_desk), tr("Log"), QStringLiteral("log"));
    m_window->addPage(m_settings, tr("Settings"), QStringLiteral("settings"));
    connect(m_window.get(), &MainWindow::selectionChanged, caches,
            [caches](const QString&, const QString& mountId) {
                if (!mountId.isEmpty())
                    caches->showMount(mountId);
            });
    connect(&m_desk, &Desk::accountChanged, projects, [this, projects](const QString& id) {
        const auto account = m_desk.account(id);
        if (!account || account->snapshot.state != AccountSnapshot::State::SignedIn)
            return;
        if (!std::exchange(m_homeOpened, true))
            projects->openOnlyHome();
    });
    connect(projects, &ProjectsView::addAccountRequested, this, &Face::addAccount);
    connect(m_settings, &SettingsView::addAccountRequested, this, &Face::addAccount);
    connect(m_settings, &SettingsView::editAccountRequested, this, &Face::editAccount);
    connect(m_settings, &SettingsView::renewTokenRequested, this, &Face::askForToken);
}

void Face::connectWindow()
{
    const auto* window = m_window.get();
    connect(window, &MainWindow::addAccountRequested, this, &Face::addAccount);
    connect(window, &MainWindow::addMountRequested, this, &Face::addMount);
    connect(window, &MainWindow::editMountRequested, this, &Face::editMount);
    connect(window, &MainWindow::editAccountRequested, this, &Face::editAccount);
    connect(window, &MainWindow::renewTokenRequested, this, &Face::askForToken);
    connect(window, &MainWindow::settingsRequested, this,
            [this] { m_window->showPage(m_settings); });
    connect(window, &MainWindow::aboutRequested, this, &Face::showAbout);
    connect(window, &MainWindow::closeRequested, this, &Face::windowClosed);
    m_window->setHidesOnClose(true); // what becomes of it is decided in windowClosed()
}

void Face::connectTray()
{
    const auto* tray = m_tray.get();
    connect(tray, &TrayIcon::openWindowRequested, this, &Face::showWindow);
    connect(tray, &TrayIcon::addMountRequested, this, [this] {
        showWindow();
        addMount({});
    });
    connect(tray, &TrayIcon::transfersRequested, this, [this] {
        showWindow();
        m_window->showPage(m_activity);
    });
    connect(tray, &TrayIcon::settingsRequested, this, [this] {
        showWindow();
        m_window->showPage(m_settings);
    });
}

void Face::showWindow()
{
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void Face::hideWindow()
{
    keepLook();
    m_window->hide();
    // Its picture takes megabytes, and it may stay away for weeks; showing it draws it anew.
    if (auto* picture = m_window->backingStore())
        picture->resize(QSize(1, 1));
}

void Face::keepLook()
{
    lookFile().setValue(lookKey, m_window->saveLook());
}

void Face::trayHostMayHaveChanged(bool hasNotifierHost, bool hasXembedHost)
{
    m_tray->hostMayHaveChanged(hasNotifierHost, hasXembedHost);
    if (m_tray->isHosted())
        m_withoutTray.stop();
    else
        m_withoutTray.start();
}

// Never a hidden program with no way in.
void Face::showIfLost()
{
    if (!m_tray->isHosted() && !m_window->isVisible())
        showWindow();
}

// A mount that is held waits for an answer, which the window asks for.
void Face::showIfHeld(const QString& mountId)
{
    const auto mount = m_desk.mount(mountId);
    if (mount && mount->snapshot.waitsForHolders && !m_window->isVisible())
        showWindow();
}

// With an icon in the tray the program goes on without its window; without one nobody could call it
// back, so it asks.
void Face::windowClosed()
{
    if (!m_tray->isHosted())
        return askWhetherToEnd();
    if (m_desk.preferences().keepRunning)
        return hideWindow();
    m_desk.quit();
}

void Face::askWhetherToEnd()
{
    auto* question = new QMessageBox(
        QMessageBox::Question, tr("Quit Arvados Drive?"),
        tr("This desktop shows no tray icon for Arvados Drive. Quitting unmounts everything."),
        QMessageBox::Cancel, m_window.get());
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* quit = question->addButton(tr("&Quit"), QMessageBox::DestructiveRole);
    auto* minimise = question->addButton(tr("&Keep running, minimised"), QMessageBox::AcceptRole);
    question->setDefaultButton(minimise);
    connect(quit, &QPushButton::clicked, this, [this] { m_desk.quit(); });
    connect(minimise, &QPushButton::clicked, m_window.get(), &QWidget::showMinimized);
    question->open();
}

template <class Dialog, class... More>
Dialog* Face::openOnce(const QString& name, More&&... more)
{
    auto* dialog = m_window->findChild<Dialog*>(name, Qt::FindDirectChildrenOnly);
    if (!dialog) {
        dialog = new Dialog(std::forward<More>(more)..., m_window.get());
        dialog->setObjectName(name);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    showWindow(); // a dialog without its window is lost
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
    return dialog;
}

void Face::addAccount()
{
    openOnce<AccountAssistant>(QStringLiteral("assistant"), m_desk);
}

void Face::askForToken(const QString& accountId)
{
    if (m_desk.account(accountId))
        openOnce<TokenDialog>(QStringLiteral("token ") + accountId, m_desk, accountId);
}

void Face::addMount(const QString& accountId)
{
    const auto accounts = m_desk.accounts();
    if (accounts.isEmpty())
        return addAccount();
    MountSettings fresh;
    fresh.accountId = accountId.isEmpty() ? accounts.first().settings.id : accountId;
    openOnce<MountEditor>(QStringLiteral("new mount"), m_desk, fresh);
}

void Face::editMount(const QString& id)
{
    if (const auto mount = m_desk.mount(id))
        openOnce<MountEditor>(QStringLiteral("mount ") + id, m_desk, mount->settings);
}

void Face::editAccount(const QString& id)
{
    if (!m_desk.account(id))
        return;
    const auto* editor = openOnce<AccountEditor>(QStringLiteral("account ") + id, m_desk, id);
    connect(editor, &AccountEditor::renewTokenRequested, this, &Face::askForToken,
            Qt::UniqueConnection);
}

void Face::showAbout()
{
    openOnce<AboutDialog>(QStringLiteral("about"), m_desk);
}

void Face::setDesktopIsDark(const std::optional<bool>& isDark)
{
    m_desktopIsDark = isDark;
    applyScheme();
}

void Face::applyScheme()
{
    arv::applyScheme(m_desk.preferences().scheme, m_desktopIsDark);
}

} // namespace arv
