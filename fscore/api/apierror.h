// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "net/httpmessage.h"

namespace arv {

// A reply with an error status as an Error: NotSignedIn 401, PermissionDenied 403, NotFound 404,
// NameTaken or Invalid 422, Invalid for other requests that were wrong, ServerError otherwise. The
// text is call, status and the server's reason, cut out of what its front wraps around it, with
// control characters made visible, at most 300 characters. Pure; any thread.
[[nodiscard]] Error apiError(const QString& call, const HttpReply& reply);

// A JSON object that stops before its end, in a reply without a length: Qt 6.4 does not always
// notice that a body in chunks has broken off, and the API's bigger replies come in chunks. Looks
// at the last character only; what stops just behind an inner object is BadReply when it is read.
[[nodiscard]] bool isCutOff(const HttpReply& reply);

// The reason alone, empty if the body gives none.
[[nodiscard]] QString reasonIn(const QByteArray& body);

} // namespace arv
