// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace arv {

// The text of the special files: keys sorted by code point at every level, indented by four spaces,
// everything beyond ASCII as \uXXXX, one newline at the end. Pure.
[[nodiscard]] QByteArray jsonText(const QJsonObject& record);

} // namespace arv
