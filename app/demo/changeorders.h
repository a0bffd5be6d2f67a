// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace arv::demo {

class DemoCluster;

// Orders of the control socket that change what is in the cluster, as another client would:
//
//   {"rename": {"uuid": U, "name": N}}, {"move": {"uuid": U, "owner": O}}
//   {"trash": U}, {"untrash": U}, {"delete": U}, {"freeze": U}, {"unfreeze": U}
//   {"replace": {"uuid": U, "files": {"directory/name": "text", ...}}}, or "manifest": "..."
//   {"share": {"uuid": U, "with": USER OR GROUP, "level": "can_read"}}; "none" takes it back
//       each -> {"done": true}
//   {"project": {"owner": O, "name": N}}, {"collection": {"owner": O, "name": N, "files": {...}}}
//   {"tag": {"uuid": U, "name": N, "owner": USER}}; "delete" takes it away
//       each -> {"uuid": of the new record}
//   {"feed": true}     -> {"connections": 2, "frames": ["...", ...]}, of the event feed
//   {"feed": "close"}  -> {"done": true}: all its connections are reset
//
// In test builds only. Any one thread; the cluster must outlive it.
class ChangeOrders
{
public:
    explicit ChangeOrders(DemoCluster& cluster)
        : m_cluster(cluster)
    { }

    // Nothing: no such order. Throws what is wrong with its value, or with the change.
    [[nodiscard]] std::optional<nlohmann::json> obey(const std::string& verb,
                                                     const nlohmann::json& value) const;

private:
    [[nodiscard]] std::optional<nlohmann::json> change(const std::string& verb,
                                                       const nlohmann::json& value) const;
    [[nodiscard]] std::optional<nlohmann::json> add(const std::string& verb,
                                                    const nlohmann::json& value) const;
    [[nodiscard]] nlohmann::json share(const nlohmann::json& value) const;
    [[nodiscard]] nlohmann::json feed(const nlohmann::json& value) const;
    [[nodiscard]] std::string manifestOf(const nlohmann::json& value) const;

    DemoCluster& m_cluster;
};

} // namespace arv::demo
