// SPDX-License-Identifier: Apache-2.0
#include "blockcachelayer.h"

#include "formatting.h"
#include "tables.h"

#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

namespace arv {

namespace {

constexpr int barSteps = 1000;

void showText(QLabel& label, const QString& text)
{
    if (label.text() != text)
        label.setText(text);
}

QLabel* plain(const QString& name)
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setObjectName(name);
    return label;
}

} // namespace

BlockCacheLayer::BlockCacheLayer(const QString& title, const QString& absence, QWidget* parent)
    : QWidget(parent)
    , m_absenceText(absence)
    , m_bar(new QProgressBar)
    , m_gauge(plain(QStringLiteral("gauge")))
    , m_counts(plain(QStringLiteral("counts")))
{
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(14);
    m_bar->setAccessibleName(title);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(3);
    layout->addWidget(headingLabel(title));
    layout->addWidget(m_gauge);
    layout->addWidget(m_bar);
    layout->addWidget(m_counts);
}

QString BlockCacheLayer::gaugeText(const BlockCacheFigures::Layer& layer)
{
    return tr("%1 of %2, %3")
        .arg(sizeText(layer.bytes), sizeText(layer.capacity),
             shareText(layer.bytes, layer.capacity));
}

QString BlockCacheLayer::countsText(const BlockCacheFigures::Layer& layer)
{
    return tr("Blocks: %1 · Hits: %2 · Evictions: %3")
        .arg(countText(layer.blocks), countText(layer.hits), countText(layer.evictions));
}

void BlockCacheLayer::show(const BlockCacheFigures::Layer& layer)
{
    const bool isThere = layer.capacity != 0;
    const auto words = isThere ? gaugeText(layer) : m_absenceText;
    showText(*m_gauge, words);
    showText(*m_counts, isThere ? countsText(layer) : QString());
    m_bar->setEnabled(isThere);
    m_bar->setAccessibleDescription(words);
    const auto share =
        isThere ? static_cast<double>(layer.bytes) / static_cast<double>(layer.capacity) : 0.0;
    m_bar->setValue(static_cast<int>(qBound(0.0, share, 1.0) * barSteps));
}

} // namespace arv
