// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// Host, token, TLS choice and proxy of one account. A value; never printed: the token is a secret,
// and so may the proxy's password be.
struct Credentials
{
    QString host; // host or host:port, no scheme
    QString token; // sent exactly as it was given: block signatures are made for this very string
    QString caFile; // PEM file with the CAs to trust, or empty for the system's
    bool insecure = false; // do not verify TLS
    // http://USER:PASSWORD@HOST:PORT, for all that goes by TLS; empty, "none", "direct": straight.
    QString proxy{};
    QString noProxy{}; // hosts that are asked straight all the same, written as in no_proxy
};

} // namespace arv
