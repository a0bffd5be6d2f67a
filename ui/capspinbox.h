// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSpinBox>

namespace arv {

// A cache cap in MiB, written and read with its unit; steps as CapSteps has them. UI thread.
class CapSpinBox : public QSpinBox
{
    Q_OBJECT

public:
    explicit CapSpinBox(QWidget* parent = nullptr);
    void stepBy(int steps) override;

protected:
    [[nodiscard]] QString textFromValue(int value) const override;
    [[nodiscard]] int valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;
};

} // namespace arv
