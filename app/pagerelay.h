// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>
#include <map>
#include <optional>

namespace arv {

// The numbers of pages that the window asked for, whose accounts have numbers of their own. UI
// thread.
class PageRelay
{
public:
    struct Asked
    {
        QString accountId;
        std::uint64_t ticket = 0; // the account's
    };

    [[nodiscard]] std::uint64_t next() { return ++m_last; }
    void put(std::uint64_t ours, const Asked& asked) { m_asked[ours] = asked; }
    // What was asked under our number; it is then forgotten.
    [[nodiscard]] std::optional<Asked> take(std::uint64_t ours)
    {
        const auto found = m_asked.extract(ours);
        return found ? std::optional(found.mapped()) : std::nullopt;
    }
    // Our number of an account's, which is then forgotten; none: nobody waits for it any more.
    [[nodiscard]] std::optional<std::uint64_t> takeOurs(const QString& accountId,
                                                        std::uint64_t ticket)
    {
        for (const auto& [ours, asked] : m_asked) {
            if (asked.ticket == ticket && asked.accountId == accountId) {
                const auto number = ours;
                m_asked.erase(number);
                return number;
            }
        }
        return std::nullopt;
    }
    void forgetAccount(const QString& accountId)
    {
        std::erase_if(m_asked,
                      [&](const auto& each) { return each.second.accountId == accountId; });
    }

private:
    std::map<std::uint64_t, Asked> m_asked;
    std::uint64_t m_last = 0;
};

} // namespace arv
