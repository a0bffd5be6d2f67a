// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/datasettings.h"
#include "mount/mountspec.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace arv {

// What `arvados-drive mount` was asked to do. A value; nothing in it has been looked up yet.
struct MountRequest
{
    MountSelection selection;
    QString directory; // absolute
    bool foreground = false;
    bool debug = false;
    std::chrono::milliseconds refreshTime = staleness::refresh;
    int retries = 10; // of what somebody waits for
    std::uint64_t cacheCap = 128ULL << 20; // bytes, of the inode cache
    DataSettings data; // cache.folder: absolute or empty
    Verify verify = Verify::Standard;
    std::optional<QString> filters; // JSON, the path of a file, or "-"
    bool showOtherObjects = false;
    bool listenToEvents = true;
    bool allowOther = false;
    QString subtype; // of the filesystem's type; empty: ours
    QString logFile; // empty: standard error
    QStringList warnings; // sentences; what was asked for in vain
};

} // namespace arv
