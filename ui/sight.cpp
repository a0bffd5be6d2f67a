// SPDX-License-Identifier: Apache-2.0
#include "sight.h"

#include <QEvent>
#include <QWidget>

namespace arv {

Sight::Sight(QWidget& widget)
    : QObject(&widget)
    , m_widget(widget)
{
    m_widget.installEventFilter(this);
}

void Sight::followWindow()
{
    auto* window = m_widget.window();
    if (m_window == window)
        return;
    if (m_window && m_window != &m_widget)
        m_window->removeEventFilter(this);
    m_window = window;
    if (window != &m_widget)
        window->installEventFilter(this);
}

void Sight::look(bool isShown)
{
    m_isShown = isShown;
    const bool isSeen = isShown && !(m_window && m_window->isMinimized());
    if (std::exchange(m_isSeen, isSeen) != isSeen)
        Q_EMIT changed(isSeen);
}

void Sight::end()
{
    m_widget.removeEventFilter(this);
    look(false);
}

bool Sight::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_widget && event->type() == QEvent::Show) {
        followWindow();
        look(true);
    } else if (watched == &m_widget && event->type() == QEvent::Hide) {
        look(false);
    }
    if (watched == m_window && event->type() == QEvent::WindowStateChange)
        look(m_isShown);
    return false;
}

} // namespace arv
