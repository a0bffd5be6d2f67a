// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>

namespace arv {

// What a person pasted where a token is asked for: a bare secret, a v2 token, Workbench's whole
// block of commands, lines of settings.conf, or an address with api_token in it. Pure; any thread.
// Its words never hold a piece of what was pasted.
struct TokenText
{
    QString token; // in the form that was given; empty: none that could be used
    QString host; // host or host:port; empty: none was given, or none that could be used
    std::optional<bool> insecure; // what was said about TLS, if anything
    QString problem; // one sentence for people; empty: the token can be tried
};

inline constexpr qsizetype longestTokenText = 16384; // UTF-16 units; more is refused unread

[[nodiscard]] TokenText readTokenText(const QString& pasted);

} // namespace arv
