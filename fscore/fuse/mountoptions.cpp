// SPDX-License-Identifier: Apache-2.0
#include "fuse/mountoptions.h"

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

namespace arv {

namespace {

// Commas separate options, backslashes quote; a host has neither, but it came from outside.
QString plain(QString text)
{
    return text.remove(u',').remove(u'\\');
}

} // namespace

QStringList sessionArguments(const MountOptions& options)
{
    QStringList mount{QStringLiteral("fsname=") + plain(options.host),
                      QStringLiteral("subtype=") + plain(options.subtype),
                      QStringLiteral("noatime"), QStringLiteral("nosuid"), QStringLiteral("nodev")};
    if (options.readOnly)
        mount += QStringLiteral("ro");
    if (options.allowOther)
        mount += QStringLiteral("allow_other");
    else if (options.unmountWithProcess) // libfuse 3.14 takes only one of the two
        mount += QStringLiteral("auto_unmount");
    // No default_permissions: we answer ACCESS ourselves, with our own errno. No max_read: it would
    // have to agree with init's, and the page limit gives 1 MiB anyway.
    QStringList arguments{QStringLiteral("arvados-drive"), QStringLiteral("-o"), mount.join(u',')};
    if (options.debug)
        arguments += QStringLiteral("-d");
    return arguments;
}

QString mountFailure(const MountOptions& options, bool isRoot)
{
    const auto failure =
        QStringLiteral("cannot mount at %1: is FUSE available (/dev/fuse, fusermount3), and the "
                       "directory yours?")
            .arg(options.directory);
    if (!options.allowOther || isRoot)
        return failure;
    return failure
        + QStringLiteral(" To let other users in (--allow-other) /etc/fuse.conf needs the line "
                         "user_allow_other");
}

void negotiate(fuse_conn_info& connection)
{
    // 64 in flight instead of 12: eight readers on a 20 ms link get half as much again.
    connection.max_background = 64;
    connection.congestion_threshold = 48;
    const auto ask = [&connection](unsigned capability) {
        connection.want |= connection.capable & capability;
    };
    ask(FUSE_CAP_ASYNC_READ | FUSE_CAP_READDIRPLUS | FUSE_CAP_READDIRPLUS_AUTO
        | FUSE_CAP_ATOMIC_O_TRUNC | FUSE_CAP_PARALLEL_DIROPS | FUSE_CAP_ASYNC_DIO);
    // Pages are dropped by name (Change::Content), not whenever an mtime moves: the mtime of all
    // files of a collection moves with each commit. No write-back: sizes change on the server. No
    // splice: our data lie in memory.
    connection.want &= ~static_cast<unsigned>(FUSE_CAP_AUTO_INVAL_DATA | FUSE_CAP_WRITEBACK_CACHE
                                              | FUSE_CAP_SPLICE_READ | FUSE_CAP_SPLICE_WRITE
                                              | FUSE_CAP_SPLICE_MOVE);
}

} // namespace arv
