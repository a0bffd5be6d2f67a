// SPDX-License-Identifier: Apache-2.0
#include "keep/md5lanes.h"
#include "keep/md5kernels.h"

#include <QtEndian>
#include <QtGlobal>

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace arv {

namespace {

using Seconds = std::chrono::duration<double>;

// What one kernel needs for a stretch of bytes, whether all its lanes are taken or not. The least
// of some runs: others use the processor too.
Seconds cost(const Md5Kernel& kernel)
{
    constexpr std::size_t bytes = 8192;
    static constexpr std::array<char, bytes> data{};
    std::array<Md5Stream, mostMd5Lanes> streams;
    std::array<Md5Work, mostMd5Lanes> works;
    for (std::size_t lane = 0; lane < mostMd5Lanes; ++lane)
        works[lane] = {&streams[lane], data.data()};
    auto least = Seconds::max();
    for (int run = 0; run < 5; ++run) {
        const auto begin = std::chrono::steady_clock::now();
        advanceWith(kernel, std::span(works).first(kernel.lanes), bytes);
        least = std::min<Seconds>(least, std::chrono::steady_clock::now() - begin);
    }
    return least;
}

// By the number of works: which kernel to begin with. The others are those of what it leaves.
using Plan = std::array<const Md5Kernel*, mostMd5Lanes + 1>;

Plan fastestPlan()
{
    const auto kernels = md5Kernels();
    std::vector<Seconds> costs;
    for (const auto& kernel : kernels)
        costs.push_back(cost(kernel));
    Plan plan{};
    std::array<Seconds, mostMd5Lanes + 1> least{};
    for (std::size_t works = 1; works <= mostMd5Lanes; ++works) {
        least[works] = Seconds::max();
        for (std::size_t i = 0; i < kernels.size(); ++i) {
            const auto total = costs[i] + least[works - std::min(works, kernels[i].lanes)];
            if (total < least[works]) {
                least[works] = total;
                plan[works] = &kernels[i];
            }
        }
    }
    return plan;
}

} // namespace

QByteArray Md5Stream::finish(QByteArrayView rest) const
{
    Md5Stream last = *this;
    const auto whole = static_cast<std::size_t>(rest.size()) / grain * grain;
    const auto& single = md5Kernels().front();
    const Md5Work ofWhole{&last, rest.data()};
    advanceWith(single, {&ofWhole, 1}, whole);

    // A one bit, zeroes, and the length in bits modulo 2^64 at the end of a block: one block or
    // two.
    const auto tail = rest.sliced(static_cast<qsizetype>(whole));
    const auto tailBytes = static_cast<std::size_t>(tail.size());
    std::array<char, 2 * grain> padded{};
    std::copy(tail.begin(), tail.end(), padded.begin());
    padded[tailBytes] = static_cast<char>(0x80);
    const auto end = tailBytes + 1 + sizeof(std::uint64_t) <= grain ? grain : 2 * grain;
    qToLittleEndian<quint64>((last.m_length + tailBytes) * 8,
                             padded.data() + end - sizeof(std::uint64_t));
    const Md5Work ofTail{&last, padded.data()};
    advanceWith(single, {&ofTail, 1}, end);

    std::array<char, sizeof m_state> digest;
    for (std::size_t word = 0; word < m_state.size(); ++word)
        qToLittleEndian<quint32>(last.m_state[word], digest.data() + word * sizeof(quint32));
    return QByteArray::fromRawData(digest.data(), digest.size()).toHex();
}

void advanceTogether(std::span<const Md5Work> works, std::size_t bytes)
{
    static const Plan plan = fastestPlan();
    while (!works.empty()) {
        const auto& kernel = *plan[std::min(works.size(), mostMd5Lanes)];
        const auto taken = std::min(works.size(), kernel.lanes);
        advanceWith(kernel, works.first(taken), bytes);
        works = works.subspan(taken);
    }
}

void advanceWith(const Md5Kernel& kernel, std::span<const Md5Work> works, std::size_t bytes)
{
    if (works.empty() || bytes == 0)
        return;
    if (bytes % Md5Stream::grain != 0 || works.size() > kernel.lanes || kernel.lanes > mostMd5Lanes)
        qFatal("MD5 lanes: %zu works in %zu lanes by %zu bytes", works.size(), kernel.lanes, bytes);
    std::array<std::array<std::uint32_t, 4>, mostMd5Lanes> spare{};
    std::array<std::uint32_t*, mostMd5Lanes> states;
    std::array<const char*, mostMd5Lanes> data;
    for (std::size_t lane = 0; lane < kernel.lanes; ++lane) {
        const bool taken = lane < works.size();
        states[lane] = taken ? works[lane].stream->m_state.data() : spare[lane].data();
        data[lane] = works[taken ? lane : 0].data;
    }
    kernel.advance(states.data(), data.data(), bytes);
    for (const auto& work : works)
        work.stream->m_length += bytes;
}

} // namespace arv
