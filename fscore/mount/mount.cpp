// SPDX-License-Identifier: Apache-2.0
#include "mount/mount.h"

#include "async/sleep.h"
#include "base/log.h"
#include "fuse/mountpoint.h"
#include "mount/keeprecords.h"

#include <QRandomGenerator>

#include <unistd.h>

namespace arv {

namespace {

using namespace std::chrono_literals;

constexpr auto figuresEvery = 200ms; // while somebody watches
constexpr auto readingLasts = 1s; // after the last byte
constexpr double shareUnderPressure = 0.5; // of the cap, when memory is short
constexpr auto longestHealingWait = 60s;

RetryPolicy oneTry(RetryPolicy policy)
{
    policy.tries = 1;
    return policy;
}

// 1, 2, 4 ... 60 s, and up to half as much more, so that many mounts do not ask at one time.
std::chrono::milliseconds healingWait(const RetryPolicy& policy, int attempt)
{
    const auto seconds = std::min<std::int64_t>(1LL << std::min(attempt, 10),
                                                std::chrono::seconds(longestHealingWait).count());
    const auto spread = 1 + QRandomGenerator::global()->generateDouble() / 2;
    const auto unit = static_cast<double>(policy.second.count());
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(seconds) * spread * unit));
}

bool mayAnswerLater(const Error& error)
{
    return error.code == Errc::Unreachable || error.code == Errc::TimedOut
        || error.code == Errc::ServerError;
}

} // namespace

Mount::Mount(MountSpec spec, SharedServices& shared, Listener listener)
    : m_spec(std::move(spec))
    , m_shared(shared)
    , m_listener(std::move(listener))
    , m_health(m_spec.credentials.host)
    , m_http(m_spec.credentials)
    , m_api(m_http, m_spec.retry, &shared.pool)
    , m_probe(m_http, oneTry(m_spec.retry), &shared.pool)
    , m_feed(m_spec, m_probe, m_scope, [this] { m_listener.changed(); })
    , m_keep(shared.blocks, m_scope, keepSetup())
{
    m_api.setFilters(m_spec.filters);
    m_http.watch([this](const Result<HttpReply>& outcome) { noteOutcome(outcome); });
    m_watching.setInterval(figuresEvery);
    m_stillReading.setInterval(readingLasts);
    QObject::connect(&m_watching, &QTimer::timeout, &m_watching, [this] { m_listener.changed(); });
    QObject::connect(&m_stillReading, &QTimer::timeout, &m_stillReading,
                     [this] { lookWhetherStillRead(); });
}

KeepClient::Setup Mount::keepSetup()
{
    KeepClient::Setup setup;
    setup.credentials = m_spec.credentials;
    setup.services = [this] { return keepServices(); };
    setup.retry = m_spec.retry;
    setup.clock = m_shared.clock.get();
    setup.betrayed = [this](const Locator& block, const std::set<std::uint64_t>& readers) {
        if (m_files)
            m_files->noteBetrayal(block, readers);
    };
    return setup;
}

Task<void> Mount::start()
{
    if (m_spec.checkFirst) {
        auto checking = check();
        const auto checked = co_await checking;
        if (!checked)
            co_return checked;
    }
    if (m_ending.isCancelled())
        co_return Error{Errc::ShuttingDown, QStringLiteral("stopped before it was mounted")};
    const auto mounted = mountNow();
    if (mounted)
        m_listener.changed(); // that there may be a feed
    if (mounted && m_spec.checkFirst)
        startDiscovering();
    else if (mounted)
        startHealing();
    co_return mounted;
}

Task<void> Mount::check()
{
    auto checkingAccount = checkAccount(&m_api);
    const auto account = co_await checkingAccount;
    if (!account)
        co_return account;
    auto checkingSelection = checkSelection();
    const auto selection = co_await checkingSelection;
    co_return selection;
}

Task<void> Mount::checkAccount(ArvadosApi* api)
{
    auto asking = api->currentUser(m_ending.token());
    const auto user = co_await asking;
    if (!user)
        co_return inWords(user.error());
    if (!user->isActive)
        co_return Error{Errc::NotSignedIn,
                        QStringLiteral("the account of %1 is not active yet: finish its "
                                       "activation in Workbench")
                            .arg(user->email)};
    m_email = user->email;
    auto configuring = api->config(m_ending.token());
    const auto config = co_await configuring;
    if (!config)
        co_return config.error();
    m_slashSubstitution = config->slashSubstitution;
    co_return done();
}

