// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>

#include <deque>

namespace arv {

class Plot;

// The values that a plot draws, as a table: one row for each moment, newest first. Takes new values
// in when sync() is called, so that a table nobody looks at costs nothing. The plot outlives it. UI
// thread.
class PlotTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit PlotTableModel(const Plot& plot, QObject* parent = nullptr);

    void restart(); // the plot shows other series
    void sync();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Row
    {
        qint64 when = 0; // as the series count
        QDateTime time;
        QList<double> values; // NaN: none
    };
    [[nodiscard]] QList<Row> rowsAfter(qint64 when) const; // newest first
    void dropOld();

    const Plot& m_plot;
    std::deque<Row> m_rows;
};

} // namespace arv
