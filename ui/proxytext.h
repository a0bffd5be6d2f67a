// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// What a person gave as an account's proxy: "proxy.example.com:3128", the same with http:// before
// it, "none", or nothing, which is what the environment says. A user name or password is refused:
// what is entered here is stored in plain. Pure; any thread.
struct ProxyText
{
    QString proxy; // "http://HOST:PORT", "none" or empty; empty if there is a problem
    QString problem; // one sentence for people; empty: all is well
};

[[nodiscard]] ProxyText readProxyText(const QString& given);

} // namespace arv
