// SPDX-License-Identifier: Apache-2.0
#include "autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSaveFile>
#include <QStandardPaths>

namespace arv {

namespace {

constexpr qint64 largestEntry = 1 << 16; // bytes

QString entryIn(const QString& folder)
{
    return folder + QStringLiteral("/autostart/org.arvados.Drive.desktop");
}

QString systemEntry()
{
    for (const auto& folder :
         QStandardPaths::standardLocations(QStandardPaths::GenericConfigLocation)) {
        const auto path = entryIn(folder);
        if (path != Autostart::ownPath() && QFileInfo(path).isFile())
            return path;
    }
    return {};
}

// Keys of the group [Desktop Entry] that are no translations.
QHash<QString, QString> entryAt(const QString& path)
{
    QHash<QString, QString> keys;
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return keys;
    bool isInGroup = false;
    for (const auto& line : QString::fromUtf8(file.read(largestEntry)).split(u'\n')) {
        const auto equals = line.indexOf(u'=');
        if (line.startsWith(u'['))
            isInGroup = line.trimmed() == QLatin1String("[Desktop Entry]");
        else if (isInGroup && equals > 0 && !line.startsWith(u'#'))
            keys.insert(line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
    }
    return keys;
}

} // namespace

QString execArgument(const QString& argument)
{
    QString quoted;
    for (const auto unit : argument) {
        if (unit == u'"' || unit == u'`' || unit == u'$' || unit == u'\\')
            quoted += u'\\';
        quoted += unit;
    }
    quoted.replace(u'%', QStringLiteral("%%"));
    quoted.replace(u'\\', QStringLiteral("\\\\"));
    quoted.replace(u'\n', QStringLiteral("\\n"));
    quoted.replace(u'\r', QStringLiteral("\\r"));
    quoted.replace(u'\t', QStringLiteral("\\t"));
    return u'"' + quoted + u'"';
}

Autostart::Autostart(QString program)
    : m_program(std::move(program))
{ }

QString Autostart::ownPath()
{
    return entryIn(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation));
}

bool Autostart::isOn() const
{
    const auto own = ownPath();
    const auto keys = entryAt(QFileInfo::exists(own) ? own : systemEntry());
    const auto word = [&keys](const char* key) { return keys.value(QLatin1String(key)).toLower(); };
    return !word("Exec").isEmpty() && word("Hidden") != QLatin1String("true")
        && word("X-GNOME-Autostart-enabled") != QLatin1String("false");
}

Result<void> Autostart::set(bool on) const
{
    if (on || !systemEntry().isEmpty())
        return write(!on);
    if (QFile::remove(ownPath()) || !QFileInfo::exists(ownPath()))
        return done();
    return {Errc::NotPermitted,
            QCoreApplication::translate("Autostart", "%1 cannot be removed.").arg(ownPath())};
}

Result<void> Autostart::write(bool isHidden) const
{
    QDir().mkpath(QFileInfo(ownPath()).path());
    const auto text = QStringLiteral("[Desktop Entry]\n"
                                     "Type=Application\n"
                                     "Name=Arvados Drive\n"
                                     "Exec=%1 --autostarted\n"
                                     "Icon=org.arvados.Drive\n"
                                     "Terminal=false\n"
                                     "Hidden=%2\n")
                          .arg(execArgument(m_program),
                               isHidden ? QStringLiteral("true") : QStringLiteral("false"));
    QSaveFile file(ownPath());
    if (file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0 && file.commit())
        return done();
    return {Errc::NotPermitted,
            QCoreApplication::translate("Autostart", "%1 cannot be written: %2")
                .arg(ownPath(), file.errorString())};
}

} // namespace arv
