// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <QFile>
#include <QRegularExpression>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <mutex>

namespace arv {

Q_LOGGING_CATEGORY(logAsync, "arvados.async", QtWarningMsg)
Q_LOGGING_CATEGORY(logNet, "arvados.net", QtWarningMsg)
Q_LOGGING_CATEGORY(logApi, "arvados.api", QtWarningMsg)
Q_LOGGING_CATEGORY(logKeep, "arvados.keep", QtWarningMsg)
Q_LOGGING_CATEGORY(logTree, "arvados.tree", QtWarningMsg)
Q_LOGGING_CATEGORY(logFuse, "arvados.fuse", QtWarningMsg)
Q_LOGGING_CATEGORY(logMount, "arvados.mount", QtWarningMsg)
Q_LOGGING_CATEGORY(logApp, "arvados.app", QtWarningMsg)

QString redact(QString text)
{
    // v2/UUID/SECRET: the UUID may be told, it names the token without giving it away.
    static const QRegularExpression v2(
        QStringLiteral("(v2/[a-z0-9]{5}-gj3su-[a-z0-9]{15}/)[^\\s\"']+"));
    // 40 letters and digits or more: a v1 token (about 50) or a block signature (40 hex digits).
    static const QRegularExpression secret(QStringLiteral("[A-Za-z0-9]{40,}"));
    text.replace(v2, QStringLiteral("\\1[hidden]"));
    text.replace(secret, QStringLiteral("[hidden]"));
    return text;
}

namespace {

std::atomic<std::FILE*> logFile = nullptr; // null: standard error

std::mutex sinkMutex;
std::function<void(const LogLine&)> sink;

void writeLine(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    static constexpr std::array words{"debug", "warning", "critical", "fatal", "info"};
    const LogLine line{QDateTime::currentDateTime(), type, QString::fromLatin1(context.category),
                       redact(text)};
    const auto written =
        QStringLiteral("%1: %2: %3\n")
            .arg(line.category, QString::fromLatin1(words.at(static_cast<std::size_t>(type))),
                 line.text)
            .toLocal8Bit();
    if (auto* file = logFile.load()) {
        const auto when = line.when.toString(Qt::ISODateWithMs).toLatin1();
        std::fputs((when + ' ' + written).constData(), file);
    } else {
        std::fputs(written.constData(), stderr);
    }
    const std::lock_guard lock(sinkMutex);
    if (sink)
        sink(line);
}

} // namespace

void logToStandardError(bool everything)
{
    qInstallMessageHandler(writeLine);
    if (everything)
        setLogDetail(true);
}

Result<void> logToFile(const QString& path)
{
    // A pipe that nobody reads is refused rather than waited for.
    const int opened = ::open(QFile::encodeName(path).constData(),
                              O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    auto* file = opened < 0 ? nullptr : ::fdopen(opened, "a");
    if (!file) {
        const auto reason = QString::fromLocal8Bit(std::strerror(errno));
        if (opened >= 0)
            ::close(opened);
        return {Errc::NotPermitted,
                QStringLiteral("the log cannot be written to %1: %2").arg(path, reason)};
    }
    ::fcntl(opened, F_SETFL, ::fcntl(opened, F_GETFL) & ~O_NONBLOCK);
    std::setvbuf(file, nullptr, _IOLBF, 0);
    logFile = file;
    return done();
}

void setLogSink(std::function<void(const LogLine&)> newSink)
{
    const std::lock_guard lock(sinkMutex);
    sink.swap(newSink);
}

void setLogDetail(bool everything)
{
    QLoggingCategory::setFilterRules(everything ? QStringLiteral("arvados.*=true") : QString());
}

} // namespace arv
