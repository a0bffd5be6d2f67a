// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuse/mountpoint.h"
#include "net/credentials.h"
#include "support/shell.h"

#include <QDir>
#include <QTemporaryDir>

#include <csignal>

namespace arv::test {

// The environment of a client of that account, with nothing of the developer's own.
[[nodiscard]] inline QProcessEnvironment environmentOf(const Credentials& credentials)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto* name : {"https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"})
        environment.remove(QLatin1String(name));
    environment.insert(QStringLiteral("ARVADOS_API_HOST"), credentials.host);
    environment.insert(QStringLiteral("ARVADOS_API_TOKEN"), credentials.token);
    environment.insert(QStringLiteral("SSL_CERT_FILE"), credentials.caFile);
    static const QTemporaryDir caches; // this test's own
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), caches.path());
    environment.remove(QStringLiteral("CACHE_DIRECTORY"));
    return environment;
}

[[nodiscard]] inline QString programPath()
{
    return QStringLiteral(ARV_BINARY_DIR "/arvados-drive");
}

// `arvados-drive mount --foreground` as a process of its own, on a fresh folder. Whatever happens
// to the test, the destructor leaves no mount and no process.
class MountedProcess
{
public:
    explicit MountedProcess(const Credentials& credentials)
    {
        auto environment = environmentOf(credentials);
        environment.insert(QStringLiteral("XDG_CACHE_HOME"),
                           m_folder.filePath(QStringLiteral("cache"))); // empty each time
        m_process.setProcessEnvironment(environment);
    }

    ~MountedProcess()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.terminate();
            if (!m_process.waitForFinished(15000))
                m_process.kill();
            m_process.waitForFinished(5000);
        }
        if (mountedAt(path()))
            (void)run(QStringLiteral("fusermount3"),
                      {QStringLiteral("-u"), QStringLiteral("-z"), path()});
    }

    // True when the mount is usable; false with the process' own words in complaint().
    [[nodiscard]] bool mount(const QStringList& options)
    {
        const QStringList fixed{QStringLiteral("mount"), QStringLiteral("--foreground")};
        m_process.start(programPath(), fixed + options + QStringList{path()});
        m_said.clear();
        while (!m_said.contains("is mounted at")) {
            if (!m_process.waitForReadyRead(20000))
                return false;
            m_said += m_process.readAllStandardOutput();
        }
        return true;
    }

    // Asks it to end and waits.
    [[nodiscard]] Outcome end(int signal = SIGTERM, int milliseconds = 20000)
    {
        ::kill(static_cast<pid_t>(m_process.processId()), signal);
        return outcomeOf(m_process, milliseconds);
    }
    [[nodiscard]] Outcome ended(int milliseconds = 20000)
    {
        return outcomeOf(m_process, milliseconds);
    }

    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("m")); }
    [[nodiscard]] QString path(const QString& below) const { return path() + u'/' + below; }
    [[nodiscard]] bool isMounted() const { return mountedAt(path()).has_value(); }
    [[nodiscard]] QProcess& process() { return m_process; }
    [[nodiscard]] QByteArray complaint() { return m_process.readAllStandardError(); }

private:
    class Folder : public QTemporaryDir
    {
    public:
        Folder() { QDir(this->QTemporaryDir::path()).mkdir(QStringLiteral("m")); }
    };
    Folder m_folder;
    QProcess m_process;
    QByteArray m_said;
};

} // namespace arv::test
