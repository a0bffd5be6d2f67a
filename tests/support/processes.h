// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>
#include <QString>

namespace arv::test {

// What /proc says of processes and threads; PIDs as text, "self" is allowed.

[[nodiscard]] inline QByteArray procFile(const QString& path)
{
    QFile file(QStringLiteral("/proc/") + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

[[nodiscard]] inline QStringList threadsOf(const QString& process)
{
    return QDir(QStringLiteral("/proc/%1/task").arg(process))
        .entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

[[nodiscard]] inline QStringList childrenOf(const QString& process)
{
    QStringList children;
    for (const auto& thread : threadsOf(process)) {
        const auto line = procFile(QStringLiteral("%1/task/%2/children").arg(process, thread));
        children += QString::fromLatin1(line).split(u' ', Qt::SkipEmptyParts);
    }
    return children;
}

// R, S, D (in a system call that cannot be interrupted), Z, ...; 0: there is none.
[[nodiscard]] inline char stateIn(const QByteArray& stat)
{
    const auto end = stat.lastIndexOf(") ");
    return end < 0 ? '\0' : stat.at(end + 2);
}

[[nodiscard]] inline bool isRunning(const QString& process)
{
    const char state = stateIn(procFile(process + QStringLiteral("/stat")));
    return state != '\0' && state != 'Z';
}

// The state of the thread of that name.
[[nodiscard]] inline char stateOfThread(const QString& process, const QByteArray& name)
{
    for (const auto& thread : threadsOf(process)) {
        const auto folder = QStringLiteral("%1/task/%2/").arg(process, thread);
        if (procFile(folder + QStringLiteral("comm")).trimmed() == name)
            return stateIn(procFile(folder + QStringLiteral("stat")));
    }
    return '\0';
}

[[nodiscard]] inline qsizetype descriptorCount()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System).size();
}

} // namespace arv::test
