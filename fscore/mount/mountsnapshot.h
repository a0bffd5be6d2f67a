// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/cachefigures.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <cstdint>

namespace arv {

// A program that keeps a mount busy: an open file, its working folder, a mapped file.
struct MountHolder
{
    std::int64_t pid = 0;
    QString program; // its name, as other programs chose it: show it as plain text
    bool operator==(const MountHolder&) const = default;
};

// What the outside sees of a mount, as a value.
struct MountSnapshot
{
    enum class State
    {
        Stopped,
        Starting,
        Mounted,
        Stopping
    };
    // What is wrong with a mount that is there.
    enum class Trouble
    {
        None,
        NotSignedIn, // the cluster does not take the token; a new one goes in by setToken()
        Offline, // the cluster does not answer; it is asked again by itself
        Other
    };
    State state = State::Stopped;
    Trouble trouble = Trouble::None;
    QString error; // why it is not mounted, or what the trouble is; one sentence

    // The last thing that a program did not get, for another reason than that no such name is
    // there; stays when all is well again. Empty: nothing since it was mounted.
    QString lastFailure;
    QDateTime lastFailureAt;

    // An unmount was asked for and these programs still hold the mount.
    bool waitsForHolders = false;
    QList<MountHolder> holders;

    // How changes on the server become known.
    enum class Feed
    {
        Off, // not wanted, or the cluster has none: by asking again
        Connecting, // by asking again until it is connected
        Connected
    };
    Feed feed = Feed::Off;

    bool reading = false; // bytes were handed out during the last second
    std::uint64_t bytesRead = 0; // handed out since it was mounted
    std::uint64_t inodes = 0; // nodes in memory
    std::uint64_t openHandles = 0;
    CacheFigures cache; // as fresh as watchFigures() asks for
};

} // namespace arv
