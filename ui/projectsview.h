// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "projectfiltermodel.h"
#include "projecttreemodel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QWidget>

namespace arv {

class ProjectDetails;
class ProjectTree;

// The Projects tab: what the accounts of the desk have, to search, look at and open. UI thread.
class ProjectsView : public QWidget
{
    Q_OBJECT

public:
    explicit ProjectsView(Desk& desk, QWidget* parent = nullptr);

    // What the only account has at home, so that the first look shows more than a closed row.
    void openOnlyHome();

Q_SIGNALS:
    void addAccountRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* emptyPage();
    [[nodiscard]] QWidget* treePage();
    [[nodiscard]] QHBoxLayout* toolRow();
    void makeShortcuts();
    void takeAccounts();
    void takePalette();
    void showCurrent();
    void takeChanged(const QModelIndex& first, const QModelIndex& last);
    void takeRemoved();
    void showMenu(const QModelIndex& index, const QPoint& globalPosition);
    void activate(const QModelIndex& index);
    void refresh();
    void openMatches();
    void showProgress();
    void leaveSearch();

    Desk& m_desk;
    ProjectTreeModel m_tree;
    ProjectFilterModel m_filter;
    QStackedWidget* m_pages;
    QLabel* m_emptyIcon;
    QLineEdit* m_search;
    QLabel* m_progress;
    QToolButton* m_reload;
    QToolButton* m_more;
    ProjectTree* m_view;
    ProjectDetails* m_details;
};

} // namespace arv
