// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// Somebody else's words, fit for a log or window: control characters as \xNN, at most so many
// characters. Pure; any thread.
[[nodiscard]] QString visibleText(const QString& text, qsizetype longest);

} // namespace arv
