// SPDX-License-Identifier: Apache-2.0
#include "keep/md5kernels.h"

#include <bit>
#include <cstring>
#include <utility>

// Whatever follows is compiled for processors with AVX-512VL; what the C++ library has is not. It
// is not its width that helps, but that it can turn words and join three of them in one
// instruction.
#if defined(__x86_64__)
#pragma GCC target("avx512vl")
#include "keep/md5rounds.h"

namespace arv {

constinit const Md5Kernel md5Avx512Four{"avx512", 4, &advanceLanes<FourWords, 1>};
constinit const Md5Kernel md5Avx512Eight{"avx512", 8, &advanceLanes<EightWords, 1>};

} // namespace arv
#endif
