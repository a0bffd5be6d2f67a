// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "loglevel.h"

#include <QSortFilterProxyModel>

namespace arv {

// The lines of a LogModel that a person wants to see: grave enough, of one category, holding a
// text (as it is written, whatever the case). UI thread.
class LogFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setLeast(LogLevel::Rank rank);
    void setCategory(const QString& category); // empty: all of them
    void setText(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    LogLevel::Rank m_least = LogLevel::Debug;
    QString m_category;
    QString m_text;
};

} // namespace arv
