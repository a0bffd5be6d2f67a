// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "async/task.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace arv {

class ArvadosApi;
class Pool;

// The blocks that a collection consists of now, each once; the empty block is none. A value.
struct CollectionBlocks
{
    std::vector<QByteArray> hashes;
    std::uint64_t bytes = 0; // of all of them
    QString error; // one sentence, and then no hashes; empty: all is well
};

// Asks for the manifest of a collection, by its UUID or portable data hash, and parses it on the
// pool. Lives in the thread of the API, which outlives it as the pool does. Errors: Invalid (no
// such identifier), those of the API, BadReply (a manifest that is none).
[[nodiscard]] Task<CollectionBlocks> fetchCollectionBlocks(ArvadosApi& api, Pool& pool,
                                                           QString collection, CancelToken token);

} // namespace arv
