// SPDX-License-Identifier: Apache-2.0
#include "windowcommand.h"

#include "application.h"
#include "arvadosconfig.h"
#include "base/log.h"
#include "icons.h"
#include "signalwatcher.h"

#include <QApplication>
#include <QIcon>
#include <QLocale>
#include <QProcessEnvironment>
#include <QTranslator>

#include <xcb/xcb.h>

#include <cstdio>

// The macro wants the global namespace.
static void registerTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace arv {

namespace {

bool wantsX11()
{
    const auto platform = qgetenv("QT_QPA_PLATFORM");
    return platform.isEmpty() ? qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
                              : platform.startsWith("xcb");
}

// Where Qt finds none, it aborts with a page of plugins.
bool hasDisplay()
{
    if (!wantsX11())
        return true;
    auto* connection = ::xcb_connect(nullptr, nullptr);
    const bool isThere = ::xcb_connection_has_error(connection) == 0;
    ::xcb_disconnect(connection);
    return isThere;
}

int sayThatThereIsNoDisplay()
{
    const auto display = qgetenv("DISPLAY");
    const auto named = display.isEmpty() ? QByteArray() : " (DISPLAY=" + display.left(100) + ')';
    std::fprintf(stderr,
                 "arvados-drive: no display here%s; to mount without one use arvados-drive mount\n",
                 named.constData());
    return 1;
}

} // namespace

void prepareLook()
{
    QApplication::setApplicationName(QStringLiteral("arvados-drive"));
    QApplication::setApplicationDisplayName(QStringLiteral("Arvados Drive"));
    QApplication::setApplicationVersion(QStringLiteral(ARV_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.arvados.Drive"));
    QApplication::setQuitOnLastWindowClosed(false);
    initResources();
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.arvados.Drive.svg")));
    registerTranslations();
    auto* words = new QTranslator(qApp);
    // English is more than its sources: it has plurals.
    if (words->load(QLocale(), QStringLiteral("arvados-drive"), QStringLiteral("_"),
                    QStringLiteral(":/i18n"))
        || words->load(QStringLiteral(":/i18n/arvados-drive_en.qm")))
        QApplication::installTranslator(words);
}

std::optional<Desk::Found> configuredElsewhere()
{
    const ArvadosConfig config(QProcessEnvironment::systemEnvironment());
    const auto credentials = config.credentials();
    if (!credentials)
        return std::nullopt;
    return Desk::Found{credentials->host, credentials->token, credentials->caFile,
                       credentials->insecure, QStringLiteral("settings.conf")};
}

int runWindow(const CommandLine& line, int& argc, char** argv)
{
    logToStandardError(false);
    if (!hasDisplay())
        return sayThatThereIsNoDisplay();
    Application::Launch launch;
    launch.autostarted = line.autostarted;
    launch.demo = line.command == CommandLine::Command::Demo;
    launch.elsewhere = configuredElsewhere();
    // Programs that we start have no business with the token.
    qunsetenv("ARVADOS_API_TOKEN");
    SignalWatcher::blockSignals();
    const QApplication application(argc, argv);
    prepareLook();
    Application drive(launch);
    QObject::connect(&drive, &Application::finished, &application, &QApplication::quit);
    if (!drive.begin())
        return 0;
    return QApplication::exec();
}

} // namespace arv
