// SPDX-License-Identifier: Apache-2.0
#include "cacheplots.h"

#include "cachehistory.h"
#include "plotpanel.h"

#include <QBoxLayout>

namespace arv {

namespace {

using Ink = PlotLine::Ink;
using Marker = PlotLine::Marker;

PlotLine filledLine(const QString& name)
{
    return {name, Ink::Accent, Qt::SolidLine, Marker::Dot, true};
}

PlotLine dashedLine(const QString& name, Marker marker)
{
    return {name, Ink::Text, Qt::DashLine, marker, false};
}

} // namespace

CachePlots::CachePlots(QWidget* parent)
    : QWidget(parent)
    , m_memory(new PlotPanel(tr("Memory"), ValueScale::Unit::Bytes,
                             {filledLine(tr("Kept")), dashedLine(tr("Cap"), Marker::Square)}))
    , m_questions(
          new PlotPanel(tr("Hits and misses"), ValueScale::Unit::PerSecond,
                        {filledLine(tr("Hits")), dashedLine(tr("Misses"), Marker::Triangle)}))
    , m_evictions(new PlotPanel(tr("Evictions"), ValueScale::Unit::PerSecond,
                                {filledLine(tr("Evictions"))}))
{
    auto* below = new QHBoxLayout;
    below->setSpacing(14);
    below->addWidget(m_questions, 1);
    below->addWidget(m_evictions, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addWidget(m_memory, 1);
    layout->addLayout(below, 1);
}

void CachePlots::showHistory(const CacheHistory* history, qint64 now)
{
    if (!history) {
        for (auto* each : {m_memory, m_questions, m_evictions})
            each->showSeries({}, now);
        return;
    }
    m_memory->showSeries({&history->bytes(), &history->cap()}, now);
    m_questions->showSeries({&history->hits(), &history->misses()}, now);
    m_evictions->showSeries({&history->evictions()}, now);
}

void CachePlots::setNow(qint64 now)
{
    for (auto* each : {m_memory, m_questions, m_evictions})
        each->setNow(now);
}

} // namespace arv
