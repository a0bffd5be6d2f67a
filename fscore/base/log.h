// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLoggingCategory>
#include <QString>

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

} // namespace arv
