// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace arv {

// What the outside sees of an account, as a value.
struct AccountSnapshot
{
    enum class State
    {
        NoToken, // none has been given yet
        Checking, // for the first time, or with a new token
        SignedIn,
        Refused, // the cluster does not take the token (expired, revoked, wrong)
        Inactive, // the user must finish activation in Workbench
        Offline, // no answer; asked again by itself
        Misconfigured // host, certificate or CA file: asking again would not help
    };
    State state = State::NoToken;
    QString error; // one sentence, empty when all is well

    QString clusterId; // five characters
    QString userUuid;
    QString email;
    QString fullName;
    std::optional<QDateTime> tokenExpires; // none: it does not, or is not known
    QString workbenchUrl; // http or https; empty: not known
    bool operator==(const AccountSnapshot&) const = default;
};

} // namespace arv
