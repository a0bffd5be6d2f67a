// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/httpmessage.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace arv::demo {

// Replies too large to be made again for each request: signing and writing the manifest of a
// million files takes seconds, which would be taken for the client's. Kept as long as nothing in
// the store has changed, and for a minute at most, since signatures grow old. Any thread.
class LargeReplies
{
public:
    // What the reply depends on besides the store.
    [[nodiscard]] static std::string keyOf(const HttpRequest& request);

    // False: none, or an old one.
    [[nodiscard]] bool find(const std::string& key, std::uint64_t revision,
                            HttpResponse& response) const;

    // revision: of the store before the reply was made. A large one's body goes into shared memory.
    void keep(const std::string& key, std::uint64_t revision, HttpResponse& response);

private:
    struct Kept
    {
        std::uint64_t revision = 0;
        std::chrono::steady_clock::time_point made;
        HttpResponse response; // its body comes by makeBody
    };

    mutable std::mutex m_mutex;
    std::map<std::string, Kept> m_kept;
};

} // namespace arv::demo
