// SPDX-License-Identifier: Apache-2.0
#include "mountlistmodel.h"

#include "base/visibletext.h"
#include "colouricons.h"
#include "statetext.h"

namespace arv {

namespace {

constexpr qsizetype longestName = 200;

// Takes out what is not wanted, puts in what is new; order follows `wanted`. The callbacks announce
// one row each.
template <class Have, class Want, class Same, class Remove, class Insert>
void followList(const Have& have, const Want& wanted, Same same, Remove remove, Insert insert)
{
    for (int i = static_cast<int>(have.size()) - 1; i >= 0; --i) {
        const auto& old = have[static_cast<std::size_t>(i)];
        if (std::none_of(wanted.begin(), wanted.end(),
                         [&](const auto& each) { return same(old, each); }))
            remove(i);
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (i < have.size() && same(have[i], wanted[i]))
            continue;
        for (auto j = i + 1; j < have.size(); ++j) {
            if (same(have[j], wanted[i])) {
                remove(static_cast<int>(j));
                break;
            }
        }
        insert(static_cast<int>(i));
    }
}

QString plainTip(const QStringList& lines)
{
    QStringList escaped;
    for (const auto& line : lines) {
        if (!line.isEmpty())
            escaped += line.toHtmlEscaped();
    }
    return escaped.join(QStringLiteral("<br>"));
}

} // namespace

MountListModel::MountListModel(Desk& desk, QObject* parent)
    : QAbstractItemModel(parent)
    , m_desk(desk)
{
    connect(&desk, &Desk::accountsChanged, this, &MountListModel::follow);
    connect(&desk, &Desk::mountsChanged, this, &MountListModel::follow);
    connect(&desk, &Desk::accountChanged, this, &MountListModel::accountChanged);
    connect(&desk, &Desk::mountChanged, this, &MountListModel::mountChanged);
    follow();
}

std::vector<MountListModel::Row> MountListModel::wantedRows() const
{
    std::vector<Row> rows;
    for (const auto& account : m_desk.accounts())
        rows.push_back({account, {}, 0});
    for (const auto& mount : m_desk.mounts()) {
        auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) {
            return each.account.settings.id == mount.settings.accountId;
        });
        if (row == rows.end()) {
            Desk::Account unknown;
            unknown.settings.id = mount.settings.accountId;
            row = rows.insert(rows.end(), Row{unknown, {}, 0});
        }
        row->mounts.push_back(mount);
    }
    return rows;
}

void MountListModel::follow()
{
    const auto wanted = wantedRows();
    followAccounts(wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        m_rows[i].account = wanted[i].account;
        followMounts(static_cast<int>(i), wanted[i].mounts);
    }
    refreshWarnings();
}

void MountListModel::followAccounts(const std::vector<Row>& wanted)
{
    followList(
        m_rows, wanted,
        [](const Row& a, const Row& b) { return a.account.settings.id == b.account.settings.id; },
        [this](int row) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        },
        [&](int row) {
            const auto& source = wanted[static_cast<std::size_t>(row)];
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, Row{source.account, {}, ++m_lastKey});
            endInsertRows();
        });
}

void MountListModel::followMounts(int row, const std::vector<Desk::Mount>& wanted)
{
    auto& mounts = m_rows[static_cast<std::size_t>(row)].mounts;
    const auto above = index(row, 0);
    followList(
        mounts, wanted,
        [](const Desk::Mount& a, const Desk::Mount& b) { return a.settings.id == b.settings.id; },
        [&](int at) {
            beginRemoveRows(above, at, at);
            mounts.erase(mounts.begin() + at);
            endRemoveRows();
        },
        [&](int at) {
            beginInsertRows(above, at, at);
            mounts.insert(mounts.begin() + at, wanted[static_cast<std::size_t>(at)]);
            endInsertRows();
        });
    mounts = wanted;
    if (!mounts.empty())
        Q_EMIT dataChanged(index(0, 0, above),
                           index(static_cast<int>(mounts.size()) - 1, 0, above));
}

void MountListModel::accountChanged(const QString& id)
{
    const auto at = indexOfAccount(id);
    const auto now = m_desk.account(id);
    if (!at.isValid() || !now)
        return;
    m_rows[static_cast<std::size_t>(at.row())].account = *now;
    Q_EMIT dataChanged(at, at);
}

void MountListModel::mountChanged(const QString& id)
{
    const auto at = indexOfMount(id);
    const auto now = m_desk.mount(id);
    if (!at.isValid() || !now)
        return;
    auto& row = m_rows[static_cast<std::size_t>(at.parent().row())];
    if (row.account.settings.id != now->settings.accountId)
        return follow();
    row.mounts[static_cast<std::size_t>(at.row())] = *now;
    Q_EMIT dataChanged(at, at);
}

void MountListModel::refreshWarnings()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, 0));
}

