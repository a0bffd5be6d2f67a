// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// A path as a person typed it: without blanks around, "~/" taken for the home directory, "a/../b"
// made straight. The file system is not asked. Pure; any thread.
[[nodiscard]] QString readPathText(const QString& given);

// One sentence about why it is no absolute path; empty: it is one.
[[nodiscard]] QString pathProblem(const QString& path);

} // namespace arv
