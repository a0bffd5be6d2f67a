// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>
#include <QTreeView>

namespace arv {

class ProjectFilterModel;

// The project tree as people see it. Asks for a further page of an open row when the end of what is
// loaded of it comes into sight, one height of the window ahead. UI thread.
class ProjectTree : public QTreeView
{
    Q_OBJECT

public:
    explicit ProjectTree(ProjectFilterModel& model, QWidget* parent = nullptr);
    // Opens the menu of the current row, below it.
    void openFirstHome(); // of the first account
    void askForMenu();

Q_SIGNALS:
    void menuWanted(const QModelIndex& index, const QPoint& globalPosition);
    void currentMoved(const QModelIndex& index);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void loadInSight();
    void loadWhereLast(QModelIndex index);
    void openOnlyAccount(const QModelIndex& parent);

    ProjectFilterModel& m_model;
    QTimer m_look; // once per turn of the event loop
};

} // namespace arv
