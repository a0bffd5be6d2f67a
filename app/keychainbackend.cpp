// SPDX-License-Identifier: Apache-2.0
#include "keychainbackend.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QLibrary>

#include <qt6keychain/keychain.h>

namespace arv {

namespace {

constexpr auto desktopVariable = "XDG_CURRENT_DESKTOP";

// As the keychain library loads it.
QLibrary& libsecret()
{
    static QLibrary library(QStringLiteral("secret-1"), 0);
    static const bool isLoaded = library.load();
    Q_UNUSED(isLoaded)
    return library;
}

bool looksLikeKde()
{
    return qgetenv(desktopVariable) == "KDE" || qgetenv("DESKTOP_SESSION").startsWith("kde")
        || qEnvironmentVariableIsSet("KDE_FULL_SESSION");
}

// A job's ordinary start comes by the event loop, when the variable would long be as it was.
void startUnderAnotherName(QKeychain::Job& job)
{
    const bool wasSet = qEnvironmentVariableIsSet(desktopVariable);
    const auto before = qgetenv(desktopVariable);
    qputenv(desktopVariable, "GNOME");
    QMetaObject::invokeMethod(&job, "doStart", Qt::DirectConnection);
    if (wasSet)
        qputenv(desktopVariable, before);
    else
        qunsetenv(desktopVariable);
}

} // namespace

QString keychainObstacle()
{
    // What the library's callbacks run on.
    const auto* dispatcher = QAbstractEventDispatcher::instance();
    if (dispatcher == nullptr || !dispatcher->inherits("QEventDispatcherGlib"))
        return QCoreApplication::translate("SecretStore",
                                           "The keychain cannot be used while QT_NO_GLIB is set.");
    // Not there, the library would look for other stores.
    if (libsecret().isLoaded())
        return {};
    return QCoreApplication::translate(
        "SecretStore", "libsecret is not installed, so the keychain cannot be used.");
}

void startOnSecretService(QKeychain::Job& job)
{
    static bool isFirst = true;
    if (std::exchange(isFirst, false) && looksLikeKde())
        startUnderAnotherName(job);
    else
        job.start();
}

void forgetKeychainSession()
{
    using Disconnect = void (*)();
    static const auto disconnect =
        reinterpret_cast<Disconnect>(libsecret().resolve("secret_service_disconnect"));
    if (disconnect != nullptr)
        disconnect();
}

} // namespace arv
