// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arv::demo {

// The +A hints of a cluster: permission to read and to save a block, for one exact token string and
// a limited time. signature = hex HMAC-SHA1 with the cluster's key over
// hash "@" token "@" expiry (8 hex digits) "@" ttl (hex, unpadded). Immutable; any thread.
class Signer
{
public:
    Signer(std::string key, std::int64_t ttlSeconds);

    enum class Verdict
    {
        Good,
        Missing,
        Wrong,
        Expired
    };

    // locator: hash+size with any hints; an old +A hint is replaced.
    [[nodiscard]] std::string sign(std::string_view locator, std::string_view token,
                                   std::int64_t expiry) const;
    // Signs every locator of the text; +R and others stay.
    [[nodiscard]] std::string signManifest(std::string_view manifest, std::string_view token,
                                           std::int64_t expiry) const;
    [[nodiscard]] Verdict check(std::string_view locator, std::string_view token,
                                std::int64_t now) const;
    [[nodiscard]] std::int64_t ttl() const { return m_ttl; }

private:
    std::string m_key;
    std::int64_t m_ttl;
};

} // namespace arv::demo
