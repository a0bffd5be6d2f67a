// SPDX-License-Identifier: Apache-2.0
#include "mountcommand.h"

#include "arvadosconfig.h"
#include "async/mailbox.h"
#include "base/log.h"
#include "daemonize.h"
#include "demostart.h"
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

MountSpec specOf(const MountRequest& request, const Credentials& credentials)
{
    MountSpec spec;
    spec.credentials = credentials;
    spec.selection = request.selection;
    spec.options.directory = request.directory;
    spec.options.unmountWithProcess = true;
    spec.options.debug = request.debug;
    spec.retry.tries = request.retries + 1;
    spec.refreshTime = request.refreshTime;
    spec.checkFirst = true;
    return spec;
}

// The course of one mount under a QCoreApplication.
class MountCommand
{
public:
    explicit MountCommand(std::optional<Daemon> daemon)
        : m_daemon(std::move(daemon))
    {
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

int runMount(const MountSpec& spec, bool foreground, int& argc, char** argv)
{
    std::optional<Daemon> daemon;
    if (!foreground)
        daemon.emplace(Daemon::detach());
    SignalWatcher::blockSignals();
    const QCoreApplication application(argc, argv);
    MountCommand command(std::move(daemon));
    return command.run(spec);
}

} // namespace

int runMountCommand(const MountRequest& request, int& argc, char** argv)
{
    logToStandardError(request.debug);
    const ArvadosConfig config(QProcessEnvironment::systemEnvironment());
    // Programs that we start (fusermount3) have no business with the token.
    qunsetenv("ARVADOS_API_TOKEN");
    const auto credentials = config.credentials();
    if (!credentials) {
        say(stderr, credentials.error().text);
        return 1;
    }
    return runMount(specOf(request, *credentials), request.foreground, argc, argv);
}

int runDemoHeadless(const MountRequest& request, int& argc, char** argv)
{
    logToStandardError(request.debug);
    qunsetenv("ARVADOS_API_TOKEN");
    const auto cluster = startDemoAndReadLine(argv[0]);
    if (!cluster) {
        say(stderr, cluster.error().text);
        return 1;
    }
    Credentials credentials;
    credentials.host = cluster->account.host;
    credentials.caFile = cluster->account.caFile;
    credentials.token = cluster->token;
    return runMount(specOf(request, credentials), request.foreground, argc, argv);
}

} // namespace arv
