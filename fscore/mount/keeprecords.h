// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "keep/keepservices.h"

namespace arv {

// What the API says of the Keep services, as Keep's own values; one without a usable address is
// left out, and named in the log. Any thread.
[[nodiscard]] QList<KeepService> usableServices(const QList<KeepServiceRecord>& records);

} // namespace arv
