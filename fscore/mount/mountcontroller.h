// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountsnapshot.h"

#include <QObject>

#include <memory>

namespace arv {

class MountThread;
struct MountSpec;
struct SharedServices;

// A mount as the outside sees it. Lives in the thread of the window, or the main thread of a
// command line, and never waits: it asks, and tells by changed() what came of it.
class MountController : public QObject
{
    Q_OBJECT

public:
    explicit MountController(SharedServices& shared, QObject* parent = nullptr);
    ~MountController() override; // waits for the end of a mount that was not stopped

    // One mount at a time: while one runs or ends this is refused.
    [[nodiscard]] Result<void> start(const MountSpec& spec);
    void stop();
    void setToken(const QString& token);

    [[nodiscard]] const MountSnapshot& snapshot() const { return m_snapshot; }

Q_SIGNALS:
    void changed(const arv::MountSnapshot& snapshot);

private:
    void enter(MountSnapshot::State state, const QString& error = {});

    SharedServices& m_shared;
    MountSnapshot m_snapshot;
    std::unique_ptr<MountThread> m_thread;
};

} // namespace arv
