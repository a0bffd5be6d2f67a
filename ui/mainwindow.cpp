// SPDX-License-Identifier: Apache-2.0
#include "mainwindow.h"

#include "base/visibletext.h"
#include "colouricons.h"
#include "confirm.h"
#include "holdersdialog.h"
#include "icons.h"
#include "mountactions.h"
#include "mountlistmodel.h"
#include "mountlistview.h"
#include "mountpanel.h"
#include "removeaccount.h"
#include "statetext.h"

#include <QAction>
#include <QCloseEvent>
#include <QDataStream>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace arv {

namespace {

constexpr quint32 lookVersion = 1;
constexpr qsizetype longestLook = 65536; // bytes
constexpr int sentenceTime = 20000; // ms; long enough to be read twice

} // namespace

MainWindow::MainWindow(Desk& desk, QWidget* parent)
    : QMainWindow(parent)
    , m_desk(desk)
    , m_actions(new MountActions(desk, this))
    , m_model(new MountListModel(desk, this))
    , m_list(new MountListView(*m_model, this))
    , m_panel(new MountPanel(desk, *m_actions, this))
    , m_tabs(new QTabWidget(this))
    , m_split(new QSplitter(Qt::Horizontal, this))
    , m_sideSplit(new QSplitter(Qt::Vertical, this))
    , m_stack(new QStackedWidget(this))
    , m_settings(new QAction(tr("&Settings…"), this))
    , m_overall(new QLabel(this))
{
    setContextMenuPolicy(Qt::NoContextMenu);
    buildCentre();
    buildMenus();
    buildStatusBar();
    connectActions();
    connectDesk();
    follow();
    followSelection();
    resize(1100, 720);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildMenus()
{
    auto* drive = menuBar()->addMenu(tr("&Drive"));
    drive->addAction(m_actions->addMount());
    drive->addAction(m_actions->addAccount());
    drive->addSeparator();
    m_settings->setShortcut(tr("Ctrl+,"));
    drive->addAction(m_settings);
    drive->addSeparator();
    auto* quit = drive->addAction(tr("&Quit"), this, [this] { m_desk.quit(); });
    quit->setShortcut(tr("Ctrl+Q"));
    quit->setMenuRole(QAction::QuitRole);

    auto* mount = menuBar()->addMenu(tr("&Mount"));
    for (auto* action : m_actions->ofSelection()) {
        mount->addAction(action);
        m_list->addAction(action);
    }
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);

    m_view = menuBar()->addMenu(tr("&View"));
    auto* list = m_view->addAction(tr("&Accounts and mounts"), m_list,
                                   [this] { m_list->setFocus(Qt::ShortcutFocusReason); });
    list->setShortcut(tr("Ctrl+0"));

    auto* help = menuBar()->addMenu(tr("&Help"));
    auto* about = help->addAction(tr("&About Arvados Drive"), this, &MainWindow::aboutRequested);
    about->setShortcut(QKeySequence::HelpContents);
}

void MainWindow::buildCentre()
{
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Pages"));
    m_tabs->tabBar()->setAccessibleName(tr("Pages"));
    m_split->addWidget(buildSide());
    m_split->addWidget(m_tabs);
    m_split->setStretchFactor(1, 1);
    m_split->setChildrenCollapsible(false);
    m_split->setSizes({300, 800});
    m_stack->addWidget(m_split);
    m_stack->addWidget(buildEmpty());
    setCentralWidget(m_stack);
}

QWidget* MainWindow::buildSide()
{
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_panel);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_sideSplit->addWidget(buildList());
    m_sideSplit->addWidget(scroll);
    m_sideSplit->setChildrenCollapsible(false);
    m_sideSplit->setStretchFactor(0, 1);
    m_sideSplit->setSizes({370, 310});
    m_sideSplit->setMinimumWidth(270);
    return m_sideSplit;
}

