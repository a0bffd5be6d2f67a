// SPDX-License-Identifier: Apache-2.0
#include "settings.h"
#include "support/logrecord.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace arv;
using namespace arv::test;

namespace {

StoredSettings example(const QString& name = QStringLiteral("Zürich “lab”"))
{
    AccountSettings account;
    account.id = QStringLiteral("a1");
    account.name = name;
    account.host = QStringLiteral("[::1]:8443");
    account.caFile = QStringLiteral("/etc/ca with blanks.pem");
    account.insecure = true;
    account.proxy = QStringLiteral("http://proxy.example.com:3128");
    account.sessionOnly = true;
    account.userUuid = QStringLiteral("zzzzz-tpzed-0123456789abcde");
    account.email = QStringLiteral("a@example.org");
    MountSettings mount;
    mount.id = QStringLiteral("m1");
    mount.accountId = account.id;
    mount.name = QStringLiteral("All of it");
    mount.show = MountSettings::Show::Collection;
    mount.objectId = QStringLiteral("d41d8cd98f00b204e9800998ecf8427e+0");
    mount.directory = QStringLiteral("/home/u/Arvados/a b");
    mount.atLogin = false;
    mount.mounted = true;
    mount.cacheCap = 3ULL << 30;
    mount.refreshSeconds = 77;
    mount.custom = {{CustomMount::Kind::ByTag, QStringLiteral("tags – all")},
                    {CustomMount::Kind::Home, QStringLiteral("mine")}};
    mount.filters = QStringLiteral("[[\"collections.name\", \"like\", \"Ü%\"]]");
    mount.showOtherObjects = true;
    mount.listenToEvents = false;
    mount.retries = 3;
    mount.allowOther = true;
    mount.verify = Verify::Strict;
    Preferences preferences;
    preferences.scheme = Preferences::Scheme::Dark;
    preferences.startAtLogin = true;
    preferences.warnOfExpiry = false;
    preferences.keepRunning = false;
    preferences.data.cache.useDisk = false;
    preferences.data.cache.folder = QStringLiteral("/big disk/keep");
    preferences.data.cache.disk = 300ULL << 30;
    preferences.data.cache.memory = 1ULL << 30;
    preferences.data.bandwidth = 1'250'000;
    return {{account}, {mount}, preferences};
}

// A mount of the example with one value of the file changed.
MountSettings mountWith(const QString& key, const QJsonValue& value)
{
    auto whole = QJsonDocument::fromJson(settingsText(example())).object();
    auto mount = whole.value(QStringLiteral("mounts")).toArray().first().toObject();
    mount.insert(key, value);
    whole.insert(QStringLiteral("mounts"), QJsonArray{mount});
    const auto read = settingsFrom(QJsonDocument(whole).toJson());
    return read ? read->mounts.value(0) : MountSettings();
}

AccountSettings accountWith(const QString& key, const QJsonValue& value)
{
    auto whole = QJsonDocument::fromJson(settingsText(example())).object();
    auto account = whole.value(QStringLiteral("accounts")).toArray().first().toObject();
    account.insert(key, value);
    whole.insert(QStringLiteral("accounts"), QJsonArray{account});
    const auto read = settingsFrom(QJsonDocument(whole).toJson());
    return read ? read->accounts.value(0) : AccountSettings();
}

DataSettings dataWith(const QString& key, const QJsonValue& value)
{
    auto whole = QJsonDocument::fromJson(settingsText(example())).object();
    auto data = whole.value(QStringLiteral("data")).toObject();
    data.insert(key, value);
    whole.insert(QStringLiteral("data"), data);
    const auto read = settingsFrom(QJsonDocument(whole).toJson());
    return read ? read->preferences.data : DataSettings();
}

void writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
}

