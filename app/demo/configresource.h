// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"

#include <nlohmann/json.hpp>

#include <mutex>

namespace arv::demo {

// What can be had without a token: the discovery document, the exported configuration, the
// vocabulary. The unchanging parts are data/discovery.json (the copy that client libraries ship)
// and data/config.json (the exported configuration of a fresh cluster). Immutable; any thread.
//
// The document says what a real cluster's says, methods that the demo does not serve included,
// since clients build their calls from it. Only what a client would take for an offer and rely on
// is left out until it is served: the parameters replace_files and replace_segments of collections.
class ConfigResource
{
public:
    explicit ConfigResource(const ApiContext& context);

    [[nodiscard]] nlohmann::json discovery() const;
    [[nodiscard]] nlohmann::json config() const;
    [[nodiscard]] nlohmann::json vocabulary() const;

private:
    const ApiContext& m_context;
    nlohmann::json m_discovery;
    nlohmann::json m_config;
};

} // namespace arv::demo
