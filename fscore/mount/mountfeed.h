// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/eventfeed.h"
#include "async/canceltoken.h"
#include "async/task.h"
#include "mount/mountsnapshot.h"
#include "mount/mountspec.h"

#include <functional>

namespace arv {

class ArvadosApi;
class FileSystem;
class TaskScope;

// A mount's ear on the cluster's event feed. The server takes any token, and tells nothing to one
// that is not good, so the tree is told that changes will be told only when the API has taken the
// token too: asked at each connection and once an hour. No failure of it is one of the mount's.
// Mount thread.
class MountFeed
{
public:
    // probe: one try a call. scope: is awaited before this and what it was started for go.
    MountFeed(const MountSpec& spec, ArvadosApi& probe, TaskScope& scope,
              std::function<void()> changed);

    // The API has just taken the token, and the cluster's events are at this URL; empty: nowhere.
    // May come again: whatever waits then tries at once.
    void start(FileSystem& files, const QString& url);
    void stop(); // the tree is told nothing from now on

    void setToken(const QString& token);
    void noteRefusedToken(); // by the API, on whatever request

    [[nodiscard]] MountSnapshot::Feed state() const { return m_state; }

private:
    [[nodiscard]] EventFeed::Listener listener();
    [[nodiscard]] Task<void> watchToken(CancelToken connection);
    void connected(bool missedNothing);
    void lost();
    void missed();
    void trust();
    void distrust();
    void enter(MountSnapshot::Feed state);

    ArvadosApi& m_probe;
    TaskScope& m_scope;
    std::function<void()> m_changed;
    std::chrono::milliseconds m_second; // unit of what is waited for; tests shrink it
    bool m_isWanted;
    FileSystem* m_files = nullptr;
    CancelSource m_connection; // fires when it is lost
    bool m_hasMissed = true; // since the tree was last told that it was connected
    MountSnapshot::Feed m_state;
    EventFeed m_events;
};

} // namespace arv
