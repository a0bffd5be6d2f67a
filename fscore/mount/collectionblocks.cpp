// SPDX-License-Identifier: Apache-2.0
#include "mount/collectionblocks.h"

#include "api/arvadosapi.h"
#include "async/pool.h"
#include "base/idforms.h"
#include "keep/manifest.h"

#include <QSet>

namespace arv {

namespace {

// Runs on the pool.
Result<CollectionBlocks> blocksOf(const QByteArray& manifestText)
{
    const auto manifest = Manifest::parse(manifestText);
    if (!manifest)
        return Error{Errc::BadReply,
                     QStringLiteral("its manifest cannot be read: ") + manifest.error().text};
    CollectionBlocks blocks;
    QSet<QByteArray> known;
    for (std::uint32_t i = 0; i < manifest->blockCount(); ++i) {
        const auto size = manifest->blockSize(i);
        const auto hash = manifest->block(i).hash();
        if (size == 0 || known.contains(hash))
            continue;
        known.insert(hash);
        blocks.hashes.push_back(hash);
        blocks.bytes += size;
    }
    return blocks;
}

} // namespace

Task<CollectionBlocks> fetchCollectionBlocks(ArvadosApi& api, Pool& pool, QString collection,
                                             CancelToken token)
{
    if (!isUuid(collection) && !isPortableDataHash(collection))
        co_return Error{Errc::Invalid, QStringLiteral("there is no such collection")};
    auto asking = api.collection(collection, token);
    const auto record = co_await asking;
    if (!record)
        co_return record.error();
    const auto text = record->manifestText;
    const auto job = [text] { return blocksOf(text); };
    auto parsing = pool.run(job, token);
    const auto parsed = co_await parsing;
    if (!parsed)
        co_return parsed.error();
    co_return *parsed;
}

} // namespace arv
