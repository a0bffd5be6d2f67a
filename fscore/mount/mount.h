// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/arvadosapi.h"
#include "async/taskscope.h"
#include "fuse/session.h"
#include "keep/keepclient.h"
#include "mount/health.h"
#include "mount/mountfeed.h"
#include "mount/mountsnapshot.h"
#include "mount/mountspec.h"
#include "mount/sharedservices.h"
#include "net/httpclient.h"
#include "tree/filesystem.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace arv {

// One mount, wired: clients, tree and session, and the order in which they start and end. Lives in
// its mount thread, which it never blocks but for the mount and unmount calls themselves.
class Mount
{
public:
    struct Listener
    {
        std::function<void()> ended; // the mount has gone without stop(); call stop() then
        std::function<void()> changed; // figures() has news: trouble, reading, watched figures
    };
    Mount(MountSpec spec, SharedServices& shared, Listener listener);

    [[nodiscard]] Task<void> start();
    void giveUpStarting() { m_ending.cancel(); } // start() then fails soon
    // Once, when start() has come to an end.
    [[nodiscard]] Task<void> stop();

    // All but the state and who holds it.
    [[nodiscard]] MountSnapshot figures() const;
    // Of the same user. What waits goes on with it; signatures are renewed as they are refused.
    void setToken(const QString& token);
    void setCacheCap(std::uint64_t bytes);
    // While watched, changed() comes five times a second.
    void watchFigures(bool watched);

private:
    [[nodiscard]] KeepClient::Setup keepSetup();
    [[nodiscard]] Task<void> check();
    [[nodiscard]] Task<void> checkAccount(ArvadosApi* api);
    [[nodiscard]] Task<void> checkSelection();
    [[nodiscard]] Error inWords(const Error& error) const;
    void noteOutcome(const Result<HttpReply>& outcome);
    void startHealing();
    [[nodiscard]] Task<void> heal();
    void startDiscovering();
    [[nodiscard]] Task<void> discover();
    void tellTrouble();
    void logFigures() const;
    void noteRead();
    void noteFailure(const QString& sentence);
    void lookWhetherStillRead();
    [[nodiscard]] Task<QList<KeepService>> keepServices();
    [[nodiscard]] Result<void> mountNow();

    MountSpec m_spec;
    SharedServices& m_shared;
    Listener m_listener;
    Health m_health;
    CancelSource m_ending;
    HttpClient m_http;
    ArvadosApi m_api;
    ArvadosApi m_probe; // one try a call: heal() has a schedule of its own
    TaskScope m_scope;
    MountFeed m_feed;
    KeepClient m_keep;
    QString m_email;
    std::optional<QString> m_slashSubstitution;
    std::unique_ptr<FileSystem> m_files;
    std::unique_ptr<Session> m_session;
    MemoryPressure::Watch m_pressure;
    bool m_healing = false;
    bool m_discovering = false;
    QString m_lastFailure;
    QDateTime m_lastFailureAt;
    QTimer m_watching; // runs while figures are watched
    QTimer m_stillReading; // runs while bytes are handed out
    std::uint64_t m_bytesAtLastLook = 0;
};

} // namespace arv
