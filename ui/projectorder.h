// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projectnode.h"

#include <QCollator>

namespace arv {

// In which order rows of the project tree are shown: projects before collections, names as people
// count ("run 9" before "run 10"). A total order. UI thread.
class ProjectOrder
{
public:
    enum class By
    {
        Name,
        Kind,
        Size,
        Modified
    };
    struct Row
    {
        const ProjectNode* node;
        const QCollatorSortKey* key; // of keyOf()
    };

    ProjectOrder();
    By by = By::Name;
    bool descending = false;

    [[nodiscard]] QCollatorSortKey keyOf(const ProjectNode& node) const;
    [[nodiscard]] bool isBefore(const Row& a, const Row& b) const;

private:
    [[nodiscard]] int compared(const Row& a, const Row& b) const;

    QCollator m_collator;
};

} // namespace arv
