// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/taskscope.h"
#include "fuse/handlers.h"
#include "fuse/mountoptions.h"
#include "fuse/notifier.h"
#include "fuse/request.h"

#include <QObject>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace arv {

// One mounted FUSE session: reads the kernel's requests without blocking, lets the handlers answer,
// and ends in an order in which nobody is left waiting. Mount thread only; of libfuse's loops none
// runs here.
class Session
{
public:
    // Mounts. ended: called from the event loop when the mount is gone without our doing (unmounted
    // from outside, connection aborted); shutDown() must follow all the same.
    [[nodiscard]] static Result<std::unique_ptr<Session>>
    mount(const MountOptions& options, FileSystem& files, Owner owner, std::function<void()> ended);
    // The same without a mount: serves a device that is open already, by the caller's own ways to
    // read and write it. The device is ours from now on.
    [[nodiscard]] static Result<std::unique_ptr<Session>> attach(int device,
                                                                 const fuse_custom_io& io,
                                                                 FileSystem& files, Owner owner,
                                                                 std::function<void()> ended);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Steps 1 to 6 of an orderly end: refuse what is new, cancel what waits, drain the notifier,
    // stop reading, unmount, let libfuse go. Afterwards only destruction is allowed.
    [[nodiscard]] Task<void> shutDown();

    void tellKernel(const Change& change);

    // For the operations table.
    [[nodiscard]] FileSystem& files() { return m_files; }
    [[nodiscard]] Handlers& handlers() { return m_handlers; }
    [[nodiscard]] RequestList& living() { return m_living; }
    [[nodiscard]] Owner owner() const { return m_owner; }
    [[nodiscard]] bool isEnding() const { return m_ending; }
    void setCanExpire(bool can);

private:
    Session(FileSystem& files, Owner owner, std::function<void()> ended);
    [[nodiscard]] Result<void> begin(const MountOptions& options);
    [[nodiscard]] Result<void> beginOn(int device, const fuse_custom_io& io);
    void listen();
    void onReadable();
    void sessionGone(int result);
    [[nodiscard]] Task<void> answerAllRequests();
    void abortConnection();

    QObject m_timers; // context of timers and posted calls
    FileSystem& m_files;
    Owner m_owner;
    std::function<void()> m_ended;
    TaskScope m_scope;
    RequestList m_living{m_timers};
    Handlers m_handlers;
    std::string m_directory;
    fuse_session* m_session = nullptr;
    fuse_buf m_buffer{}; // libfuse allocates, we free
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<Notifier> m_notifier;
    bool m_ending = false;
    bool m_gone = false;
};

} // namespace arv
