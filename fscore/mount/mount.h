// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/arvadosapi.h"
#include "async/taskscope.h"
#include "fuse/session.h"
#include "keep/keepclient.h"
#include "mount/mountsnapshot.h"
#include "mount/mountspec.h"
#include "mount/sharedservices.h"
#include "net/httpclient.h"
#include "tree/filesystem.h"

#include <functional>
#include <memory>

namespace arv {

// One mount, wired: clients, tree and session, and the order in which they start and end. Lives in
// its mount thread, which it never blocks but for the mount and unmount calls themselves.
class Mount
{
public:
    // ended: the mount has gone without stop(); call stop() then.
    Mount(MountSpec spec, SharedServices& shared, std::function<void()> ended);

    [[nodiscard]] Task<void> start();
    void giveUpStarting() { m_ending.cancel(); } // start() then fails soon
    // Once, when start() has come to an end.
    [[nodiscard]] Task<void> stop();

    [[nodiscard]] MountSnapshot figures() const;
    void setToken(const QString& token) { m_http.setToken(token); }

private:
    [[nodiscard]] Task<void> check();
    [[nodiscard]] Task<void> checkAccount();
    [[nodiscard]] Task<void> checkSelection();
    [[nodiscard]] Error inWords(const Error& error) const;
    [[nodiscard]] Task<void> learnLater();
    [[nodiscard]] Task<QList<KeepService>> keepServices();
    [[nodiscard]] Result<void> mountNow();

    MountSpec m_spec;
    SharedServices& m_shared;
    std::function<void()> m_ended;
    CancelSource m_ending;
    HttpClient m_http;
    ArvadosApi m_api;
    TaskScope m_scope;
    KeepClient m_keep;
    QString m_email;
    std::optional<QString> m_slashSubstitution;
    std::unique_ptr<FileSystem> m_files;
    std::unique_ptr<Session> m_session;
};

} // namespace arv
