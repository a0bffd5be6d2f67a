// SPDX-License-Identifier: Apache-2.0
#include "mount/mountfeed.h"

#include "api/arvadosapi.h"
#include "async/sleep.h"
#include "async/taskscope.h"
#include "tree/filesystem.h"

namespace arv {

namespace {

using Feed = MountSnapshot::Feed;

constexpr int askedAgain = 60; // seconds after no answer
constexpr int believedFor = 3600; // seconds after a yes or no

} // namespace

MountFeed::MountFeed(const MountSpec& spec, ArvadosApi& probe, TaskScope& scope,
                     std::function<void()> changed)
    : m_probe(probe)
    , m_scope(scope)
    , m_changed(std::move(changed))
    , m_second(spec.retry.second)
    , m_isWanted(spec.listenToEvents)
    , m_state(m_isWanted ? Feed::Connecting : Feed::Off)
    , m_events(spec.credentials, listener())
{ }

EventFeed::Listener MountFeed::listener()
{
    return {[this](bool missedNothing) { connected(missedNothing); }, [this] { lost(); },
            [this](const ObjectEvent& event) { m_files->noteEvent(event); }, [this] { missed(); }};
}

void MountFeed::start(FileSystem& files, const QString& url)
{
    if (!m_isWanted)
        return;
    m_files = &files;
    m_events.start(url);
    if (!m_events.isStarted()) {
        distrust();
        enter(Feed::Off);
    } else if (m_state == Feed::Off)
        enter(Feed::Connecting);
    if (m_events.isConnected())
        trust();
}

void MountFeed::stop()
{
    m_isWanted = false;
    m_state = Feed::Off;
    m_events.stop();
    m_connection.cancel();
}

// Nobody knows how long the old one had not been good.
void MountFeed::setToken(const QString& token)
{
    m_hasMissed = true;
    m_events.setToken(token);
}

void MountFeed::noteRefusedToken()
{
    m_hasMissed = true;
    distrust();
}

void MountFeed::connected(bool missedNothing)
{
    m_hasMissed |= !missedNothing;
    m_connection.cancel();
    m_connection = CancelSource();
    m_scope.start(watchToken(m_connection.token()));
}

void MountFeed::lost()
{
    m_connection.cancel();
    distrust();
}

void MountFeed::missed()
{
    if (m_state == Feed::Connected)
        m_files->feedMissed();
    else
        m_hasMissed = true;
}

Task<void> MountFeed::watchToken(CancelToken connection)
{
    while (!connection.isCancelled()) {
        auto asking = m_probe.currentUser(connection);
        const auto user = co_await asking;
        if (connection.isCancelled())
            break;
        if (user)
            trust();
        const bool isRefused = !user && user.error().code == Errc::NotSignedIn;
        if (isRefused)
            noteRefusedToken();
        auto sleeping =
            sleepFor(m_second * (user || isRefused ? believedFor : askedAgain), connection);
        const auto slept = co_await sleeping;
        Q_UNUSED(slept);
    }
    co_return done();
}

void MountFeed::trust()
{
    if (m_state == Feed::Connected || !m_events.isConnected())
        return;
    m_files->feedConnected(!std::exchange(m_hasMissed, false));
    enter(Feed::Connected);
}

void MountFeed::distrust()
{
    if (m_state != Feed::Connected)
        return;
    m_files->feedLost();
    enter(Feed::Connecting);
}

void MountFeed::enter(Feed state)
{
    if (std::exchange(m_state, state) != state)
        m_changed();
}

} // namespace arv
