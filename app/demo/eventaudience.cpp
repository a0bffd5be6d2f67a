// SPDX-License-Identifier: Apache-2.0
#include "demo/eventaudience.h"

#include "demo/apicall.h"
#include "demo/schema.h"
#include "demo/store.h"
#include "demo/tokencheck.h"
#include "demo/tokensresource.h"

namespace arv::demo {

EventAudience::EventAudience(const Store& store, const std::string& token)
    : m_store(store)
    , m_token(goodToken(store, token))
{
    if (m_token)
        m_access = store.access(m_token->owner());
}

bool EventAudience::maySee(const Event& event) const
{
    if (!m_token)
        return false;
    // What has been changed and then deleted is told like the deletion: to the same people.
    RecordPtr target = m_store.find(event.objectUuid);
    if (!target || event.type == Event::Type::Delete)
        target = m_store.find(event.ownerUuid);
    if (!target || !isInScope(*target))
        return false;
    return target->kind == Kind::Link ? maySeeLink(*target) : m_access->canRead(*target);
}

// A permission is known to the two whom it is about, and to who may give it.
bool EventAudience::maySeeLink(const Record& link) const
{
    if (link.text("link_class") != "permission")
        return m_access->canRead(link);
    const RecordPtr head = m_store.find(link.text("head_uuid"));
    const std::string& user = m_access->user();
    return (head && m_access->canManage(*head)) || link.text("head_uuid") == user
        || link.text("tail_uuid") == user;
}

// The feed asks the API on behalf of the client, with the client's token.
bool EventAudience::isInScope(const Record& target) const
{
    ApiCall call;
    call.method = "GET";
    call.path = std::string("/arvados/v1/") + Schema::of(target.kind).table + '/' + target.uuid();
    return TokensResource::allows(*m_token, call);
}

} // namespace arv::demo
