// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/bigcollection.h"
#include "demo/bulkdata.h"
#include "demo/linkspeed.h"

#include <cstdint>
#include <string>
#include <vector>

namespace arv::demo {

// The command line of arvados-drive-demo. A value.
struct ServeOptions
{
    bool help = false;
    bool empty = false;
    bool json = false;
    bool plainKeep = false;
    bool worldList = false;
    bool dieWithParent = false;
    std::uint16_t port = 0; // of the API; 0: any free one
    std::optional<BigCollection> big; // made besides the world
    BulkData bulk; // likewise
    std::optional<LinkSpeed> link;
    std::string control; // path of the control socket; test builds only

    // Error Invalid: an option that is not known, or its value.
    [[nodiscard]] static Result<ServeOptions> parse(const std::vector<std::string>& arguments);
    [[nodiscard]] static const char* helpText();

private:
    [[nodiscard]] bool setSwitch(const std::string& name);
    [[nodiscard]] bool setData(const std::string& name, const std::string& value);
    [[nodiscard]] bool setValue(const std::string& name, const std::string& value);
};

} // namespace arv::demo