QWidget* MainWindow::buildList()
{
    auto* area = new QWidget(this);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(4, 0, 4, 4);
    for (auto* action : {m_actions->addMount(), m_actions->addAccount()}) {
        auto* button = new QToolButton(area);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(QString(action->text()).remove(u'&'));
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* layout = new QVBoxLayout(area);
    layout->setContentsMargins({});
    layout->addWidget(m_list);
    layout->addLayout(buttons);
    return area;
}

QWidget* MainWindow::buildEmpty()
{
    auto* page = new QWidget(this);
    auto* picture = new QLabel(page);
    picture->setPixmap(colourIcon(QStringLiteral("org.arvados.Drive")).pixmap(QSize(96, 96)));
    auto* title = new QLabel(tr("No account yet"), page);
    auto font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    title->setFont(font);
    auto* text = new QLabel(tr("Give the address of an Arvados cluster and a token, and its "
                               "projects become folders."),
                            page);
    auto* button = new QPushButton(tr("Add &account…"), page);
    button->setMinimumSize(220, 44);
    button->setAutoDefault(true);
    connect(button, &QPushButton::clicked, this, &MainWindow::addAccountRequested);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    for (QWidget* each : {static_cast<QWidget*>(picture), static_cast<QWidget*>(title),
                          static_cast<QWidget*>(text), static_cast<QWidget*>(button)})
        layout->addWidget(each, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    page->setFocusProxy(button);
    return page;
}

void MainWindow::buildStatusBar()
{
    m_overall->setTextFormat(Qt::PlainText);
    m_overall->setAccessibleName(tr("State of everything"));
    statusBar()->addPermanentWidget(m_overall);
}

void MainWindow::connectDesk()
{
    connect(&m_desk, &Desk::accountsChanged, this, &MainWindow::follow);
    connect(&m_desk, &Desk::mountsChanged, this, &MainWindow::follow);
    connect(&m_desk, &Desk::accountChanged, this, &MainWindow::showOverall);
    connect(&m_desk, &Desk::mountChanged, this, &MainWindow::mountChanged);
    connect(&m_desk, &Desk::dataChanged, this, &MainWindow::showOverall);
    connect(&m_desk, &Desk::complained, this, &MainWindow::showSentence);
    connect(&m_desk, &Desk::told, this, &MainWindow::showSentence);
    connect(&m_desk, &Desk::quitting, this,
            [this] { statusBar()->showMessage(tr("Unmounting everything before the end…")); });
    for (const auto& mount : m_desk.mounts())
        mountChanged(mount.settings.id);
}

void MainWindow::connectActions()
{
    connect(m_actions, &MountActions::addAccountRequested, this, &MainWindow::addAccountRequested);
    connect(m_actions, &MountActions::addMountRequested, this, &MainWindow::addMountRequested);
    connect(m_actions, &MountActions::editMountRequested, this, &MainWindow::editMountRequested);
    connect(m_actions, &MountActions::renewTokenRequested, this, &MainWindow::renewTokenRequested);
    connect(m_actions, &MountActions::holdersRequested, this, &MainWindow::askAboutHolders);
    connect(m_actions, &MountActions::removeMountRequested, this, &MainWindow::askToRemoveMount);
    connect(m_actions, &MountActions::removeAccountRequested, this,
            [this](const QString& id) { askToRemoveAccount(m_desk, id, this); });
    connect(m_actions, &MountActions::editAccountRequested, this,
            &MainWindow::editAccountRequested);
    connect(m_settings, &QAction::triggered, this, &MainWindow::settingsRequested);
    connect(m_list, &MountListView::selected, this, &MainWindow::followSelection);
    connect(m_list, &MountListView::mountActivated, this,
            [this] { m_actions->openFolder()->trigger(); });
}

void MainWindow::addPage(QWidget* page, const QString& title, const QIcon& icon)
{
    const int number = m_tabs->addTab(page, icon, title) + 1;
    auto* action = m_view->addAction(title, this, [this, page] { showPage(page); });
    if (number < 10)
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)));
}

