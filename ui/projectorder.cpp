// SPDX-License-Identifier: Apache-2.0
#include "projectorder.h"

#include <QLocale>

namespace arv {

namespace {

constexpr qsizetype longestKey = 200; // UTF-16 units of a name that count for its place

// Without a language names would be compared by code unit, digits by themselves.
QLocale localeOfNames()
{
    const QLocale locale;
    return locale.language() == QLocale::C ? QLocale(QLocale::English) : locale;
}

int rankOf(const ProjectNode& node)
{
    switch (node.role) {
    case ProjectNode::Role::Item:
        break;
    case ProjectNode::Role::Note:
        return 9;
    default:
        return 0;
    }
    if (node.item.kind == ProjectItem::Kind::Collection)
        return 3;
    return node.item.kind == ProjectItem::Kind::User ? 1 : 2;
}

template <typename T>
int sign(T a, T b)
{
    return a < b ? -1 : (b < a ? 1 : 0);
}

} // namespace

ProjectOrder::ProjectOrder()
    : m_collator(localeOfNames())
{
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

QCollatorSortKey ProjectOrder::keyOf(const ProjectNode& node) const
{
    return m_collator.sortKey(node.isItem() ? node.item.name.left(longestKey) : QString());
}

int ProjectOrder::compared(const Row& a, const Row& b) const
{
    const auto& first = a.node->item;
    const auto& second = b.node->item;
    int order = 0;
    if (by == By::Kind)
        order = sign(first.kind, second.kind);
    else if (by == By::Size)
        order = sign(first.totalSize, second.totalSize);
    else if (by == By::Modified)
        order = sign(first.modified.toMSecsSinceEpoch(), second.modified.toMSecsSinceEpoch());
    return order != 0 ? order : sign(a.key->compare(*b.key), 0);
}

bool ProjectOrder::isBefore(const Row& a, const Row& b) const
{
    const int rank = rankOf(*a.node) - rankOf(*b.node);
    if (rank != 0)
        return rank < 0;
    const int order = a.node->isItem() ? compared(a, b) : 0;
    if (order != 0)
        return descending ? order > 0 : order < 0;
    return a.node->row < b.node->row;
}

} // namespace arv
