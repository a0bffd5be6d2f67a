// SPDX-License-Identifier: Apache-2.0
#include "settingstext.h"

#include "base/idforms.h"
#include "base/log.h"
#include "mount/mountspec.h"
#include "proxytext.h"

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

// The words of an enum, in the order of its values.
const QStringList& showWords()
{
    static const QStringList words{
        QStringLiteral("all"),     QStringLiteral("home"),       QStringLiteral("shared"),
        QStringLiteral("by_id"),   QStringLiteral("by_pdh"),     QStringLiteral("by_tag"),
        QStringLiteral("project"), QStringLiteral("collection"), QStringLiteral("custom")};
    return words;
}

// Of CustomMount::Kind.
const QStringList& kindWords()
{
    static const QStringList words{QStringLiteral("home"), QStringLiteral("shared"),
                                   QStringLiteral("by_id"), QStringLiteral("by_pdh"),
                                   QStringLiteral("by_tag")};
    return words;
}

const QStringList& schemeWords()
{
    static const QStringList words{QStringLiteral("desktop"), QStringLiteral("light"),
                                   QStringLiteral("dark")};
    return words;
}

// Of Verify.
const QStringList& verifyWords()
{
    static const QStringList words{QStringLiteral("standard"), QStringLiteral("strict"),
                                   QStringLiteral("early")};
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

bool isUuidOrNone(const QString& text)
{
    return text.isEmpty() || isUuid(text);
}

bool isObjectId(const QString& text)
{
    return isUuidOrNone(text) || isPortableDataHash(text);
}

bool isPath(const QString& text)
{
    return text.isEmpty()
        || (QDir::isAbsolutePath(text) && text.size() <= longestPath
            && !text.contains(QChar(u'\0')));
}

// As it is stored: without a user name and a password, whatever else was wished.
bool isProxy(const QString& text)
{
    const auto read = readProxyText(text);
    return read.problem.isEmpty() && read.proxy == text;
}

bool isFilters(const QString& text)
{
    return text.isEmpty()
        || (text.size() <= MountSettings::longestFilters
            && UserFilters::parse(text.toUtf8()).hasValue());
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
    // Zero, too: there is no limit of one's own.
    void readOrNone(const char* key, std::uint64_t& value, std::uint64_t least,
                    std::uint64_t most) const
    {
        const auto found = m_object.value(QLatin1String(key));
        if (found.isDouble() && found.toDouble() == 0.0)
            value = 0;
        else
            read(key, value, least, most);
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

    // What cannot be an entry is left out, and so is a name that was there before.
    void read(const char* key, QList<CustomMount>& value) const
    {
        const auto found = m_object.value(QLatin1String(key));
        bool isGood = found.isArray();
        QSet<QString> names;
        for (const auto& entry : found.toArray()) {
            const auto name = entry[QStringLiteral("name")].toString();
            const auto kind = kindWords().indexOf(entry[QStringLiteral("kind")].toString());
            const bool isTaken = names.contains(name) || value.size() == MountSettings::mostCustom;
            isGood = isGood && kind >= 0 && isFileName(name) && !isTaken;
            if (kind < 0 || !isFileName(name) || isTaken)
                continue;
            names.insert(name);
            value += CustomMount{static_cast<CustomMount::Kind>(kind), name};
        }
        if (!isGood)
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
            {QStringLiteral("proxy"), isProxy(account.proxy) ? account.proxy : QString()},
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
    reader.read("proxy", account.proxy, isProxy);
    reader.read("session_only", account.sessionOnly);
    reader.read("user_uuid", account.userUuid, isUuidOrNone);
    reader.read("email", account.email, isName);
    return account;
}

QJsonArray arrayOf(const QList<CustomMount>& entries)
{
    QJsonArray array;
    for (const auto& entry : entries)
        array.append(
            QJsonObject{{QStringLiteral("kind"), kindWords().value(static_cast<int>(entry.kind))},
                        {QStringLiteral("name"), entry.name}});
    return array;
}

QJsonObject objectOf(const MountSettings& mount)
{
    return {{QStringLiteral("id"), mount.id},
            {QStringLiteral("account"), mount.accountId},
            {QStringLiteral("name"), mount.name},
            {QStringLiteral("show"), showWords().value(static_cast<int>(mount.show))},
            {QStringLiteral("object"), mount.objectId},
            {QStringLiteral("custom"), arrayOf(mount.custom)},
            {QStringLiteral("filters"), mount.filters},
            {QStringLiteral("show_other_objects"), mount.showOtherObjects},
            {QStringLiteral("directory"), mount.directory},
            {QStringLiteral("at_login"), mount.atLogin},
            {QStringLiteral("mounted"), mount.mounted},
            {QStringLiteral("cache_cap"), static_cast<double>(mount.cacheCap)},
            {QStringLiteral("refresh_seconds"), mount.refreshSeconds},
            {QStringLiteral("listen_to_events"), mount.listenToEvents},
            {QStringLiteral("retries"), mount.retries},
            {QStringLiteral("verify"), verifyWords().value(static_cast<int>(mount.verify))},
            {QStringLiteral("allow_other"), mount.allowOther}};
}

MountSettings mountFrom(const ObjectReader& reader)
{
    MountSettings mount;
    reader.read("id", mount.id, isId);
    reader.read("account", mount.accountId, isId);
    reader.read("name", mount.name, isName);
    reader.readWord("show", mount.show, showWords());
    reader.read("object", mount.objectId, isObjectId);
    reader.read("custom", mount.custom);
    reader.read("filters", mount.filters, isFilters);
    reader.read("show_other_objects", mount.showOtherObjects);
    reader.read("directory", mount.directory, isPath);
    reader.read("at_login", mount.atLogin);
    reader.read("mounted", mount.mounted);
    reader.read("cache_cap", mount.cacheCap, MountSettings::smallestCacheCap,
                MountSettings::largestCacheCap);
    reader.read("refresh_seconds", mount.refreshSeconds, 1, MountSettings::longestRefresh);
    reader.read("listen_to_events", mount.listenToEvents);
    reader.read("retries", mount.retries, 0, MountSettings::mostRetries);
    reader.readWord("verify", mount.verify, verifyWords());
    reader.read("allow_other", mount.allowOther);
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

QJsonObject objectOf(const DataSettings& data)
{
    return {{QStringLiteral("disk"), data.cache.useDisk},
            {QStringLiteral("folder"), data.cache.folder},
            {QStringLiteral("disk_limit"), static_cast<double>(data.cache.disk)},
            {QStringLiteral("memory_limit"), static_cast<double>(data.cache.memory)},
            {QStringLiteral("bandwidth"), static_cast<double>(data.bandwidth)}};
}

DataSettings dataFrom(const ObjectReader& reader)
{
    DataSettings data;
    reader.read("disk", data.cache.useDisk);
    reader.read("folder", data.cache.folder, isPath);
    reader.readOrNone("disk_limit", data.cache.disk, BlockCacheSettings::leastDisk,
                      DataSettings::mostDisk);
    reader.read("memory_limit", data.cache.memory, BlockCacheSettings::leastMemory,
                DataSettings::mostMemory);
    reader.readOrNone("bandwidth", data.bandwidth, DataSettings::leastBandwidth,
                      DataSettings::mostBandwidth);
    return data;
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
                             {QStringLiteral("data"), objectOf(settings.preferences.data)},
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
    settings.preferences.data = dataFrom(
        ObjectReader(whole.value(QStringLiteral("data")).toObject(), QStringLiteral("data")));
    return settings;
}

} // namespace arv
