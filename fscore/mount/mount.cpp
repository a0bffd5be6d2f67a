// SPDX-License-Identifier: Apache-2.0
#include "mount/mount.h"

#include "base/log.h"
#include "fuse/mountpoint.h"

#include <unistd.h>

namespace arv {

Mount::Mount(MountSpec spec, SharedServices& shared, std::function<void()> ended)
    : m_spec(std::move(spec))
    , m_shared(shared)
    , m_ended(std::move(ended))
    , m_http(m_spec.credentials)
    , m_api(m_http, m_spec.retry, &shared.pool)
    , m_keep(
          m_http, shared.pool, shared.blocks, m_scope, [this] { return keepServices(); },
          m_spec.retry)
{ }

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
    if (mounted && !m_spec.checkFirst)
        m_scope.start(learnLater());
    co_return mounted;
}

Task<void> Mount::check()
{
    auto checkingAccount = checkAccount();
    const auto account = co_await checkingAccount;
    if (!account)
        co_return account;
    auto checkingSelection = checkSelection();
    const auto selection = co_await checkingSelection;
    co_return selection;
}

Task<void> Mount::checkAccount()
{
    auto asking = m_api.currentUser(m_ending.token());
    const auto user = co_await asking;
    if (!user)
        co_return inWords(user.error());
    if (!user->isActive)
        co_return Error{Errc::NotSignedIn,
                        QStringLiteral("the account of %1 is not active yet: finish its "
                                       "activation in Workbench")
                            .arg(user->email)};
    m_email = user->email;
    auto configuring = m_api.config(m_ending.token());
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

// A mount that did not wait for the network learns what names and texts depend on when it can.
Task<void> Mount::learnLater()
{
    auto learning = checkAccount();
    const auto learnt = co_await learning;
    if (!learnt) {
        qCWarning(logMount).noquote() << m_spec.credentials.host << ":" << learnt.error().text;
        co_return learnt;
    }
    m_files->setAccount(m_email);
    m_files->setSlashSubstitution(m_slashSubstitution);
    co_return done();
}

Task<QList<KeepService>> Mount::keepServices()
{
    auto asking = m_api.keepServices(m_ending.token());
    const auto records = co_await asking;
    if (!records)
        co_return records.error();
    QList<KeepService> services;
    for (const auto& record : *records) {
        const auto service = KeepService::fromParts(record.uuid, record.host, record.port,
                                                    record.tls, record.type, record.readOnly);
        if (service)
            services.append(*service);
        else
            qCWarning(logMount).noquote() << "Keep service left out:" << service.error().text;
    }
    co_return services;
}

Result<void> Mount::mountNow()
{
    const auto free = makeMountPointFree(m_spec.options.directory);
    if (!free)
        return free;
    m_spec.options.host = m_spec.credentials.host;
    FileSystem::Services services{m_api, m_keep, m_shared.pool, m_shared.clock,
                                  [this](const Change& change) {
                                      if (m_session)
                                          m_session->tellKernel(change);
                                  }};
    m_files = std::make_unique<FileSystem>(
        std::move(services), FileSystem::Settings{m_spec.refreshTime, m_spec.credentials.host},
        m_spec.selection);
    m_files->setAccount(m_email);
    m_files->setSlashSubstitution(m_slashSubstitution);
    auto session = Session::mount(m_spec.options, *m_files, Owner{::getuid(), ::getgid()}, m_ended);
    if (!session)
        return session.error();
    m_session = std::move(*session);
    return done();
}

// The session first: while it ends, requests must still be answered. Then what runs behind it, then
// the objects themselves, in the destructor.
Task<void> Mount::stop()
{
    if (m_session) {
        auto ending = m_session->shutDown();
        const auto ended = co_await ending;
        Q_UNUSED(ended);
    }
    m_ending.cancel();
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
    if (m_files) {
        figures.inodes = m_files->inodeCount();
        figures.openHandles = m_files->openCount();
    }
    return figures;
}

} // namespace arv