void MainWindow::addPage(QWidget* page, const QString& title, const QString& iconName)
{
    m_pageIcons.insert(page, iconName);
    addPage(page, title, themedIcon(iconName, palette()));
}

void MainWindow::showPage(QWidget* page)
{
    m_stack->setCurrentIndex(0); // also when there is no account: the log has its worth then
    m_tabs->setCurrentWidget(page);
    page->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::selectMount(const QString& id)
{
    m_list->selectMount(id);
}

void MainWindow::selectAccount(const QString& id)
{
    m_list->selectAccount(id);
}

QString MainWindow::currentMount() const
{
    return m_list->currentMount();
}

QString MainWindow::currentAccount() const
{
    return m_list->currentAccount();
}

void MainWindow::follow()
{
    const bool isEmpty = m_desk.accounts().isEmpty() && m_desk.mounts().isEmpty();
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    m_panel->refresh();
    showOverall();
}

void MainWindow::mountChanged(const QString& id)
{
    showOverall();
    const auto mount = m_desk.mount(id);
    if (!mount || !mount->snapshot.waitsForHolders)
        m_asked.remove(id);
    else if (!m_asked.contains(id))
        askAboutHolders(id);
}

void MainWindow::followSelection()
{
    const auto account = currentAccount();
    const auto mount = currentMount();
    m_actions->select(account, mount);
    m_panel->showSelection(account, mount);
    Q_EMIT selectionChanged(account, mount);
}

void MainWindow::showOverall()
{
    m_actions->refresh();
    m_overall->setText(trayWords(overallState(m_desk)));
}

void MainWindow::showSentence(const QString& sentence)
{
    statusBar()->showMessage(visibleText(sentence), sentenceTime);
}

// One question at a time: of several mounts the next one's comes from its panel.
void MainWindow::askAboutHolders(const QString& mountId)
{
    m_asked.insert(mountId);
    if (m_holders && m_holders->mountId() != mountId)
        m_holders->close();
    if (!m_holders || !m_holders->isVisible())
        m_holders = new HoldersDialog(m_desk, mountId, this);
    m_holders->show();
    m_holders->raise();
}

void MainWindow::askToRemoveMount(const QString& id)
{
    const auto mount = m_desk.mount(id);
    if (!mount)
        return;
    confirm(this,
            {tr("Remove the mount"),
             tr("Remove the mount “%1”?").arg(visibleText(mount->settings.name, 100)),
             tr("It is unmounted first. Nothing on the cluster changes."), tr("&Remove")},
            [this, id] { m_desk.removeMount(id); });
}

QByteArray MainWindow::saveLook() const
{
    QByteArray look;
    QDataStream stream(&look, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << lookVersion << saveGeometry() << m_split->saveState() << m_sideSplit->saveState();
    return look;
}

bool MainWindow::restoreLook(const QByteArray& look)
{
    if (look.size() > longestLook)
        return false;
    QDataStream stream(look);
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 version = 0;
    QByteArray geometry;
    QByteArray split;
    QByteArray side;
    stream >> version >> geometry >> split >> side;
    if (stream.status() != QDataStream::Ok || version != lookVersion)
        return false;
    const bool isSplit = m_split->restoreState(split) && m_sideSplit->restoreState(side);
    return restoreGeometry(geometry) && isSplit;
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    for (int i = 0; i < m_tabs->count(); ++i) {
        const auto name = m_pageIcons.value(m_tabs->widget(i));
        if (!name.isEmpty())
            m_tabs->setTabIcon(i, themedIcon(name, palette()));
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    event->setAccepted(!m_hidesOnClose);
    Q_EMIT closeRequested();
}

void MainWindow::showEvent(QShowEvent* event)
{
    m_model->refreshWarnings(); // days may have gone by
    QMainWindow::showEvent(event);
}

} // namespace arv
