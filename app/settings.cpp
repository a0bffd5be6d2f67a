// SPDX-License-Identifier: Apache-2.0
#include "settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace arv {

namespace {

constexpr qint64 largestFile = 4 << 20; // bytes; more is no settings file

QString tr(const char* text)
{
    return QCoreApplication::translate("Settings", text);
}

} // namespace

Settings::Settings(QString path)
    : m_path(std::move(path))
{ }

QString Settings::standardPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/arvados-drive/settings.json");
}

Result<void> Settings::load()
{
    struct stat status
    { };
    m_isUnread = ::stat(QFile::encodeName(m_path).constData(), &status) == 0 || errno != ENOENT;
    if (!m_isUnread)
        return done();
    QFile file(m_path);
    // A pipe or a device would make open() wait.
    const bool isFile = S_ISREG(status.st_mode);
    if (!isFile || !file.open(QIODevice::ReadOnly) || file.size() > largestFile)
        return {Errc::Invalid,
                tr("The settings in %1 cannot be read (%2); changes will not be kept.")
                    .arg(m_path, isFile ? file.errorString() : tr("not a file"))};
    auto read = settingsFrom(file.readAll());
    if (read) {
        m_isUnread = false;
        values = std::move(*read);
        return done();
    }
    const auto aside = m_path + QStringLiteral(".broken");
    m_isUnread =
        std::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(aside).constData())
        != 0;
    return {Errc::Invalid, tr("%1 The file was put aside as %2.").arg(read.error().text, aside)};
}

Result<void> Settings::save() const
{
    if (m_isUnread)
        return {
            Errc::NotPermitted,
            tr("The settings are not kept: %1 could not be read and would be lost.").arg(m_path)};
    const auto folder = QFile::encodeName(QFileInfo(m_path).path());
    QDir().mkpath(QFileInfo(QFileInfo(m_path).path()).path());
    ::mkdir(folder.constData(), 0700);
    QSaveFile file(m_path);
    const bool isWritten = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(settingsText(values)) >= 0 && file.commit();
    if (isWritten)
        return done();
    return {Errc::NotPermitted,
            tr("The settings cannot be kept in %1: %2").arg(m_path, file.errorString())};
}

} // namespace arv
