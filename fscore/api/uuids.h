// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringView>

namespace arv {

// Forms of the ids that the API uses. Pure; any thread.

// zzzzz-4zz18-0a1b2c3d4e5f6g7: five, five and fifteen of 0-9a-z.
[[nodiscard]] bool isUuid(QStringView text);

// 32 lower-case hex digits, "+", size in digits; further hints may follow.
[[nodiscard]] bool isPortableDataHash(QStringView text);

// The hash and size alone.
[[nodiscard]] QStringView withoutHints(QStringView portableDataHash);

} // namespace arv
