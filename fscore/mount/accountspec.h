// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/accountsettings.h"
#include "net/credentials.h"
#include "net/retry.h"

#include <chrono>

namespace arv {

// How long an account asks before it says that there is no answer. A value; tests shrink it.
struct AccountPatience
{
    // Of a page. Its `second` is the unit of the waits between checks too.
    RetryPolicy retry{.tries = 10, .total = std::chrono::seconds(45)};
    std::chrono::milliseconds check{12000}; // somebody may be looking at the assistant
    std::chrono::milliseconds page{60000}; // without a whole answer
    std::chrono::milliseconds expiryLook = std::chrono::hours(1); // while signed in
};

// All that makes an account what it is. A value.
struct AccountSpec
{
    Credentials credentials;
    QString userUuid; // whose token it must be; empty: anybody's
    QString email; // of that user, for people
    AccountPatience patience;
};

// What an account's connections are made with.
[[nodiscard]] inline Credentials credentialsOf(const AccountSettings& settings,
                                               const QString& token = {})
{
    Credentials credentials;
    credentials.host = settings.host;
    credentials.token = token;
    credentials.caFile = settings.caFile;
    credentials.insecure = settings.insecure;
    credentials.proxy = settings.proxy;
    credentials.noProxy = settings.noProxy;
    return credentials;
}

} // namespace arv
