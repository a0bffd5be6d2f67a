// SPDX-License-Identifier: Apache-2.0
#include "arvadosconfig.h"

#include "environmentproxy.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace arv {

namespace {

constexpr qint64 largestSettings = 1 << 20; // bytes; more is no settings file

bool isTrue(const QString& value)
{
    static const QStringList yes{QStringLiteral("1"), QStringLiteral("t"), QStringLiteral("true"),
                                 QStringLiteral("y"), QStringLiteral("yes")};
    return yes.contains(value.toLower());
}

// Relative paths in these variables are ignored, as the XDG rules say.
QStringList absolutePaths(const QString& value)
{
    QStringList paths;
    for (const auto& path : value.split(u':', Qt::SkipEmptyParts)) {
        if (QDir::isAbsolutePath(path))
            paths += path;
    }
    return paths;
}

QStringList settingsFiles(const QProcessEnvironment& environment)
{
    const auto variable = [&environment](const char* name, const QString& standard) {
        const auto value = environment.value(QString::fromLatin1(name));
        return value.isEmpty() ? standard : value;
    };
    QStringList files;
    for (const auto& path : absolutePaths(variable("CONFIGURATION_DIRECTORY", {})))
        files += path + QStringLiteral("/settings.conf");
    const auto home = QDir::homePath() + QStringLiteral("/.config");
    for (const auto& path : absolutePaths(variable("XDG_CONFIG_HOME", home)))
        files += path + QStringLiteral("/arvados/settings.conf");
    for (const auto& path : absolutePaths(variable("XDG_CONFIG_DIRS", QStringLiteral("/etc/xdg"))))
        files += path + QStringLiteral("/arvados/settings.conf");
    return files;
}

} // namespace

QHash<QString, QString> parseSettings(const QByteArray& text)
{
    QHash<QString, QString> settings;
    for (const auto& line : QString::fromUtf8(text).split(u'\n')) {
        const auto equals = line.indexOf(u'=');
        const auto name = line.left(equals).trimmed();
        if (equals < 0 || !name.startsWith(QStringLiteral("ARVADOS_")))
            continue;
        settings.insert(name, line.mid(equals + 1).trimmed());
    }
    return settings;
}

ArvadosConfig::ArvadosConfig(const QProcessEnvironment& environment)
    : m_environment(environment)
{
    readSettings();
}

void ArvadosConfig::readSettings()
{
    for (const auto& path : settingsFiles(m_environment)) {
        QFile file(path);
        if (!file.exists())
            continue;
        if (file.open(QIODevice::ReadOnly))
            m_settings = parseSettings(file.read(largestSettings));
        return;
    }
}

QString ArvadosConfig::value(const QString& name) const
{
    return m_environment.contains(name) ? m_environment.value(name) : m_settings.value(name);
}

// Empty: the system's own list.
QString ArvadosConfig::caFile() const
{
    const auto chosen = m_environment.value(QStringLiteral("SSL_CERT_FILE"));
    if (!chosen.isEmpty())
        return chosen;
    const auto ofArvados = QStringLiteral("/etc/arvados/ca-certificates.crt");
    return QFileInfo::exists(ofArvados) ? ofArvados : QString();
}

bool ArvadosConfig::wantsEvents() const
{
    return !isTrue(value(QStringLiteral("ARVADOS_DISABLE_WEBSOCKETS")));
}

bool ArvadosConfig::wantsDebug() const
{
    return !value(QStringLiteral("ARVADOS_DEBUG")).isEmpty();
}

Result<Credentials> ArvadosConfig::credentials() const
{
    Credentials credentials;
    credentials.host = value(QStringLiteral("ARVADOS_API_HOST"));
    credentials.token = value(QStringLiteral("ARVADOS_API_TOKEN"));
    credentials.insecure = isTrue(value(QStringLiteral("ARVADOS_API_HOST_INSECURE")));
    credentials.caFile = caFile();
    const auto proxy = EnvironmentProxy::of(m_environment);
    credentials.proxy = proxy.proxy;
    credentials.noProxy = proxy.noProxy;
    if (credentials.host.isEmpty())
        return {Errc::Invalid,
                QStringLiteral("ARVADOS_API_HOST is not set: put it in the environment or in "
                               "~/.config/arvados/settings.conf")};
    if (credentials.token.isEmpty())
        return {Errc::NotSignedIn,
                QStringLiteral("ARVADOS_API_TOKEN is not set: put it in the environment or in "
                               "~/.config/arvados/settings.conf")};
    return credentials;
}

} // namespace arv
