// SPDX-License-Identifier: Apache-2.0
#include "demo/collectionsresource.h"

#include "demo/apitime.h"
#include "demo/listreply.h"
#include "demo/newrecord.h"
#include "demo/signer.h"
#include "demo/store.h"

#include <algorithm>
#include <chrono>

namespace arv::demo {

using nlohmann::json;

namespace {

bool isNamed(const Select& select, const char* name)
{
    return select && std::find(select->begin(), select->end(), name) != select->end();
}

// Hash, "+", size, maybe hints.
bool isHash(const std::string& text)
{
    if (text.size() < 34 || text[32] != '+' || text[33] < '0' || text[33] > '9')
        return false;
    return text.find_first_not_of("0123456789abcdef") == 32;
}

std::string withoutHints(const std::string& hash)
{
    return hash.substr(0, hash.find('+', 33));
}

bool outlives(const RecordPtr& a, const RecordPtr& b)
{
    const std::string& first = a->text("trash_at");
    const std::string& second = b->text("trash_at");
    return !second.empty() && (first.empty() || first > second);
}

// A reply by hash tells of the content, not of the collection it was found in.
json contentOnly(const std::string& hash, const Record& row)
{
    json shown = newRecord(Kind::Collection, hash, {}).attributes;
    for (auto& [name, value] : shown.items()) {
        if (value.is_string())
            value = "";
        else if (value.is_number())
            value = 0;
        else if (!value.is_boolean())
            value = nullptr;
    }
    shown["created_at"] = nullptr;
    shown["modified_at"] = nullptr;
    shown["etag"] = "";
    shown["kind"] = kindName(Kind::Collection);
    shown["uuid"] = hash;
    shown["portable_data_hash"] = hash;
    shown["trash_at"] = row.attributes["trash_at"];
    return shown;
}

} // namespace

Reply CollectionsResource::get(const ApiCall& call) const
{
    const std::string& name = call.parts[1];
    const auto select = readSelect(call.parameters);
    if (!select)
        return select.error();
    if (isHash(name))
        return getByHash(call, *select);
    if (name.size() != 27 || name[5] != '-' || name[11] != '-')
        return frontError(404, "invalid UUID or PDH \"" + name + '"');
    return getByUuid(call, *select);
}

Reply CollectionsResource::getByUuid(const ApiCall& call, const Select& select) const
{
    const Access& access = *call.caller.access;
    const RecordPtr row = m_context.store.find(Kind::Collection, call.parts[1]);
    const bool withTrash = call.parameters.flag("include_trash");
    if (!row || !access.canRead(*row) || (!withTrash && access.isTrashed(*row)))
        return notFound(call.path);
    std::string target = call.path;
    if (select) { // the front needs these two to sign, and asks for them too
        std::vector<std::string> asked{"is_trashed", "trash_at"};
        asked.insert(asked.end(), select->begin(), select->end());
        target += "?" + targetField("select", asked).substr(1);
    }
    if (const auto error = checkSelect(select, Schema::of(Kind::Collection), target))
        return *error;
    return selected(shown(*row, call.caller, select, false), select);
}

Reply CollectionsResource::getByHash(const ApiCall& call, const Select& select) const
{
    const Access& access = *call.caller.access;
    const std::string hash = withoutHints(call.parts[1]);
    RecordPtr best;
    for (const RecordPtr& row : m_context.store.collectionsWithHash(hash))
        if (access.canRead(*row) && !access.isTrashed(*row) && (!best || outlives(row, best)))
            best = row;
    if (!best)
        return frontError(404, "not found");
    if (const auto error = checkSelect(select, Schema::of(Kind::Collection), call.path))
        return *error;
    json shown = contentOnly(hash, *best);
    shown["manifest_text"] = signedManifest(*best, call.caller);
    shown["unsigned_manifest_text"] =
        isNamed(select, "unsigned_manifest_text") ? best->manifest : std::string();
    return selected(std::move(shown), select);
}

Reply CollectionsResource::list(const ApiCall& call) const
{
    const auto options =
        ListOptions::of(call.parameters, call.path, true, m_context.options.maxItemsPerResponse,
                        m_context.options.clusterId);
    if (!options)
        return options.error();
    return listReply(
        m_context, call, Kind::Collection, m_context.store.all(Kind::Collection), *options,
        [&](const Record& row) { return shown(row, call.caller, options->select, true); });
}

// A trashed collection's manifest comes unsigned, and no signature outlives its collection.
std::string CollectionsResource::signedManifest(const Record& row, const Caller& caller) const
{
    if (row.flag("is_trashed"))
        return row.manifest;
    const auto& clock = m_context.options.clock;
    const auto now = std::chrono::system_clock::to_time_t(clock ? clock->wall()
                                                                : std::chrono::system_clock::now());
    std::int64_t expiry = static_cast<std::int64_t>(now) + m_context.options.signatureTtl;
    if (const std::int64_t trashAt = secondsOf(row.text("trash_at")); trashAt > 0)
        expiry = std::min(expiry, trashAt);
    return m_context.signer.signManifest(row.manifest, caller.token, expiry);
}

json CollectionsResource::shown(const Record& row, const Caller& caller, const Select& select,
                                bool inList) const
{
    const bool manifest = select ? isNamed(select, "manifest_text") : !inList;
    json shown = row.attributes;
    shown["manifest_text"] = manifest ? signedManifest(row, caller) : std::string();
    shown["unsigned_manifest_text"] =
        isNamed(select, "unsigned_manifest_text") ? row.manifest : std::string();
    return shown;
}

} // namespace arv::demo