// The child of killedInMidWrite...: one set of settings after another, of very unlike sizes.
[[noreturn]] void saveForEver(const QString& path)
{
    Settings settings(path);
    for (int round = 0;; ++round) {
        settings.values = example();
        for (int more = 0; more < (round % 2) * 300; ++more) {
            auto mount = settings.values.mounts.first();
            mount.id = QStringLiteral("more%1").arg(more);
            settings.values.mounts += mount;
        }
        if (!settings.save())
            std::_Exit(1);
    }
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void everyValueSurvives();
    void everythingToShowSurvives_data();
    void everythingToShowSurvives();
    void goodEntriesOfABadLayoutStay();
    void layoutIsBounded();
    void firstStartHasDefaults();
    void missingKeysHaveDefaults();
    void fileIsForTheOwnerOnly();
    void fileHoldsNoToken();
    void fileHoldsNoPasswordOfAProxy();
    void everyChoiceOfAProxySurvives();
    void killedInMidWriteTheOldOrTheNewIsThere();
    void hostileValuesFallBackOneByOne_data();
    void hostileValuesFallBackOneByOne();
    void hostileAccountsFallBackOneByOne_data();
    void hostileAccountsFallBackOneByOne();
    void hostileDataSettingsFallBackOneByOne_data();
    void hostileDataSettingsFallBackOneByOne();
    void noLimitIsALimit();
    void badValuesAreLogged();
    void entriesWithoutGoodIdAreLeftOut();
    void sameIdTwiceIsTakenOnce();
    void mountsOfUnknownAccountsAreLeftOut();
    void damagedFileIsPutAside_data();
    void damagedFileIsPutAside();
    void truncatedFileNeverCrashes();
    void whatIsNoFileIsNotRead();
    void fileThatWasNotReadIsNotOverwritten();
    void fileThatCannotBeWrittenIsASentence();

private:
    [[nodiscard]] QString path() const
    {
        return m_folder->filePath(QStringLiteral("new/arvados-drive/settings.json"));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSettings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestSettings::everyValueSurvives()
{
    Settings written(path());
    written.values = example();
    QVERIFY(written.save());
    Settings read(path());
    QVERIFY(read.load());
    QVERIFY(read.values == example());
    QVERIFY(!(read.values == example(QStringLiteral("other"))));
}

void TestSettings::everythingToShowSurvives_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("show");
    using Show = MountSettings::Show;
    const auto row = [](const char* word, Show show) {
        QTest::newRow(word) << QString::fromLatin1(word) << static_cast<int>(show);
    };
    row("all", Show::All);
    row("home", Show::Home);
    row("shared", Show::Shared);
    row("by_id", Show::ById);
    row("by_pdh", Show::ByPdh);
    row("by_tag", Show::ByTag);
    row("project", Show::Project);
    row("collection", Show::Collection);
    row("custom", Show::Custom);
}

// The words stand in the files of people who have the program already.
void TestSettings::everythingToShowSurvives()
{
    QFETCH(QString, word);
    QFETCH(int, show);
    QCOMPARE(static_cast<int>(mountWith(QStringLiteral("show"), word).show), show);
    auto settings = example();
    settings.mounts.first().show = static_cast<MountSettings::Show>(show);
    QVERIFY(settingsText(settings).contains("\"show\": \"" + word.toLatin1() + '"'));
}

void TestSettings::goodEntriesOfABadLayoutStay()
{
    const LogRecord log;
    const auto custom = QJsonDocument::fromJson(R"([{"kind":"home","name":"a"}, 7, null, [],
        {"kind":"home"}, {"name":"b"}, {"kind":"tmp","name":"c"}, {"kind":"shared","name":".."},
        {"kind":"shared","name":"a/b"}, {"kind":"shared","name":"a"}, {"kind":"by_pdh","name":"d"}])")
                            .array();
    const auto mount = mountWith(QStringLiteral("custom"), custom);
    const QList<CustomMount> expected{{CustomMount::Kind::Home, QStringLiteral("a")},
                                      {CustomMount::Kind::ByPdh, QStringLiteral("d")}};
    QCOMPARE(mount.custom, expected);
    QCOMPARE(log.all().count(QStringLiteral("custom")), 1);
}

void TestSettings::layoutIsBounded()
{
    const LogRecord log;
    QJsonArray custom;
    for (int i = 0; i < 5000; ++i)
        custom += QJsonObject{{QStringLiteral("kind"), QStringLiteral("home")},
                              {QStringLiteral("name"), QString::number(i)}};
    QCOMPARE(mountWith(QStringLiteral("custom"), custom).custom.size(), MountSettings::mostCustom);
}

void TestSettings::firstStartHasDefaults()
{
    Settings settings(path());
    QVERIFY(settings.load());
    QVERIFY(settings.values == StoredSettings());
    QVERIFY(Settings::standardPath().endsWith(QStringLiteral("/arvados-drive/settings.json")));
}

void TestSettings::missingKeysHaveDefaults()
{
    const LogRecord log;
    const auto read =
        settingsFrom(R"({"accounts":[{"id":"a"}],"mounts":[{"id":"m","account":"a"}]})");
    QVERIFY(read);
    AccountSettings account;
    account.id = QStringLiteral("a");
    MountSettings mount;
    mount.id = QStringLiteral("m");
    mount.accountId = account.id;
    QVERIFY(*read == (StoredSettings{{account}, {mount}, {}}));
    QVERIFY2(log.all().isEmpty(), qPrintable(log.all()));
}

