// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <optional>
#include <utility>

namespace arv {

// What is tried again and again, and fails again and again, is a line of the log once: until it
// fails for another reason, or has succeeded. A value; mount thread.
class ToldOnce
{
public:
    [[nodiscard]] bool isNews(const Error& why)
    {
        return std::exchange(m_told, std::optional(why.code)) != why.code;
    }
    void forget() { m_told.reset(); } // it has succeeded

private:
    std::optional<Errc> m_told;
};

} // namespace arv
