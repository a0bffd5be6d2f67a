// SPDX-License-Identifier: Apache-2.0
#include "blockcacheview.h"

#include "blockcachelayer.h"
#include "confirm.h"
#include "formatting.h"
#include "notice.h"
#include "plainlabel.h"
#include "sight.h"
#include "tables.h"

#include <QGridLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace arv {

namespace {

constexpr qsizetype longestFolder = 500;

void showText(QLabel& label, const QString& text)
{
    if (label.text() != text)
        label.setText(text);
}

} // namespace

BlockCacheView::BlockCacheView(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_sight(new Sight(*this))
    , m_memory(new BlockCacheLayer(tr("In memory"), tr("Nothing is kept in memory.")))
    , m_disk(new BlockCacheLayer(tr("On disk"), tr("Nothing is kept on disk.")))
    , m_clear(new QPushButton(tr("Clear a&ll…")))
    , m_folder(plainLabel({}, this))
    , m_trouble(new Notice(this))
{
    m_memory->setObjectName(QStringLiteral("memory"));
    m_disk->setObjectName(QStringLiteral("disk"));
    m_folder->setObjectName(QStringLiteral("folder"));
    m_trouble->setObjectName(QStringLiteral("trouble"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(makeLayers());
    layout->addWidget(makeNumbers());
    layout->addLayout(makeFoot());
    layout->addWidget(m_trouble);
    connect(m_sight, &Sight::changed, this, &BlockCacheView::watch);
    connect(&m_desk, &Desk::dataChanged, this, &BlockCacheView::showData);
    connect(m_clear, &QPushButton::clicked, this, &BlockCacheView::askToClear);
}

BlockCacheView::~BlockCacheView()
{
    m_sight->end();
}

QHBoxLayout* BlockCacheView::makeFoot()
{
    m_clear->setObjectName(QStringLiteral("clear"));
    m_clear->setAutoDefault(false);
    m_clear->setAccessibleName(tr("Clear the whole block cache"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_folder, 1);
    row->addWidget(m_clear);
    return row;
}

QHBoxLayout* BlockCacheView::makeLayers()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(18);
    row->addWidget(m_memory, 1);
    row->addWidget(m_disk, 1);
    return row;
}

QLabel* BlockCacheView::addNumber(QGridLayout& grid, const QString& caption,
                                  const QString& explanation)
{
    const int column = grid.count() / 2;
    auto* title = new QLabel(caption);
    title->setTextFormat(Qt::PlainText);
    title->setToolTip(explanation);
    auto* number = headingLabel({});
    number->setToolTip(explanation);
    number->setAccessibleDescription(explanation);
    title->setBuddy(number);
    grid.addWidget(title, 0, column);
    grid.addWidget(number, 1, column);
    grid.setColumnStretch(column, 1);
    return number;
}

QWidget* BlockCacheView::makeNumbers()
{
    auto* numbers = new QWidget;
    auto* grid = new QGridLayout(numbers);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(1);
    m_misses = addNumber(*grid, tr("Misses"), tr("Blocks that had to be asked of a cluster"));
    m_hitRate = addNumber(*grid, tr("Hit rate"), tr("Hits of all questions, memory and disk"));
    m_arriving = addNumber(*grid, tr("Arriving"), tr("Memory that blocks on their way take"));
    m_verified = addNumber(*grid, tr("Verified"), tr("Blocks whose MD5 was computed, and right"));
    m_mismatches =
        addNumber(*grid, tr("Mismatches"), tr("Blocks that came, or were read back, damaged"));
    return numbers;
}

void BlockCacheView::watch(bool seen)
{
    m_desk.watchData(seen);
    showData();
}

void BlockCacheView::showData()
{
    if (!m_sight->isSeen())
        return;
    const auto figures = m_desk.data().cache;
    m_memory->show(figures.memory);
    m_disk->show(figures.disk);
    showNumbers(figures);
    showPlace(figures);
}

void BlockCacheView::showNumbers(const BlockCacheFigures& figures)
{
    const auto hits = figures.memory.hits + figures.disk.hits;
    showText(*m_misses, countText(figures.misses));
    showText(*m_hitRate, shareText(hits, hits + figures.misses));
    showText(*m_arriving, sizeText(figures.arriving));
    showText(*m_verified, countText(figures.verified));
    showText(*m_mismatches, countText(figures.mismatches));
    m_clear->setEnabled(figures.memory.blocks + figures.disk.blocks > 0);
}

void BlockCacheView::showPlace(const BlockCacheFigures& figures)
{
    const auto folder = breakableText(visibleText(figures.folder, longestFolder));
    showText(*m_folder, folder.isEmpty() ? QString() : tr("Folder: %1").arg(folder));
    if (figures.trouble.isEmpty())
        m_trouble->clear();
    else
        m_trouble->say(Notice::Kind::Warning, figures.trouble);
}

void BlockCacheView::askToClear()
{
    confirm(this,
            {tr("Clear the block cache"), tr("Clear the whole block cache?"),
             tr("What programs read next is fetched from the clusters again. Other tools that "
                "share the folder lose these blocks, too. Nothing on a cluster changes."),
             tr("&Clear")},
            [this] { m_desk.clearBlockCache(); });
}

} // namespace arv
