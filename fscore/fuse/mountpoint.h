// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QString>

#include <optional>

namespace arv {

// What the mount table says of a directory. Reads /proc/self/mountinfo, never the path itself: a
// stat of a dead mount may hang.
struct MountedHere
{
    QString type; // "fuse.arvados-drive", "ext4"
    QString source; // for ours: the host
    QString minor; // of the connection, for /sys/fs/fuse/connections
    [[nodiscard]] bool isOurs() const;
};
[[nodiscard]] std::optional<MountedHere> mountedAt(const QString& directory);

// Makes the directory ready to be mounted on: what a crash of ours left there is detached, a
// foreign or living mount is refused, and so is what is no empty directory. One that is not there
// is made, with mode 0700, if asked. Blocks (it may start fusermount3): at the start of a mount's
// own thread, before anybody waits for it.
[[nodiscard]] Result<void> makeMountPointFree(const QString& directory, bool create = false);

// Unmounts one of ours in the ordinary way, which the kernel refuses while a program holds it.
// Blocks as above; never on a thread that answers the mount.
enum class UnmountOutcome
{
    Done, // or it was not mounted
    Held,
    Failed // for another reason, which is in the log
};
[[nodiscard]] UnmountOutcome unmountUnlessHeld(const QString& directory);

// What a crash of ours left at the directory is detached; anything else is left alone. Blocks.
void detachIfDead(const QString& directory);

} // namespace arv
