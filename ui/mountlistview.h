// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTreeView>

namespace arv {

class MountListModel;

// The accounts and mounts at the left of the window, everything opened out. Always has a current
// row while there are rows, and keeps it when others come and go. UI thread.
class MountListView : public QTreeView
{
    Q_OBJECT

public:
    explicit MountListView(MountListModel& model, QWidget* parent = nullptr);

    // Empty unless a mount is current.
    [[nodiscard]] QString currentMount() const;
    // The current account, or that of the current mount.
    [[nodiscard]] QString currentAccount() const;
    void selectMount(const QString& id);
    void selectAccount(const QString& id);

Q_SIGNALS:
    void selected(); // another row is current, or none
    void mountActivated(const QString& id); // Return or a double click

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void openOut();
    void resize(const QModelIndex& first, const QModelIndex& last);

    MountListModel& m_model;
};

} // namespace arv
