// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// Host, token and TLS choice of one account. A value; never printed: the token is a secret.
struct Credentials
{
    QString host; // host or host:port, no scheme
    QString token; // sent exactly as it was given: block signatures are made for this very string
    QString caFile; // PEM file with the CAs to trust, or empty for the system's
    bool insecure = false; // do not verify TLS
};

} // namespace arv
