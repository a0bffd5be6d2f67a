// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/projectitem.h"

#include <QString>
#include <QStringMatcher>

namespace arv {

// What a person typed to find rows: part of a name in any case, of a UUID or of a portable data
// hash. A value; any thread.
class ProjectSearch
{
public:
    explicit ProjectSearch(const QString& text = {});
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] bool matches(const ProjectItem& item) const;

private:
    QString m_text;
    QStringMatcher m_matcher;
    bool m_mayBeIdentifier = false;
};

} // namespace arv
