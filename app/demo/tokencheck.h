// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/record.h"

#include <string>

namespace arv::demo {

class Store;

// The row of a token, in either form, "v2/UUID/SECRET" or the bare secret; null if it is missing,
// unknown, wrong or expired. Any thread.
[[nodiscard]] RecordPtr goodToken(const Store& store, const std::string& token);

} // namespace arv::demo
