// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.h"
#include "fuse/mountpoint.h"
#include "support/demoaccount.h"
#include "support/shell.h"
#include "support/waiting.h"

#include <QDialog>
#include <QSet>

#include <memory>

#include <signal.h>
#include <unistd.h>

namespace arv::test {

// The real application in this process, under a desktop that the test has entered. Whatever happens
// to the test, nothing that it mounted stays mounted. UI thread.
class RunningDrive
{
public:
    explicit RunningDrive(Application::Launch launch = {})
        : m_application(std::make_unique<Application>(std::move(launch)))
    {
        QObject::connect(m_application.get(), &Application::finished, m_application.get(),
                         [this] { m_hasEnded = true; });
        m_isFirst = m_application->begin();
        if (!m_isFirst)
            return;
        // The assistant of a first run is another test's business.
        for (auto* dialog : window().findChildren<QDialog*>())
            dialog->close();
    }
    ~RunningDrive()
    {
        rememberPlaces();
        if (m_isFirst && !m_hasEnded) {
            drive().endNow();
            (void)waitUntil([this] { return m_hasEnded; }, 20000);
        }
        m_application.reset();
        for (const auto& place : m_places) {
            const auto there = mountedAt(place);
            if (there && there->isOurs())
                (void)run(QStringLiteral("fusermount3"),
                          {QStringLiteral("-u"), QStringLiteral("-z"), place});
        }
    }
    RunningDrive(const RunningDrive&) = delete;
    RunningDrive& operator=(const RunningDrive&) = delete;

    [[nodiscard]] bool isFirst() const { return m_isFirst; }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] Drive& drive() { return m_application->drive(); }
    [[nodiscard]] Face& face() { return m_application->face(); }
    [[nodiscard]] MainWindow& window() { return face().window(); }

    // Ids. The token stays in memory.
    QString addAccount(const DemoAccount& demo, const QString& name)
    {
        const auto credentials = demo.credentials();
        AccountSettings settings;
        settings.name = name;
        settings.host = credentials.host;
        settings.caFile = credentials.caFile;
        settings.sessionOnly = true;
        return drive().saveAccount(settings, credentials.token);
    }
    QString addMount(const QString& accountId, const QString& name)
    {
        MountSettings settings;
        settings.accountId = accountId;
        settings.name = name;
        settings.directory = drive().proposedDirectory(name);
        const auto id = drive().saveMount(settings);
        if (!id)
            qFatal("%s", qPrintable(id.error().text));
        rememberPlaces();
        return *id;
    }

    [[nodiscard]] MountSnapshot snapshot(const QString& mountId)
    {
        const auto mount = drive().mount(mountId);
        return mount ? mount->snapshot : MountSnapshot();
    }
    [[nodiscard]] QString place(const QString& mountId)
    {
        const auto mount = drive().mount(mountId);
        return mount ? mount->settings.directory : QString();
    }
    [[nodiscard]] bool waitFor(const QString& mountId, MountSnapshot::State state,
                               int milliseconds = 20000)
    {
        return waitUntil([&] { return snapshot(mountId).state == state; }, milliseconds);
    }
    [[nodiscard]] bool mount(const QString& mountId)
    {
        drive().startMount(mountId);
        return waitFor(mountId, MountSnapshot::State::Mounted);
    }
    [[nodiscard]] bool waitForEnd(int milliseconds = 20000)
    {
        return waitUntil([this] { return m_hasEnded; }, milliseconds);
    }

private:
    void rememberPlaces()
    {
        if (!m_isFirst)
            return;
        for (const auto& mount : drive().mounts())
            m_places.insert(mount.settings.directory);
    }

    std::unique_ptr<Application> m_application;
    QSet<QString> m_places;
    bool m_isFirst = false;
    bool m_hasEnded = false;
};

// Like outcomeOf() and run(), with the event loop of this thread going on: a command that waits for
// the application must not be waited for by it.
class LiveCommand
{
public:
    LiveCommand(const QString& line, const QStringList& arguments)
    {
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setChildProcessModifier([] {
            SignalWatcher::restoreSignals();
            ::setpgid(0, 0);
        });
        m_process.start(QStringLiteral("sh"),
                        QStringList{QStringLiteral("-c"), line, QStringLiteral("sh")} + arguments);
    }
    ~LiveCommand()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        // With the programs that the shell has started.
        ::kill(-static_cast<pid_t>(m_process.processId()), SIGKILL);
        m_process.waitForFinished(5000);
    }
    LiveCommand(const LiveCommand&) = delete;
    LiveCommand& operator=(const LiveCommand&) = delete;

    [[nodiscard]] bool hasEnded() const { return m_process.state() == QProcess::NotRunning; }
    [[nodiscard]] Outcome outcome(int milliseconds = 20000)
    {
        (void)waitUntil([this] { return hasEnded(); }, milliseconds);
        return outcomeOf(m_process, 0);
    }
    [[nodiscard]] QProcess& process() { return m_process; }

private:
    QProcess m_process;
};

// A line of shell, the event loop going on.
[[nodiscard]] inline Outcome live(const QString& line, const QStringList& arguments,
                                  int milliseconds = 20000)
{
    LiveCommand command(line, arguments);
    return command.outcome(milliseconds);
}

} // namespace arv::test
