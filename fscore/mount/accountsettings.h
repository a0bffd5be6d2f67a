// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// An account as it is stored: all but the token, which only the keychain holds. A value.
struct AccountSettings
{
    QString id; // ours, made once, never shown; also the token's name in the keychain
    QString name; // for people
    QString host; // host or host:port
    QString caFile; // PEM file with the CAs to trust; empty: the system's
    bool insecure = false; // TLS is not verified; shown wherever the account is
    // http://HOST:PORT of a proxy, never with a password; "none": straight; empty: as the
    // environment says.
    QString proxy;
    bool sessionOnly = false; // the token is kept in memory until the program ends
    QString userUuid; // of the last check; a token of somebody else is refused
    QString email; // of the last check
    // Not stored: hosts that the environment's proxy is not for, as in no_proxy.
    QString noProxy;
    bool operator==(const AccountSettings&) const = default;
};

} // namespace arv
