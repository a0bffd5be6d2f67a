// SPDX-License-Identifier: Apache-2.0
#include "capeditor.h"

#include "capspinbox.h"
#include "capsteps.h"
#include "formatting.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <chrono>

namespace arv {

namespace {

constexpr int bitsOfMebibyte = 20;

std::uint64_t bytesOf(int mebibytes)
{
    return static_cast<std::uint64_t>(mebibytes) << bitsOfMebibyte;
}

} // namespace

CapEditor::CapEditor(QWidget* parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_spin(new CapSpinBox)
    , m_state(new QLabel)
{
    using namespace std::chrono_literals;
    m_rest.setSingleShot(true);
    m_rest.setInterval(400ms);
    m_slider->setRange(0, CapSteps::count);
    m_slider->setPageStep(CapSteps::count / 10);
    m_slider->setTickInterval(CapSteps::count / 10);
    m_slider->setTickPosition(QSlider::TicksBelow);
    m_slider->setAccessibleName(tr("Cache cap, slider"));
    m_spin->setAccessibleName(tr("Cache cap"));
    m_spin->setToolTip(
        tr("From %1 to %2")
            .arg(CapSteps::text(CapSteps::smallest), CapSteps::text(CapSteps::largest)));
    m_state->setTextFormat(Qt::PlainText);
    layOut();
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int step) { choose(CapSteps::mebibytes(step)); });
    connect(m_spin, &QSpinBox::valueChanged, this, &CapEditor::choose);
    connect(&m_rest, &QTimer::timeout, this, &CapEditor::ask);
}

void CapEditor::layOut()
{
    auto* label = new QLabel(tr("Ca&p:"));
    label->setBuddy(m_spin);
    m_slider->setMinimumWidth(160);
    m_slider->setMaximumWidth(360);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(label);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_spin);
    layout->addWidget(m_state, 1);
}

std::uint64_t CapEditor::cap() const
{
    return bytesOf(m_spin->value());
}

void CapEditor::showMebibytes(int mebibytes)
{
    const QSignalBlocker sliderBlocker(m_slider);
    const QSignalBlocker spinBlocker(m_spin);
    m_slider->setValue(CapSteps::nearestStep(mebibytes));
    // A person who types keeps the text.
    if (m_spin->value() != mebibytes)
        m_spin->setValue(mebibytes);
    m_slider->setAccessibleDescription(m_spin->text()); // its own value is a mere step
    m_slider->setToolTip(m_spin->text());
}

void CapEditor::choose(int mebibytes)
{
    showMebibytes(mebibytes);
    m_arrived = false;
    m_rest.start();
}

void CapEditor::ask()
{
    m_rest.stop();
    m_asked = cap();
    Q_EMIT wanted(m_asked);
}

void CapEditor::flushWish()
{
    if (m_rest.isActive())
        ask();
}

void CapEditor::startAnew()
{
    flushWish();
    m_asked = 0;
    m_arrived = false;
}

void CapEditor::showCap(std::uint64_t set, std::uint64_t inEffect)
{
    if (m_rest.isActive())
        return;
    if (m_asked != 0 && (inEffect == m_asked || (inEffect == 0 && set == m_asked))) {
        m_arrived = inEffect != 0;
        m_asked = 0;
    }
    if (m_asked == 0) {
        const auto bounded =
            std::clamp(set, bytesOf(CapSteps::smallest), bytesOf(CapSteps::largest));
        showMebibytes(static_cast<int>(bounded >> bitsOfMebibyte));
    }
    tell(inEffect);
}

void CapEditor::tell(std::uint64_t inEffect)
{
    QString text;
    if (inEffect == 0)
        text = tr("Takes effect when it is mounted");
    else if (m_asked != 0)
        text = tr("Asked for; now %1").arg(sizeText(inEffect));
    else if (m_arrived)
        text = tr("In effect");
    if (m_state->text() != text)
        m_state->setText(text);
}

} // namespace arv
