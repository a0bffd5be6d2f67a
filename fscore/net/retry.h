// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "net/httpmessage.h"

#include <QByteArrayView>
#include <QDateTime>

#include <chrono>
#include <optional>

namespace arv {

// How long somebody who waits is made to wait before he gets the error.
struct RetryPolicy
{
    int tries = 10; // the first included
    std::chrono::milliseconds total = std::chrono::minutes(5); // from the first try on
    std::chrono::milliseconds second =
        std::chrono::seconds(1); // the schedules' unit; tests shrink it
    // One try of a call to the API, until its whole answer has come: as long as the server itself
    // works at a request before it gives up.
    std::chrono::milliseconds answer = std::chrono::minutes(5);
};

// What one try says about the next. Pure.
enum class Verdict
{
    Final, // a result, or a refusal that the next try would only repeat
    Again, // worth another try
    Twice, // worth two more, no more: our own malformed request looks just the same
};

[[nodiscard]] Verdict verdictOn(const Result<HttpReply>& reply);

// Seconds or an HTTP date; none if it is neither. At most 60 s. Pure.
[[nodiscard]] std::optional<std::chrono::milliseconds> retryAfter(QByteArrayView value,
                                                                  const QDateTime& now);

// The API's schedule: retry n (from 1) waits fraction (0 to 1) of min(30, 2^n) s. Pure.
[[nodiscard]] std::chrono::milliseconds apiWait(const RetryPolicy& policy, int retry,
                                                double fraction);

// Keep's schedule between rounds: 0.5, 1, 2 ... 30 s; fraction (0 to 1) moves it by a quarter
// either way. Pure.
[[nodiscard]] std::chrono::milliseconds keepWait(const RetryPolicy& policy, int retry,
                                                 double fraction);

// The tries of one call, as far as they have come. A value; any thread.
class RetryRun
{
public:
    explicit RetryRun(RetryPolicy policy)
        : m_policy(policy)
    { }

    // How long to wait before the next try, or none if this outcome is what the caller gets.
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    waitAfter(const Result<HttpReply>& reply);

private:
    [[nodiscard]] bool isOver(Verdict verdict) const;

    RetryPolicy m_policy;
    int m_tries = 0;
    std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
};

} // namespace arv
