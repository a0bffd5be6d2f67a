// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QString>

class QLabel;

namespace arv {

// A sentence or two in a frame with an icon, in the place where it matters: how something went, or
// what is wrong. Hidden while it has nothing to say; screen readers are told when it speaks. The
// text is plain and may hold anything: hidden characters are made visible, long words broken. UI
// thread.
class Notice : public QFrame
{
    Q_OBJECT

public:
    enum class Kind
    {
        Information,
        Good,
        Warning,
        Error
    };
    explicit Notice(QWidget* parent = nullptr);

    void say(Kind kind, const QString& text);
    void clear();
    [[nodiscard]] QString text() const { return m_said; }
    [[nodiscard]] Kind kind() const { return m_kind; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void drawIcon();
    void bringIntoView();

    QLabel* m_icon;
    QLabel* m_text;
    QString m_said;
    Kind m_kind = Kind::Information;
};

} // namespace arv
