// SPDX-License-Identifier: Apache-2.0
#include "bandwidthfield.h"

#include "mount/datasettings.h"

#include <QSignalBlocker>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace arv {

namespace {

constexpr double mebibyte = 1 << 20;
constexpr double most = 100'000; // MiB/s; faster than any line
constexpr int digits = 1;

} // namespace

BandwidthField::BandwidthField(QWidget* parent)
    : QDoubleSpinBox(parent)
{
    setRange(0, most);
    setDecimals(digits);
    setSuffix(tr(" MiB/s"));
    setSpecialValueText(tr("No limit"));
    setKeyboardTracking(false); // half a number is no wish
    setAccelerated(true);
    setGroupSeparatorShown(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Bandwidth limit of reading"));
    setToolTip(tr("All mounts together read no faster than this. 0: no limit."));
    m_rest.setSingleShot(true);
    m_rest.setInterval(std::chrono::milliseconds(400));
    connect(this, &QDoubleSpinBox::valueChanged, this, [this] { m_rest.start(); });
    connect(&m_rest, &QTimer::timeout, this, &BandwidthField::tell);
}

void BandwidthField::showLimit(std::uint64_t bytes)
{
    if (m_rest.isActive())
        return;
    m_shown = bytes;
    const QSignalBlocker blocker(this);
    const auto shown = static_cast<double>(bytes) / mebibyte;
    // A limit, however small, must not look like none.
    const auto rounded = bytes == 0 ? 0.0 : std::max(shown, 0.1);
    if (std::abs(value() - rounded) > 0.049)
        setValue(rounded);
}

void BandwidthField::flushWish()
{
    if (m_rest.isActive())
        tell();
}

void BandwidthField::tell()
{
    m_rest.stop();
    const auto bytes = static_cast<std::uint64_t>(std::llround(value() * mebibyte));
    if (bytes == m_shown)
        return;
    m_shown = bytes;
    Q_EMIT wanted(bytes);
}

} // namespace arv
