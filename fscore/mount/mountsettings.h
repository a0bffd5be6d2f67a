// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/verify.h"
#include "tree/mountselection.h"

#include <QList>
#include <QString>

#include <cstdint>

namespace arv {

// A mount as it is stored: which account, what of it, where. A value.
struct MountSettings
{
    enum class Show
    {
        All, // by_id, by_tag, home, shared and a README
        Home,
        Shared,
        ById,
        ByPdh,
        ByTag,
        Project, // objectId: its UUID
        Collection, // objectId: UUID or portable data hash
        Custom // entries of `custom`
    };
    QString id; // ours, made once, never shown
    QString accountId;
    QString name; // for people
    Show show = Show::All;
    QString objectId;
    QList<CustomMount> custom;
    QString filters; // a JSON list, as UserFilters::parse() takes it; empty: none
    bool showOtherObjects = false; // container requests and workflows, as files with their JSON
    QString directory; // where; absolute
    bool atLogin = true; // mounted when the program starts with the session
    bool mounted = false; // as it was when the program ended: mounted again at the next start
    std::uint64_t cacheCap = defaultCacheCap; // bytes, of the inode cache
    int refreshSeconds = 15;
    bool listenToEvents = true; // else changes are found by asking again
    int retries = 10; // of what somebody waits for
    Verify verify = Verify::Standard; // which bytes may come before their block is verified
    bool allowOther = false; // other users of the machine may look in
    bool operator==(const MountSettings&) const = default;

    static constexpr std::uint64_t defaultCacheCap = 128ULL << 20;
    static constexpr std::uint64_t smallestCacheCap = 16ULL << 20;
    static constexpr std::uint64_t largestCacheCap = 16ULL << 30;
    static constexpr int longestRefresh = 24 * 3600; // seconds
    static constexpr int mostRetries = 1000;
    static constexpr qsizetype longestFilters = 64 << 10; // characters
    static constexpr qsizetype mostCustom = 100; // entries of one mount
};

} // namespace arv