QModelIndex MountListModel::indexOfAccount(const QString& id) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].account.settings.id == id)
            return index(static_cast<int>(i), 0);
    }
    return {};
}

QModelIndex MountListModel::indexOfMount(const QString& id) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto& mounts = m_rows[i].mounts;
        for (std::size_t j = 0; j < mounts.size(); ++j) {
            if (mounts[j].settings.id == id)
                return createIndex(static_cast<int>(j), 0, m_rows[i].key);
        }
    }
    return {};
}

int MountListModel::rowOfKey(quintptr key) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [key](const Row& each) { return each.key == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

const MountListModel::Row* MountListModel::rowOf(const QModelIndex& account) const
{
    const auto row = static_cast<std::size_t>(account.row());
    return account.isValid() && account.internalId() == 0 && row < m_rows.size() ? &m_rows[row]
                                                                                 : nullptr;
}

const Desk::Mount* MountListModel::mountOf(const QModelIndex& index) const
{
    const int row = rowOfKey(index.internalId());
    if (!index.isValid() || row < 0)
        return nullptr;
    const auto& mounts = m_rows[static_cast<std::size_t>(row)].mounts;
    const auto at = static_cast<std::size_t>(index.row());
    return at < mounts.size() ? &mounts[at] : nullptr;
}

QModelIndex MountListModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto* account = rowOf(parent);
    return createIndex(row, column, account != nullptr ? account->key : 0);
}

QModelIndex MountListModel::parent(const QModelIndex& child) const
{
    const int row = child.isValid() && child.internalId() != 0 ? rowOfKey(child.internalId()) : -1;
    return row < 0 ? QModelIndex() : createIndex(row, 0, quintptr(0));
}

int MountListModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    const auto* account = rowOf(parent);
    return account != nullptr ? static_cast<int>(account->mounts.size()) : 0;
}

int MountListModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant MountListModel::data(const QModelIndex& index, int role) const
{
    if (const auto* account = rowOf(index))
        return accountData(account->account, role);
    if (const auto* mount = mountOf(index))
        return mountData(*mount, role);
    return {};
}

QVariant MountListModel::accountData(const Desk::Account& account, int role) const
{
    const auto& settings = account.settings;
    const auto words = accountWords(account);
    const auto name =
        visibleText(settings.name.isEmpty() ? settings.host : settings.name, longestName);
    const auto error = visibleText(account.snapshot.error.isEmpty() ? account.token.error
                                                                    : account.snapshot.error);
    switch (role) {
    case Qt::DisplayRole:
        return name.isEmpty() ? tr("Unknown account") : name;
    case Qt::DecorationRole:
    case StateIconRole:
        return role == StateIconRole ? QVariant(words.icon) : QVariant(colourIcon(words.icon));
    case Qt::ToolTipRole:
        return plainTip(QStringList{name, visibleText(settings.host, longestName),
                                    visibleText(settings.email, longestName), words.words, error,
                                    words.advice}
                        + accountWarnings(account));
    case Qt::AccessibleTextRole:
        return spoken(name, words.words, accountWarnings(account));
    case IdRole:
        return settings.id;
    case IsMountRole:
        return false;
    case StateRole:
        return words.words;
    case ColourRole:
        return static_cast<int>(words.role);
    case ErrorRole:
        return error;
    case WarningsRole:
        return accountWarnings(account);
    default:
        return {};
    }
}

QVariant MountListModel::mountData(const Desk::Mount& mount, int role) const
{
    const auto words = mountWords(mount.snapshot);
    const auto name = visibleText(mount.settings.name, longestName);
    const auto error = visibleText(mount.snapshot.error);
    switch (role) {
    case Qt::DisplayRole:
        return name;
    case Qt::DecorationRole:
    case StateIconRole:
        return role == StateIconRole ? QVariant(words.icon) : QVariant(colourIcon(words.icon));
    case Qt::ToolTipRole:
        return plainTip(
            {name, visibleText(mount.settings.directory), words.words, error, words.advice});
    case Qt::AccessibleTextRole:
        return spoken(name, words.words, {error});
    case IdRole:
        return mount.settings.id;
    case IsMountRole:
        return true;
    case StateRole:
        return words.words;
    case ColourRole:
        return static_cast<int>(words.role);
    case ErrorRole:
        return error;
    case WarningsRole:
        return QStringList();
    default:
        return {};
    }
}

QString MountListModel::spoken(const QString& name, const QString& state, const QStringList& more)
{
    QStringList parts{name, state};
    parts += more;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QStringList MountListModel::accountWarnings(const Desk::Account& account)
{
    QStringList warnings;
    if (account.settings.insecure)
        warnings += tr("TLS not verified");
    warnings += expiryWarning(account.snapshot, QDateTime::currentDateTimeUtc());
    warnings.removeAll(QString());
    return warnings;
}

} // namespace arv
