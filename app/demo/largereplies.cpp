// SPDX-License-Identifier: Apache-2.0
#include "demo/largereplies.h"

#include <cstring>

namespace arv::demo {

namespace {

constexpr std::size_t largeFrom = 8 << 20; // bytes
constexpr std::size_t mostKept = 8; // replies
constexpr std::chrono::seconds longest{60};

} // namespace

std::string LargeReplies::keyOf(const HttpRequest& request)
{
    return request.method + ' ' + request.path + '?' + request.query + ' '
        + request.header("authorization") + ' ' + request.body;
}

bool LargeReplies::find(const std::string& key, std::uint64_t revision,
                        HttpResponse& response) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_kept.find(key);
    if (found == m_kept.end() || found->second.revision != revision
        || std::chrono::steady_clock::now() - found->second.made > longest)
        return false;
    response = found->second.response;
    return true;
}

void LargeReplies::keep(const std::string& key, std::uint64_t revision, HttpResponse& response)
{
    if (response.body.size() < largeFrom)
        return;
    const auto body = std::make_shared<const std::string>(std::move(response.body));
    response.body.clear();
    response.bodySize = body->size();
    response.makeBody = [body](std::uint64_t offset, std::size_t length, char* to) {
        std::memcpy(to, body->data() + offset, length);
    };
    const std::lock_guard lock(m_mutex);
    if (m_kept.size() >= mostKept)
        m_kept.clear();
    m_kept[key] = {revision, std::chrono::steady_clock::now(), response};
}

} // namespace arv::demo
