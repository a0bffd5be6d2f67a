// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/bussecret.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/prctl.h>

#include <signal.h>

namespace arv::test {

// A session bus of the test's own, with HOME and XDG folders of its own for what runs on it, and a
// real GNOME keyring on it if wished. start() also makes it this process' session bus, and has to
// come before anything asks for that: construct it in main() or first thing in initTestCase(). What
// it started ends with it.
class SessionBus
{
public:
    enum class Services
    {
        None, // the bus starts nothing but what setActivatable() names
        Installed // whatever this machine has a D-Bus service file for
    };

    SessionBus() = default;
    ~SessionBus()
    {
        stopKeyring();
        QDBusConnection::disconnectFromBus(connectionName());
        end(m_daemon);
    }
    SessionBus(const SessionBus&) = delete;
    SessionBus& operator=(const SessionBus&) = delete;

    [[nodiscard]] bool start(Services services = Services::None)
    {
        return startDaemon(services) && connection().isConnected();
    }
    // The bus alone, nobody being on it yet: also before there is an application object.
    [[nodiscard]] bool startDaemon(Services services)
    {
        makeFolders();
        writeConfiguration(services);
        m_daemon.setProcessEnvironment(environment());
        m_daemon.setChildProcessModifier(endWithParent);
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                        QStringLiteral("--config-file=") + path("bus.conf")});
        if (!m_daemon.waitForReadyRead(10000))
            return false;
        m_address = QString::fromLatin1(m_daemon.readLine().trimmed());
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address.toLatin1());
        return !m_address.isEmpty();
    }

    [[nodiscard]] QString address() const { return m_address; }
    // A folder of this bus' own: home, config, data, cache, state, run.
    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }
    // For programs that belong to this session.
    [[nodiscard]] QProcessEnvironment environment() const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_address);
        environment.insert(QStringLiteral("HOME"), path("home"));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), path("config"));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), path("data"));
        environment.insert(QStringLiteral("XDG_CACHE_HOME"), path("cache"));
        environment.insert(QStringLiteral("XDG_STATE_HOME"), path("state"));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), path("run"));
        environment.remove(QStringLiteral("GNOME_KEYRING_CONTROL"));
        return environment;
    }

    // From now on the bus starts this program when somebody asks for the name (no program: no
    // more).
    void setActivatable(const QString& name, const QString& program) const
    {
        QFile file(path("services") + u'/' + name + QStringLiteral(".service"));
        if (program.isEmpty())
            file.remove();
        else if (file.open(QIODevice::WriteOnly))
            file.write(
                QStringLiteral("[D-BUS Service]\nName=%1\nExec=%2\n").arg(name, program).toUtf8());
        file.close();
        if (!m_address.isEmpty())
            (void)call(QStringLiteral("org.freedesktop.DBus"),
                       QStringLiteral("/org/freedesktop/DBus"),
                       QStringLiteral("org.freedesktop.DBus"), QStringLiteral("ReloadConfig"));
    }

    // The test's own view of the bus; not the connection that the program under test has.
    [[nodiscard]] QDBusConnection connection() const
    {
        return QDBusConnection::connectToBus(m_address, connectionName());
    }
    [[nodiscard]] QDBusMessage call(const QString& service, const QString& object,
                                    const QString& interface, const QString& method,
                                    const QVariantList& arguments = {}) const
    {
        auto message = QDBusMessage::createMethodCall(service, object, interface, method);
        message.setArguments(arguments);
        return connection().call(message, QDBus::Block, 10000);
    }
    [[nodiscard]] bool has(const QString& name) const
    {
        return connection().interface()->isServiceRegistered(name);
    }

    // The keyring has a default collection, with the password "password"; it keeps what it holds
    // when it is stopped and started. No prompter is there: whatever is locked stays locked.
    [[nodiscard]] bool startKeyring(bool unlocked = true)
    {
        m_keyring.setProcessEnvironment(environment());
        m_keyring.setChildProcessModifier([] {
            endWithParent();
            sigset_t none; // a test may have blocked SIGTERM
            sigemptyset(&none);
            ::sigprocmask(SIG_SETMASK, &none, nullptr);
        });
        m_keyring.start(QStringLiteral("gnome-keyring-daemon"),
                        {QStringLiteral("--foreground"), QStringLiteral("--components=secrets"),
                         QStringLiteral("--unlock")});
        m_keyring.write("password");
        m_keyring.closeWriteChannel();
        if (!QTest::qWaitFor([this] { return has(keyringName()); }, 10000))
            return false;
        return unlocked || lockKeyring();
    }
    void stopKeyring()
    {
        end(m_keyring);
        if (!m_address.isEmpty())
            (void)QTest::qWaitFor([this] { return !has(keyringName()); }, 10000);
    }
    [[nodiscard]] bool lockKeyring()
    {
        const QList<QDBusObjectPath> collections{defaultCollection()};
        return callKeyring("org.freedesktop.Secret.Service", "Lock",
                           {QVariant::fromValue(collections)})
                   .type()
            == QDBusMessage::ReplyMessage;
    }
    // As when the person answers the keyring's own question.
    [[nodiscard]] bool unlockKeyring()
    {
        registerBusSecrets();
        const auto opened =
            callKeyring("org.freedesktop.Secret.Service", "OpenSession",
                        {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
        const BusSecret password{opened.arguments().value(1).value<QDBusObjectPath>(),
                                 {},
                                 "password",
                                 QStringLiteral("text/plain")};
        return callKeyring(
                   "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                   "UnlockWithMasterPassword",
                   {QVariant::fromValue(defaultCollection()), QVariant::fromValue(password)})
                   .type()
            == QDBusMessage::ReplyMessage;
    }
    // What the keyring holds for an account, as another program sees it.
    [[nodiscard]] QByteArray tokenInKeyring(const QString& account) const
    {
        QProcess tool;
        tool.setProcessEnvironment(environment());
        tool.start(QStringLiteral("secret-tool"),
                   {QStringLiteral("lookup"), QStringLiteral("server"),
                    QStringLiteral("org.arvados.Drive"), QStringLiteral("user"), account});
        return tool.waitForFinished(10000) ? tool.readAllStandardOutput() : QByteArray();
    }

    [[nodiscard]] static QString keyringName() { return QStringLiteral("org.freedesktop.secrets"); }

private:
    [[nodiscard]] QDBusMessage callKeyring(const char* interface, const char* method,
                                           const QVariantList& arguments) const
    {
        return call(keyringName(), QStringLiteral("/org/freedesktop/secrets"),
                    QLatin1String(interface), QLatin1String(method), arguments);
    }
    [[nodiscard]] QDBusObjectPath defaultCollection() const
    {
        return callKeyring("org.freedesktop.Secret.Service", "ReadAlias",
                           {QStringLiteral("default")})
            .arguments()
            .value(0)
            .value<QDBusObjectPath>();
    }
    [[nodiscard]] static QString connectionName() { return QStringLiteral("the test's view"); }

    void makeFolders()
    {
        for (const auto* name : {"home", "config", "data", "cache", "state", "run", "services"})
            QDir().mkpath(path(name));
        QFile::setPermissions(path("run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void writeConfiguration(Services services) const
    {
        QFile file(path("bus.conf"));
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration "
                   "1.0//EN\" \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                   "<busconfig><type>session</type><listen>unix:dir="
                   + path("run").toUtf8() + "</listen><auth>EXTERNAL</auth><servicedir>"
                   + path("services").toUtf8() + "</servicedir>\n");
        if (services == Services::Installed)
            file.write("<standard_session_servicedirs/>\n");
        file.write("<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                   "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n");
    }

    // Also when the test crashes.
    static void endWithParent() { ::prctl(PR_SET_PDEATHSIG, SIGTERM); }

    static void end(QProcess& process)
    {
        if (process.state() == QProcess::NotRunning)
            return;
        process.terminate();
        if (!process.waitForFinished(5000))
            process.kill();
        process.waitForFinished(5000);
    }

    QTemporaryDir m_folder;
    QString m_address;
    QProcess m_daemon;
    QProcess m_keyring;
};

} // namespace arv::test
