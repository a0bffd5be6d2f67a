// SPDX-License-Identifier: Apache-2.0
#include "mountcommand.h"

#include "arvadosconfig.h"
#include "async/mailbox.h"
#include "base/log.h"
#include "cachefolder.h"
#include "daemonize.h"
#include "demostart.h"
#include "filtersargument.h"
#include "mount/mountcontroller.h"
#include "mount/mountspec.h"
#include "mount/sharedservices.h"
#include "signalwatcher.h"

#include <QCoreApplication>

#include <unistd.h>

#include <cstdio>
#include <optional>

namespace arv {

namespace {

void say(std::FILE* where, const QString& text)
{
    std::fprintf(where, "arvados-drive: %s\n", redact(text).toLocal8Bit().constData());
    std::fflush(where);
}

// The course of one mount under a QCoreApplication.
class MountCommand
{
public:
    MountCommand(std::optional<Daemon> daemon, const DataSettings& data)
        : m_daemon(std::move(daemon))
        , m_shared(data.cache)
    {
        m_shared.blocks.setRateLimit(data.bandwidth);
        QObject::connect(&m_signals, &SignalWatcher::endRequested, &m_controller,
                         [this] { end(); });
        QObject::connect(&m_controller, &MountController::changed, &m_controller,
                         [this](const MountSnapshot& snapshot) { follow(snapshot); });
    }

    [[nodiscard]] int run(const MountSpec& spec)
    {
        m_where = spec.options.directory;
        m_host = spec.credentials.host;
        const auto started = m_controller.start(spec);
        if (!started)
            return 1;
        return QCoreApplication::exec();
    }

private:
    void end()
    {
        // Who asks twice means it: what is stuck is left to fusermount3, which unmounts after us.
        if (m_endAsked)
            ::_exit(1);
        m_endAsked = true;
        m_controller.stop();
    }

    void follow(const MountSnapshot& snapshot)
    {
        using State = MountSnapshot::State;
        if (snapshot.state == State::Mounted) {
            m_wasMounted = true;
            if (m_daemon)
                m_daemon->ready();
            else
                say(stdout, QStringLiteral("%1 is mounted at %2").arg(m_host, m_where));
        }
        if (snapshot.state != State::Stopped)
            return;
        const int status = m_wasMounted ? 0 : 1;
        if (!m_wasMounted && !snapshot.error.isEmpty())
            say(stderr,
                m_endAsked ? QStringLiteral("ended before it was mounted") : snapshot.error);
        if (m_daemon)
            m_daemon->failed(status);
        QCoreApplication::exit(status);
    }

    std::optional<Daemon> m_daemon;
    Mailbox m_mailbox;
    SharedServices m_shared;
    SignalWatcher m_signals;
    MountController m_controller{m_shared};
    QString m_where;
    QString m_host;
    bool m_wasMounted = false;
    bool m_endAsked = false;
};

int runMount(const MountSpec& spec, const MountRequest& request, int& argc, char** argv)
{
    auto data = request.data;
    data.cache.folder =
        blockCacheFolder(data.cache.folder, QProcessEnvironment::systemEnvironment());
    std::optional<Daemon> daemon;
    if (!request.foreground)
        daemon.emplace(Daemon::detach());
    SignalWatcher::blockSignals();
    const QCoreApplication application(argc, argv);
    MountCommand command(std::move(daemon), data);
    return command.run(spec);
}

int complain(const Error& error, int status)
{
    say(stderr, error.text);
    return status;
}

Result<void> startLog(const MountRequest& request, const ArvadosConfig& config)
{
    logToStandardError(request.debug || config.wantsDebug());
    if (request.logFile.isEmpty())
        return done();
    const auto begun = logToFile(request.logFile);
    if (!begun)
        return Error{begun.error().code, QStringLiteral("--logfile: ") + begun.error().text};
    return done();
}

} // namespace

MountSpec specOf(const MountRequest& request, const Credentials& credentials)
{
    MountSpec spec;
    spec.credentials = credentials;
    spec.selection = request.selection;
    spec.options.directory = request.directory;
    spec.options.allowOther = request.allowOther;
    if (!request.subtype.isEmpty())
        spec.options.subtype = request.subtype;
    spec.options.unmountWithProcess = true;
    spec.options.debug = request.debug;
    spec.retry.tries = request.retries + 1;
    spec.refreshTime = request.refreshTime;
    spec.cacheCap = request.cacheCap;
    spec.verify = request.verify;
    spec.showOtherObjects = request.showOtherObjects;
    spec.listenToEvents = request.listenToEvents;
    spec.checkFirst = true;
    return spec;
}

int runMountCommand(const MountRequest& request, int& argc, char** argv)
{
    for (const auto& warning : request.warnings)
        say(stderr, warning);
    const ArvadosConfig config(QProcessEnvironment::systemEnvironment());
    if (const auto log = startLog(request, config); !log)
        return complain(log.error(), 1);
    const auto filters =
        request.filters ? filtersFrom(*request.filters) : Result<UserFilters>(UserFilters());
    if (!filters)
        return complain(filters.error(), 2);
    // Programs that we start (fusermount3) have no business with the token.
    qunsetenv("ARVADOS_API_TOKEN");
    const auto credentials = config.credentials();
    if (!credentials)
        return complain(credentials.error(), 1);
    auto spec = specOf(request, *credentials);
    spec.filters = *filters;
    spec.listenToEvents = request.listenToEvents && config.wantsEvents();
    return runMount(spec, request, argc, argv);
}

int runDemoHeadless(const MountRequest& request, int& argc, char** argv)
{
    logToStandardError(request.debug);
    qunsetenv("ARVADOS_API_TOKEN");
    const auto cluster = startDemoAndReadLine(argv[0]);
    if (!cluster)
        return complain(cluster.error(), 1);
    Credentials credentials;
    credentials.host = cluster->account.host;
    credentials.caFile = cluster->account.caFile;
    credentials.token = cluster->token;
    return runMount(specOf(request, credentials), request, argc, argv);
}

} // namespace arv
