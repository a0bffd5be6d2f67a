// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"

#include <QByteArray>

namespace arv {

// Reads the reply to the get of a collection. Its manifest may have hundreds of megabytes: its text
// is unescaped where it stands and becomes Collection::manifestText in the reply's own memory, with
// no copy if nobody else holds the reply, and QJson reads only what is left. Collection::record has
// an empty text in its place. BadReply for anything else than a JSON object with the fields of a
// collection; for text that is no Unicode; for a second manifest. Pure; any thread.
[[nodiscard]] Result<Collection> readCollection(QByteArray reply);

// The reply as a JSON object, or BadReply. Pure; any thread.
[[nodiscard]] Result<QJsonObject> jsonObjectFrom(const QByteArray& reply);

} // namespace arv
