// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace arv {

// What a person gave as the address of a cluster: "zzzzz.example.com", with a port, or a whole
// https:// address, of which only the host counts. Pure; any thread.
struct HostText
{
    QString host; // host or host:port, lower case; empty if there is a problem
    QString problem; // one sentence for people; empty: all is well
};

[[nodiscard]] HostText readHostText(const QString& given);

} // namespace arv
