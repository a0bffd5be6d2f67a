// SPDX-License-Identifier: Apache-2.0
#include "demo/tokencheck.h"

#include "demo/apitime.h"
#include "demo/store.h"

#include <algorithm>

namespace arv::demo {

namespace {

// "v2/UUID/SECRET" cut up; a bare secret has no UUID.
struct TokenParts
{
    std::string uuid;
    std::string secret;
};

TokenParts partsOf(const std::string& token)
{
    const std::size_t slash = token.find('/', 3);
    if (token.compare(0, 3, "v2/") != 0 || slash == std::string::npos)
        return {{}, token};
    const std::size_t end = std::min(token.find('/', slash + 1), token.size());
    return {token.substr(3, slash - 3), token.substr(slash + 1, end - slash - 1)};
}

} // namespace

RecordPtr goodToken(const Store& store, const std::string& token)
{
    const TokenParts parts = partsOf(token);
    RecordPtr row = parts.secret.empty() ? nullptr : store.findToken(parts.secret);
    if (!row || (!parts.uuid.empty() && parts.uuid != row->uuid()))
        return nullptr;
    const std::string& expiry = row->text("expires_at");
    return expiry.empty() || expiry > nowText() ? row : nullptr;
}

} // namespace arv::demo
