// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <memory>
#include <utility>
#include <vector>

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace arv::test {

// A desktop of its own: Xvfb on a free display, a session bus, a home, and on demand a panel that
// shows tray icons. No program of it outlives this object, nor the test if that crashes. Works
// without an application object, so that a test can put environment() into place before it makes
// one. Main thread.
class DesktopSession
{
public:
    enum class Host
    {
        Xfce, // xfce4-panel: StatusNotifierItem and XEmbed
        Tint2 // XEmbed alone
    };

    DesktopSession() = default;
    ~DesktopSession()
    {
        stopHost();
        for (auto& helper : m_helpers)
            end(*helper);
        end(m_bus);
        end(m_server);
    }
    DesktopSession(const DesktopSession&) = delete;
    DesktopSession& operator=(const DesktopSession&) = delete;

    // The program that is missing; empty: all are there.
    [[nodiscard]] static QString missing(const QStringList& programs)
    {
        for (const auto& program : programs) {
            if (QStandardPaths::findExecutable(program).isEmpty())
                return program;
        }
        return {};
    }

    // False: error() says why.
    [[nodiscard]] bool start(const QString& screen = QStringLiteral("1280x900x24"))
    {
        m_environment = baseEnvironment();
        if (!makeHome() || !startServer(screen) || !startBus())
            return false;
        m_environment.insert(QStringLiteral("DISPLAY"), m_display);
        m_environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_busAddress);
        return true;
    }
    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] QString display() const { return m_display; }
    [[nodiscard]] QString busAddress() const { return m_busAddress; }
    [[nodiscard]] QString home() const { return m_home.path(); }

    // For programs of this desktop: display, bus, home and XDG folders; Qt draws with xcb.
    [[nodiscard]] QProcessEnvironment environment() const { return m_environment; }
    // Makes this process one of them: before the application object, and before any bus is used.
    void enter() const
    {
        for (const auto& name : m_environment.keys())
            qputenv(name.toUtf8().constData(), m_environment.value(name).toUtf8());
    }

    // Starts the host without waiting for its tray.
    [[nodiscard]] bool startHost(Host host)
    {
        stopHost();
        // tint2 sleeps for 15 s where nobody tells how many desktops there are.
        if (host == Host::Tint2 && !startWindowManager())
            return false;
        m_host = std::make_unique<QProcess>();
        const bool isXfce = host == Host::Xfce;
        return run(*m_host, isXfce ? QStringLiteral("xfce4-panel") : QStringLiteral("tint2"),
                   isXfce ? QStringList{QStringLiteral("--disable-wm-check")}
                          : QStringList{QStringLiteral("-c"), path(QStringLiteral("tint2rc"))});
    }
    // As a crash: the host has no chance to say goodbye.
    void stopHost()
    {
        if (m_host)
            end(*m_host);
        m_host.reset();
    }

    // openbox, once; waits until it rules: a window that is shown while it starts may stay hidden.
    [[nodiscard]] bool startWindowManager()
    {
        if (m_hasManager)
            return true;
        if (startHelper(QStringLiteral("openbox")) == nullptr)
            return false;
        QElapsedTimer clock;
        clock.start();
        while (!succeeds(QStringLiteral("xdotool"), {QStringLiteral("get_num_desktops")})) {
            if (clock.elapsed() > 20000)
                return fail(QStringLiteral("openbox did not start, or xdotool is missing"));
        }
        m_hasManager = true;
        return true;
    }

    // Any other program of this desktop; ended with it.
    QProcess* startHelper(const QString& program, const QStringList& arguments = {})
    {
        m_helpers.push_back(std::make_unique<QProcess>());
        return run(*m_helpers.back(), program, arguments) ? m_helpers.back().get() : nullptr;
    }

    // The whole screen as a picture; its format follows the name.
    [[nodiscard]] bool grab(const QString& file)
    {
        return succeeds(QStringLiteral("import"),
                        {QStringLiteral("-window"), QStringLiteral("root"), file});
    }
    // Runs a program of this desktop to its end; what it printed is in output().
    [[nodiscard]] bool succeeds(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        if (!run(process, program, arguments) || !process.waitForFinished(20000))
            return false;
        m_output = process.readAllStandardOutput();
        return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }
    [[nodiscard]] QByteArray output() const { return m_output; }

