// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

namespace arv {

// The entry by which the desktop starts this program at login (XDG autostart):
// autostart/org.arvados.Drive.desktop in the person's configuration folder, before those of the
// system. UI thread; small local files.
class Autostart
{
public:
    // The program to be started: absolute.
    explicit Autostart(QString program);

    [[nodiscard]] bool isOn() const;
    // On: (re)written for this program. Off: removed, or hidden where the system has one as well.
    [[nodiscard]] Result<void> set(bool on) const;

    [[nodiscard]] static QString ownPath();

private:
    [[nodiscard]] Result<void> write(bool isHidden) const;

    QString m_program;
};

// An argument as it stands in the Exec line of a desktop entry: quoted, with the escapes of the
// quotes, of field codes and of the file itself. Pure.
[[nodiscard]] QString execArgument(const QString& argument);

} // namespace arv
