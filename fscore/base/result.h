// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/errc.h"

#include <QString>

#include <utility>
#include <variant>

namespace arv {

// Why something failed: the code decides, the text is for people (one sentence, names the thing).
struct Error
{
    Errc code = Errc::Internal;
    QString text;
};

// A value or the reason why there is none: the part of std::expected that we use (g++ 12 has that
// only in C++23). Asking for what is not there is a bug and throws std::bad_variant_access.
template <class T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    Result(T value) // NOLINT(google-explicit-constructor): a value is a result
        : m_content(std::in_place_index<0>, std::move(value))
    { }
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    { }
    Result(Errc code, QString text)
        : m_content(std::in_place_index<1>, Error{code, std::move(text)})
    { }

    [[nodiscard]] bool hasValue() const { return m_content.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    [[nodiscard]] T& value() { return std::get<0>(m_content); }
    [[nodiscard]] const T& value() const { return std::get<0>(m_content); }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const { return std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

template <>
class [[nodiscard]] Result<void>
{
public:
    using value_type = void;

    Result() = default;
    Result(Error error)
        : m_failed(true)
        , m_error(std::move(error))
    { }
    Result(Errc code, QString text)
        : Result(Error{code, std::move(text)})
    { }

    [[nodiscard]] bool hasValue() const { return !m_failed; }
    explicit operator bool() const { return hasValue(); }
    [[nodiscard]] const Error& error() const { return m_error; }

private:
    bool m_failed = false;
    Error m_error;
};

// What a function without a value returns when all went well.
[[nodiscard]] inline Result<void> done()
{
    return {};
}

} // namespace arv
