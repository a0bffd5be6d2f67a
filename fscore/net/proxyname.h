// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/credentials.h"

namespace arv {

// host:port of the proxy through which an account asks its own host, for people, who never see its
// password; empty: it asks straight. Any thread.
[[nodiscard]] QString proxyNameOf(const Credentials& credentials);

} // namespace arv