private:
    [[nodiscard]] QString path(const QString& name) const { return m_home.filePath(name); }

    [[nodiscard]] QProcessEnvironment baseEnvironment() const
    {
        auto all = QProcessEnvironment::systemEnvironment();
        for (const auto& name : all.keys()) {
            if (name.startsWith(QLatin1String("XDG_")) || name.startsWith(QLatin1String("ARVADOS_"))
                || name == QLatin1String("WAYLAND_DISPLAY"))
                all.remove(name);
        }
        all.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        all.insert(QStringLiteral("HOME"), m_home.path());
        all.insert(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("config")));
        all.insert(QStringLiteral("XDG_CACHE_HOME"), path(QStringLiteral("cache")));
        all.insert(QStringLiteral("XDG_STATE_HOME"), path(QStringLiteral("state")));
        all.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("data")));
        all.insert(QStringLiteral("XDG_RUNTIME_DIR"), path(QStringLiteral("run")));
        all.insert(QStringLiteral("NO_AT_BRIDGE"), QStringLiteral("1"));
        all.insert(QStringLiteral("GTK_A11Y"), QStringLiteral("none"));
        return all;
    }

    [[nodiscard]] bool makeHome()
    {
        const QDir home(m_home.path());
        for (const auto* each :
             {"config/xfce4/xfconf/xfce-perchannel-xml", "cache", "state", "data", "run"}) {
            if (!home.mkpath(QLatin1String(each)))
                return fail(QStringLiteral("no temporary folder"));
        }
        QFile::setPermissions(path(QStringLiteral("run")),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return write(QStringLiteral("config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"),
                     xfceSettings())
            && write(QStringLiteral("tint2rc"), tint2Settings());
    }

    [[nodiscard]] bool write(const QString& name, const QByteArray& text)
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size()
            ? true
            : fail(QStringLiteral("cannot write ") + name);
    }

    [[nodiscard]] static QByteArray xfceSettings()
    {
        return R"(<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
 <property name="configver" type="int" value="2"/>
 <property name="panels" type="array"><value type="int" value="1"/>
  <property name="panel-1" type="empty">
   <property name="position" type="string" value="p=10;x=0;y=0"/>
   <property name="length" type="uint" value="100"/>
   <property name="position-locked" type="bool" value="true"/>
   <property name="size" type="uint" value="32"/>
   <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
  </property>
 </property>
 <property name="plugins" type="empty">
  <property name="plugin-1" type="string" value="systray">
   <property name="square-icons" type="bool" value="true"/>
  </property>
 </property>
</channel>
)";
    }
    [[nodiscard]] static QByteArray tint2Settings()
    {
        return "panel_items = S\npanel_size = 100% 32\npanel_position = bottom center horizontal\n"
               "systray_padding = 4 4 4\nsystray_icon_size = 24\nwm_menu = 0\n"
               "rounded = 0\nbackground_color = #202020 100\npanel_background_id = 1\n";
    }

    // The number of a free display comes through the server's standard output.
    [[nodiscard]] bool startServer(const QString& screen)
    {
        if (!run(m_server, QStringLiteral("Xvfb"),
                 {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                  QStringLiteral("0"), screen, QStringLiteral("-nolisten"), QStringLiteral("tcp"),
                  QStringLiteral("-noreset")}))
            return false;
        const auto number = firstLine(m_server);
        m_display = QLatin1Char(':') + QString::fromLatin1(number);
        return !number.isEmpty() || fail(QStringLiteral("Xvfb did not start"));
    }

    [[nodiscard]] bool startBus()
    {
        if (!run(m_bus, QStringLiteral("dbus-daemon"),
                 {QStringLiteral("--session"), QStringLiteral("--nofork"),
                  QStringLiteral("--nopidfile"), QStringLiteral("--print-address=1"),
                  QStringLiteral("--address=unix:path=") + path(QStringLiteral("run/bus"))}))
            return false;
        m_busAddress = QString::fromLatin1(firstLine(m_bus));
        return !m_busAddress.isEmpty() || fail(QStringLiteral("dbus-daemon did not start"));
    }

    [[nodiscard]] static QByteArray firstLine(QProcess& process)
    {
        QElapsedTimer clock;
        clock.start();
        while (!process.canReadLine() && clock.elapsed() < 20000
               && process.state() == QProcess::Running)
            process.waitForReadyRead(200);
        return process.readLine().trimmed();
    }

    [[nodiscard]] bool run(QProcess& process, const QString& program, const QStringList& arguments)
    {
        auto environment = m_environment;
        if (!m_display.isEmpty())
            environment.insert(QStringLiteral("DISPLAY"), m_display);
        process.setProcessEnvironment(environment);
        if (qEnvironmentVariableIsEmpty("ARV_TEST_VERBOSE"))
            process.setStandardErrorFile(QProcess::nullDevice());
        else
            process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        process.start(program, arguments);
        return process.waitForStarted(20000)
            || fail(program + QStringLiteral(" cannot be started"));
    }

    static void end(QProcess& process)
    {
        if (process.state() == QProcess::NotRunning)
            return;
        process.kill();
        process.waitForFinished(10000);
    }

    bool fail(const QString& reason)
    {
        m_error = reason;
        return false;
    }

    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    QString m_display;
    QString m_busAddress;
    QString m_error;
    QByteArray m_output;
    QProcess m_server;
    QProcess m_bus;
    std::unique_ptr<QProcess> m_host;
    bool m_hasManager = false;
    std::vector<std::unique_ptr<QProcess>> m_helpers;
};

} // namespace arv::test
