// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDoubleSpinBox>
#include <QTimer>

#include <cstdint>

namespace arv {

// How many bytes a second may be read, in MiB/s; the smallest value stands for no limit. Tells a
// wish when the person has come to rest, and shows again what is set. UI thread.
class BandwidthField : public QDoubleSpinBox
{
    Q_OBJECT

public:
    explicit BandwidthField(QWidget* parent = nullptr);

    // Bytes per second, 0: none. Does not disturb a person who is just choosing.
    void showLimit(std::uint64_t bytes);
    void flushWish(); // tells now what is still wanted

Q_SIGNALS:
    void wanted(quint64 bytes);

private:
    void tell();

    QTimer m_rest;
    std::uint64_t m_shown = 0; // may be no round number
};

} // namespace arv
