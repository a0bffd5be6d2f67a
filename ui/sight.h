// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPointer>

class QWidget;

namespace arv {

// Whether a person can see a widget: it is shown, and its window is not minimised. Follows the
// widget from window to window. UI thread; a child of the widget.
class Sight : public QObject
{
    Q_OBJECT

public:
    explicit Sight(QWidget& widget);
    [[nodiscard]] bool isSeen() const { return m_isSeen; }
    // Out of sight for good: to be called by the widget's destructor, as a QWidget hides itself
    // when nothing is left of the classes above it.
    void end();

Q_SIGNALS:
    void changed(bool seen);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void followWindow();
    void look(bool isShown);

    QWidget& m_widget;
    QPointer<QWidget> m_window; // whose minimising is followed
    bool m_isShown = false;
    bool m_isSeen = false;
};

} // namespace arv
