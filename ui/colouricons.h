// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>
#include <QString>

namespace arv {

// Our drawings that keep their own colours, readable on any background: the tray's, those of
// states, the program's. resources/icons/NAME.svg at 16 to 128 pixels; an empty icon if there is
// none of that name. Kept once drawn. UI thread.
[[nodiscard]] QIcon colourIcon(const QString& name);

} // namespace arv
