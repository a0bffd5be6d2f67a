// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/md5kernels.h"

#include <bit>
#include <cstring>
#include <utility>

// MD5 (RFC 1321) on whole blocks, for as many lanes as a type has words. Without a name, on
// purpose: each source that includes this has a copy of its own, compiled for the processor that it
// is about, and the linker must not take one for another.
namespace arv {
namespace {

using Word = std::uint32_t;
using FourWords [[gnu::vector_size(16)]] = std::uint32_t;
using EightWords [[gnu::vector_size(32)]] = std::uint32_t;

template <class Words>
constexpr std::size_t lanesOf = sizeof(Words) / sizeof(Word);

inline constexpr std::size_t blockBytes = 64;
inline constexpr std::size_t stateWords = 4;
inline constexpr std::size_t blockWords = 16;

// clang-format off
inline constexpr Word addends[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
// clang-format on
inline constexpr int turns[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

// Which word of the block a step takes.
constexpr std::size_t wordOf(std::size_t step)
{
    constexpr std::size_t factor[4] = {1, 5, 3, 7};
    constexpr std::size_t first[4] = {0, 1, 5, 0};
    return (factor[step / 16] * step + first[step / 16]) % blockWords;
}

// The four words change places from step to step: here their names do, and nothing is moved.
template <std::size_t step, class Words>
[[gnu::always_inline]] inline void takeStep(Words (&state)[stateWords],
                                            const Words (&block)[blockWords])
{
    Words& a = state[(64 - step) % 4];
    const Words& b = state[(65 - step) % 4];
    const Words& c = state[(66 - step) % 4];
    const Words& d = state[(67 - step) % 4];
    constexpr int turn = turns[step / 16][step % 4];
    a += block[wordOf(step)] + addends[step];
    if constexpr (step < 16)
        a += ((c ^ d) & b) ^ d;
    else if constexpr (step < 32) // a sum of two, since the half without b need not wait for it
        a = (a + (c & ~d)) + (b & d);
    else if constexpr (step < 48)
        a += (c ^ d) ^ b;
    else
        a += c ^ (b | ~d);
    a = ((a << turn) | (a >> (32 - turn))) + b;
}

// `sides` independent sets of lanes, step by step in turn: one computes while the other waits.
template <std::size_t sides, class Words, std::size_t... steps>
[[gnu::always_inline]] inline void takeSteps(Words (&states)[sides][stateWords],
                                             const Words (&blocks)[sides][blockWords],
                                             std::index_sequence<steps...>)
{
    (
        [&] {
            for (std::size_t side = 0; side < sides; ++side)
                takeStep<steps>(states[side], blocks[side]);
        }(),
        ...);
}

template <class Words>
[[gnu::always_inline]] inline void swapUnlessLittleEndian(Words (&block)[blockWords])
{
    if constexpr (std::endian::native == std::endian::big) {
        for (Words& w : block)
            w = (w << 24) | ((w & 0xff00U) << 8) | ((w >> 8) & 0xff00U) | (w >> 24);
    }
}

[[gnu::always_inline]] inline void load(Word (&block)[blockWords], const char* const* data,
                                        std::size_t at)
{
    std::memcpy(block, data[0] + at, blockBytes);
}

// Four words of each of four lanes become four words, each of all lanes: a transposition.
[[gnu::always_inline]] inline void load(FourWords (&block)[blockWords], const char* const* data,
                                        std::size_t at)
{
    for (std::size_t word = 0; word < blockWords; word += 4) {
        FourWords row[4];
        for (std::size_t lane = 0; lane < 4; ++lane)
            std::memcpy(&row[lane], data[lane] + at + word * sizeof(Word), sizeof(FourWords));
        const FourWords low01 = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
        const FourWords low23 = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
        const FourWords high01 = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
        const FourWords high23 = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
        block[word] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
        block[word + 1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
        block[word + 2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
        block[word + 3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
    }
}

// The same in both halves of the vectors, which processors keep apart: lanes 0 to 3, lanes 4 to 7.
[[gnu::always_inline]] inline void load(EightWords (&block)[blockWords], const char* const* data,
                                        std::size_t at)
{
    for (std::size_t word = 0; word < blockWords; word += 4) {
        EightWords row[4];
        for (std::size_t lane = 0; lane < 4; ++lane) {
            FourWords one, other;
            std::memcpy(&one, data[lane] + at + word * sizeof(Word), sizeof one);
            std::memcpy(&other, data[lane + 4] + at + word * sizeof(Word), sizeof other);
            row[lane] = __builtin_shufflevector(one, other, 0, 1, 2, 3, 4, 5, 6, 7);
        }
        const EightWords low01 = __builtin_shufflevector(row[0], row[1], 0, 8, 1, 9, 4, 12, 5, 13);
        const EightWords low23 = __builtin_shufflevector(row[2], row[3], 0, 8, 1, 9, 4, 12, 5, 13);
        const EightWords high01 =
            __builtin_shufflevector(row[0], row[1], 2, 10, 3, 11, 6, 14, 7, 15);
        const EightWords high23 =
            __builtin_shufflevector(row[2], row[3], 2, 10, 3, 11, 6, 14, 7, 15);
        block[word] = __builtin_shufflevector(low01, low23, 0, 1, 8, 9, 4, 5, 12, 13);
        block[word + 1] = __builtin_shufflevector(low01, low23, 2, 3, 10, 11, 6, 7, 14, 15);
        block[word + 2] = __builtin_shufflevector(high01, high23, 0, 1, 8, 9, 4, 5, 12, 13);
        block[word + 3] = __builtin_shufflevector(high01, high23, 2, 3, 10, 11, 6, 7, 14, 15);
    }
}

template <class Words>
[[gnu::always_inline]] inline void loadStates(Words (&state)[stateWords], Word* const* states)
{
    for (std::size_t word = 0; word < stateWords; ++word) {
        Word lanes[lanesOf<Words>];
        for (std::size_t lane = 0; lane < lanesOf<Words>; ++lane)
            lanes[lane] = states[lane][word];
        std::memcpy(&state[word], lanes, sizeof lanes);
    }
}

template <class Words>
[[gnu::always_inline]] inline void storeStates(const Words (&state)[stateWords],
                                               Word* const* states)
{
    for (std::size_t word = 0; word < stateWords; ++word) {
        Word lanes[lanesOf<Words>];
        std::memcpy(lanes, &state[word], sizeof lanes);
        for (std::size_t lane = 0; lane < lanesOf<Words>; ++lane)
            states[lane][word] = lanes[lane];
    }
}

// The function of a kernel with `sides` times the lanes of Words.
template <class Words, std::size_t sides>
void advanceLanes(Word* const* states, const char* const* data, std::size_t bytes)
{
    Words now[sides][stateWords];
    for (std::size_t side = 0; side < sides; ++side)
        loadStates(now[side], states + side * lanesOf<Words>);
    for (std::size_t at = 0; at < bytes; at += blockBytes) {
        Words blocks[sides][blockWords];
        Words before[sides][stateWords];
        for (std::size_t side = 0; side < sides; ++side) {
            load(blocks[side], data + side * lanesOf<Words>, at);
            swapUnlessLittleEndian(blocks[side]);
            for (std::size_t word = 0; word < stateWords; ++word)
                before[side][word] = now[side][word];
        }
        takeSteps(now, blocks, std::make_index_sequence<64>());
        for (std::size_t side = 0; side < sides; ++side)
            for (std::size_t word = 0; word < stateWords; ++word)
                now[side][word] += before[side][word];
    }
    for (std::size_t side = 0; side < sides; ++side)
        storeStates(now[side], states + side * lanesOf<Words>);
}

} // namespace
} // namespace arv
