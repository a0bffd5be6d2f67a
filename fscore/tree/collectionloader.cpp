// SPDX-License-Identifier: Apache-2.0
#include "tree/collectionloader.h"

#include "api/arvadosapi.h"
#include "base/footprint.h"
#include "base/idforms.h"
#include "base/log.h"
#include "tree/objecttraits.h"
#include "tree/staleness.h"

namespace arv {

namespace {

std::size_t footprintOf(const LoadedCollection& loaded)
{
    const auto& record = loaded.record;
    std::size_t bytes = sizeof(LoadedCollection) + heapBytes(loaded.properties);
    for (const auto* text : {&record.uuid.text, &record.ownerUuid.text, &record.name,
                             &record.portableDataHash.text, &record.currentVersionUuid.text})
        bytes += heapBytes(*text);
    if (loaded.failure)
        bytes += heapBytes(loaded.failure->text);
    return bytes + (loaded.manifest ? loaded.manifest->footprint() : 0);
}

// A collection that tells when its memory is free again.
CollectionPointer watched(CollectionPointer loaded, const std::shared_ptr<HeapTrim>& trim)
{
    const auto* const content = loaded.get();
    const auto end = [loaded = std::move(loaded),
                      weak = std::weak_ptr(trim)](const LoadedCollection*) mutable {
        const auto bytes = loaded->footprint;
        loaded.reset();
        if (const auto there = weak.lock())
            there->noteFreed(bytes);
    };
    return {content, end};
}

// Runs on the pool. The record's text is free again when this returns.
CollectionPointer parsed(Collection record, const CollectionPointer& known, std::uint64_t newTree)
{
    auto loaded = std::make_shared<LoadedCollection>();
    auto manifest = Manifest::parse(record.manifestText);
    record.manifestText.clear();
    loaded->properties = jsonOf(record.record.value(QStringLiteral("properties")));
    record.record = {}; // not needed any more
    loaded->record = std::move(record);
    if (!manifest) {
        loaded->failure = manifest.error();
    } else {
        loaded->hasNulNames = manifest->anyNameHolds('\0');
        loaded->manifest = std::make_shared<const Manifest>(std::move(*manifest));
    }
    const bool isSameTree = known && known->manifest && loaded->manifest
        && loaded->manifest->hasSameTree(*known->manifest);
    loaded->tree = isSameTree ? known->tree : newTree;
    loaded->footprint = footprintOf(*loaded);
    return loaded;
}

} // namespace

CollectionLoader::CollectionLoader(ArvadosApi& api, Pool& pool, TaskScope& scope,
                                   CancelToken ending)
    : m_api(api)
    , m_pool(pool)
    , m_trim(std::make_shared<HeapTrim>(pool, scope, ending))
    , m_loads(scope, std::move(ending), staleness::patience)
{ }

Pending<CollectionPointer> CollectionLoader::load(const QString& uuidOrHash,
                                                  CollectionPointer known, const CancelToken& token)
{
    return m_loads.join(
        uuidOrHash,
        [this, uuidOrHash, known = std::move(known)](CancelToken stop) {
            return loadUnlessKnown(uuidOrHash, known, std::move(stop));
        },
        token);
}

Pending<CollectionPointer> CollectionLoader::reload(const QString& uuidOrHash,
                                                    CollectionPointer known,
                                                    const CancelToken& token)
{
    return m_loads.join(
        uuidOrHash,
        [this, uuidOrHash, known = std::move(known)](CancelToken stop) {
            return fetch(uuidOrHash, known, std::move(stop));
        },
        token);
}

Task<CollectionPointer> CollectionLoader::loadUnlessKnown(QString uuidOrHash,
                                                          CollectionPointer known, CancelToken stop)
{
    if (known && isUuid(uuidOrHash)) {
        auto asking = m_api.collectionVersion(Uuid{uuidOrHash}, stop);
        const auto version = co_await asking;
        if (!version)
            co_return version.error();
        if (version->portableDataHash == known->record.portableDataHash
            && version->modifiedAt == known->record.modifiedAt)
            co_return known;
    }
    auto fetching = fetch(uuidOrHash, known, stop);
    auto fetched = co_await fetching;
    co_return fetched;
}

Task<CollectionPointer> CollectionLoader::fetch(QString uuidOrHash, CollectionPointer known,
                                                CancelToken stop)
{
    auto asking = m_api.collection(uuidOrHash, std::move(stop));
    auto record = co_await asking;
    if (!record)
        co_return record.error();
    const auto textBytes = static_cast<std::size_t>(record->manifestText.size());
    auto job = [whole = std::move(*record), known, newTree = ++m_trees]() mutable {
        return parsed(std::move(whole), known, newTree);
    };
    auto parsing = m_pool.run(std::move(job));
    auto loaded = co_await parsing;
    m_trim->noteFreed(textBytes);
    if (loaded && (*loaded)->failure)
        qCWarning(logTree).noquote()
            << "collection" << uuidOrHash
            << "has a manifest that cannot be read:" << (*loaded)->failure->text;
    if (!loaded)
        co_return loaded;
    co_return watched(std::move(*loaded), m_trim);
}

} // namespace arv
