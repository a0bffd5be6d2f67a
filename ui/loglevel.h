// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>
#include <QtGlobal>

namespace arv {

// How grave a line of the log is, for people: a word, and a sign whose shape tells it without
// colour. UI thread.
class LogLevel
{
public:
    enum Rank
    {
        Debug,
        Info,
        Warning,
        Error
    };
    [[nodiscard]] static Rank rank(QtMsgType type);
    [[nodiscard]] static QString word(Rank rank);
    // In the palette's colours, sharp at 1x and 2x.
    [[nodiscard]] static QIcon icon(Rank rank, const QPalette& palette);
};

} // namespace arv
