// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/collectionmaker.h"
#include "support/demoaccount.h"

#include <algorithm>

namespace arv::test {

// Collections in Alice's home that a test knows by heart.
class SmallWorld
{
public:
    using File = demo::CollectionMaker::NamedContent; // name, content

    // Each file in blocks of its own. Returns the UUID.
    static std::string addCollection(DemoAccount& account, const std::string& name,
                                     const std::vector<File>& files)
    {
        demo::NewCollection collection;
        collection.owner = account.user;
        collection.name = name;
        collection.manifest = manifestOf(account, files);
        const auto added = account.cluster.store().addCollection(collection);
        if (!added)
            qFatal("%s", qPrintable(added.error().text));
        return *added;
    }

    // Other files for a collection that is there.
    static void change(DemoAccount& account, const std::string& uuid,
                       const std::vector<File>& files)
    {
        const auto changed =
            account.cluster.store().replaceManifest(uuid, manifestOf(account, files));
        if (!changed)
            qFatal("%s", qPrintable(changed.error().text));
    }

    static std::size_t requestsWith(const DemoAccount& account, std::string_view part)
    {
        const auto seen = account.cluster.requestsSeen();
        return static_cast<std::size_t>(
            std::count_if(seen.begin(), seen.end(), [part](const std::string& request) {
                return request.find(part) != std::string::npos;
            }));
    }

    // Requests to the Keep services.
    static std::size_t blocksAskedFor(const DemoAccount& account)
    {
        const auto seen = account.cluster.requestsSeen();
        return static_cast<std::size_t>(
            std::count_if(seen.begin(), seen.end(), [](const std::string& request) {
                return request.starts_with("GET /") && !request.starts_with("GET /arvados/")
                    && !request.starts_with("GET /discovery");
            }));
    }

    static void addKeepFault(DemoAccount& account, const demo::Fault& fault)
    {
        account.addFault("keep0", fault);
        account.addFault("keep1", fault);
    }

private:
    static std::string manifestOf(DemoAccount& account, const std::vector<File>& files)
    {
        demo::CollectionMaker maker({&account.cluster.blocks(0), &account.cluster.blocks(1)});
        for (const auto& [name, content] : files)
            maker.addFile("", name, content);
        return maker.manifest();
    }
};

} // namespace arv::test
