// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "architecture/sourcefile.h"

namespace arv::test {

// Spellings of co_await that g++ 12 miscompiles (tests/compiler): one statement with co_await and a
// braced list, a capturing lambda, ?: or as the condition of a switch; and lambdas with captures
// that are coroutines. Entries are "path:line: reason".
[[nodiscard]] QStringList awaitViolations(const SourceFile& file);

} // namespace arv::test
