// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <QRegularExpression>

namespace arv {

Q_LOGGING_CATEGORY(logAsync, "arvados.async", QtInfoMsg)
Q_LOGGING_CATEGORY(logNet, "arvados.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logApi, "arvados.api", QtInfoMsg)
Q_LOGGING_CATEGORY(logKeep, "arvados.keep", QtInfoMsg)
Q_LOGGING_CATEGORY(logTree, "arvados.tree", QtInfoMsg)
Q_LOGGING_CATEGORY(logFuse, "arvados.fuse", QtInfoMsg)
Q_LOGGING_CATEGORY(logMount, "arvados.mount", QtInfoMsg)
Q_LOGGING_CATEGORY(logApp, "arvados.app", QtInfoMsg)

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

} // namespace arv
