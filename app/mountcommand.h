// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mountrequest.h"

namespace arv {

// The request as a mount is told it, all but its filters, which are not read yet. Pure.
[[nodiscard]] MountSpec specOf(const MountRequest& request, const Credentials& credentials);

// `arvados-drive mount`: one mount without any window, in the foreground or as a daemon, until a
// signal or an unmount ends it. Makes the QCoreApplication itself, after it has gone to the
// background. Returns the exit status: 0 unmounted, 1 could not be mounted, 2 the
// filters are none.
[[nodiscard]] int runMountCommand(const MountRequest& request, int& argc, char** argv);

// `arvados-drive demo --headless DIR`: the same in the foreground, of a demo cluster that is
// started for it and ends with it.
[[nodiscard]] int runDemoHeadless(const MountRequest& request, int& argc, char** argv);

} // namespace arv
