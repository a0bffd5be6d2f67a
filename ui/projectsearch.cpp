// SPDX-License-Identifier: Apache-2.0
#include "projectsearch.h"

#include <algorithm>

namespace arv {

namespace {

// Shorter ones would be found by chance in the random part of nearly every UUID.
constexpr qsizetype shortestIdentifier = 5;
constexpr qsizetype longestName = 1000; // UTF-16 units of a name that are looked at

bool mayBeIdentifier(const QString& text)
{
    const auto isPart = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'+';
    };
    return text.size() >= shortestIdentifier && std::all_of(text.begin(), text.end(), isPart);
}

} // namespace

ProjectSearch::ProjectSearch(const QString& text)
    : m_text(text.trimmed())
    , m_matcher(m_text, Qt::CaseInsensitive)
    , m_mayBeIdentifier(mayBeIdentifier(m_text.toLower()))
{ }

bool ProjectSearch::matches(const ProjectItem& item) const
{
    if (m_matcher.indexIn(QStringView(item.name).left(longestName)) >= 0)
        return true;
    return m_mayBeIdentifier
        && (m_matcher.indexIn(item.uuid) >= 0 || m_matcher.indexIn(item.portableDataHash) >= 0);
}

} // namespace arv