Task<void> Mount::checkSelection()
{
    using Mode = MountSelection::Mode;
    if (m_spec.selection.mode == Mode::Project) {
        auto asking = m_api.group(Uuid{m_spec.selection.id}, m_ending.token());
        const auto group = co_await asking;
        if (!group)
            co_return group.error();
        m_spec.selection.isFilterGroup = group->groupClass == QStringLiteral("filter");
    } else if (m_spec.selection.mode == Mode::Collection) {
        auto asking = m_api.collection(m_spec.selection.id, m_ending.token());
        const auto collection = co_await asking;
        if (!collection)
            co_return collection.error();
    }
    co_return done();
}

// What failed, on what, and what to do.
Error Mount::inWords(const Error& error) const
{
    const auto& host = m_spec.credentials.host;
    if (error.code == Errc::NotSignedIn)
        return {error.code,
                QStringLiteral("%1 does not accept the token (%2); get a new one in "
                               "Workbench and put it into ARVADOS_API_TOKEN")
                    .arg(host, error.text)};
    if (error.code == Errc::Unreachable || error.code == Errc::TimedOut)
        return {error.code,
                QStringLiteral("%1 cannot be reached (%2); check ARVADOS_API_HOST and "
                               "the network")
                    .arg(host, error.text)};
    return {error.code, QStringLiteral("%1: %2").arg(host, error.text)};
}

void Mount::noteOutcome(const Result<HttpReply>& outcome)
{
    if (!m_health.note(outcome))
        return;
    tellTrouble();
    if (m_health.trouble() == MountSnapshot::Trouble::NotSignedIn)
        m_feed.noteRefusedToken();
    if (m_health.trouble() == MountSnapshot::Trouble::Offline && m_session)
        startHealing();
}

void Mount::tellTrouble()
{
    if (m_files)
        m_files->setTrouble(m_health.text());
    m_listener.changed();
}

void Mount::startHealing()
{
    if (m_healing || m_ending.isCancelled())
        return;
    m_healing = true;
    m_scope.start(heal());
}

// A mount that did not wait for the network learns what names and texts depend on when it can; one
// that lost its cluster asks until it answers. Without a token that is taken it waits for one.
Task<void> Mount::heal()
{
    for (int attempt = 0; !m_ending.isCancelled(); ++attempt) {
        auto checking = checkAccount(&m_probe);
        const auto checked = co_await checking;
        if (checked) {
            m_files->setAccount(m_email);
            m_files->setSlashSubstitution(m_slashSubstitution);
            startDiscovering();
            break;
        }
        qCInfo(logMount).noquote() << m_spec.credentials.host << ":" << checked.error().text;
        if (m_health.trouble() == MountSnapshot::Trouble::NotSignedIn)
            break;
        auto sleeping = sleepFor(healingWait(m_spec.retry, attempt), m_ending.token());
        const auto slept = co_await sleeping;
        Q_UNUSED(slept);
    }
    m_healing = false;
    co_return done();
}

void Mount::startDiscovering()
{
    if (!std::exchange(m_discovering, true))
        m_scope.start(discover());
}

// What the cluster offers beyond the tree. Nobody waits for it, and nothing fails without it: it is
// asked until there is an answer, of whatever kind.
Task<void> Mount::discover()
{
    for (int attempt = 0; !m_ending.isCancelled(); ++attempt) {
        auto asking = m_probe.discovery(m_ending.token());
        const auto discovery = co_await asking;
        if (m_ending.isCancelled())
            break;
        if (discovery)
            m_files->setGroupsShared(discovery->hasGroupsShared);
        if (discovery || !mayAnswerLater(discovery.error())) {
            m_feed.start(*m_files, discovery ? discovery->websocketUrl : QString());
            break;
        }
        qCInfo(logMount).noquote() << discovery.error().text;
        auto sleeping = sleepFor(healingWait(m_spec.retry, attempt), m_ending.token());
        const auto slept = co_await sleeping;
        Q_UNUSED(slept);
    }
    m_discovering = false;
    co_return done();
}

void Mount::setToken(const QString& token)
{
    m_http.setToken(token);
    m_keep.setToken(token);
    m_feed.setToken(token);
    m_health.forget();
    tellTrouble();
    if (m_session)
        startHealing();
}

