// SPDX-License-Identifier: Apache-2.0
#include "logmodel.h"

#include "base/visibletext.h"

#include <QGuiApplication>

#include <algorithm>
#include <chrono>

namespace arv {

namespace {

constexpr std::size_t mostCategories = 100;
constexpr qsizetype longestLine = 4000;

QString plain(const LogLine& line)
{
    return QStringLiteral("%1 %2 %3: %4")
        .arg(line.when.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")),
             LogLevel::word(LogLevel::rank(line.level)), line.category, line.text);
}

} // namespace

LogModel::LogModel(std::size_t capacity, QObject* parent)
    : QAbstractTableModel(parent)
    , m_capacity(std::max<std::size_t>(capacity, 1))
{
    using namespace std::chrono_literals;
    m_gather.setSingleShot(true);
    m_gather.setInterval(250ms);
    connect(&m_gather, &QTimer::timeout, this, &LogModel::takeIn);
    setPalette(QGuiApplication::palette());
}

void LogModel::add(const LogLine& line)
{
    if (m_waiting.size() == m_capacity)
        m_waiting.pop_front();
    m_waiting.push_back(line);
    if (!m_gather.isActive())
        m_gather.start();
}

void LogModel::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        takeIn();
    Q_EMIT waitingChanged();
}

void LogModel::clear()
{
    m_waiting.clear();
    beginResetModel();
    m_lines.clear();
    endResetModel();
    Q_EMIT waitingChanged();
}

void LogModel::makeRoom(std::size_t lines)
{
    const auto after = m_lines.size() + lines;
    if (after <= m_capacity)
        return;
    const auto old = static_cast<std::ptrdiff_t>(after - m_capacity);
    beginRemoveRows({}, 0, static_cast<int>(old) - 1);
    m_lines.erase(m_lines.begin(), m_lines.begin() + old);
    endRemoveRows();
}

// Made fit for the screen only here: of a flood most lines are lost before.
void LogModel::takeIn()
{
    if (m_paused) {
        Q_EMIT waitingChanged();
        return;
    }
    if (m_waiting.empty())
        return;
    for (auto& each : m_waiting) {
        each.text = visibleText(each.text, longestLine);
        each.category = visibleText(each.category, 100);
    }
    keepCategories();
    if (m_waiting.size() == m_capacity) {
        beginResetModel();
        m_lines = std::exchange(m_waiting, {});
        endResetModel();
        return;
    }
    makeRoom(m_waiting.size());
    const auto first = static_cast<int>(m_lines.size());
    beginInsertRows({}, first, first + static_cast<int>(m_waiting.size()) - 1);
    m_lines.insert(m_lines.end(), m_waiting.begin(), m_waiting.end());
    m_waiting.clear();
    endInsertRows();
}

void LogModel::keepCategories()
{
    const auto before = m_categories.size();
    for (const auto& each : m_waiting) {
        if (m_categories.size() < mostCategories)
            m_categories.insert(each.category);
    }
    if (m_categories.size() != before)
        Q_EMIT categoriesChanged();
}

void LogModel::setPalette(const QPalette& palette)
{
    for (std::size_t i = 0; i < m_icons.size(); ++i)
        m_icons.at(i) = LogLevel::icon(static_cast<LogLevel::Rank>(i), palette);
    if (!m_lines.empty())
        Q_EMIT dataChanged(index(0, Level), index(rowCount() - 1, Level), {Qt::DecorationRole});
}

QString LogModel::plainLine(int row) const
{
    const auto count = static_cast<int>(m_lines.size());
    return row >= 0 && row < count ? plain(m_lines.at(static_cast<std::size_t>(row))) : QString();
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString LogModel::cell(const LogLine& line, int column) const
{
    switch (column) {
    case Time:
        return line.when.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz"));
    case Level:
        return LogLevel::word(LogLevel::rank(line.level));
    case Category:
        return line.category;
    default:
        return line.text;
    }
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& line = m_lines.at(static_cast<std::size_t>(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return cell(line, index.column());
    case Qt::DecorationRole:
        if (index.column() == Level)
            return m_icons.at(static_cast<std::size_t>(LogLevel::rank(line.level)));
        return {};
    case RankRole:
        return static_cast<int>(LogLevel::rank(line.level));
    case CategoryRole:
        return line.category;
    case TextRole:
        return line.text;
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Level:
        return tr("Level");
    case Category:
        return tr("Category");
    default:
        return tr("Message");
    }
}

} // namespace arv
