// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

struct fuse_conn_info;

namespace arv {

// What people and programs see in the mount table, and how we end up there.
inline constexpr char mountSubtype[] = "arvados-drive";

// Options of one mount. All that is handed to the kernel at the start stands in mountoptions.cpp.
struct MountOptions
{
    QString directory; // where; absolute
    QString host; // shown as the source of the mount
    QString subtype = QString::fromLatin1(mountSubtype);
    bool createDirectory = false; // with mode 0700, if it is not there
    bool allowOther = false;
    bool readOnly = true;
    // fusermount3 stays and unmounts when the process is gone, kill -9 included. For processes with
    // one mount only: the helper lives as long as the process, not as long as the mount.
    bool unmountWithProcess = false;
    bool debug = false; // libfuse's own log of every request
};

// The arguments for fuse_session_new, program name first.
[[nodiscard]] QStringList sessionArguments(const MountOptions& options);

// Why libfuse could not mount with these options, as far as can be told, and what to do: one
// sentence. Pure.
[[nodiscard]] QString mountFailure(const MountOptions& options, bool isRoot);

// Called from init: capabilities and limits.
void negotiate(fuse_conn_info& connection);

} // namespace arv
