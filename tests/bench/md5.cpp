// SPDX-License-Identifier: Apache-2.0
// How fast blocks of 64 MiB are hashed by one thread, in pieces of 1 MiB: one after the other by
// OpenSSL, and side by side. With --kernels also by each kernel that this processor can run.
#include "keep/md5.h"
#include "keep/md5kernels.h"
#include "keep/md5lanes.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

using namespace arv;

namespace {

constexpr std::size_t blockBytes = std::size_t(64) << 20;
constexpr std::size_t pieceBytes = std::size_t(1) << 20;

using Blocks = std::vector<QByteArray>;
using Advance = std::function<void(std::span<const Md5Work>)>;

// The best of three, in GB per second of the processor: what others do with it does not count.
double speed(std::size_t blocks, const std::function<void()>& hash)
{
    double best = 0;
    for (int run = 0; run < 3; ++run) {
        const auto begin = std::clock();
        hash();
        const double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
        best = std::max(best, double(blocks * blockBytes) / seconds / 1e9);
    }
    return best;
}

void row(const char* what, std::size_t lanes, double figure, double baseline)
{
    std::printf("%-36s %9zu %5.2f GB/s %8.2f\n", what, lanes, figure, figure / baseline);
}

double openSsl(const Blocks& blocks)
{
    return speed(1, [&blocks] {
        Md5 md5;
        for (std::size_t at = 0; at < blockBytes; at += pieceBytes)
            md5.append({blocks[0].data() + at, qsizetype(pieceBytes)});
        (void)md5.finish();
    });
}

double sideBySide(const Blocks& blocks, std::size_t lanes, const Advance& advance)
{
    return speed(lanes, [&] {
        std::vector<Md5Stream> streams(lanes);
        for (std::size_t at = 0; at < blockBytes; at += pieceBytes) {
            std::vector<Md5Work> works;
            for (std::size_t lane = 0; lane < lanes; ++lane)
                works.push_back({&streams[lane], blocks[lane].data() + at});
            advance(works);
        }
        for (const auto& stream : streams)
            (void)stream.finish();
    });
}

} // namespace

int main(int argc, char** argv)
{
    Blocks blocks;
    for (std::size_t i = 0; i < mostMd5Lanes; ++i)
        blocks.emplace_back(qsizetype(blockBytes), static_cast<char>(i));
    const double baseline = openSsl(blocks);
    std::printf("MD5 of blocks of 64 MiB, one thread\n%-36s %9s %10s %8s\n", "", "at once", "speed",
                "ratio");
    row("OpenSSL", 1, baseline, baseline);
    for (std::size_t lanes = 1; lanes <= mostMd5Lanes; ++lanes) {
        const auto figure = sideBySide(blocks, lanes, [](std::span<const Md5Work> works) {
            advanceTogether(works, pieceBytes);
        });
        row("as is fastest here", lanes, figure, baseline);
    }
    if (argc < 2 || argv[1] != std::string_view("--kernels"))
        return 0;
    for (const auto& kernel : md5Kernels()) {
        const auto figure = sideBySide(blocks, kernel.lanes, [&kernel](const auto& works) {
            advanceWith(kernel, works, pieceBytes);
        });
        row(kernel.name, kernel.lanes, figure, baseline);
    }
}
