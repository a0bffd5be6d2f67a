// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QAbstractItemModel>

#include <vector>

namespace arv {

// Accounts, and below each its mounts, as the desk has them; follows the desk's signals row by row,
// so that a view keeps its selection. Names are made visible here; they are still plain text. A
// mount whose account is not known stands below an account without name. UI thread.
class MountListModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role
    {
        IdRole = Qt::UserRole, // of the account or mount
        IsMountRole,
        StateRole, // words
        StateIconRole, // name for colourIcon()
        ColourRole, // int, a StateRole of statetext.h
        ErrorRole, // one sentence; may be empty
        WarningsRole // QStringList: "TLS not verified", "Token ends in 3 days"
    };

    explicit MountListModel(Desk& desk, QObject* parent = nullptr);

    [[nodiscard]] QModelIndex indexOfMount(const QString& id) const;
    [[nodiscard]] QModelIndex indexOfAccount(const QString& id) const;
    // Warnings grow with time alone: says that all accounts may have changed.
    void refreshWarnings();

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row
    {
        Desk::Account account;
        std::vector<Desk::Mount> mounts;
        quintptr key = 0; // never reused; what the indexes of its mounts carry
    };

    void follow();
    void followAccounts(const std::vector<Row>& wanted);
    void followMounts(int row, const std::vector<Desk::Mount>& wanted);
    void accountChanged(const QString& id);
    void mountChanged(const QString& id);
    [[nodiscard]] std::vector<Row> wantedRows() const;
    [[nodiscard]] int rowOfKey(quintptr key) const;
    [[nodiscard]] const Row* rowOf(const QModelIndex& account) const;
    [[nodiscard]] const Desk::Mount* mountOf(const QModelIndex& index) const;
    [[nodiscard]] QVariant accountData(const Desk::Account& account, int role) const;
    [[nodiscard]] QVariant mountData(const Desk::Mount& mount, int role) const;
    [[nodiscard]] static QString spoken(const QString& name, const QString& state,
                                        const QStringList& more);
    [[nodiscard]] static QStringList accountWarnings(const Desk::Account& account);

    Desk& m_desk;
    std::vector<Row> m_rows;
    quintptr m_lastKey = 0;
};

} // namespace arv
