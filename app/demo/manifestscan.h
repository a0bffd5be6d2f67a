// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arv::demo {

// What the API server keeps beside a manifest. The scan is the server's, not the careful reader's
// of keep/manifest.h: a server stores texts that a client refuses, and counts them just the same.
struct ManifestScan
{
    std::string text; // without +A hints, else as given
    std::string hash; // portable data hash
    std::string fileNames; // "dir/name" decoded, one per line
    std::int64_t fileCount = 0; // paths, however many segments each has
    std::int64_t totalSize = 0; // bytes
};

// Takes any text. Pure; any thread.
[[nodiscard]] ManifestScan scanManifest(std::string_view manifest);

// Three octal digits behind a backslash stand for a byte.
[[nodiscard]] std::string decodedName(std::string_view token);

} // namespace arv::demo
