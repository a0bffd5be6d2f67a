// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "architecture/sourcefile.h"

namespace arv::test {

// What the file includes against the table of rooms (README.md): each entry "path:line: reason".
[[nodiscard]] QStringList includeViolations(const SourceFile& file);

} // namespace arv::test
