// SPDX-License-Identifier: Apache-2.0
#include "cachenumbers.h"

#include "formatting.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>

namespace arv {

namespace {

constexpr int barSteps = 1000;
constexpr int tilesInARow = 5;

void showText(QLabel& label, const QString& text)
{
    if (label.text() != text)
        label.setText(text);
}

QFont larger(QFont font, double factor)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(true);
    return font;
}

} // namespace

CacheNumbers::CacheNumbers(QWidget* parent)
    : QWidget(parent)
    , m_bar(new QProgressBar)
    , m_gauge(new QLabel)
{
    m_gauge->setTextFormat(Qt::PlainText);
    m_gauge->setFont(larger(font(), 1.5));
    m_gauge->setObjectName(QStringLiteral("gauge"));
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(14);
    m_bar->setAccessibleName(tr("Memory of the inode cache against its cap"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_gauge);
    layout->addWidget(m_bar);
    layout->addSpacing(4);
    layout->addWidget(makeTiles());
}

QLabel* CacheNumbers::addTile(QGridLayout* grid, const QString& caption, const QString& explanation)
{
    const auto place = grid->count() / 2;
    const auto row = place / tilesInARow * 2;
    const auto column = place % tilesInARow;
    auto* title = new QLabel(caption);
    title->setTextFormat(Qt::PlainText);
    title->setToolTip(explanation);
    auto* number = new QLabel;
    number->setTextFormat(Qt::PlainText);
    number->setFont(larger(font(), 1.2));
    number->setToolTip(explanation);
    number->setAccessibleDescription(explanation);
    title->setBuddy(number);
    grid->addWidget(title, row, column);
    grid->addWidget(number, row + 1, column, Qt::AlignTop);
    return number;
}

QWidget* CacheNumbers::makeTiles()
{
    auto* tiles = new QWidget;
    auto* grid = new QGridLayout(tiles);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(1);
    m_nodes = addTile(grid, tr("Entries in memory"), tr("Files and directories that are kept"));
    m_kernelHeld = addTile(grid, tr("Held by the kernel"),
                           tr("Entries that the kernel knows; they cannot be evicted"));
    m_inUse = addTile(grid, tr("In use"), tr("Entries that are open or being worked on"));
    m_openFiles = addTile(grid, tr("Open files"), tr("Files and listings that programs have open"));
    m_evictions = addTile(grid, tr("Evictions"), tr("Entries given up to stay below the cap"));
    m_hits = addTile(grid, tr("Hits"), tr("Questions answered from memory since it was mounted"));
    m_misses = addTile(grid, tr("Misses"), tr("Questions that had to load something first"));
    m_hitRate = addTile(grid, tr("Hit rate"), tr("Hits of all questions"));
    m_bytesRead = addTile(grid, tr("Read"), tr("Bytes that programs read since it was mounted"));
    m_lastMinute = addTile(grid, tr("Evictions a minute"), tr("During the last minute"));
    for (int column = 0; column < tilesInARow; ++column)
        grid->setColumnStretch(column, 1);
    grid->setRowMinimumHeight(1, fontMetrics().height() * 2);
    return tiles;
}

QString CacheNumbers::gaugeText(const CacheFigures& figures)
{
    return tr("%1 of %2, %3")
        .arg(sizeText(figures.bytes), sizeText(figures.cap), shareText(figures.bytes, figures.cap));
}

void CacheNumbers::show(const MountSnapshot& snapshot, std::uint64_t evictionsLastMinute)
{
    const auto& cache = snapshot.cache;
    const auto words = gaugeText(cache);
    showText(*m_gauge, words);
    m_bar->setAccessibleDescription(words);
    const auto share =
        cache.cap == 0 ? 0.0 : static_cast<double>(cache.bytes) / static_cast<double>(cache.cap);
    m_bar->setValue(static_cast<int>(qBound(0.0, share, 1.0) * barSteps));
    showText(*m_nodes, countText(cache.nodes));
    showText(*m_kernelHeld, countText(cache.kernelHeld));
    showText(*m_inUse, countText(cache.inUse));
    showText(*m_openFiles, countText(snapshot.openHandles));
    showText(*m_hits, countText(cache.hits));
    showText(*m_misses, countText(cache.misses));
    showText(*m_hitRate, shareText(cache.hits, cache.hits + cache.misses));
    showText(*m_bytesRead, sizeText(snapshot.bytesRead));
    showText(*m_evictions, countText(cache.evictions));
    showText(*m_lastMinute, countText(evictionsLastMinute));
}

} // namespace arv
