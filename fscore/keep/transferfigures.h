// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include <cstdint>

namespace arv {

// One block on its way, for people to look at. A value.
struct Transfer
{
    // In the order of their right to go first.
    enum class Purpose
    {
        Read, // somebody waits for it
        Ahead, // somebody is expected to read it
        Background, // an indexer or the like waits for it
    };
    enum class Waiting
    {
        Nothing, // bytes come
        Turn, // memory or connections are taken by others
        Answer, // the service has been asked
        NextTry, // everything failed; after a pause it is tried again
        Pause, // transfers are paused
    };
    std::uint64_t id = 0; // as long as it lasts
    QString file; // name of the file it was begun for; empty: not known
    QString cluster; // host of the account
    QString service; // host that is asked or sends; empty: none yet
    Purpose purpose = Purpose::Read;
    Waiting waiting = Waiting::Turn;
    std::uint64_t bytes = 0; // arrived
    std::uint64_t size = 0; // bytes
    double rate = 0; // bytes per second, lately
    int tries = 0; // services asked so far
    QString lastFailure; // why the service before did not do; one sentence, or empty
    bool operator==(const Transfer&) const = default;
};

// What is being transferred, and how much in all.
struct TransferFigures
{
    QList<Transfer> transfers; // those under way and those that wait, oldest first
    std::uint64_t received = 0; // bytes of blocks since the start
    double rate = 0; // bytes per second, lately
    std::uint64_t limit = 0; // bytes per second; 0: none
    bool isPaused = false;
    bool operator==(const TransferFigures&) const = default;
};

} // namespace arv
