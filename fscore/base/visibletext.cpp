// SPDX-License-Identifier: Apache-2.0
#include "base/visibletext.h"

#include <QList>

namespace arv {

namespace {

// Separators of lines and paragraphs break a label in two; formats include those that turn the
// direction of what follows.
bool isShownAsItIs(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Other_Surrogate:
        return false;
    default:
        return QChar::isPrint(c);
    }
}

} // namespace

QString visibleText(const QString& text, qsizetype longest)
{
    QString shown;
    const auto characters = text.toUcs4(); // lone surrogates become U+FFFD
    for (const uint each : characters) {
        const char32_t c = each;
        if (isShownAsItIs(c))
            shown += QChar::fromUcs4(c);
        else
            shown += QStringLiteral("\\x%1").arg(each, 2, 16, QLatin1Char('0'));
        if (shown.size() >= longest)
            return shown.left(longest - 1) + QChar(0x2026);
    }
    return shown;
}

} // namespace arv