void TestSettings::fileIsForTheOwnerOnly()
{
    const auto before = ::umask(0);
    Settings settings(path());
    QVERIFY(settings.save());
    QFile::setPermissions(path(), QFile::Permissions(0x7777));
    QVERIFY(settings.save());
    ::umask(before);
    struct stat status
    { };
    QCOMPARE(::stat(qPrintable(path()), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0600U);
    QCOMPARE(::stat(qPrintable(QFileInfo(path()).path()), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0700U);
}

void TestSettings::fileHoldsNoToken()
{
    QVERIFY(!settingsText(example()).toLower().contains("token"));
}

void TestSettings::fileHoldsNoPasswordOfAProxy()
{
    const LogRecord log;
    auto settings = example();
    settings.accounts.first().proxy = QStringLiteral("http://me:hush@proxy.example.com:3128");
    settings.accounts.first().noProxy = QStringLiteral("internal.example.com");
    const auto text = settingsText(settings);
    QVERIFY(!text.contains("hush"));
    QVERIFY(!text.contains("internal"));
    const auto read = accountWith(QStringLiteral("proxy"), settings.accounts.first().proxy);
    QCOMPARE(read.proxy, QString());
    QVERIFY2(log.all().contains(QStringLiteral("proxy")), qPrintable(log.all()));
    QVERIFY(!log.all().contains(QStringLiteral("hush")));
}

void TestSettings::everyChoiceOfAProxySurvives()
{
    for (const auto* proxy : {"", "none", "http://proxy.example.com:3128", "http://[::1]:8080"}) {
        const auto account = accountWith(QStringLiteral("proxy"), QString::fromLatin1(proxy));
        QCOMPARE(account.proxy, QString::fromLatin1(proxy));
    }
}

void TestSettings::killedInMidWriteTheOldOrTheNewIsThere()
{
    for (int round = 0; round < 30; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--save"), path()});
        QVERIFY(child.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path()), 10000);
        QTest::qWait(round);
        child.kill();
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        Settings settings(path());
        QVERIFY(settings.load());
        QVERIFY(settings.values.mounts.size() == 1 || settings.values.mounts.size() == 301);
    }
}

void TestSettings::hostileValuesFallBackOneByOne_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char* key, const QJsonValue& value) {
        static int number = 0;
        QTest::addRow("%s %d", key, ++number) << QString::fromLatin1(key) << value;
    };
    row("name", 7);
    row("name", QString(201, u'x'));
    row("name", QStringLiteral("a\nb"));
    row("show", QStringLiteral("everything"));
    row("show", 1);
    row("object", QStringLiteral("../../etc"));
    row("object", QJsonObject());
    row("directory", QStringLiteral("relative"));
    row("directory", QStringLiteral("/a") + QChar(0) + QStringLiteral("b"));
    row("directory", u'/' + QString(5000, u'x'));
    row("at_login", QStringLiteral("yes"));
    row("mounted", 1);
    row("cache_cap", -1);
    row("cache_cap", 1e300);
    row("cache_cap", QStringLiteral("128M"));
    row("cache_cap", 1024);
    row("refresh_seconds", 0);
    row("refresh_seconds", 1e18);
    row("refresh_seconds", QJsonArray{15});
    row("custom", QStringLiteral("home"));
    row("custom", QJsonObject{{QStringLiteral("kind"), QStringLiteral("home")}});
    row("filters", QStringLiteral("collections.name = x"));
    row("filters", QStringLiteral("[[1, 2, 3]]"));
    row("filters", QJsonArray());
    row("filters", u'[' + QString(70'000, u' ') + u']');
    row("show_other_objects", 1);
    row("listen_to_events", QStringLiteral("no"));
    row("retries", -1);
    row("retries", 1001);
    row("retries", QStringLiteral("3"));
    row("allow_other", QJsonValue::Null);
    row("verify", QStringLiteral("never"));
    row("verify", 1);
}

