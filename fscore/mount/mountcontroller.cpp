// SPDX-License-Identifier: Apache-2.0
#include "mount/mountcontroller.h"

#include "fuse/mountpoint.h"
#include "mount/mountholders.h"
#include "mount/mountspec.h"
#include "mount/mountthread.h"

namespace arv {

namespace {

using State = MountSnapshot::State;

constexpr std::chrono::seconds askAgainAfter{1};

} // namespace

MountController::MountController(SharedServices& shared, QObject* parent)
    : QObject(parent)
    , m_shared(shared)
{
    m_askAgain.setSingleShot(true);
    connect(&m_askAgain, &QTimer::timeout, this, &MountController::askToUnmount);
}

MountController::~MountController() = default;

Result<void> MountController::start(const MountSpec& spec)
{
    if (m_thread)
        return {Errc::Invalid, QStringLiteral("%1 is mounted already").arg(spec.options.directory)};
    m_directory = spec.options.directory;
    m_snapshot = {};
    enter(State::Starting);
    MountThread::Listener listener;
    listener.started = [this](const Result<void>& started) {
        if (!started)
            enter(State::Stopping, started.error().text);
        else if (m_snapshot.state == State::Starting)
            enter(State::Mounted, m_snapshot.error);
    };
    listener.figures = [this](const MountSnapshot& figures) { take(figures); };
    listener.ending = [this] {
        if (m_snapshot.state == State::Mounted)
            enter(State::Stopping);
    };
    listener.stopped = [this] {
        m_thread.reset(); // the thread is at its end: the join does not wait
        enter(State::Stopped, m_snapshot.error);
    };
    m_thread = std::make_unique<MountThread>(spec, m_shared, std::move(listener));
    if (m_watched)
        m_thread->watchFigures(true);
    return done();
}

void MountController::stop()
{
    if (!m_thread || m_snapshot.state == State::Stopping)
        return;
    endWaiting();
    enter(State::Stopping);
    m_thread->stop();
}

void MountController::unmount()
{
    if (m_snapshot.state != State::Mounted)
        return stop();
    if (!std::exchange(m_unmountWanted, true))
        askToUnmount();
}

void MountController::stay()
{
    endWaiting();
    Q_EMIT changed(m_snapshot);
}

void MountController::endWaiting()
{
    m_unmountWanted = false;
    m_askAgain.stop();
    m_snapshot.waitsForHolders = false;
    m_snapshot.holders.clear();
}

// The kernel knows whether a mount is held, so it is asked to unmount in the ordinary way; the
// session then ends as if somebody else had unmounted.
void MountController::askToUnmount()
{
    if (std::exchange(m_asking, true))
        return;
    const std::weak_ptr<int> life = m_life;
    const auto home = Mailbox::current().address();
    m_shared.errands.post([this, life, home, directory = m_directory] {
        const auto outcome = unmountUnlessHeld(directory);
        const auto holders =
            outcome == UnmountOutcome::Held ? holdersOf(directory) : QList<MountHolder>();
        home->post([this, life, outcome, holders] {
            if (!life.expired())
                unmountAnswered(outcome, holders);
        });
    });
}

void MountController::unmountAnswered(UnmountOutcome outcome, const QList<MountHolder>& holders)
{
    m_asking = false;
    if (!m_unmountWanted || m_snapshot.state != State::Mounted)
        return;
    if (outcome == UnmountOutcome::Failed)
        return stop();
    if (outcome == UnmountOutcome::Done)
        return; // the mount thread notices, and ends it
    m_askAgain.start(askAgainAfter);
    m_snapshot.waitsForHolders = true;
    m_snapshot.holders = holders;
    Q_EMIT changed(m_snapshot);
}

void MountController::detachIfDead(const QString& directory)
{
    m_shared.errands.post([directory] { arv::detachIfDead(directory); });
}

void MountController::setToken(const QString& token)
{
    if (m_thread)
        m_thread->setToken(token);
}

void MountController::setCacheCap(std::uint64_t bytes)
{
    if (m_thread)
        m_thread->setCacheCap(bytes);
}

void MountController::watchFigures(bool watched)
{
    m_watched = watched;
    if (m_thread)
        m_thread->watchFigures(watched);
}

// What the mount thread says of itself; state and holders are ours.
void MountController::take(const MountSnapshot& figures)
{
    if (m_snapshot.state != State::Mounted && m_snapshot.state != State::Starting)
        return;
    auto merged = figures;
    merged.state = m_snapshot.state;
    merged.waitsForHolders = m_snapshot.waitsForHolders;
    merged.holders = m_snapshot.holders;
    m_snapshot = merged;
    Q_EMIT changed(m_snapshot);
}

void MountController::enter(State state, QString error)
{
    if (state == State::Stopping || state == State::Stopped)
        endWaiting();
    if (state != State::Mounted)
        m_snapshot = {}; // nothing of what it said of itself holds any more
    m_snapshot.state = state;
    m_snapshot.error = std::move(error);
    Q_EMIT changed(m_snapshot);
}

} // namespace arv
