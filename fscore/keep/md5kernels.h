// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace arv {

// A way to advance some MD5 side by side: the innermost loop of `md5lanes`. Each kernel gives the
// same digests; they differ in how many lanes they have and in what processor they need. It
// includes nothing of Qt, since some of its sources are compiled for processors that may not be
// there.
struct Md5Kernel
{
    // The four words of each lane, the bytes of each lane, and how many bytes, a multiple of 64.
    using Advance = void (*)(std::uint32_t* const* states, const char* const* data,
                             std::size_t bytes);

    const char* name; // for people: what it is made of
    std::size_t lanes;
    Advance advance;
};

// The kernels that this processor can run, in the order of their lanes; the first has one lane. The
// list is made at the first call and stays. Any thread.
[[nodiscard]] std::span<const Md5Kernel> md5Kernels();

// Constants, so that to name one runs no code: only where the processor has these may they be
// called.
#if defined(__x86_64__)
extern const Md5Kernel md5Avx2Eight;
extern const Md5Kernel md5Avx512Four;
extern const Md5Kernel md5Avx512Eight;
#endif

} // namespace arv
