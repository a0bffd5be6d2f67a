// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// Somebody else's words, fit for a log or window: control characters, separators of lines and
// characters that change the direction of writing as \xNN, lone surrogates as U+FFFD, at most so
// many UTF-16 units. Still to be shown as plain text. Pure; any thread.
[[nodiscard]] QString visibleText(const QString& text, qsizetype longest = 1000);

} // namespace arv
