// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// An address that may be handed to the browser: https or http, with a host. A server's word for
// its Workbench may be anything. Pure; any thread.
[[nodiscard]] bool isWebLink(const QString& url);

// Where the Workbench of a cluster usually is; of no host: the page of the manual about tokens.
[[nodiscard]] QString workbenchLink(const QString& host);

} // namespace arv
