// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountsnapshot.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace arv {

class MountThread;
struct MountSpec;
struct SharedServices;
enum class UnmountOutcome;

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
    // At once: programs that hold the mount get errors.
    void stop();
    // As soon as no program holds the mount. Until then the snapshot says waitsForHolders and who
    // they are; stay() gives up waiting, stop() does not wait.
    void unmount();
    void stay();
    void setToken(const QString& token);
    void setCacheCap(std::uint64_t bytes);
    // What a crash of ours left there is detached, some time later; anything else is left alone.
    void detachIfDead(const QString& directory);
    // While watched, changed() comes five times a second with the figures of the inode cache.
    void watchFigures(bool watched);

    [[nodiscard]] const MountSnapshot& snapshot() const { return m_snapshot; }

Q_SIGNALS:
    void changed(const arv::MountSnapshot& snapshot);

private:
    void enter(MountSnapshot::State state, QString error = {}); // a copy: often our own
    void take(const MountSnapshot& figures);
    void askToUnmount();
    void unmountAnswered(UnmountOutcome outcome, const QList<MountHolder>& holders);
    void endWaiting();

    SharedServices& m_shared;
    MountSnapshot m_snapshot;
    QString m_directory;
    std::unique_ptr<MountThread> m_thread;
    QTimer m_askAgain; // for a mount that is held
    bool m_watched = false;
    bool m_unmountWanted = false;
    bool m_asking = false; // fusermount3 or the search for holders is under way
    std::shared_ptr<int> m_life = std::make_shared<int>(); // what comes back asks for it
};

} // namespace arv
