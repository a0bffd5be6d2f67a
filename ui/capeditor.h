// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QSlider;

namespace arv {

class CapSpinBox;

// The cap of one inode cache, by a logarithmic slider and by numbers, which always agree. Asks for
// a new one when the person has come to rest, and tells when it has arrived. Bytes. UI thread.
class CapEditor : public QWidget
{
    Q_OBJECT

public:
    explicit CapEditor(QWidget* parent = nullptr);

    // What is set, and what the mount works with (0: it is not mounted). Does not disturb a person
    // who is just choosing.
    void showCap(std::uint64_t set, std::uint64_t inEffect);
    // Another mount: what is still wanted for the one before is asked for now.
    void startAnew();
    void flushWish(); // asks now for what is still wanted
    [[nodiscard]] std::uint64_t cap() const; // as shown

Q_SIGNALS:
    void wanted(quint64 bytes);

private:
    void layOut();
    void showMebibytes(int mebibytes);
    void choose(int mebibytes); // the person did
    void ask();
    void tell(std::uint64_t inEffect);

    QSlider* m_slider;
    CapSpinBox* m_spin;
    QLabel* m_state;
    QTimer m_rest;
    std::uint64_t m_asked = 0; // and not yet in effect; 0: nothing
    bool m_arrived = false; // what was asked for last is in effect
};

} // namespace arv
