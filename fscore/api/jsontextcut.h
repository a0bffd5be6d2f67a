// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace arv {

// Where a long text stands in a JSON object: the bytes between its quotes. Found without reading
// the JSON, which may be wrong: what is left when the text is cut out is as right or wrong as the
// whole was. Pure; any thread.
struct JsonTextCut
{
    std::size_t begin = 0;
    std::size_t end = 0; // of the closing quote

    struct Found;
    // Values of that key in the outermost object that are texts. The key must need no escapes; one
    // that is written with escapes is not seen.
    [[nodiscard]] static Found find(std::string_view json, std::string_view key);
};

struct JsonTextCut::Found
{
    std::size_t count = 0;
    JsonTextCut first; // empty at the beginning if there is none
};

} // namespace arv
