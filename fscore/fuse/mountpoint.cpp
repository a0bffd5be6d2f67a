// SPDX-License-Identifier: Apache-2.0
#include "fuse/mountpoint.h"

#include "base/log.h"
#include "fuse/mountoptions.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>

namespace arv {

namespace {

// Blanks, tabs, newlines and backslashes stand as \ooo in the mount table.
QString unescaped(const QByteArray& field)
{
    QByteArray text;
    for (qsizetype i = 0; i < field.size(); ++i) {
        bool isOctal = false;
        const auto code = field.mid(i + 1, 3).toInt(&isOctal, 8);
        if (field.at(i) == '\\' && isOctal) {
            text += static_cast<char>(code);
            i += 3;
        } else {
            text += field.at(i);
        }
    }
    return QFile::decodeName(text);
}

// Does the filesystem answer? A killed server leaves ENOTCONN, which comes at once.
int stateOf(const QString& directory)
{
    struct statvfs status
    { };
    return ::statvfs(QFile::encodeName(directory).constData(), &status) == 0 ? 0 : errno;
}

// The folders above it as usual, the last one for its owner alone.
bool makeFolder(const QString& directory)
{
    const auto above = QFileInfo(directory).path();
    return QDir().mkpath(above) && ::mkdir(QFile::encodeName(directory).constData(), 0700) == 0;
}

Result<void> detachDead(const QString& directory)
{
    qCInfo(logFuse).noquote() << "detaching the dead mount at" << directory;
    QProcess::execute(QStringLiteral("fusermount3"),
                      {QStringLiteral("-u"), QStringLiteral("-z"), directory});
    if (!mountedAt(directory)) // another one of us may have been quicker
        return done();
    return {
        Errc::NotPermitted,
        QStringLiteral("%1 holds a dead mount that fusermount3 could not detach").arg(directory)};
}

} // namespace

bool MountedHere::isOurs() const
{
    return type == QStringLiteral("fuse.") + QString::fromLatin1(mountSubtype);
}

// mountinfo: id parent major:minor root mountpoint options [optional...] - type source options
std::optional<MountedHere> mountedAt(const QString& directory)
{
    QFile table(QStringLiteral("/proc/self/mountinfo"));
    if (!table.open(QIODevice::ReadOnly))
        return std::nullopt;
    std::optional<MountedHere> last; // the topmost of several
    const auto lines = table.readAll().split('\n');
    for (const auto& line : lines) {
        const auto fields = line.split(' ');
        const auto separator = fields.indexOf(QByteArray("-"));
        if (fields.size() < 5 || separator < 0 || separator + 2 >= fields.size()
            || unescaped(fields.at(4)) != directory)
            continue;
        const auto& device = fields.at(2);
        last = MountedHere{unescaped(fields.at(separator + 1)), unescaped(fields.at(separator + 2)),
                           QString::fromLatin1(device.mid(device.indexOf(':') + 1))};
    }
    return last;
}

UnmountOutcome unmountUnlessHeld(const QString& directory)
{
    const auto mounted = mountedAt(directory);
    if (!mounted || !mounted->isOurs())
        return UnmountOutcome::Done;
    const int status = QProcess::execute(QStringLiteral("fusermount3"),
                                         {QStringLiteral("-u"), QStringLiteral("-q"), directory});
    if (status == 0)
        return UnmountOutcome::Done;
    if (status > 0)
        return mountedAt(directory) ? UnmountOutcome::Held : UnmountOutcome::Done;
    qCWarning(logFuse).noquote() << directory << "was not unmounted: fusermount3 did not run";
    return UnmountOutcome::Failed;
}

void detachIfDead(const QString& directory)
{
    const auto mounted = mountedAt(directory);
    if (!mounted || !mounted->isOurs() || stateOf(directory) != ENOTCONN)
        return;
    if (const auto detached = detachDead(directory); !detached)
        qCWarning(logFuse).noquote() << detached.error().text;
}

Result<void> makeMountPointFree(const QString& directory, bool create)
{
    if (const auto mounted = mountedAt(directory)) {
        if (!mounted->isOurs())
            return {Errc::NotPermitted,
                    QStringLiteral("%1 is already mounted (%2)").arg(directory, mounted->type)};
        if (stateOf(directory) != ENOTCONN)
            return {Errc::NotPermitted,
                    QStringLiteral("%1 is already mounted by another arvados-drive; unmount it "
                                   "with fusermount3 -u")
                        .arg(directory)};
        const auto detached = detachDead(directory);
        if (!detached)
            return detached;
    }
    const QDir place(directory);
    if (create && !place.exists() && !makeFolder(directory))
        return {Errc::NotPermitted, QStringLiteral("%1 cannot be made").arg(directory)};
    if (!place.exists())
        return {Errc::NotFound, QStringLiteral("%1 is not a directory").arg(directory)};
    if (!place.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return {Errc::NotPermitted, QStringLiteral("%1 is not empty").arg(directory)};
    return done();
}

} // namespace arv
