// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace arv {

struct Md5Kernel;
struct Md5Work;

// The state of one running MD5 that can be advanced beside others: each step of an MD5 waits for
// the one before, so several at once take hardly longer than one. For a digest alone there is
// `Md5`. A value, copied freely; one thread at a time.
class Md5Stream
{
public:
    // Bytes: whole blocks of MD5 are what advances.
    static constexpr std::size_t grain = 64;

    // Bytes hashed so far, a multiple of `grain`.
    [[nodiscard]] std::uint64_t length() const { return m_length; }

    // The digest of what was hashed and of `rest` behind it, which may have any length: 32
    // lower-case hex digits. The stream stays as it is.
    [[nodiscard]] QByteArray finish(QByteArrayView rest = {}) const;

private:
    friend void advanceWith(const Md5Kernel& kernel, std::span<const Md5Work> works,
                            std::size_t bytes);

    std::array<std::uint32_t, 4> m_state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    std::uint64_t m_length = 0;
};

// A stream, and its next bytes, at any address. Neither is owned.
struct Md5Work
{
    Md5Stream* stream;
    const char* data;
};

// More side by side than this are taken in turn.
inline constexpr std::size_t mostMd5Lanes = 8;

// Advances each stream by `bytes` of its data; `bytes` is a multiple of `Md5Stream::grain`, and no
// stream stands there twice. Any number of works, split into lanes as is fastest on this machine:
// the first call tries that out, which takes a millisecond. Any thread, several at once.
void advanceTogether(std::span<const Md5Work> works, std::size_t bytes);

// The same by one kernel: at most as many works as it has lanes. Lanes to spare compute for
// nothing.
void advanceWith(const Md5Kernel& kernel, std::span<const Md5Work> works, std::size_t bytes);

} // namespace arv
