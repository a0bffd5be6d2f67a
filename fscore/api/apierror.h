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

// The reason alone, empty if the body gives none.
[[nodiscard]] QString reasonIn(const QByteArray& body);

} // namespace arv
