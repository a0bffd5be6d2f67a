// SPDX-License-Identifier: Apache-2.0
#include "settingstext.h"

#include "base/log.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace arv {

namespace {

constexpr qsizetype mostEntries = 1000; // accounts, and mounts
constexpr qsizetype longestName = 200;
constexpr qsizetype longestPath = 4096;
constexpr int longestRefresh = 24 * 3600; // seconds

// The words of an enum, in the order of its values.
const QStringList& showWords()
{
    static const QStringList words{QStringLiteral("all"), QStringLiteral("home"),
                                   QStringLiteral("by_id"), QStringLiteral("project"),
                                   QStringLiteral("collection")};
    return words;
}

const QStringList& schemeWords()
{
    static const QStringList words{QStringLiteral("desktop"), QStringLiteral("light"),
                                   QStringLiteral("dark")};
    return words;
}

bool isFull(const QString& text, const char* pattern)
{
    const QRegularExpression form(QRegularExpression::anchoredPattern(QLatin1String(pattern)));
    return form.match(text).hasMatch();
}

bool isId(const QString& text)
{
    return isFull(text, "[A-Za-z0-9_-]{1,64}");
}

bool isName(const QString& text)
{
    return text.size() <= longestName && std::none_of(text.begin(), text.end(), [](QChar unit) {
               return unit.category() == QChar::Other_Control;
           });
}

bool isHost(const QString& text)
{
    return isFull(text, "[A-Za-z0-9.:\\[\\]-]{0,255}");
}

bool isUuid(const QString& text)
{
    return isFull(text, "([a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{15})?");
}

bool isObjectId(const QString& text)
{
    return isUuid(text) || isFull(text, "[0-9a-f]{32}\\+[0-9]{1,20}");
}

bool isPath(const QString& text)
{
    return text.isEmpty()
        || (QDir::isAbsolutePath(text) && text.size() <= longestPath
            && !text.contains(QChar(u'\0')));
}

// Takes values out of one object of the file, each checked.
class ObjectReader
{
public:
    ObjectReader(QJsonObject object, QString where)
        : m_object(std::move(object))
        , m_where(std::move(where))
    { }

    void read(const char* key, QString& value, bool (*isGood)(const QString&)) const
    {
        const auto found = m_object.value(QLatin1String(key));
        if (found.isString() && isGood(found.toString()))
            value = found.toString();
        else
            complain(key, found);
    }
    void read(const char* key, bool& value) const
    {
        const auto found = m_object.value(QLatin1String(key));
        if (found.isBool())
            value = found.toBool();
        else
            complain(key, found);
    }
    template <class Number>
    void read(const char* key, Number& value, Number least, Number most) const
    {
        const auto found = m_object.value(QLatin1String(key));
        const double number = found.toDouble(-1);
        if (number >= static_cast<double>(least) && number <= static_cast<double>(most))
            value = static_cast<Number>(number);
        else
            complain(key, found);
    }
    template <class Enum>
    void readWord(const char* key, Enum& value, const QStringList& words) const
    {
        const auto found = m_object.value(QLatin1String(key));
        const auto index = words.indexOf(found.toString());
        if (index >= 0)
            value = static_cast<Enum>(index);
        else
            complain(key, found);
    }

private:
    // A key that is not there is an older version's file, nothing to speak of.
    void complain(const char* key, const QJsonValue& found) const
    {
        if (!found.isUndefined())
            qCWarning(logApp).noquote()
                << "settings:" << m_where << "has a value that cannot be used for" << key;
    }

