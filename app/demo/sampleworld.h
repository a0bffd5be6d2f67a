// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/collectionmaker.h"
#include "demo/worldlist.h"

#include <string>
#include <vector>

namespace arv::demo {

class DemoCluster;

// Fills a fresh cluster with the sample world: homes of alice and bob, projects shared with alice,
// a genome, variants, a picture, odd names, a file of 1 GiB, 10,000 files in one collection, tags,
// a filter group, a frozen project, something in the trash. The same bytes each time. Returns every
// file that a mount of alice's home must show. Before or after start(), once.
[[nodiscard]] Result<WorldList> fillSampleWorld(DemoCluster& cluster);

// The file of 1 GiB: its blocks and MD5, worked out once and written down.
[[nodiscard]] std::vector<CollectionMaker::GeneratedBlock> largeFileBlocks();
inline constexpr char largeFileMd5[] = "75ae4a76d02d37feaad7f457723732c8";

} // namespace arv::demo
