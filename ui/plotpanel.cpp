// SPDX-License-Identifier: Apache-2.0
#include "plotpanel.h"

#include "plot.h"
#include "plottablemodel.h"
#include "tables.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace arv {

PlotPanel::PlotPanel(const QString& title, ValueScale::Unit unit, const QList<PlotLine>& lines,
                     QWidget* parent)
    : QWidget(parent)
    , m_plot(new Plot(title, unit, lines))
    , m_model(new PlotTableModel(*m_plot, this))
    , m_table(makeTable(title))
    , m_pages(new QStackedWidget)
{
    auto* heading = headingLabel(title);
    auto* toggle = new QToolButton;
    toggle->setCheckable(true);
    toggle->setText(tr("Table"));
    toggle->setToolTip(tr("Show the values as a table"));
    toggle->setAccessibleName(tr("%1 as a table").arg(title));
    connect(toggle, &QToolButton::toggled, this, &PlotPanel::showTable);
    m_pages->addWidget(m_plot);
    m_pages->addWidget(m_table);
    auto* top = new QHBoxLayout;
    top->addWidget(heading, 1);
    top->addWidget(toggle);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(3);
    layout->addLayout(top);
    layout->addWidget(m_pages, 1);
}

QTableView* PlotPanel::makeTable(const QString& title)
{
    auto* table = new QTableView;
    styleTable(*table);
    table->setModel(m_model);
    table->setAccessibleName(tr("%1, values").arg(title));
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    return table;
}

void PlotPanel::showTable(bool shown)
{
    if (shown)
        m_model->restart();
    m_pages->setCurrentWidget(shown ? static_cast<QWidget*>(m_table) : m_plot);
}

void PlotPanel::showSeries(const QList<const TimeSeries*>& series, qint64 now)
{
    m_plot->showSeries(series);
    m_plot->setNow(now);
    m_model->restart();
}

void PlotPanel::setNow(qint64 now)
{
    m_plot->setNow(now);
    if (m_pages->currentWidget() == m_table)
        m_model->sync();
}

} // namespace arv
