// SPDX-License-Identifier: Apache-2.0
#include "mount/mountcontroller.h"

#include "mount/mountspec.h"
#include "mount/mountthread.h"

namespace arv {

using State = MountSnapshot::State;

MountController::MountController(SharedServices& shared, QObject* parent)
    : QObject(parent)
    , m_shared(shared)
{ }

MountController::~MountController() = default;

Result<void> MountController::start(const MountSpec& spec)
{
    if (m_thread)
        return {Errc::Invalid, QStringLiteral("%1 is mounted already").arg(spec.options.directory)};
    enter(State::Starting);
    MountThread::Listener listener;
    listener.started = [this](const Result<void>& started) {
        if (!started)
            enter(State::Stopping, started.error().text);
        else if (m_snapshot.state == State::Starting)
            enter(State::Mounted);
    };
    listener.stopped = [this] {
        m_thread.reset(); // the thread is at its end: the join does not wait
        enter(State::Stopped, m_snapshot.error);
    };
    m_thread = std::make_unique<MountThread>(spec, m_shared, std::move(listener));
    return done();
}

void MountController::stop()
{
    if (!m_thread || m_snapshot.state == State::Stopping)
        return;
    enter(State::Stopping);
    m_thread->stop();
}

void MountController::setToken(const QString& token)
{
    if (m_thread)
        m_thread->setToken(token);
}

void MountController::enter(State state, const QString& error)
{
    m_snapshot.state = state;
    m_snapshot.error = error;
    Q_EMIT changed(m_snapshot);
}

} // namespace arv
