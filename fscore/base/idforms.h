// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringView>

namespace arv {

// Forms of the identifiers that people, file names and the API use; the whole text must fit. The
// one place for these patterns. Pure; any thread.

// zzzzz-4zz18-0a1b2c3d4e5f6g7: five, five and fifteen of 0-9a-z.
[[nodiscard]] bool isUuid(QStringView text);

// The same, of one kind of object: the five characters in the middle.
[[nodiscard]] bool isUuidOf(QStringView text, QStringView infix);
inline constexpr char16_t collectionInfix[] = u"4zz18";
inline constexpr char16_t groupInfix[] = u"j7d0g";
inline constexpr char16_t userInfix[] = u"tpzed";
inline constexpr char16_t linkInfix[] = u"o0j2j";
inline constexpr char16_t containerRequestInfix[] = u"xvhdp";
inline constexpr char16_t workflowInfix[] = u"7fd4e";

// 32 lower-case hex digits, "+", size in digits; no further hints.
[[nodiscard]] bool isPortableDataHash(QStringView text);

// A name that an entry of a directory can have: not empty, "." or "..", without "/" and NUL, and at
// most 255 bytes long.
[[nodiscard]] bool isFileName(QStringView text);

// A portable data hash that may be followed by hints: the hash and size alone.
[[nodiscard]] QStringView withoutHints(QStringView portableDataHash);

} // namespace arv
