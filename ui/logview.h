// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTableView;
class QToolButton;

namespace arv {

class LogFilter;
class LogModel;

// The log of the program: filtered by level, category and text, followed as it grows, paused,
// copied. Detail is gathered only while it is asked for. The desk outlives it. UI thread.
class LogView : public QWidget
{
    Q_OBJECT

public:
    explicit LogView(Desk& desk, QWidget* parent = nullptr);
    ~LogView() override;

    void copySelected() const; // to the clipboard, as plain text
    [[nodiscard]] LogModel& model() const { return *m_model; }

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeFilters();
    [[nodiscard]] QWidget* makeLines();
    [[nodiscard]] QWidget* makeFoot();
    void makeLevels();
    void makeTable();
    void connectFilters();
    void connectLines();

    void chooseLevel();
    void fillCategories();
    void follow(); // to the newest line, if that is wanted
    void noticeScrolling();
    void showCurrent();
    void showCounts();
    void clearLines();

    Desk& m_desk;
    LogModel* m_model;
    LogFilter* m_filter;
    bool m_detail = false; // asked of the desk
    QTimer m_typing; // a flood of keys filters once

    QComboBox* m_level = nullptr;
    QComboBox* m_category = nullptr;
    QLineEdit* m_text = nullptr;
    QTableView* m_table = nullptr;
    QPlainTextEdit* m_whole = nullptr; // the current line, wrapped
    QCheckBox* m_follow = nullptr;
    QToolButton* m_pause = nullptr;
    QToolButton* m_copy = nullptr;
    QToolButton* m_clear = nullptr;
    QLabel* m_counts = nullptr;
};

} // namespace arv
