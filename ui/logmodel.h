// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/log.h"
#include "loglevel.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <array>
#include <deque>
#include <set>

namespace arv {

// The newest lines of the log, at most so many of them. Lines that come are gathered and shown a
// few times a second, so that a flood costs little; while it is paused they wait, and the oldest
// are lost first. Texts may hold anything: hidden characters are made visible. UI thread.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Time,
        Level,
        Category,
        Text,
        ColumnCount
    };
    enum Role
    {
        RankRole = Qt::UserRole, // int, as LogLevel::Rank
        CategoryRole,
        TextRole
    };
    explicit LogModel(std::size_t capacity = 10'000, QObject* parent = nullptr);

    void add(const LogLine& line);
    void clear(); // also what waits
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    void setPalette(const QPalette& palette); // for the signs of the levels
    // Time, level, category and text, in one line that can be pasted anywhere.
    [[nodiscard]] QString plainLine(int row) const;
    [[nodiscard]] const std::set<QString>& categories() const { return m_categories; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

Q_SIGNALS:
    void categoriesChanged();
    void waitingChanged();

private:
    void takeIn();
    void makeRoom(std::size_t lines);
    void keepCategories();
    [[nodiscard]] QString cell(const LogLine& line, int column) const;

    std::size_t m_capacity;
    std::deque<LogLine> m_lines;
    std::deque<LogLine> m_waiting;
    std::set<QString> m_categories; // of all lines so far, bounded
    std::array<QIcon, 4> m_icons; // by rank
    QTimer m_gather;
    bool m_paused = false;
};

} // namespace arv
