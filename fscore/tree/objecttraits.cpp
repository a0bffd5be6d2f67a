// SPDX-License-Identifier: Apache-2.0
#include "tree/objecttraits.h"

#include "base/footprint.h"
#include "base/log.h"
#include "tree/context.h"
#include "tree/inodetable.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace arv {

QByteArray jsonOf(const QJsonValue& properties)
{
    return QJsonDocument(properties.toObject()).toJson(QJsonDocument::Compact);
}

void ObjectTraits::expire()
{
    const auto& context = m_owner.context();
    m_freshness.expire(context, Freshness::period(context));
}

std::optional<QByteArray> ObjectTraits::valueNow(Trait trait)
{
    if (!has(trait))
        return QByteArray();
    if (auto known = knownNow(trait))
        return known;
    const auto& context = m_owner.context();
    const auto period = Freshness::period(context);
    if (!m_fetched || m_freshness.isTooOld(context, period))
        return std::nullopt;
    if (m_freshness.age(context) >= period && !m_refreshing)
        context.scope.start(refresh(context.ending, Pin(context.inodes, m_owner)));
    return trait == Trait::PortableDataHash ? m_fetched->hash : m_fetched->properties;
}

Task<void> ObjectTraits::refresh(CancelToken token, Pin /*owner*/)
{
    m_refreshing = true;
    auto preparing = prepare(std::move(token));
    auto prepared = co_await preparing;
    m_refreshing = false;
    co_return prepared;
}

// What is known stays while the server does not answer; a new try follows soon.
Task<void> ObjectTraits::prepare(CancelToken token)
{
    auto fetching = fetch(token);
    auto fetched = co_await fetching;
    if (!fetched && (!m_fetched || fetched.error().code == Errc::Cancelled))
        co_return fetched.error();
    const auto& context = m_owner.context();
    if (fetched)
        m_fetched = std::move(*fetched);
    if (fetched)
        m_freshness.renew(context);
    else
        m_freshness.retrySoon(context, Freshness::period(context));
    context.inodes.cache().measure(m_owner);
    co_return done();
}

std::size_t ObjectTraits::footprint() const
{
    return m_fetched ? heapBytes(m_fetched->hash) + heapBytes(m_fetched->properties) : 0;
}

} // namespace arv
