// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "architecture/sourcefile.h"

namespace arv::test {

// Entries are "path:line: reason".

// Licence line, lower-case name, #pragma once: for every file.
[[nodiscard]] QStringList formViolations(const SourceFile& file);

// Length of file and functions: outside tests.
[[nodiscard]] QStringList lengthViolations(const SourceFile& file);

// Words that a room may not use, comments and strings aside: outside tests.
[[nodiscard]] QStringList wordViolations(const SourceFile& file);

} // namespace arv::test
