// SPDX-License-Identifier: Apache-2.0
#include "demo/changeorders.h"

#include "demo/collectionmaker.h"
#include "demo/democluster.h"
#include "demo/store.h"

#include <algorithm>
#include <stdexcept>

namespace arv::demo {

using nlohmann::json;

namespace {

json finished(const Result<void>& result)
{
    if (!result)
        throw std::invalid_argument(result.error().text.toStdString());
    return {{"done", true}};
}

json made(const Result<std::string>& uuid)
{
    if (!uuid)
        throw std::invalid_argument(uuid.error().text.toStdString());
    return {{"uuid", *uuid}};
}

std::string field(const json& value, const char* name)
{
    return value.at(name).get<std::string>();
}

} // namespace

std::optional<json> ChangeOrders::obey(const std::string& verb, const json& value) const
{
    if (verb == "share")
        return share(value);
    if (verb == "feed")
        return feed(value);
    auto reply = change(verb, value);
    return reply ? reply : add(verb, value);
}

std::optional<json> ChangeOrders::change(const std::string& verb, const json& value) const
{
    Store& store = m_cluster.store();
    if (verb == "rename")
        return finished(store.rename(field(value, "uuid"), field(value, "name")));
    if (verb == "move")
        return finished(store.move(field(value, "uuid"), field(value, "owner")));
    if (verb == "trash")
        return finished(store.trash(value.get<std::string>()));
    if (verb == "untrash")
        return finished(store.untrash(value.get<std::string>()));
    if (verb == "delete")
        return finished(store.removeRecord(value.get<std::string>()));
    if (verb == "freeze")
        return finished(store.freeze(value.get<std::string>()));
    if (verb == "unfreeze")
        return finished(store.unfreeze(value.get<std::string>()));
    if (verb == "replace")
        return finished(store.replaceManifest(field(value, "uuid"), manifestOf(value)));
    return std::nullopt;
}

std::optional<json> ChangeOrders::add(const std::string& verb, const json& value) const
{
    Store& store = m_cluster.store();
    if (verb == "project")
        return made(store.addGroup({field(value, "owner"), field(value, "name")}));
    if (verb == "collection")
        return made(
            store.addCollection({field(value, "owner"), field(value, "name"), manifestOf(value)}));
    if (verb == "tag")
        return made(store.addLink(
            {field(value, "owner"), "tag", field(value, "name"), field(value, "uuid")}));
    return std::nullopt;
}

json ChangeOrders::share(const json& value) const
{
    const std::string word = field(value, "level");
    const Level level = levelNamed(word);
    if (level == Level::None && word != "none")
        throw std::invalid_argument("unknown level: " + word);
    m_cluster.store().share(field(value, "uuid"), field(value, "with"), level);
    return finished(done());
}

json ChangeOrders::feed(const json& value) const
{
    if (value == "close") {
        m_cluster.closeFeeds();
        return finished(done());
    }
    return {{"connections", m_cluster.feedConnections()}, {"frames", m_cluster.feedFrames()}};
}

// "manifest", or "files" whose content goes to both Keep services.
std::string ChangeOrders::manifestOf(const json& value) const
{
    if (value.contains("manifest"))
        return field(value, "manifest");
    CollectionMaker maker({&m_cluster.blocks(0), &m_cluster.blocks(1)});
    for (const auto& [path, content] : value.at("files").items()) {
        const std::size_t slash = path.rfind('/');
        const bool inside = slash != std::string::npos;
        maker.addFile(inside ? path.substr(0, slash) : std::string(),
                      inside ? path.substr(slash + 1) : path, content.get<std::string>());
    }
    if (maker.error())
        throw std::invalid_argument(maker.error()->text.toStdString());
    return maker.manifest();
}

} // namespace arv::demo
