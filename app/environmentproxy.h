// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/accountsettings.h"

#include <QProcessEnvironment>

namespace arv {

// The proxy of the environment, as other clients take it from there: https_proxy (or HTTPS_PROXY)
// with the exceptions of no_proxy (NO_PROXY). http_proxy is for what goes without TLS, which we
// hand to no proxy. May hold a password: never stored, never shown.
struct EnvironmentProxy
{
    QString proxy; // empty: none
    QString noProxy; // with what never leaves this computer

    [[nodiscard]] static EnvironmentProxy of(const QProcessEnvironment& environment);
};

// The settings with which an account connects: where they name no proxy, that of the environment.
// Not for storing.
[[nodiscard]] AccountSettings
connectable(AccountSettings settings,
            const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

} // namespace arv