void Mount::setCacheCap(std::uint64_t bytes)
{
    m_spec.cacheCap = bytes;
    if (m_files)
        m_files->setCacheCap(bytes);
    m_listener.changed();
}

void Mount::watchFigures(bool watched)
{
    if (!watched)
        return m_watching.stop();
    m_watching.start();
    m_listener.changed();
}

void Mount::noteRead()
{
    if (m_stillReading.isActive())
        return;
    m_bytesAtLastLook = m_files->bytesRead();
    m_stillReading.start();
    m_listener.changed();
}

// A storm of one and the same is told once a second at most.
void Mount::noteFailure(const QString& sentence)
{
    const auto now = QDateTime::currentDateTimeUtc();
    const bool isSame = sentence == m_lastFailure && m_lastFailureAt.msecsTo(now) < 1000;
    m_lastFailure = sentence;
    m_lastFailureAt = now;
    if (!isSame)
        m_listener.changed();
}

void Mount::lookWhetherStillRead()
{
    const auto bytes = m_files->bytesRead();
    if (std::exchange(m_bytesAtLastLook, bytes) == bytes)
        m_stillReading.stop();
    m_listener.changed();
}

Task<QList<KeepService>> Mount::keepServices()
{
    auto asking = m_api.keepServices(m_ending.token());
    const auto records = co_await asking;
    if (!records)
        co_return records.error();
    const auto services = usableServices(*records);
    co_return services;
}

Result<void> Mount::mountNow()
{
    const auto free = makeMountPointFree(m_spec.options.directory, m_spec.options.createDirectory);
    if (!free)
        return free;
    m_spec.options.host = m_spec.credentials.host;
    FileSystem::Services services{m_api,
                                  m_keep,
                                  m_shared.pool,
                                  *m_shared.clock,
                                  [this](const Change& change) {
                                      if (m_session)
                                          m_session->tellKernel(change);
                                  },
                                  [this] { noteRead(); },
                                  [this](const QString& sentence) { noteFailure(sentence); }};
    m_files = std::make_unique<FileSystem>(
        std::move(services),
        FileSystem::Settings{m_spec.refreshTime, m_spec.credentials.host, m_spec.cacheCap,
                             m_spec.showOtherObjects, m_spec.verify},
        m_spec.selection);
    m_files->setAccount(m_email);
    m_files->setSlashSubstitution(m_slashSubstitution);
    m_pressure = m_shared.pressure.watch([this] { m_files->shrinkCache(shareUnderPressure); });
    auto session =
        Session::mount(m_spec.options, *m_files, Owner{::getuid(), ::getgid()}, m_listener.ended);
    if (!session)
        return session.error();
    m_session = std::move(*session);
    return done();
}

void Mount::logFigures() const
{
    if (!m_files)
        return;
    const auto cache = m_files->cacheFigures();
    qCInfo(logMount) << "inode cache at the end:" << cache.bytes << "bytes of" << cache.cap << "in"
                     << cache.nodes << "nodes," << cache.evictions << "evictions";
}

// The session first: while it ends, requests must still be answered. Then what runs behind it, then
// the objects themselves, in the destructor.
Task<void> Mount::stop()
{
    m_feed.stop();
    logFigures();
    if (m_session) {
        auto ending = m_session->shutDown();
        const auto ended = co_await ending;
        Q_UNUSED(ended);
    }
    m_ending.cancel();
    m_pressure.reset();
    m_watching.stop();
    m_stillReading.stop();
    m_keep.stop();
    if (m_files) {
        auto stopping = m_files->stop();
        const auto stopped = co_await stopping;
        Q_UNUSED(stopped);
    }
    auto idling = m_scope.idle();
    const auto idle = co_await idling;
    Q_UNUSED(idle);
    co_return done();
}

MountSnapshot Mount::figures() const
{
    MountSnapshot figures;
    figures.trouble = m_health.trouble();
    figures.error = m_health.text();
    figures.feed = m_feed.state();
    figures.reading = m_stillReading.isActive();
    figures.lastFailure = m_lastFailure;
    figures.lastFailureAt = m_lastFailureAt;
    if (m_files) {
        figures.bytesRead = m_files->bytesRead();
        figures.inodes = m_files->inodeCount();
        figures.openHandles = m_files->openCount();
        figures.cache = m_files->cacheFigures();
    }
    return figures;
}

} // namespace arv
