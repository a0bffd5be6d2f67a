// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsnapshot.h"

#include <QList>
#include <QString>

namespace arv {

// Which other programs keep a mounted directory busy, by pid: open files, working folder, root,
// program file, mapped files. Goes by what /proc says of every process that we may look at and
// never touches the directory, so a dead mount does not matter. Blocks on /proc (and on the folder
// that the directory is in): for a worker thread.
[[nodiscard]] QList<MountHolder> holdersOf(const QString& directory);

} // namespace arv