void TestSettings::hostileValuesFallBackOneByOne()
{
    const LogRecord log;
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    const auto mount = mountWith(key, value);
    auto expected = example().mounts.first();
    const MountSettings standard;
    if (key == QLatin1String("name"))
        expected.name = standard.name;
    else if (key == QLatin1String("show"))
        expected.show = standard.show;
    else if (key == QLatin1String("object"))
        expected.objectId = standard.objectId;
    else if (key == QLatin1String("directory"))
        expected.directory = standard.directory;
    else if (key == QLatin1String("at_login"))
        expected.atLogin = standard.atLogin;
    else if (key == QLatin1String("mounted"))
        expected.mounted = standard.mounted;
    else if (key == QLatin1String("cache_cap"))
        expected.cacheCap = standard.cacheCap;
    else if (key == QLatin1String("custom"))
        expected.custom = standard.custom;
    else if (key == QLatin1String("filters"))
        expected.filters = standard.filters;
    else if (key == QLatin1String("show_other_objects"))
        expected.showOtherObjects = standard.showOtherObjects;
    else if (key == QLatin1String("listen_to_events"))
        expected.listenToEvents = standard.listenToEvents;
    else if (key == QLatin1String("retries"))
        expected.retries = standard.retries;
    else if (key == QLatin1String("verify"))
        expected.verify = standard.verify;
    else if (key == QLatin1String("allow_other"))
        expected.allowOther = standard.allowOther;
    else
        expected.refreshSeconds = standard.refreshSeconds;
    QVERIFY(mount == expected);
}

void TestSettings::hostileAccountsFallBackOneByOne_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char* key, const QJsonValue& value) {
        static int number = 0;
        QTest::addRow("%s %d", key, ++number) << QString::fromLatin1(key) << value;
    };
    row("host", QStringLiteral("https://a/b"));
    row("host", QStringLiteral("user@host"));
    row("host", QString(300, u'a'));
    row("ca_file", QStringLiteral("ca.pem"));
    row("insecure", QStringLiteral("true"));
    row("insecure", 1);
    row("proxy", QStringLiteral("socks5://proxy:1080"));
    row("proxy", QStringLiteral("http://me:hush@proxy:3128"));
    row("proxy", QStringLiteral("http://proxy:99999"));
    row("proxy", QStringLiteral("http://proxy:3128/path"));
    row("proxy", QStringLiteral("http://a\nb:3128"));
    row("proxy", QString(5000, u'x'));
    row("proxy", 3128);
    row("user_uuid", QStringLiteral("me"));
    row("email", QStringLiteral("a\r\nb"));
}

void TestSettings::hostileAccountsFallBackOneByOne()
{
    const LogRecord log;
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    const auto account = accountWith(key, value);
    auto expected = example().accounts.first();
    if (key == QLatin1String("host"))
        expected.host.clear();
    else if (key == QLatin1String("ca_file"))
        expected.caFile.clear();
    else if (key == QLatin1String("insecure"))
        expected.insecure = false; // whatever it was meant to be
    else if (key == QLatin1String("proxy"))
        expected.proxy.clear();
    else if (key == QLatin1String("user_uuid"))
        expected.userUuid.clear();
    else
        expected.email.clear();
    QVERIFY(account == expected);
}

void TestSettings::hostileDataSettingsFallBackOneByOne_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char* key, const QJsonValue& value) {
        static int number = 0;
        QTest::addRow("%s %d", key, ++number) << QString::fromLatin1(key) << value;
    };
    row("disk", QStringLiteral("yes"));
    row("disk", 0);
    row("folder", QStringLiteral("keep"));
    row("folder", QStringLiteral("/a") + QChar(0));
    row("folder", u'/' + QString(5000, u'x'));
    row("folder", false);
    row("disk_limit", -1);
    row("disk_limit", 1);
    row("disk_limit", 1e300);
    row("disk_limit", QStringLiteral("8G"));
    row("memory_limit", 0);
    row("memory_limit", 1024);
    row("memory_limit", 1e18);
    row("memory_limit", QJsonArray{268435456});
    row("bandwidth", -1);
    row("bandwidth", 1);
    row("bandwidth", 1e300);
    row("bandwidth", QStringLiteral("0"));
    row("bandwidth", QJsonValue::Null);
}

void TestSettings::hostileDataSettingsFallBackOneByOne()
{
    const LogRecord log;
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    const DataSettings standard;
    auto expected = example().preferences.data;
    if (key == QLatin1String("disk"))
        expected.cache.useDisk = standard.cache.useDisk;
    else if (key == QLatin1String("folder"))
        expected.cache.folder = standard.cache.folder;
    else if (key == QLatin1String("disk_limit"))
        expected.cache.disk = standard.cache.disk;
    else if (key == QLatin1String("memory_limit"))
        expected.cache.memory = standard.cache.memory;
    else
        expected.bandwidth = standard.bandwidth;
    QVERIFY(dataWith(key, value) == expected);
    QVERIFY2(log.all().contains(key), qPrintable(log.all()));
}

// Zero is a choice of its own, not a value that is too small.
void TestSettings::noLimitIsALimit()
{
    const LogRecord log;
    QCOMPARE(dataWith(QStringLiteral("bandwidth"), 0).bandwidth, 0ULL);
    QCOMPARE(dataWith(QStringLiteral("disk_limit"), 0).cache.disk, 0ULL);
    QVERIFY2(log.all().isEmpty(), qPrintable(log.all()));
}

