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

bool anyNameHasNul(const Manifest& manifest)
{
    for (Manifest::NodeIndex node = 0; node < manifest.nodeCount(); ++node) {
        if (manifest.name(node).find('\0') != std::string_view::npos)
            return true;
    }
    return false;
}

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

// Runs on the pool.
CollectionPointer parsed(Collection record, const CollectionPointer& known, std::uint64_t newTree)
{
    auto loaded = std::make_shared<LoadedCollection>();
    auto manifest = Manifest::parse(record.manifestText);
    record.manifestText.clear();
    loaded->properties = jsonOf(record.record.value(QStringLiteral("properties")));
    record.record = {}; // holds the text once more
    loaded->record = std::move(record);
    if (!manifest) {
        loaded->failure = manifest.error();
    } else {
        loaded->hasNulNames = anyNameHasNul(*manifest);
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
    auto parsing = m_pool.run([record = std::move(*record), known, newTree = ++m_trees] {
        return parsed(record, known, newTree);
    });
    auto loaded = co_await parsing;
    if (loaded && (*loaded)->failure)
        qCWarning(logTree).noquote()
            << "collection" << uuidOrHash
            << "has a manifest that cannot be read:" << (*loaded)->failure->text;
    co_return loaded;
}

} // namespace arv
