// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace arv::demo {

class Store;

// The people of every demo cluster, with the UUIDs and tokens of the recorded one (of zzzzz, that
// is): alice and bob, carol who is not active, dave who is an administrator. The tokens are no
// secret.
void addDemoUsers(Store& store);

// Name: alice, bob, carol or dave; another gives an empty text.
[[nodiscard]] std::string demoUserUuid(std::string_view name,
                                       const std::string& clusterId = "zzzzz");
[[nodiscard]] std::string demoToken(std::string_view name, const std::string& clusterId = "zzzzz");

} // namespace arv::demo
