// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/userfilters.h"
#include "fuse/mountoptions.h"
#include "keep/verify.h"
#include "net/credentials.h"
#include "net/retry.h"
#include "tree/filesystem.h"

namespace arv {

// All that makes a mount what it is. A value.
struct MountSpec
{
    Credentials credentials;
    MountSelection selection;
    MountOptions options;
    RetryPolicy retry;
    std::chrono::milliseconds refreshTime = staleness::refresh;
    std::uint64_t cacheCap = 128ULL << 20; // bytes, of the inode cache
    UserFilters filters;
    bool showOtherObjects = false; // container requests and workflows, as files with their JSON
    bool listenToEvents = true;
    Verify verify = Verify::Standard; // which bytes readers get before their MD5 is known
    // Ask host, token and the selected object before mounting, and fail if they are wrong: what a
    // command line wants. Otherwise the mount is there at once and never waits for the network.
    bool checkFirst = false;
};

} // namespace arv
