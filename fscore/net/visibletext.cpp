// SPDX-License-Identifier: Apache-2.0
#include "net/visibletext.h"

namespace arv {

QString visibleText(const QString& text, qsizetype longest)
{
    QString shown;
    for (const QChar c : text) {
        if (c.isPrint() || c.isSurrogate())
            shown += c;
        else
            shown += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        if (shown.size() >= longest)
            return shown.left(longest - 1) + QChar(0x2026);
    }
    return shown;
}

} // namespace arv
