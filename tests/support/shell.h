// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

namespace arv::test {

// What came of a command. Files of a mount are touched only through commands: a stuck one costs a
// failed test, not a stuck test.
struct Outcome
{
    bool inTime = false;
    int status = -1; // exit status; 128 + signal if one ended it
    QByteArray out;
    QByteArray err;

    [[nodiscard]] bool isSuccess() const { return inTime && status == 0; }
    [[nodiscard]] QString told() const
    {
        return QStringLiteral("%1, status %2\n%3\n%4")
            .arg(inTime ? QStringLiteral("ended") : QStringLiteral("did not end"))
            .arg(status)
            .arg(QString::fromUtf8(out.right(2000)), QString::fromUtf8(err.right(2000)));
    }
};

// Takes the result of a command that was started, waiting at most so long; then kills it.
[[nodiscard]] inline Outcome outcomeOf(QProcess& process, int milliseconds = 20000)
{
    Outcome outcome;
    const auto hasEnded = [&process] { // it may have been noticed before we wait
        return process.state() == QProcess::NotRunning
            && process.error() != QProcess::FailedToStart;
    };
    outcome.inTime = process.waitForFinished(milliseconds) || hasEnded();
    if (!outcome.inTime) {
        process.kill();
        process.waitForFinished(2000);
    }
    outcome.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode()
                                                                  : 128 + process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

// Waits until a running command has written just this; it may come in pieces.
[[nodiscard]] inline bool says(QProcess& process, const QByteArray& expected,
                               int milliseconds = 10000)
{
    QByteArray said = process.readAllStandardOutput();
    while (said.size() < expected.size() && process.waitForReadyRead(milliseconds))
        said += process.readAllStandardOutput();
    return said == expected;
}

// Runs a program with arguments.
[[nodiscard]] inline Outcome run(const QString& program, const QStringList& arguments,
                                 int milliseconds = 20000)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    return outcomeOf(process, milliseconds);
}

// Runs a line of shell in a folder; $1 and so on are the arguments.
[[nodiscard]] inline Outcome shell(const QString& line, const QStringList& arguments = {},
                                   const QString& folder = QStringLiteral("/"),
                                   int milliseconds = 20000)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("sh"),
                  QStringList{QStringLiteral("-c"), line, QStringLiteral("sh")} + arguments);
    return outcomeOf(process, milliseconds);
}

} // namespace arv::test
