// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <string_view>

namespace arv {

// Longest name that Linux takes, in bytes.
constexpr qsizetype maxNameBytes = 255;

// The special files' names.
inline constexpr char collectionFileName[] = ".arvados#collection";
inline constexpr char projectFileName[] = ".arvados#project";

// From a record's name to a file name: "" becomes "_", "." "_", ".." "__"; "/" becomes the
// substitution if there is one; NUL and what is left of "/" become "_". May be longer than
// maxNameBytes: such names are not shown. Pure.
[[nodiscard]] QByteArray fileName(const QString& name, const std::optional<QString>& substitution);

// The same for a component of a manifest's path (bytes, never holds "/").
[[nodiscard]] QByteArray fileName(std::string_view component);

// The names that a lookup of this file name may mean on the server: itself, and with the
// substitution turned back into "/". Empty if it is not UTF-8: no record has such a name.
[[nodiscard]] QStringList recordNames(const QByteArray& fileName,
                                      const std::optional<QString>& substitution);

} // namespace arv
