// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

namespace arv {

// What came of asking the keychain. A value; the token is never printed.
struct SecretOutcome
{
    enum class State
    {
        Ok,
        NotFound, // an unlocked keychain says that it holds none
        Locked, // locked, and its question was dismissed or never asked
        NoService, // there is no Secret Service on this session's bus
        Failed, // it answered with an error, or did not do what it said
        TimedOut // no answer for minutes; what it says later comes as SecretStore::serviceChanged()
    };
    State state = State::Failed;
    QString text; // one sentence; empty when it is Ok
    QString token; // of a read that is Ok
};

using SecretCallback = std::function<void(const SecretOutcome&)>;

} // namespace arv
