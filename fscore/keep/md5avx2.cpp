// SPDX-License-Identifier: Apache-2.0
#include "keep/md5kernels.h"

#include <bit>
#include <cstring>
#include <utility>

// Whatever follows is compiled for processors with AVX2; what the C++ library has is not.
#if defined(__x86_64__)
#pragma GCC target("avx2")
#include "keep/md5rounds.h"

namespace arv {

constinit const Md5Kernel md5Avx2Eight{"avx2", 8, &advanceLanes<EightWords, 1>};

} // namespace arv
#endif
