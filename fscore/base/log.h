// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QString>

#include <functional>

namespace arv {

// Every logging category of the program. Switched with QT_LOGGING_RULES, e.g. "arvados.keep=true".
Q_DECLARE_LOGGING_CATEGORY(logAsync)
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logApi)
Q_DECLARE_LOGGING_CATEGORY(logKeep)
Q_DECLARE_LOGGING_CATEGORY(logTree)
Q_DECLARE_LOGGING_CATEGORY(logFuse)
Q_DECLARE_LOGGING_CATEGORY(logMount)
Q_DECLARE_LOGGING_CATEGORY(logApp)

// The text with everything that may be a token blacked out: v2 tokens keep their UUID, signatures
// keep their expiry, long runs of letters and digits vanish. Call it on whatever came from outside.
[[nodiscard]] QString redact(QString text);

// From now on every line of the log goes to standard error, redacted. Warnings and worse, unless
// everything is asked for.
void logToStandardError(bool everything);

// From now on the lines go to the end of this file, each with its time, instead of to standard
// error. Once, at the start of the process: the file stays open. The error says why it cannot be.
[[nodiscard]] Result<void> logToFile(const QString& path);

// One line of the log, redacted. A value.
struct LogLine
{
    QDateTime when;
    QtMsgType level = QtInfoMsg;
    QString category; // "arvados.keep"; what Qt and others say has theirs
    QString text;
};

// Every line also goes there, besides standard error or the file; called on whatever thread says
// it, so it only hands the line over. Null: no more; when this has returned the old one is not
// called again.
void setLogSink(std::function<void(const LogLine&)> sink);

// Switches debug and info lines of our categories on or off. Any thread.
void setLogDetail(bool everything);

} // namespace arv
