// SPDX-License-Identifier: Apache-2.0
#include "keep/md5kernels.h"
#include "keep/md5rounds.h"

#include <algorithm>
#include <vector>

namespace arv {

namespace {

// Lanes need not be vectors: a processor computes several MD5 at once in its ordinary registers
// too, as far as they reach, and where vectors are slow to answer that is faster.
std::vector<Md5Kernel> kernelsOfThisProcessor()
{
    std::vector<Md5Kernel> kernels{
        {"words", 1, &advanceLanes<Word, 1>},        {"words", 2, &advanceLanes<Word, 2>},
        {"words", 3, &advanceLanes<Word, 3>},        {"words", 4, &advanceLanes<Word, 4>},
        {"vectors", 4, &advanceLanes<FourWords, 1>}, {"vectors", 8, &advanceLanes<FourWords, 2>}};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        kernels.push_back(md5Avx2Eight);
    if (__builtin_cpu_supports("avx512vl")) {
        kernels.push_back(md5Avx512Four);
        kernels.push_back(md5Avx512Eight);
    }
#endif
    std::stable_sort(kernels.begin(), kernels.end(),
                     [](const auto& a, const auto& b) { return a.lanes < b.lanes; });
    return kernels;
}

} // namespace

std::span<const Md5Kernel> md5Kernels()
{
    static const auto kernels = kernelsOfThisProcessor();
    return kernels;
}

} // namespace arv
