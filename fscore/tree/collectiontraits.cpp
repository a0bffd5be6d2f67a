// SPDX-License-Identifier: Apache-2.0
#include "tree/collectiontraits.h"

#include "api/arvadosapi.h"
#include "tree/collectiondirectory.h"

namespace arv {

CollectionTraits::CollectionTraits(CollectionDirectory& collection)
    : ObjectTraits(collection)
    , m_collection(collection)
{ }

bool CollectionTraits::has(Trait trait) const
{
    return !m_collection.isImmutable() || trait == Trait::PortableDataHash || trait == Trait::Kind;
}

std::optional<QByteArray> CollectionTraits::knownNow(Trait trait)
{
    if (trait == Trait::Kind)
        return QByteArrayLiteral("arvados#collection");
    if (trait == Trait::Uuid || m_collection.isImmutable())
        return m_collection.id().toUtf8();
    if (!m_collection.isReady())
        return std::nullopt;
    const auto& loaded = *m_collection.loaded();
    return trait == Trait::Properties ? loaded.properties
                                      : loaded.record.portableDataHash.text.toUtf8();
}

Task<ObjectTraits::Fetched> CollectionTraits::fetch(CancelToken token)
{
    auto asking = m_collection.context().api.collectionTraits(Uuid{m_collection.id()}, token);
    const auto record = co_await asking;
    Fetched fetched;
    if (record) {
        fetched.hash = record->portableDataHash.text.toUtf8();
        fetched.properties = jsonOf(record->record.value(QStringLiteral("properties")));
        co_return fetched;
    }
    const auto& loaded = m_collection.loaded();
    if (!loaded || record.error().code == Errc::Cancelled)
        co_return record.error();
    fetched.hash = loaded->record.portableDataHash.text.toUtf8(); // old, but what was there
    fetched.properties = loaded->properties;
    co_return fetched;
}

} // namespace arv
