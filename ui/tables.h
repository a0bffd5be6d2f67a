// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QLabel;
class QTableView;

namespace arv {

// The look that headings and tables of the window's views share. UI thread.

// Rows of text without a grid; whole rows are selected, Tab leaves the table.
void styleTable(QTableView& table);
// The height at which so many rows are seen without scrolling.
void showRows(QTableView& table, int rows);
// A heading in bold, plain text. The caller's layout owns it.
[[nodiscard]] QLabel* headingLabel(const QString& text);

} // namespace arv
