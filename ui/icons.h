// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace arv {

// Our own symbolic icons, resources/icons/NAME.svg, drawn in the colours of a palette: its text,
// its selected text and its disabled text; sizes from 16 to 96 pixels, so that they are sharp at 1x
// and 2x. Kept once drawn; an empty icon if there is none of that name. UI thread.
[[nodiscard]] QIcon themedIcon(const QString& name, const QPalette& palette);

// The drawings are in a static library: whoever reads ":/icons/" without themedIcon() calls this
// first. Any number of times.
void initResources();

} // namespace arv
