// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "async/taskscope.h"
#include "base/clock.h"
#include "keep/verify.h"
#include "tree/changes.h"
#include "tree/staleness.h"

#include <QString>

#include <chrono>
#include <optional>

namespace arv {

class ArvadosApi;
class InodeTable;
class KeepClient;
class Pool;
class CollectionLoader;
class UnitIndex;

// What every node of one mount works with. Made by the FileSystem, outlives all nodes and tasks.
struct TreeContext
{
    ArvadosApi& api;
    KeepClient& keep;
    Pool& pool;
    const Clock& clock;
    InodeTable& inodes;
    TaskScope& scope; // background work of the tree
    CollectionLoader& collections;
    UnitIndex& units;
    ChangeSink tellKernel;
    CancelToken ending; // for work that no request waits for: fires when the mount stops

    std::chrono::milliseconds refreshTime = staleness::refresh;
    Verify verify = Verify::Standard;
    bool isFeedConnected = false; // every change is told
    bool showOtherObjects = false; // container requests and workflows, as files
    bool hasGroupsShared = true; // the server knows groups.shared
    std::optional<QString> slashSubstitution = {}; // from the cluster's configuration
    QString host = {}; // for README texts
    QString email = {}; // of the account
    QString trouble = {}; // why nothing new comes from the cluster; one sentence, or empty
    std::int64_t troubleChanged = 0; // nanoseconds since 1970

    std::function<void(const QString&)> noteFailure = {};
    // A name that is not there is no news; a directory that is there and cannot be shown is one,
    // even if the server says that it knows nothing of it.
    enum class Of
    {
        Name,
        Directory
    };
    // True: it is news.
    bool tellOfFailure(const Error& error, Of what = Of::Name) const
    {
        const bool isNews = (error.code != Errc::NotFound || what == Of::Directory)
            && error.code != Errc::Cancelled && error.code != Errc::ShuttingDown
            && error.code != Errc::Stale;
        if (noteFailure && isNews)
            noteFailure(error.text);
        return isNews;
    }

    // Nanoseconds since 1970, for times that people see.
    [[nodiscard]] std::int64_t wallNow() const
    {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(clock.wall().time_since_epoch())
            .count();
    }
};

} // namespace arv