void TestSettings::badValuesAreLogged()
{
    const LogRecord log;
    (void)mountWith(QStringLiteral("cache_cap"), QStringLiteral("a\u202e lot"));
    QVERIFY(log.all().contains(QStringLiteral("cache_cap")));
    QVERIFY(!log.all().contains(QChar(0x202e)));
}

void TestSettings::entriesWithoutGoodIdAreLeftOut()
{
    const LogRecord log;
    const auto read = settingsFrom(
        R"({"accounts":[{"id":""},{"id":"a/b"},{"id":7},{},[],null,"x",{"id":"good"}],"mounts":7})");
    QVERIFY(read);
    QCOMPARE(read->accounts.size(), 1);
    QCOMPARE(read->accounts.first().id, QStringLiteral("good"));
    QVERIFY(read->mounts.isEmpty());
}

void TestSettings::sameIdTwiceIsTakenOnce()
{
    const auto read = settingsFrom(
        R"({"accounts":[{"id":"a","name":"1"},{"id":"a","name":"2"}],
            "mounts":[{"id":"m","account":"a","name":"1"},{"id":"m","account":"a","name":"2"}]})");
    QVERIFY(read);
    QCOMPARE(read->accounts.size(), 1);
    QCOMPARE(read->accounts.first().name, QStringLiteral("1"));
    QCOMPARE(read->mounts.size(), 1);
    QCOMPARE(read->mounts.first().name, QStringLiteral("1"));
}

void TestSettings::mountsOfUnknownAccountsAreLeftOut()
{
    const auto read = settingsFrom(
        R"({"accounts":[{"id":"a"}],"mounts":[{"id":"m","account":"b"},{"id":"n","account":"a"}]})");
    QVERIFY(read);
    QCOMPARE(read->mounts.size(), 1);
    QCOMPARE(read->mounts.first().id, QStringLiteral("n"));
}

void TestSettings::damagedFileIsPutAside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("garbage") << QByteArray("\x00\xff\xfe garbage", 11);
    QTest::newRow("a list") << QByteArray("[1, 2]");
    QTest::newRow("half") << settingsText(example()).left(200);
    QTest::newRow("deep") << QByteArray(100000, '[');
}

void TestSettings::damagedFileIsPutAside()
{
    QFETCH(QByteArray, bytes);
    const auto file = m_folder->filePath(QStringLiteral("settings.json"));
    writeFile(file, bytes);
    Settings settings(file);
    const auto loaded = settings.load();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().text.contains(file + QStringLiteral(".broken")));
    QVERIFY(settings.values == StoredSettings());
    QVERIFY(settings.save());
    QVERIFY(Settings(file).load());
    QFile aside(file + QStringLiteral(".broken"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), bytes);
}

void TestSettings::truncatedFileNeverCrashes()
{
    const LogRecord log;
    const auto text = settingsText(example());
    for (qsizetype size = 0; size < text.size() - 2; ++size)
        QVERIFY(!settingsFrom(text.left(size)));
    for (qsizetype at = 0; at < text.size(); ++at) {
        auto bent = text;
        bent[at] = static_cast<char>(bent.at(at) ^ 0x15);
        (void)settingsFrom(bent);
    }
}

void TestSettings::whatIsNoFileIsNotRead()
{
    const auto pipe = m_folder->filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
    Settings settings(pipe); // opened, it would wait for ever
    QVERIFY(!settings.load());
    QVERIFY(!Settings(m_folder->path()).load());
}

void TestSettings::fileThatWasNotReadIsNotOverwritten()
{
    const auto file = m_folder->filePath(QStringLiteral("settings.json"));
    writeFile(file, QByteArray(5 << 20, ' ')); // more than we take
    Settings settings(file);
    const auto loaded = settings.load();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().text.contains(file));
    QVERIFY(!settings.save());
    QCOMPARE(QFileInfo(file).size(), 5 << 20);
}

void TestSettings::fileThatCannotBeWrittenIsASentence()
{
    writeFile(m_folder->filePath(QStringLiteral("file")), {});
    Settings settings(m_folder->filePath(QStringLiteral("file/settings.json")));
    const auto saved = settings.save();
    QVERIFY(!saved);
    QVERIFY(saved.error().text.contains(settings.path()));
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && QByteArray(argv[1]) == "--save")
        saveForEver(QString::fromLocal8Bit(argv[2]));
    TestSettings test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_settings.moc"
