// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace arv {

// What we select of each kind. A list may only name attributes that one of its kinds has.

// Of one collection with its manifest. byHash: the few that a get by portable data hash fills in.
[[nodiscard]] QStringList recordAttributes(bool byHash);

// Of rows in project listings.
[[nodiscard]] const QStringList& groupAttributes();
[[nodiscard]] const QStringList& collectionAttributes();
[[nodiscard]] QStringList attributesOfBoth();
[[nodiscard]] const QStringList& otherAttributes(); // container requests and workflows

} // namespace arv
