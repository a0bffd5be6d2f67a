// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "net/credentials.h"

#include <QSslConfiguration>

namespace arv {

// Whom to trust, from an account's settings. A CA file replaces the system's list; one that cannot
// be read or holds no certificate is an error, never a silent return to the system's list.
[[nodiscard]] Result<QSslConfiguration> tlsSetup(const Credentials& credentials);

} // namespace arv
