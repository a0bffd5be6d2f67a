// SPDX-License-Identifier: Apache-2.0
#include "projectsview.h"

#include "formatting.h"
#include "icons.h"
#include "itemmenu.h"
#include "mountpath.h"
#include "placeof.h"
#include "projectdetails.h"
#include "projecttree.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace arv {

namespace {

constexpr int mostOpened = 200; // rows that one search opens

} // namespace

ProjectsView::ProjectsView(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_tree(desk)
    , m_filter(m_tree)
    , m_pages(new QStackedWidget)
{
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_pages);
    m_pages->addWidget(emptyPage());
    m_pages->addWidget(treePage());
    makeShortcuts();
    connect(&desk, &Desk::accountsChanged, this, &ProjectsView::takeAccounts);
    connect(&desk, &Desk::mountsChanged, this, &ProjectsView::showCurrent);
    connect(&desk, &Desk::accountChanged, this, &ProjectsView::showCurrent);
    connect(&m_filter, &ProjectFilterModel::searched, this, &ProjectsView::openMatches);
    connect(&m_filter, &ProjectFilterModel::progressChanged, this, &ProjectsView::showProgress);
    connect(&m_filter, &QAbstractItemModel::dataChanged, this, &ProjectsView::takeChanged);
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, &ProjectsView::takeRemoved);
    takePalette();
    takeAccounts();
    showProgress();
}

void ProjectsView::openOnlyHome()
{
    if (m_tree.rowCount() == 1)
        m_view->openFirstHome();
}

QWidget* ProjectsView::emptyPage()
{
    auto* page = new QWidget;
    m_emptyIcon = new QLabel;
    auto* words = new QLabel(tr("No account yet. Sign in to an Arvados cluster to see your "
                                "projects here."));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    auto* add = new QPushButton(tr("&Add account…"));
    add->setObjectName(QStringLiteral("addAccount"));
    connect(add, &QPushButton::clicked, this, &ProjectsView::addAccountRequested);
    auto* layout = new QVBoxLayout(page);
    layout->addStretch();
    layout->addWidget(m_emptyIcon, 0, Qt::AlignCenter);
    layout->addWidget(words);
    layout->addSpacing(8);
    layout->addWidget(add, 0, Qt::AlignCenter);
    layout->addStretch();
    return page;
}

