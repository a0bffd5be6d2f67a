// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// What --help says, of the program and of its command `mount`. At most 80 columns.
[[nodiscard]] QString helpText();
[[nodiscard]] QString mountHelpText();

} // namespace arv
