// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace arv::demo {

// A file that a mount must show, and what reading it must give.
struct WorldFile
{
    std::string path; // bytes, relative, no slash in front
    std::uint64_t size = 0; // bytes
    std::string md5; // of the content, hex
};

using WorldList = std::vector<WorldFile>;

// As "md5sum -c" reads it, names with a line feed or backslash escaped as md5sum does.
[[nodiscard]] std::string asMd5sumLines(const WorldList& files);

} // namespace arv::demo