QHBoxLayout* ProjectsView::toolRow()
{
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setPlaceholderText(tr("Search by name, UUID or portable data hash"));
    m_search->setAccessibleName(tr("Search projects"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(200);
    m_reload = new QToolButton;
    m_reload->setAccessibleName(tr("Load again"));
    m_reload->setToolTip(tr("Load again (F5)"));
    m_more = new QToolButton;
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setAccessibleName(tr("What can be done with the selected row"));
    m_more->setToolTip(tr("What can be done with the selected row (Shift+F10)"));
    for (auto* button : {m_reload, m_more}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    auto* row = new QHBoxLayout;
    row->addWidget(m_search, 1);
    row->addWidget(m_reload);
    row->addWidget(m_more);
    return row;
}

QWidget* ProjectsView::treePage()
{
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(toolRow());
    m_progress = new QLabel;
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setWordWrap(true);
    layout->addWidget(m_progress);
    m_view = new ProjectTree(m_filter);
    m_details = new ProjectDetails(m_desk);
    auto* splitter = new QSplitter;
    splitter->addWidget(m_view);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({740, 240});
    splitter->setChildrenCollapsible(false);
    m_view->setMinimumWidth(420);
    m_details->setMinimumWidth(220);
    layout->addWidget(splitter, 1);
    connect(m_search, &QLineEdit::textChanged, &m_filter, &ProjectFilterModel::setSearch);
    connect(m_search, &QLineEdit::returnPressed, &m_filter, &ProjectFilterModel::searchNow);
    connect(m_reload, &QToolButton::clicked, this, &ProjectsView::refresh);
    connect(m_more, &QToolButton::clicked, m_view, &ProjectTree::askForMenu);
    connect(m_view, &ProjectTree::menuWanted, this, &ProjectsView::showMenu);
    connect(m_view, &ProjectTree::currentMoved, this, &ProjectsView::showCurrent);
    connect(m_view, &QAbstractItemView::activated, this, &ProjectsView::activate);
    return page;
}

void ProjectsView::makeShortcuts()
{
    const auto make = [this](const QKeySequence& keys, QWidget* where, Qt::ShortcutContext context,
                             auto act) {
        auto* shortcut = new QShortcut(keys, where);
        shortcut->setContext(context);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    make(QKeySequence::Find, this, Qt::WidgetWithChildrenShortcut, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    make(QKeySequence::Refresh, this, Qt::WidgetWithChildrenShortcut, [this] { refresh(); });
    make(Qt::SHIFT | Qt::Key_F10, m_view, Qt::WidgetShortcut, [this] { m_view->askForMenu(); });
    make(Qt::Key_Down, m_search, Qt::WidgetShortcut, [this] { leaveSearch(); });
    make(Qt::Key_Escape, m_search, Qt::WidgetShortcut, [this] { m_search->clear(); });
}

// From the search to what it found.
void ProjectsView::leaveSearch()
{
    m_filter.searchNow();
    m_view->setFocus(Qt::ShortcutFocusReason);
    if (!m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_filter.index(0, 0));
}

void ProjectsView::takeAccounts()
{
    m_pages->setCurrentIndex(m_desk.accounts().isEmpty() ? 0 : 1);
}

void ProjectsView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takePalette();
}

void ProjectsView::takePalette()
{
    m_tree.setPalette(palette());
    m_view->viewport()->update();
    m_reload->setIcon(themedIcon(QStringLiteral("reload"), palette()));
    m_more->setIcon(themedIcon(QStringLiteral("more"), palette()));
    m_emptyIcon->setPixmap(themedIcon(QStringLiteral("account"), palette())
                               .pixmap(QSize(48, 48), devicePixelRatioF(), QIcon::Disabled));
    showCurrent();
}

void ProjectsView::showCurrent()
{
    const auto current = m_view->currentIndex();
    m_more->setEnabled(current.isValid());
    if (current.isValid())
        m_details->showNode(m_filter.nodeAt(current));
    else
        m_details->clear();
}

void ProjectsView::takeChanged(const QModelIndex& first, const QModelIndex& last)
{
    const auto current = m_view->currentIndex();
    if (current.isValid() && current.parent() == first.parent() && current.row() >= first.row()
        && current.row() <= last.row())
        showCurrent();
}

// Nobody tells that the current row went with one far above it.
void ProjectsView::takeRemoved()
{
    if (m_more->isEnabled() && !m_view->currentIndex().isValid())
        showCurrent();
}

void ProjectsView::showMenu(const QModelIndex& index, const QPoint& globalPosition)
{
    auto* menu = new ItemMenu(m_desk, placeOf(m_filter.nodeAt(index)), this);
    menu->addSeparator();
    menu->addAction(tr("Load &again"), this, &ProjectsView::refresh)
        ->setObjectName(QStringLiteral("refresh"));
    menu->popup(globalPosition);
}

void ProjectsView::activate(const QModelIndex& index)
{
    const auto& node = m_filter.nodeAt(index);
    if (!node.isItem()) {
        m_tree.retry(m_filter.mapToSource(index));
        return;
    }
    if (node.item.kind != ProjectItem::Kind::Collection)
        return;
    const auto there = mountPath(m_desk.mounts(), placeOf(node));
    if (there && there->isMounted)
        m_desk.openFolder(there->path);
}

void ProjectsView::refresh()
{
    m_tree.refresh(m_filter.mapToSource(m_view->currentIndex()));
}

void ProjectsView::openMatches()
{
    if (!m_filter.isSearching())
        return;
    const auto leading = m_filter.leadingToMatches(mostOpened);
    for (const auto& each : leading)
        m_view->expand(each);
}

void ProjectsView::showProgress()
{
    m_progress->setVisible(m_filter.isSearching());
    if (!m_filter.isSearching())
        return;
    const auto progress = m_filter.progress();
    const auto matching = countText(static_cast<std::uint64_t>(progress.matching));
    const auto items = countText(static_cast<std::uint64_t>(progress.items));
    m_progress->setText(
        progress.isLoading
            ? tr("%1 of %2 entries match so far; more are being loaded…").arg(matching, items)
            : tr("%1 of %2 entries match. Projects that have not been opened yet are not searched.")
                  .arg(matching, items));
}

} // namespace arv
