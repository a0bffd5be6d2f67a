// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commandline.h"
#include "desk.h"

#include <optional>

namespace arv {

// `arvados-drive` and `arvados-drive demo`: the tray application until it is quit. Returns the exit
// status: 0, also when another one of this session was called instead; 1 without a display.
[[nodiscard]] int runWindow(const CommandLine& line, int& argc, char** argv);

// The program's name, icon, style and language, before anything is shown.
void prepareLook();

// What Arvados' own tools are configured with, in the environment or in settings.conf; none: they
// are not.
[[nodiscard]] std::optional<Desk::Found> configuredElsewhere();

} // namespace arv
