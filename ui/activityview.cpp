// SPDX-License-Identifier: Apache-2.0
#include "activityview.h"

#include "bandwidthfield.h"
#include "formatting.h"
#include "icons.h"
#include "plainlabel.h"
#include "plotpanel.h"
#include "progressdelegate.h"
#include "sight.h"
#include "tables.h"
#include "transfersmodel.h"
#include "transfertext.h"

#include <QBoxLayout>
#include <QElapsedTimer>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <array>
#include <chrono>

namespace arv {

namespace {

constexpr int absenceIconSize = 48; // pixels

std::function<qint64()> steadyClock()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return timer.elapsed(); };
}

PlotLine receivedLine()
{
    return {ActivityView::tr("Received"), PlotLine::Ink::Accent, Qt::SolidLine,
            PlotLine::Marker::Dot, true};
}

void showText(QLabel& label, const QString& text)
{
    if (label.text() != text)
        label.setText(text);
}

// Widths of the columns in digits.
constexpr std::array columnDigits{18, 21, 12, 21, 6, 40, 30, 30, 24};

} // namespace

ActivityView::ActivityView(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_clock(steadyClock())
    , m_sight(new Sight(*this))
    , m_model(new TransfersModel(this))
    , m_summary(headingLabel({}))
    , m_received(new QLabel)
    , m_pause(new QPushButton)
    , m_limit(new BandwidthField)
    , m_plot(new PlotPanel(tr("Throughput"), ValueScale::Unit::BytesPerSecond, {receivedLine()}))
    , m_pages(new QStackedWidget)
    , m_table(new QTableView)
    , m_details(plainLabel({}, this))
    , m_absence(new QLabel)
    , m_absenceIcon(new QLabel)
{
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(makeTop());
    layout->addWidget(makeTransfers(), 3);
    layout->addWidget(m_plot, 2);
    m_plot->showSeries({&m_history.received()}, m_clock());
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &ActivityView::measure);
    connect(m_sight, &Sight::changed, this, &ActivityView::watch);
    connect(&m_desk, &Desk::dataChanged, this, &ActivityView::showData);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ActivityView::showDetails);
    connect(m_pause, &QPushButton::clicked, this, &ActivityView::togglePause);
    connect(m_limit, &BandwidthField::wanted, this,
            [this](quint64 bytes) { m_desk.setBandwidthLimit(bytes); });
    showData();
}

ActivityView::~ActivityView()
{
    m_sight->end();
    m_limit->flushWish();
    m_plot->showSeries({}, 0); // the history goes before the widgets
}

QWidget* ActivityView::makeTop()
{
    m_summary->setObjectName(QStringLiteral("summary"));
    m_received->setObjectName(QStringLiteral("received"));
    m_received->setTextFormat(Qt::PlainText);
    m_pause->setObjectName(QStringLiteral("pause"));
    m_pause->setAutoDefault(false);
    auto* limit = new QLabel(tr("&Limit:"));
    limit->setBuddy(m_limit);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_summary);
    words->addWidget(m_received);
    auto* top = new QWidget;
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins({});
    row->addLayout(words, 1);
    row->addWidget(limit);
    row->addWidget(m_limit);
    row->addSpacing(8);
    row->addWidget(m_pause);
    return top;
}

QWidget* ActivityView::makeTransfers()
{
    prepareTable();
    m_details->setObjectName(QStringLiteral("details"));
    m_details->hide();
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->addWidget(m_table, 1);
    layout->addWidget(m_details);
    m_pages->addWidget(page);
    m_pages->addWidget(makeAbsence());
    return m_pages;
}

void ActivityView::prepareTable()
{
    styleTable(*m_table);
    showRows(*m_table, 4);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Transfers"));
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setItemDelegateForColumn(TransfersModel::Progress,
                                      new ProgressDelegate(TransfersModel::ShareRole, m_table));
    const int digit = fontMetrics().horizontalAdvance(u'0');
    auto* header = m_table->horizontalHeader();
    for (int column = 0; column < TransfersModel::ColumnCount; ++column)
        header->resizeSection(column, columnDigits.at(static_cast<std::size_t>(column)) * digit);
}

QWidget* ActivityView::makeAbsence()
{
    m_absence->setObjectName(QStringLiteral("absence"));
    m_absence->setTextFormat(Qt::PlainText);
    m_absence->setWordWrap(true);
    m_absence->setAlignment(Qt::AlignCenter);
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(m_absenceIcon, 0, Qt::AlignCenter);
    layout->addWidget(m_absence);
    layout->addStretch(3);
    return page;
}

void ActivityView::setClock(std::function<qint64()> clock)
{
    m_clock = std::move(clock);
    m_history = {};
    m_plot->showSeries({&m_history.received()}, m_clock());
}

void ActivityView::watch(bool seen)
{
    m_desk.watchData(seen);
    if (seen) {
        m_second.start();
        measure();
    } else {
        m_second.stop();
        m_limit->flushWish();
        m_history.interrupt(m_clock());
    }
    showData();
}

void ActivityView::togglePause()
{
    m_desk.setPaused(!m_desk.data().transfers.isPaused);
}

// Once a second, for the plot: also when nothing is new.
void ActivityView::measure()
{
    m_history.record(m_clock(), m_desk.data().transfers);
    m_plot->setNow(m_clock());
}

void ActivityView::showData()
{
    const auto figures = m_desk.data().transfers;
    showButtons(figures);
    if (!m_sight->isSeen())
        return;
    showText(*m_summary, summaryWords(figures));
    showText(*m_received, tr("%1 received since the start").arg(sizeText(figures.received)));
    showText(*m_absence, absenceWords(figures));
    m_model->show(figures.transfers);
    m_pages->setCurrentIndex(figures.transfers.isEmpty() ? 1 : 0);
    showDetails();
}

void ActivityView::showDetails()
{
    const auto chosen = m_table->currentIndex();
    m_details->setVisible(chosen.isValid());
    if (chosen.isValid())
        showText(*m_details, breakableText(chosen.data(TransfersModel::DetailRole).toString()));
    m_table->setAccessibleDescription(chosen.isValid() ? m_details->text() : QString());
}

void ActivityView::showButtons(const TransferFigures& figures)
{
    m_pause->setText(figures.isPaused ? tr("&Resume") : tr("&Pause"));
    m_pause->setToolTip(figures.isPaused ? tr("Go on with what waits")
                                         : tr("What is in the cache can be read meanwhile; "
                                              "programs that need more wait"));
    m_limit->showLimit(figures.limit);
    const auto icon = figures.isPaused ? QStringLiteral("pause") : QStringLiteral("activity");
    m_absenceIcon->setPixmap(
        themedIcon(icon, palette())
            .pixmap(QSize(absenceIconSize, absenceIconSize), devicePixelRatioF(), QIcon::Disabled));
    m_pause->setIcon(themedIcon(
        figures.isPaused ? QStringLiteral("activity") : QStringLiteral("pause"), palette()));
}

void ActivityView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showButtons(m_desk.data().transfers);
}

} // namespace arv
