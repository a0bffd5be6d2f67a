// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;

namespace arv {

// Something is under way whose end is not known: a moving bar, what is waited for, and a button
// that gives it up. Hidden while nothing is. UI thread.
class ProgressRow : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressRow(QWidget* parent = nullptr);

    void begin(const QString& what);
    void end();

Q_SIGNALS:
    void cancelled();

private:
    QLabel* m_what;
};

} // namespace arv