    QJsonObject m_object;
    QString m_where;
};

QJsonObject objectOf(const AccountSettings& account)
{
    return {{QStringLiteral("id"), account.id},
            {QStringLiteral("name"), account.name},
            {QStringLiteral("host"), account.host},
            {QStringLiteral("ca_file"), account.caFile},
            {QStringLiteral("insecure"), account.insecure},
            {QStringLiteral("session_only"), account.sessionOnly},
            {QStringLiteral("user_uuid"), account.userUuid},
            {QStringLiteral("email"), account.email}};
}

AccountSettings accountFrom(const ObjectReader& reader)
{
    AccountSettings account;
    reader.read("id", account.id, isId);
    reader.read("name", account.name, isName);
    reader.read("host", account.host, isHost);
    reader.read("ca_file", account.caFile, isPath);
    reader.read("insecure", account.insecure);
    reader.read("session_only", account.sessionOnly);
    reader.read("user_uuid", account.userUuid, isUuid);
    reader.read("email", account.email, isName);
    return account;
}

QJsonObject objectOf(const MountSettings& mount)
{
    return {{QStringLiteral("id"), mount.id},
            {QStringLiteral("account"), mount.accountId},
            {QStringLiteral("name"), mount.name},
            {QStringLiteral("show"), showWords().value(static_cast<int>(mount.show))},
            {QStringLiteral("object"), mount.objectId},
            {QStringLiteral("directory"), mount.directory},
            {QStringLiteral("at_login"), mount.atLogin},
            {QStringLiteral("mounted"), mount.mounted},
            {QStringLiteral("cache_cap"), static_cast<double>(mount.cacheCap)},
            {QStringLiteral("refresh_seconds"), mount.refreshSeconds}};
}

MountSettings mountFrom(const ObjectReader& reader)
{
    MountSettings mount;
    reader.read("id", mount.id, isId);
    reader.read("account", mount.accountId, isId);
    reader.read("name", mount.name, isName);
    reader.readWord("show", mount.show, showWords());
    reader.read("object", mount.objectId, isObjectId);
    reader.read("directory", mount.directory, isPath);
    reader.read("at_login", mount.atLogin);
    reader.read("mounted", mount.mounted);
    reader.read("cache_cap", mount.cacheCap, MountSettings::smallestCacheCap,
                MountSettings::largestCacheCap);
    reader.read("refresh_seconds", mount.refreshSeconds, 1, longestRefresh);
    return mount;
}

QJsonObject objectOf(const Preferences& preferences)
{
    return {{QStringLiteral("scheme"), schemeWords().value(static_cast<int>(preferences.scheme))},
            {QStringLiteral("start_at_login"), preferences.startAtLogin},
            {QStringLiteral("warn_of_expiry"), preferences.warnOfExpiry},
            {QStringLiteral("keep_running"), preferences.keepRunning}};
}

Preferences preferencesFrom(const ObjectReader& reader)
{
    Preferences preferences;
    reader.readWord("scheme", preferences.scheme, schemeWords());
    reader.read("start_at_login", preferences.startAtLogin);
    reader.read("warn_of_expiry", preferences.warnOfExpiry);
    reader.read("keep_running", preferences.keepRunning);
    return preferences;
}

template <class T>
QJsonArray arrayOf(const QList<T>& entries)
{
    QJsonArray array;
    for (const auto& entry : entries)
        array.append(objectOf(entry));
    return array;
}

template <class T>
QList<T> entriesFrom(const QJsonValue& array, const QString& where,
                     T (*entryFrom)(const ObjectReader&))
{
    QList<T> entries;
    QSet<QString> ids;
    for (const auto& value : array.toArray()) {
        const auto entry = entryFrom(ObjectReader(value.toObject(), where));
        if (entries.size() < mostEntries && isId(entry.id) && !ids.contains(entry.id))
            entries.append(entry);
        else
            qCWarning(logApp).noquote() << "settings: an entry of" << where << "is left out";
        ids.insert(entry.id);
    }
    return entries;
}

} // namespace

QByteArray settingsText(const StoredSettings& settings)
{
    return QJsonDocument(QJsonObject{
                             {QStringLiteral("version"), 1},
                             {QStringLiteral("accounts"), arrayOf(settings.accounts)},
                             {QStringLiteral("mounts"), arrayOf(settings.mounts)},
                             {QStringLiteral("preferences"), objectOf(settings.preferences)},
                         })
        .toJson();
}

Result<StoredSettings> settingsFrom(const QByteArray& text)
{
    const auto document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return {Errc::Invalid,
                QCoreApplication::translate("Settings", "The settings are damaged.")};
    const auto whole = document.object();
    StoredSettings settings;
    settings.accounts = entriesFrom(whole.value(QStringLiteral("accounts")),
                                    QStringLiteral("accounts"), accountFrom);
    settings.mounts =
        entriesFrom(whole.value(QStringLiteral("mounts")), QStringLiteral("mounts"), mountFrom);
    QSet<QString> known;
    for (const auto& account : settings.accounts)
        known.insert(account.id);
    const auto orphans = settings.mounts.removeIf(
        [&known](const MountSettings& mount) { return !known.contains(mount.accountId); });
    if (orphans > 0)
        qCWarning(logApp) << "settings:" << orphans << "mounts of unknown accounts are left out";
    settings.preferences = preferencesFrom(ObjectReader(
        whole.value(QStringLiteral("preferences")).toObject(), QStringLiteral("preferences")));
    return settings;
}

} // namespace arv
