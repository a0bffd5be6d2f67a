// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "async/heaptrim.h"
#include "async/pool.h"
#include "async/singleflight.h"
#include "keep/manifest.h"

#include <memory>
#include <optional>

namespace arv {

class ArvadosApi;

// A collection as last received: the baseline that edits would be compared with. A value.
struct LoadedCollection
{
    Collection record; // without the manifest's text, which may be long
    std::shared_ptr<const Manifest> manifest; // nullptr if it could not be read
    std::optional<Error> failure; // why not
    QByteArray properties; // of the record, as JSON
    // Equal if names and places are: a refresh that moved signatures, times or contents alone.
    std::uint64_t tree = 0;
    std::size_t footprint = 0; // bytes of memory, all of the above
    bool hasNulNames = false; // some name holds NUL and is shown with "_"
};
using CollectionPointer = std::shared_ptr<const LoadedCollection>;

// Fetches collections and has their manifests read on the pool; one load per collection, whoever
// waits. Mount thread.
class CollectionLoader
{
public:
    // ending: fires when the mount stops.
    CollectionLoader(ArvadosApi& api, Pool& pool, TaskScope& scope, CancelToken ending);

    // known: what the caller has; if the server still has the same the result is that very pointer.
    // An unreadable manifest is not an error here but LoadedCollection::failure.
    [[nodiscard]] Pending<CollectionPointer>
    load(const QString& uuidOrHash, CollectionPointer known, const CancelToken& token);

    // The whole record again, unconditionally: its signatures were refused.
    [[nodiscard]] Pending<CollectionPointer>
    reload(const QString& uuidOrHash, CollectionPointer known, const CancelToken& token);

    // A load or reload is under way; what it brings may have been read before a change just now.
    [[nodiscard]] bool isLoading(const QString& uuidOrHash) const
    {
        return m_loads.isFlying(uuidOrHash);
    }

private:
    [[nodiscard]] Task<CollectionPointer>
    loadUnlessKnown(QString uuidOrHash, CollectionPointer known, CancelToken stop);
    [[nodiscard]] Task<CollectionPointer> fetch(QString uuidOrHash, CollectionPointer known,
                                                CancelToken stop);

    std::uint64_t m_trees = 0; // the last number given to one
    ArvadosApi& m_api;
    Pool& m_pool;
    std::shared_ptr<HeapTrim> m_trim; // told when a large manifest comes or goes
    SingleFlight<QString, CollectionPointer> m_loads;
};

} // namespace arv
