// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QSpinBox;

namespace arv {

// The settings of a mount that are seldom touched: filters, freshness, tries, memory, how bytes are
// verified, who may look in. What is wrong with the filters is said while they are written. UI
// thread.
class AdvancedForm : public QWidget
{
    Q_OBJECT

public:
    explicit AdvancedForm(const Desk& desk, QWidget* parent = nullptr);

    void setSettings(const MountSettings& settings);
    // Puts what is in the form into the given ones.
    void fill(MountSettings& settings) const;
    // One sentence about the field that is wrong, which gets the focus; empty: none.
    [[nodiscard]] QString findProblem();

    // Whether any of these settings is not as a new mount has it.
    [[nodiscard]] static bool isTouched(const MountSettings& settings);

private:
    void prepareFilters();
    void prepareNumbers();
    void prepareVerify();
    void addRows();
    void addFilters(QFormLayout& form);
    void addChecks(QFormLayout& form);
    void judgeFilters();
    [[nodiscard]] QString filters() const;

    const Desk& m_desk;
    MountSettings m_settings;
    QPlainTextEdit* m_filters;
    QLabel* m_filtersHint;
    QCheckBox* m_showOther;
    QCheckBox* m_listen;
    QSpinBox* m_refresh; // seconds
    QSpinBox* m_retries;
    QSpinBox* m_cap; // MiB
    QComboBox* m_verify;
    QCheckBox* m_allowOther;
};

} // namespace arv
