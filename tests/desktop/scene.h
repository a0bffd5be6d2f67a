// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.h"
#include "signalwatcher.h"
#include "support/desktopsession.h"
#include "support/sessionbus.h"
#include "windowcommand.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QtTest>

namespace arv::test {

// A screen, a home and a session bus on which nobody is but who is asked, for the application in
// this process. Construct it in main() before the application object. Leaves no mount below its
// home. Main thread.
class Scene
{
public:
    Scene()
    {
        if (!m_session.start())
            qFatal("%s", qPrintable(m_session.error()));
        m_session.enter();
        if (!m_bus.startDaemon(SessionBus::Services::None))
            qFatal("no session bus");
        makeFakeOpener();
        s_scene = this;
    }
    ~Scene() { clearMounts(); }
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    [[nodiscard]] static Scene& current() { return *s_scene; }
    [[nodiscard]] DesktopSession& session() { return m_session; }
    [[nodiscard]] SessionBus& bus() { return m_bus; }
    [[nodiscard]] QString home() const { return m_session.home(); }

    [[nodiscard]] static bool isMounted(const QString& directory)
    {
        return mountPoints().contains(directory);
    }
    // What was mounted below the home is not there any more: whatever became of the test.
    void clearMounts() const
    {
        for (const auto& place : mountPoints()) {
            if (place.startsWith(home() + u'/'))
                QProcess::execute(QStringLiteral("fusermount3"),
                                  {QStringLiteral("-u"), QStringLiteral("-z"), place});
        }
    }
    // As on a machine where the program has never run.
    void forgetEverything() const
    {
        clearMounts();
        QDir(home() + QStringLiteral("/config/arvados-drive")).removeRecursively();
    }

    // Files below a folder that hold this text.
    [[nodiscard]] static QStringList filesWith(const QString& folder, const QByteArray& text)
    {
        QStringList found;
        QDirIterator each(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks,
                          QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                found += file.fileName();
        }
        return found;
    }

    // What xdg-open was given, environment included, and how it was started; empty: it was not.
    [[nodiscard]] QByteArray opened() const
    {
        QFile file(home() + QStringLiteral("/opened"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    [[nodiscard]] static QStringList mountPoints()
    {
        QFile table(QStringLiteral("/proc/self/mountinfo"));
        QStringList places;
        if (!table.open(QIODevice::ReadOnly))
            return places;
        for (const auto& line : table.readAll().split('\n'))
            places += QString::fromUtf8(line.split(' ').value(4));
        return places;
    }

    void makeFakeOpener() const
    {
        const auto folder = home() + QStringLiteral("/bin");
        QDir().mkpath(folder);
        QFile file(folder + QStringLiteral("/xdg-open"));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no xdg-open");
        file.write("#!/bin/sh\n{ echo \"opened $1\"; grep SigBlk /proc/self/status; env; }"
                   " > \"$HOME/opened.new\"\nmv \"$HOME/opened.new\" \"$HOME/opened\"\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("PATH", folder.toUtf8() + ':' + qgetenv("PATH"));
    }

    static inline Scene* s_scene = nullptr;
    DesktopSession m_session;
    SessionBus m_bus;
};

// The main() of a test of the whole application.
template <class Test>
int runScene(int argc, char** argv)
{
    const auto missing = DesktopSession::missing(
        {QStringLiteral("Xvfb"), QStringLiteral("dbus-daemon"), QStringLiteral("fusermount3"),
         QStringLiteral("gnome-keyring-daemon"), QStringLiteral("secret-tool"),
         QStringLiteral("openbox"), QStringLiteral("tint2")});
    if (!missing.isEmpty()) {
        std::fprintf(stderr, "%s is not installed\n", qPrintable(missing));
        return 1;
    }
    Scene scene;
    SignalWatcher::blockSignals();
    QApplication application(argc, argv);
    prepareLook();
    QLoggingCategory::setFilterRules(QStringLiteral("qt.accessibility.*=false"));
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace arv::test
