// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <string>
#include <string_view>

namespace arv {

// How names are written in manifests: some bytes as a backslash and three octal digits. Pure; any
// thread.

// Whether the text is UTF-8 from end to end (no overlong forms, no surrogates).
[[nodiscard]] bool isUtf8(std::string_view text);

// Appends the name as the normal form spells it: bytes up to the space, backslash, colon, and what
// is not UTF-8 are escaped, the rest stays as it is.
void appendEscaped(QByteArray& out, std::string_view name);

// The bytes that the text stands for, in decoded. False if a backslash begins neither three octal
// digits up to 377 nor a second backslash (which SDKs once wrote).
[[nodiscard]] bool unescape(std::string_view text, std::string& decoded);

} // namespace arv
