// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <variant>

namespace arv::demo {

// Why a request fails, as the API tells it. A real cluster's front (the controller) answers some
// errors itself with the bare reason; those of the server behind it name the request that the front
// made there: "//railsapi.internal/PATH: STATUS REASON (req-...)".
struct ApiError
{
    int status = 500;
    std::string reason;
    bool fromBehind = true;
    std::string target; // path and query of the request behind the front
    bool withRequestId = false; // a bare reason that ends with the request id, and an error_token
};

// A value or the error.
template <class T>
class [[nodiscard]] Answer
{
public:
    Answer(T value) // NOLINT(google-explicit-constructor): a value is an answer
        : m_content(std::in_place_index<0>, std::move(value))
    { }
    Answer(ApiError error) // NOLINT(google-explicit-constructor)
        : m_content(std::in_place_index<1>, std::move(error))
    { }
    explicit operator bool() const { return m_content.index() == 0; }
    T& operator*() { return std::get<0>(m_content); }
    const T& operator*() const { return std::get<0>(m_content); }
    T* operator->() { return &std::get<0>(m_content); }
    const T* operator->() const { return &std::get<0>(m_content); }
    [[nodiscard]] const ApiError& error() const { return std::get<1>(m_content); }

private:
    std::variant<T, ApiError> m_content;
};

using Reply = Answer<nlohmann::json>;

inline ApiError frontError(int status, std::string reason)
{
    return {status, std::move(reason), false, {}, false};
}

inline ApiError errorBehind(int status, std::string reason, std::string target)
{
    return {status, std::move(reason), true, std::move(target), false};
}

// 422, the way the server behind names a bad argument.
inline ApiError argumentError(const std::string& reason, std::string target)
{
    return errorBehind(422, "#<ArgumentError: " + reason + ">", std::move(target));
}

inline ApiError notFound(std::string target)
{
    return errorBehind(404, "Path not found", std::move(target));
}

} // namespace arv::demo
