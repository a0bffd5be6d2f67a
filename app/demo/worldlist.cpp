// SPDX-License-Identifier: Apache-2.0
#include "demo/worldlist.h"

namespace arv::demo {

std::string asMd5sumLines(const WorldList& files)
{
    std::string lines;
    for (const auto& file : files) {
        std::string name;
        for (const char c : file.path) {
            if (c == '\n')
                name += "\\n";
            else if (c == '\\')
                name += "\\\\";
            else
                name += c;
        }
        if (name != file.path)
            lines += '\\'; // tells md5sum that the name is escaped
        lines += file.md5 + "  " + name + '\n';
    }
    return lines;
}

} // namespace arv::demo
