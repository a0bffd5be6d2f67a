// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsettings.h"

#include <QList>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace arv {

// The entries of a mount that a person lays out: a line for each with what it shows and its name,
// which follows the kind until it is written, and a button that takes it out. UI thread.
class CustomList : public QWidget
{
    Q_OBJECT

public:
    explicit CustomList(QWidget* parent = nullptr);

    void setEntries(const QList<CustomMount>& entries);
    [[nodiscard]] QList<CustomMount> entries() const;
    // One sentence about the first entry that cannot be, which gets the focus; empty: none.
    [[nodiscard]] QString findProblem();

private:
    struct Row
    {
        QWidget* line;
        QComboBox* kind;
        QLineEdit* name;
        QToolButton* remove;
    };

    Row& addRow(const CustomMount& entry);
    void addEntry();
    void removeRow(QWidget* line);
    void kindChanged(QWidget* line);
    void nameControls();
    void orderControls();
    [[nodiscard]] Row* rowOf(const QWidget* line);
    [[nodiscard]] QString freeName(CustomMount::Kind kind) const;
    [[nodiscard]] QString problemOf(const QString& name, qsizetype index) const;

    QList<Row> m_rows;
    QVBoxLayout* m_lines;
    QPushButton* m_add;
};

} // namespace arv
