// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountsettings.h"

#include <QList>

namespace arv {

// Where mounts may be, by their settings alone: no path is touched. Pure.

// An absolute path of its own, not the root, not the home folder, not inside another mount or
// around one.
[[nodiscard]] Result<void> checkPlace(const MountSettings& settings,
                                      const QList<MountSettings>& mounts);

// An absolute path outside of these mounts, which would wait for themselves; an empty one is the
// standard folder.
[[nodiscard]] Result<void> checkCacheFolder(const QString& folder,
                                            const QList<MountSettings>& mounts);

// ~/Arvados/NAME, with a number behind it if another mount is there.
[[nodiscard]] QString proposedPlace(const QString& name, const QList<MountSettings>& mounts);

} // namespace arv
