// SPDX-License-Identifier: Apache-2.0
#include "tree/projectdirectory.h"

#include "api/arvadosapi.h"
#include "base/footprint.h"
#include "base/idforms.h"
#include "tree/collectiondirectory.h"
#include "tree/jsontext.h"

namespace arv {

ProjectDirectory::ProjectDirectory(TreeContext& context, Inode inode, Directory* parent,
                                   QByteArray name, Subject subject, std::int64_t modified)
    : ListedDirectory(context, inode, parent, std::move(name), modified)
    , m_subject(std::move(subject))
{
    identify(m_subject.uuid.text);
    if (m_subject.isFilterGroup)
        watchAllEvents();
}

std::size_t ProjectDirectory::footprint() const
{
    return footprintAs(sizeof(ProjectDirectory)) + heapBytes(m_subject.uuid.text)
        + ListedDirectory::footprint() + m_recordFile.footprint() + m_traits.footprint();
}

bool ProjectDirectory::holdsContent() const
{
    return ListedDirectory::holdsContent() || !m_recordFile.isEmpty() || !m_traits.isEmpty();
}

void ProjectDirectory::dropContent()
{
    ListedDirectory::dropContent();
    m_recordFile.forget();
    m_traits.forget();
}

QString ProjectDirectory::title() const
{
    return QStringLiteral("project ") + m_subject.uuid.text;
}

std::optional<Node*> ProjectDirectory::findNow(const QByteArray& name)
{
    return name == projectFileName ? m_recordFile.findNow(*this) : ListedDirectory::findNow(name);
}

Task<void> ProjectDirectory::prepareToFind(QByteArray name, CancelToken token)
{
    if (name == projectFileName) {
        auto fetching = fetchRecord(token);
        const auto fetched = co_await fetching;
        if (!fetched && m_recordFile.keepsOld(context(), fetched.error()))
            co_return done();
        co_return fetched;
    }
    auto finding = ListedDirectory::prepareToFind(name, token);
    const auto found = co_await finding;
    co_return found;
}

Task<void> ProjectDirectory::resolveOwner(CancelToken token)
{
    if (!m_subject.uuid.isEmpty())
        co_return done();
    auto asking = context().api.currentUser(std::move(token));
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    m_subject.uuid = user->uuid;
    identify(m_subject.uuid.text);
    co_return done();
}

Task<void> ProjectDirectory::fetchRecord(CancelToken token)
{
    auto resolving = resolveOwner(token);
    const auto resolved = co_await resolving;
    if (!resolved)
        co_return resolved;
    if (isUuidOf(m_subject.uuid.text, groupInfix)) {
        auto asking = context().api.group(m_subject.uuid, token);
        const auto group = co_await asking;
        if (!group)
            co_return group.error();
        m_recordFile.renew(context(), group->record, group->modifiedAt);
        measure();
        co_return done();
    }
    auto asking = context().api.user(m_subject.uuid, token);
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    const auto modified = user->record.value(QStringLiteral("modified_at")).toString();
    m_recordFile.renew(context(), user->record, parseTimestamp(modified));
    measure();
    co_return done();
}

// A filter group may contain itself, at any depth; its inner appearance is shown empty.
bool ProjectDirectory::isInsideItself() const
{
    for (const Directory* above = parent(); above; above = above->parent()) {
        const auto* subject = above->projectUuid();
        if (subject && *subject == m_subject.uuid)
            return true;
    }
    return false;
}

std::optional<Node*> ProjectDirectory::nodeFor(const Place& place)
{
    if (Node* live = liveChild(place.name))
        return live;
    if (place.kind == Place::Kind::Object)
        return std::nullopt;
    if (place.kind == Place::Kind::Collection)
        return makeChild<CollectionDirectory>(place.inode, place.name, place.id, place.modifiedAt);
    const Subject subject{Uuid{place.id}, place.kind == Place::Kind::FilterGroup};
    return makeChild<ProjectDirectory>(place.inode, place.name, subject, place.modifiedAt);
}

// Only the text's length says how large the file is, so it is fetched when the name is looked up.
Task<void> ProjectDirectory::prepareNode(Place place, CancelToken token)
{
    if (place.kind != Place::Kind::Object)
        co_return done();
    auto asking = context().api.object(Uuid{place.id}, token);
    const auto record = co_await asking;
    if (!record)
        co_return record.error();
    if (liveChild(place.name) || !isStillThere(place))
        co_return done(); // what stands there now is looked for again
    const InfoFile::Text text{jsonText(*record), place.modifiedAt};
    makeChild<InfoFile>(
        place.inode, place.name, [text] { return text; }, Validity{}, heapBytes(text.bytes));
    co_return done();
}

// Back from the trash: what was asked meanwhile had no answer.
void ProjectDirectory::noteOwnEvent(const ObjectEvent& /*event*/)
{
    m_recordFile.expire();
    m_traits.expire();
    if (isSuspect())
        refreshSoon();
}

// Of a filter group only a listing tells what belongs to it.
void ProjectDirectory::noteObjectEvent(const ObjectEvent& event)
{
    if (!m_subject.isFilterGroup)
        lookAgainAt(event.object.text);
    else if (isUuidOf(event.object.text, collectionInfix)
             || isUuidOf(event.object.text, groupInfix))
        refreshSoon();
}

} // namespace arv
