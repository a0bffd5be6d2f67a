// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "statetext.h"

#include <QPalette>

#include <optional>

namespace arv {

// Light and dark colours for the Fusion style: Qt 6.4 does not follow the desktop by itself. UI
// thread.

// Sets the application's style and palette; views follow by their palette change events. The
// desktop's wish counts for Scheme::Desktop alone; none: not known, light.
void applyScheme(Preferences::Scheme scheme, std::optional<bool> desktopIsDark);

[[nodiscard]] QPalette schemePalette(bool isDark);
[[nodiscard]] bool isDark(const QPalette& palette);
// Text of a state on the palette's Base or Window; readable there (contrast of 4.5 at least).
[[nodiscard]] QColor stateColor(StateRole role, const QPalette& palette);

} // namespace arv
