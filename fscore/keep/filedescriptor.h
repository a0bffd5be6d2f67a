// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include <unistd.h>

namespace arv {

// An open file, closed when this goes. Movable; one thread at a time.
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number) // negative: none, as open() says that it failed
        : m_number(number)
    { }
    FileDescriptor(FileDescriptor&& other) noexcept
        : m_number(other.release())
    { }
    FileDescriptor& operator=(FileDescriptor&& other) noexcept
    {
        FileDescriptor old(std::exchange(m_number, other.release()));
        return *this;
    }
    ~FileDescriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }

    explicit operator bool() const { return m_number >= 0; }
    [[nodiscard]] int number() const { return m_number; }
    // Whoever asks closes it from now on.
    [[nodiscard]] int release() { return std::exchange(m_number, -1); }

private:
    int m_number = -1;
};

} // namespace arv
