// SPDX-License-Identifier: Apache-2.0
#include "filemanager.h"

#include "base/log.h"
#include "base/visibletext.h"
#include "buscall.h"
#include "signalwatcher.h"

#include <QDBusMessage>
#include <QDir>
#include <QProcess>
#include <QProcessEnvironment>

namespace arv {

namespace {

QString encoded(const QUrl& url)
{
    return QString::fromLatin1(url.toEncoded(QUrl::FullyEncoded));
}

QProcessEnvironment environmentForOthers()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto& name : environment.keys()) {
        if (name.startsWith(QLatin1String("ARVADOS_")))
            environment.remove(name);
    }
    return environment;
}

QString forPeople(const QUrl& url)
{
    return visibleText(url.isLocalFile() ? url.toLocalFile() : url.toDisplayString(), 300);
}

} // namespace

FileManager::FileManager(QDBusConnection bus, QObject* parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{ }

void FileManager::showFolder(const QString& path)
{
    const auto folder = QUrl::fromLocalFile(path);
    ask("ShowFolders", folder, folder);
}

void FileManager::showItem(const QString& path)
{
    ask("ShowItems", QUrl::fromLocalFile(path),
        QUrl::fromLocalFile(path.left(std::max<qsizetype>(1, path.lastIndexOf(u'/')))));
}

void FileManager::openLink(const QUrl& url)
{
    const bool isWeb =
        url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    if (url.isValid() && isWeb && !url.host().isEmpty())
        openOutside(url);
    else
        Q_EMIT complained(tr("This is no address of a web page: %1").arg(forPeople(url)));
}

void FileManager::ask(const char* method, const QUrl& shown, const QUrl& otherwise)
{
    auto message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.FileManager1"),
                                                  QStringLiteral("/org/freedesktop/FileManager1"),
                                                  QStringLiteral("org.freedesktop.FileManager1"),
                                                  QLatin1String(method));
    message << QStringList{encoded(shown)} << QString();
    callBus(this, m_bus, message, m_limit, [this, otherwise](const QDBusMessage& reply) {
        if (!isError(reply))
            return;
        qCInfo(logApp).noquote() << "file manager:" << visibleText(reply.errorMessage(), 200);
        openOutside(otherwise);
    });
}

void FileManager::openOutside(const QUrl& url)
{
    QProcess opener;
    opener.setProgram(QStringLiteral("xdg-open"));
    opener.setArguments({encoded(url)});
    opener.setProcessEnvironment(environmentForOthers());
    // Not where we are: it must not hold a mount.
    opener.setWorkingDirectory(QDir::rootPath());
    opener.setStandardInputFile(QProcess::nullDevice());
    opener.setStandardOutputFile(QProcess::nullDevice());
    opener.setStandardErrorFile(QProcess::nullDevice());
    opener.setChildProcessModifier(&SignalWatcher::restoreSignals);
    if (!opener.startDetached())
        Q_EMIT complained(tr("%1 cannot be shown: there is no file manager on this session's "
                             "bus, and xdg-open could not be started (%2).")
                              .arg(forPeople(url), opener.errorString()));
}

} // namespace arv
