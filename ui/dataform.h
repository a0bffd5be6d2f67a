// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QGroupBox>
#include <QTimer>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace arv {

class BandwidthField;

// What the block cache may use and how fast blocks are read: a part of the settings, applied when
// the person comes to rest. A folder that cannot be is said to be, and not applied. UI thread.
class DataForm : public QGroupBox
{
    Q_OBJECT

public:
    explicit DataForm(Desk& desk, QWidget* parent = nullptr);
    ~DataForm() override;

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void prepareFields();
    void prepareLimits();
    void addRows(QFormLayout& form);
    void connectFields();
    void showPreferences();
    void judgeFolder();
    void rest(); // applies soon
    void apply();
    void flush();
    [[nodiscard]] DataSettings settings() const; // as in the form

    Desk& m_desk;
    QTimer m_rest;
    DataSettings m_shown;
    QComboBox* m_kind;
    QLineEdit* m_folder;
    QLabel* m_folderHint;
    QDoubleSpinBox* m_disk; // GiB
    QSpinBox* m_memory; // MiB
    BandwidthField* m_bandwidth;
};

} // namespace arv
