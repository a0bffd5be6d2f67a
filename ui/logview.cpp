// SPDX-License-Identifier: Apache-2.0
#include "logview.h"

#include "formatting.h"
#include "logfilter.h"
#include "logmodel.h"
#include "tables.h"

#include <QAction>
#include <QBoxLayout>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>

#include <chrono>

namespace arv {

namespace {

QToolButton* textButton(const QString& text, const QString& explanation)
{
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(explanation);
    return button;
}

} // namespace

LogView::LogView(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(new LogModel(10'000, this))
    , m_filter(new LogFilter(this))
{
    using namespace std::chrono_literals;
    m_typing.setSingleShot(true);
    m_typing.setInterval(120ms);
    m_filter->setSourceModel(m_model);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makeFilters());
    layout->addWidget(makeLines(), 1);
    layout->addWidget(makeFoot());
    connectFilters();
    connectLines();
    const auto lines = desk.logLines();
    for (const auto& each : lines)
        m_model->add(each);
    chooseLevel();
    fillCategories();
    showCounts();
}

LogView::~LogView()
{
    if (m_detail)
        m_desk.setLogDetail(false);
}

void LogView::makeLevels()
{
    m_level = new QComboBox;
    m_level->setAccessibleName(tr("Level"));
    m_level->addItem(tr("Errors"), LogLevel::Error);
    m_level->addItem(tr("Warnings"), LogLevel::Warning);
    m_level->addItem(tr("Info"), LogLevel::Info);
    m_level->addItem(tr("Everything"), LogLevel::Debug);
    m_level->setCurrentIndex(1);
}

QWidget* LogView::makeFilters()
{
    makeLevels();
    m_category = new QComboBox;
    m_category->setAccessibleName(tr("Category"));
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category->setMinimumContentsLength(16);
    m_text = new QLineEdit;
    m_text->setAccessibleName(tr("Filter"));
    m_text->setPlaceholderText(tr("Filter"));
    m_text->setClearButtonEnabled(true);
    auto* level = new QLabel(tr("&Level:"));
    level->setBuddy(m_level);
    auto* category = new QLabel(tr("C&ategory:"));
    category->setBuddy(m_category);
    auto* filters = new QWidget;
    auto* layout = new QHBoxLayout(filters);
    layout->setContentsMargins({});
    layout->addWidget(level);
    layout->addWidget(m_level);
    layout->addSpacing(8);
    layout->addWidget(category);
    layout->addWidget(m_category);
    layout->addSpacing(8);
    layout->addWidget(m_text, 1);
    return filters;
}

void LogView::makeTable()
{
    m_table = new QTableView;
    styleTable(*m_table);
    m_table->setModel(m_filter);
    m_table->setAccessibleName(tr("Lines of the log"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    auto* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    // Measured once: looking at the contents of every line is what a flood cannot afford.
    const auto measure = [this](const QString& widest) {
        return m_table->fontMetrics().horizontalAdvance(widest) + 18;
    };
    header->resizeSection(LogModel::Time, measure(QStringLiteral("00:00:00.000")));
    header->resizeSection(LogModel::Level, measure(LogLevel::word(LogLevel::Warning)) + 22);
    header->resizeSection(LogModel::Category, measure(QStringLiteral("arvados.mount.x")));
}

QWidget* LogView::makeLines()
{
    makeTable();
    m_whole = new QPlainTextEdit;
    m_whole->setReadOnly(true);
    m_whole->setTabChangesFocus(true);
    m_whole->setAccessibleName(tr("The whole line"));
    m_whole->setPlaceholderText(tr("Choose a line to read all of it here."));
    m_whole->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_table);
    splitter->addWidget(m_whole);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({500, 90});
    return splitter;
}

QWidget* LogView::makeFoot()
{
    m_follow = new QCheckBox(tr("&Follow new lines"));
    m_follow->setChecked(true);
    m_pause = textButton(tr("Pause"), tr("Let new lines wait"));
    m_pause->setCheckable(true);
    m_copy = textButton(tr("Copy"), tr("Copy the selected lines"));
    m_clear = textButton(tr("Clear"), tr("Empty this view; the log goes on"));
    m_counts = new QLabel;
    m_counts->setTextFormat(Qt::PlainText);
    auto* foot = new QWidget;
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins({});
    layout->addWidget(m_follow);
    layout->addSpacing(12);
    layout->addWidget(m_counts, 1);
    layout->addWidget(m_pause);
    layout->addWidget(m_copy);
    layout->addWidget(m_clear);
    return foot;
}

void LogView::connectFilters()
{
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogView::chooseLevel);
    connect(m_category, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setCategory(m_category->currentData().toString());
        showCounts();
    });
    connect(m_text, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(&m_typing, &QTimer::timeout, this, [this] {
        m_filter->setText(m_text->text());
        follow();
        showCounts();
    });
    connect(m_model, &LogModel::categoriesChanged, this, &LogView::fillCategories);
}

void LogView::connectLines()
{
    connect(&m_desk, &Desk::logged, m_model, &LogModel::add);
    connect(m_filter, &LogFilter::rowsInserted, this, &LogView::follow);
    connect(m_filter, &LogFilter::modelReset, this, &LogView::follow);
    for (const auto signal : {&LogFilter::rowsInserted, &LogFilter::rowsRemoved})
        connect(m_filter, signal, this, &LogView::showCounts);
    connect(m_filter, &LogFilter::modelReset, this, &LogView::showCounts);
    connect(m_model, &LogModel::waitingChanged, this, &LogView::showCounts);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &LogView::showCurrent);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &LogView::showCurrent);
    connect(m_filter, &LogFilter::modelReset, this, &LogView::showCurrent);
    connect(m_table->verticalScrollBar(), &QScrollBar::actionTriggered, this,
            &LogView::noticeScrolling);
    connect(m_follow, &QCheckBox::toggled, this, &LogView::follow);
    connect(m_pause, &QToolButton::toggled, m_model, &LogModel::setPaused);
    connect(m_copy, &QToolButton::clicked, this, &LogView::copySelected);
    connect(m_clear, &QToolButton::clicked, this, &LogView::clearLines);
    auto* copy = new QAction(tr("Copy"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &LogView::copySelected);
    m_table->addAction(copy);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void LogView::chooseLevel()
{
    const auto least = static_cast<LogLevel::Rank>(m_level->currentData().toInt());
    m_filter->setLeast(least);
    // Our own info lines, too, are made only when somebody wants them.
    const bool detail = least <= LogLevel::Info;
    if (detail != m_detail) {
        m_detail = detail;
        m_desk.setLogDetail(detail);
    }
    follow();
    showCounts();
}

void LogView::fillCategories()
{
    const auto chosen = m_category->currentData().toString();
    const QSignalBlocker blocker(m_category);
    m_category->clear();
    m_category->addItem(tr("All"), QString());
    for (const auto& each : m_model->categories())
        m_category->addItem(each, each);
    m_category->setCurrentIndex(qMax(0, m_category->findData(chosen)));
}

void LogView::follow()
{
    if (m_follow->isChecked())
        m_table->scrollToBottom();
}

void LogView::noticeScrolling()
{
    // Scrolling away from the end is to read there; back to the end is to follow again.
    const auto* bar = m_table->verticalScrollBar();
    m_follow->setChecked(bar->sliderPosition() >= bar->maximum());
}

void LogView::showCurrent()
{
    const auto current = m_table->currentIndex();
    m_whole->setPlainText(
        current.isValid() ? m_model->plainLine(m_filter->mapToSource(current).row()) : QString());
    // Only a chosen line is being read: with the focus alone the first one becomes current.
    const bool isChosen = m_table->selectionModel()->isRowSelected(current.row());
    if (current.isValid() && isChosen && current.row() != m_filter->rowCount() - 1)
        m_follow->setChecked(false);
}

void LogView::showCounts()
{
    const auto shown = static_cast<std::uint64_t>(m_filter->rowCount());
    const auto all = static_cast<std::uint64_t>(m_model->rowCount());
    auto text = tr("%1 of %2 lines").arg(countText(shown), countText(all));
    if (m_model->isPaused())
        text += QStringLiteral(" – ") + tr("paused, %1 waiting").arg(countText(m_model->waiting()));
    m_counts->setText(text);
}

void LogView::clearLines()
{
    m_model->clear();
    m_follow->setChecked(true);
}

void LogView::copySelected() const
{
    QStringList lines;
    auto rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const auto& each : rows)
        lines += m_model->plainLine(m_filter->mapToSource(each).row());
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

void LogView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_model->setPalette(palette());
}

} // namespace arv
