// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/objecttraits.h"

namespace arv {

class CollectionDirectory;

// Of a collection opened by UUID: all traits, from what is loaded, or by a get without the
// manifest. One opened by portable data hash may be any number of records, or none: it has its hash
// and its kind, neither UUID nor properties.
class CollectionTraits : public ObjectTraits
{
public:
    explicit CollectionTraits(CollectionDirectory& collection);
    [[nodiscard]] bool has(Trait trait) const override;

private:
    [[nodiscard]] std::optional<QByteArray> knownNow(Trait trait) override;
    [[nodiscard]] Task<Fetched> fetch(CancelToken token) override;

    CollectionDirectory& m_collection;
};

} // namespace arv
