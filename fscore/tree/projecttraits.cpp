// SPDX-License-Identifier: Apache-2.0
#include "tree/projecttraits.h"

#include "api/arvadosapi.h"
#include "base/idforms.h"
#include "tree/projectdirectory.h"

namespace arv {

ProjectTraits::ProjectTraits(ProjectDirectory& project)
    : ObjectTraits(project)
    , m_project(project)
{ }

bool ProjectTraits::isGroup() const
{
    return isUuidOf(m_project.projectUuid()->text, groupInfix);
}

bool ProjectTraits::has(Trait trait) const
{
    return trait == Trait::Uuid || trait == Trait::Kind
        || (trait == Trait::Properties && isGroup());
}

std::optional<QByteArray> ProjectTraits::knownNow(Trait trait)
{
    if (trait == Trait::Kind)
        return isGroup() ? QByteArrayLiteral("arvados#group") : QByteArrayLiteral("arvados#user");
    const auto& uuid = *m_project.projectUuid();
    if (trait == Trait::Uuid && !uuid.isEmpty()) // else whose home it is must be asked
        return uuid.text.toUtf8();
    return std::nullopt;
}

Task<ObjectTraits::Fetched> ProjectTraits::fetch(CancelToken token)
{
    auto resolving = m_project.resolveOwner(token);
    const auto resolved = co_await resolving;
    if (!resolved)
        co_return resolved.error();
    Fetched fetched;
    if (!isGroup())
        co_return fetched;
    auto asking = m_project.context().api.group(*m_project.projectUuid(), token);
    const auto group = co_await asking;
    if (!group)
        co_return group.error();
    fetched.properties = jsonOf(group->record.value(QStringLiteral("properties")));
    co_return fetched;
}

} // namespace arv
