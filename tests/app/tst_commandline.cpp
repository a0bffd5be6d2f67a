// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"
#include "helptext.h"
#include "mount/mountsettings.h"
#include "mountcommand.h"

#include <QtTest>

using namespace arv;

class tst_CommandLine : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static Result<CommandLine> parse(const QString& line)
    {
        return CommandLine::parse(line.split(u' ', Qt::SkipEmptyParts));
    }

private Q_SLOTS:
    void selectionsAreUnderstood_data();
    void selectionsAreUnderstood();
    void wrongUseIsToldInOneLine_data();
    void wrongUseIsToldInOneLine();
    void commandsAreTold_data();
    void commandsAreTold();
    void directoryBecomesAbsolute();
    void numbersAreTaken();
    void withoutOptionsItIsAsArvMountHasIt();
    void everySettingReachesTheMount();
    void filtersAreTakenAsTheyAre();
    void capIsBroughtIntoItsLimits_data();
    void capIsBroughtIntoItsLimits();
    void blockCacheIsTaken();
    void sizeIsThatOfTheKindOfCache();
    void sizesAreBroughtIntoTheirLimits_data();
    void sizesAreBroughtIntoTheirLimits();
    void folderIsOfNoUseInMemory();
    void bytesAreVerifiedAsAsked_data();
    void bytesAreVerifiedAsAsked();
    void layoutIsTaken();
    void customAloneIsAll();
    void whatNoMountCanBeEndsWithOne_data();
    void whatNoMountCanBeEndsWithOne();
    void readOnlyAfterReadWriteIsReadOnly();
    void hostileWordsStayInOneLine();
    void everyOptionStandsInTheHelp();
    void helpFitsEightyColumns();
};

void tst_CommandLine::selectionsAreUnderstood_data()
{
    using Mode = MountSelection::Mode;
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("id");
    const auto row = [](const char* line, Mode mode, const char* id = "") {
        QTest::newRow(line) << QString::fromLatin1(line) << int(mode) << QString::fromLatin1(id);
    };
    row("mount /m", Mode::All);
    row("mount --all /m", Mode::All);
    row("mount --home /m", Mode::Home);
    row("mount /m --home", Mode::Home);
    row("mount --by-id /m", Mode::ById);
    row("mount --by-pdh /m", Mode::ByPdh);
    row("mount --by-tag /m", Mode::ByTag);
    row("mount --shared /m", Mode::Shared);
    row("mount --mount-home h /m", Mode::Custom);
    row("mount --custom --mount-by-tag=t /m", Mode::Custom);
    row("mount --project zzzzz-j7d0g-0123456789abcde /m", Mode::Project,
        "zzzzz-j7d0g-0123456789abcde");
    row("mount --collection=zzzzz-4zz18-0123456789abcde /m", Mode::Collection,
        "zzzzz-4zz18-0123456789abcde");
    row("mount --collection d41d8cd98f00b204e9800998ecf8427e+0 /m", Mode::Collection,
        "d41d8cd98f00b204e9800998ecf8427e+0");
}

void tst_CommandLine::selectionsAreUnderstood()
{
    QFETCH(QString, line);
    QFETCH(int, mode);
    QFETCH(QString, id);
    const auto parsed = parse(line);
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().text));
    QCOMPARE(int(parsed->mount.selection.mode), mode);
    QCOMPARE(parsed->mount.selection.id, id);
}

void tst_CommandLine::wrongUseIsToldInOneLine_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("word"); // that the message must hold
    const auto row = [](const char* line, const char* word) {
        QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(word);
    };
    row("--help me", "--help");
    row("demo --frob", "--frob");
    row("demo --headless", "directory");
    row("demo --headless /a /b", "directory");
    row("frobnicate", "frobnicate");
    row("mount", "directory");
    row("mount /a /b", "one directory");
    row("mount --home --by-id /m", "only one of");
    row("mount --colour /m", "colour");
    row("mount --project zzzzz-4zz18-0123456789abcde /m", "project's UUID");
    row("mount --project ../../x /m", "project's UUID");
    row("mount --collection nonsense /m", "portable data hash");
    row("mount --shared --custom --by-tag /m", "--custom and --shared and --by-tag");
    row("mount --custom --home --mount-home x /m", "only one of");
    row("mount --project", "--project");
    row("mount --home=yes /m", "home");
    row("mount --directory-cache much /m", "much");
    row("mount --directory-cache -1 /m", "-1");
    row("mount --directory-cache 0x10000000 /m", "0x10000000");
    row("mount --directory-cache= /m", "--directory-cache");
    row("mount --disk-cache --ram-cache /m", "--disk-cache and --ram-cache");
    row("mount --disk-cache-dir= /m", "--disk-cache-dir");
    row("mount --disk-cache-dir /m/cache /m", "inside the mount");
    row("mount --disk-cache-dir /a/../m /m", "inside the mount");
    row("mount --file-cache big /m", "big");
    row("mount --file-cache -1 /m", "-1");
    row("mount --file-cache 1.5 /m", "1.5");
    row("mount --bandwidth 10M /m", "10M");
    row("mount --verify= /m", "--verify");
    row("mount --verify Strict /m", "Strict");
    row("mount --verify never /m", "never");
    row("mount --subtype a,suid /m", "--subtype");
    row("mount --subtype a/b /m", "--subtype");
    row("mount --logfile= /m", "--logfile");
    row("mount --refresh-time soon /m", "soon");
    row("mount --refresh-time -5 /m", "-5");
    row("mount --retries 99999999999999999999 /m", "--retries");
}

void tst_CommandLine::wrongUseIsToldInOneLine()
{
    QFETCH(QString, line);
    QFETCH(QString, word);
    const auto parsed = parse(line);
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().text.contains(word), qPrintable(parsed.error().text));
    QVERIFY(!parsed.error().text.contains(u'\n'));
    QCOMPARE(exitStatusOf(parsed.error()), 2);
}

void tst_CommandLine::commandsAreTold_data()
{
    using Command = CommandLine::Command;
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("command");
    const auto row = [](const char* name, const char* line, Command command) {
        QTest::newRow(name) << QString::fromLatin1(line) << int(command);
    };
    row("plain start", "", Command::Window);
    row("by the session", "--autostarted", Command::Window);
    row("demo", "demo", Command::Demo);
    row("demo without a display", "demo --headless /m", Command::DemoHeadless);
    row("cluster alone", "demo --serve --port 8443", Command::DemoServe);
    row("help", "--help", Command::Help);
    row("version", "--version", Command::Version);
}

void tst_CommandLine::commandsAreTold()
{
    QFETCH(QString, line);
    QFETCH(int, command);
    const auto parsed = parse(line);
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().text));
    QCOMPARE(int(parsed->command), command);
    QCOMPARE(parsed->autostarted, line.contains(QStringLiteral("autostarted")));
}

void tst_CommandLine::directoryBecomesAbsolute()
{
    const auto parsed = parse(QStringLiteral("mount --home some/../place/"));
    QCOMPARE(parsed->mount.directory, QDir::currentPath() + QStringLiteral("/place"));
}

void tst_CommandLine::numbersAreTaken()
{
    const auto parsed = parse(QStringLiteral("mount --refresh-time 3 --retries 0 /m"));
    QCOMPARE(parsed->mount.refreshTime, std::chrono::milliseconds(3000));
    QCOMPARE(parsed->mount.retries, 0);
}

void tst_CommandLine::withoutOptionsItIsAsArvMountHasIt()
{
    const auto parsed = parse(QStringLiteral("mount /m"));
    QVERIFY(parsed);
    const auto spec = specOf(parsed->mount, {});
    QCOMPARE(spec.selection.mode, MountSelection::Mode::All);
    QCOMPARE(spec.cacheCap, 134217728ULL);
    QCOMPARE(spec.refreshTime, std::chrono::milliseconds(15000));
    QCOMPARE(spec.retry.tries, 11);
    QVERIFY(spec.listenToEvents);
    QVERIFY(!spec.showOtherObjects);
    QVERIFY(spec.filters.isEmpty());
    QVERIFY(spec.options.readOnly);
    QVERIFY(!spec.options.allowOther);
    QCOMPARE(spec.options.subtype, QStringLiteral("arvados-drive"));
    QVERIFY(!parsed->mount.foreground);
    QVERIFY(!parsed->mount.debug);
    QVERIFY(parsed->mount.warnings.isEmpty());
    QCOMPARE(parsed->mount.data, DataSettings());
    QVERIFY(parsed->mount.data.cache.useDisk);
    QCOMPARE(spec.verify, Verify::Standard);
}

void tst_CommandLine::everySettingReachesTheMount()
{
    const auto parsed = parse(
        QStringLiteral("mount --by-tag --allow-other --subtype arv --disable-event-listening "
                       "--show-other-objects --debug --logfile some/log --directory-cache 33554432 "
                       "--refresh-time 7 --retries 2 --foreground --read-only /m"));
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().text));
    Credentials credentials;
    credentials.host = QStringLiteral("zzzzz.example.com");
    const auto spec = specOf(parsed->mount, credentials);
    QCOMPARE(spec.credentials.host, credentials.host);
    QCOMPARE(spec.selection.mode, MountSelection::Mode::ByTag);
    QCOMPARE(spec.options.directory, QStringLiteral("/m"));
    QCOMPARE(spec.options.subtype, QStringLiteral("arv"));
    QVERIFY(spec.options.allowOther);
    QVERIFY(spec.options.debug);
    QVERIFY(!spec.listenToEvents);
    QVERIFY(spec.showOtherObjects);
    QVERIFY(spec.checkFirst);
    QCOMPARE(spec.cacheCap, 33554432ULL);
    QCOMPARE(spec.refreshTime, std::chrono::milliseconds(7000));
    QCOMPARE(spec.retry.tries, 3);
    QCOMPARE(parsed->mount.logFile, QStringLiteral("some/log"));
    QVERIFY(parsed->mount.foreground);
}

void tst_CommandLine::filtersAreTakenAsTheyAre()
{
    QVERIFY(!parse(QStringLiteral("mount /m"))->mount.filters);
    QCOMPARE(parse(QStringLiteral("mount --filters - /m"))->mount.filters, QStringLiteral("-"));
    QCOMPARE(parse(QStringLiteral("mount --filters [[\"a\",\"=\",1]] /m"))->mount.filters,
             QStringLiteral("[[\"a\",\"=\",1]]"));
    QCOMPARE(parse(QStringLiteral("mount --filters= /m"))->mount.filters, QString());
}

void tst_CommandLine::capIsBroughtIntoItsLimits_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<quint64>("cap");
    QTest::addColumn<bool>("warned");
    const quint64 least = MountSettings::smallestCacheCap;
    const quint64 most = MountSettings::largestCacheCap;
    QTest::newRow("none") << QStringLiteral("0") << least << true;
    QTest::newRow("too little") << QStringLiteral("16777215") << least << true;
    QTest::newRow("least") << QStringLiteral("16777216") << least << false;
    QTest::newRow("most") << QStringLiteral("17179869184") << most << false;
    QTest::newRow("too much") << QStringLiteral("17179869185") << most << true;
    QTest::newRow("beyond numbers") << QString(40, u'9') << most << true;
}

void tst_CommandLine::capIsBroughtIntoItsLimits()
{
    QFETCH(QString, given);
    QFETCH(quint64, cap);
    QFETCH(bool, warned);
    const auto parsed = parse(QStringLiteral("mount --directory-cache %1 /m").arg(given));
    QVERIFY(parsed);
    QCOMPARE(parsed->mount.cacheCap, cap);
    QCOMPARE(!parsed->mount.warnings.isEmpty(), warned);
    QVERIFY(!warned || parsed->mount.warnings.first().contains(given));
}

void tst_CommandLine::blockCacheIsTaken()
{
    const auto parsed =
        parse(QStringLiteral("mount --disk-cache --disk-cache-dir some/../place --file-cache "
                             "1073741824 --bandwidth 1048576 /m"));
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().text));
    const auto& data = parsed->mount.data;
    QVERIFY(data.cache.useDisk);
    QCOMPARE(data.cache.folder, QDir::currentPath() + QStringLiteral("/place"));
    QCOMPARE(data.cache.disk, 1073741824ULL);
    QCOMPARE(data.cache.memory, BlockCacheSettings::defaultMemory);
    QCOMPARE(data.bandwidth, 1048576ULL);
    QVERIFY(parsed->mount.warnings.isEmpty());
}

void tst_CommandLine::sizeIsThatOfTheKindOfCache()
{
    const auto automatic = parse(QStringLiteral("mount --ram-cache --file-cache 0 /m"));
    QVERIFY(!automatic->mount.data.cache.useDisk);
    QCOMPARE(automatic->mount.data.cache.memory, BlockCacheSettings::defaultMemory);
    const auto sized = parse(QStringLiteral("mount --file-cache 536870912 --ram-cache /m"));
    QCOMPARE(sized->mount.data.cache.memory, 536870912ULL);
    QCOMPARE(sized->mount.data.cache.disk, 0ULL);
}

void tst_CommandLine::sizesAreBroughtIntoTheirLimits_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<quint64>("memory");
    QTest::addColumn<quint64>("disk");
    QTest::addColumn<quint64>("bandwidth");
    const quint64 usual = BlockCacheSettings::defaultMemory;
    const quint64 none = 0;
    const auto row = [](const QString& options, quint64 memory, quint64 disk, quint64 bandwidth) {
        QTest::newRow(qPrintable(options)) << options << memory << disk << bandwidth;
    };
    row(QStringLiteral("--file-cache 1"), usual, quint64(BlockCacheSettings::leastDisk), none);
    row(QStringLiteral("--file-cache 99999999999999999999"), usual, quint64(DataSettings::mostDisk),
        none);
    row(QStringLiteral("--ram-cache --file-cache 1"), quint64(BlockCacheSettings::leastMemory),
        none, none);
    row(QStringLiteral("--bandwidth 1"), usual, none, quint64(DataSettings::leastBandwidth));
    row(QStringLiteral("--bandwidth 18446744073709551615"), usual, none,
        quint64(DataSettings::mostBandwidth));
}

void tst_CommandLine::sizesAreBroughtIntoTheirLimits()
{
    QFETCH(QString, options);
    const auto parsed = parse(QStringLiteral("mount %1 /m").arg(options));
    QVERIFY(parsed);
    QTEST(quint64(parsed->mount.data.cache.memory), "memory");
    QTEST(quint64(parsed->mount.data.cache.disk), "disk");
    QTEST(quint64(parsed->mount.data.bandwidth), "bandwidth");
    QCOMPARE(parsed->mount.warnings.size(), 1);
    QVERIFY(parsed->mount.warnings.first().contains(QStringLiteral("too ")));
}

void tst_CommandLine::folderIsOfNoUseInMemory()
{
    const auto parsed = parse(QStringLiteral("mount --ram-cache --disk-cache-dir /c /m"));
    QVERIFY(parsed);
    QCOMPARE(parsed->mount.data.cache.folder, QString());
    QVERIFY(parsed->mount.warnings.first().contains(QStringLiteral("--ram-cache")));
}

void tst_CommandLine::bytesAreVerifiedAsAsked_data()
{
    QTest::addColumn<int>("verify");
    QTest::newRow("standard") << static_cast<int>(Verify::Standard);
    QTest::newRow("strict") << static_cast<int>(Verify::Strict);
    QTest::newRow("early") << static_cast<int>(Verify::Early);
}

void tst_CommandLine::bytesAreVerifiedAsAsked()
{
    const auto word = QString::fromLatin1(QTest::currentDataTag());
    const auto parsed = parse(QStringLiteral("mount --verify %1 /m").arg(word));
    QVERIFY(parsed);
    QTEST(static_cast<int>(specOf(parsed->mount, {}).verify), "verify");
}

void tst_CommandLine::layoutIsTaken()
{
    using Kind = CustomMount::Kind;
    const auto parsed = parse(
        QStringLiteral("mount --mount-by-tag t --mount-home h --mount-by-pdh p --mount-home h2 /m "
                       "--mount-shared=s --mount-by-id i"));
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().text));
    const QList<CustomMount> expected{
        {Kind::Home, QStringLiteral("h")},   {Kind::Home, QStringLiteral("h2")},
        {Kind::Shared, QStringLiteral("s")}, {Kind::ById, QStringLiteral("i")},
        {Kind::ByPdh, QStringLiteral("p")},  {Kind::ByTag, QStringLiteral("t")}};
    QCOMPARE(parsed->mount.selection.custom, expected);
    QVERIFY(specOf(parsed->mount, {}).selection.custom == expected);
}

void tst_CommandLine::customAloneIsAll()
{
    const auto parsed = parse(QStringLiteral("mount --custom /m"));
    QVERIFY(parsed);
    QCOMPARE(parsed->mount.selection.mode, MountSelection::Mode::All);
}

void tst_CommandLine::whatNoMountCanBeEndsWithOne_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, const QStringList& arguments, const char* word) {
        QTest::newRow(name) << arguments << QString::fromLatin1(word);
    };
    const auto home = QStringLiteral("--mount-home");
    row("mode and layout", {QStringLiteral("--home"), home, QStringLiteral("x")}, "combined");
    row("all and layout", {QStringLiteral("--all"), home, QStringLiteral("x")}, "combined");
    row("empty name", {home, QString()}, "--mount-home");
    row("here", {home, QStringLiteral(".")}, "--mount-home");
    row("up", {QStringLiteral("--mount-by-id"), QStringLiteral("..")}, "--mount-by-id");
    row("path", {QStringLiteral("--mount-by-tag"), QStringLiteral("a/b")}, "a/b");
    row("long name", {home, QString(256, u'x')}, "too long");
    row("long name in bytes", {home, QString(128, QChar(0xe9))}, "too long");
    row("same name", {home, QStringLiteral("x"), QStringLiteral("--mount-shared=x")}, "twice");
    row("temporary", {QStringLiteral("--mount-tmp"), QStringLiteral("x")}, "writing is not there");
    row("writing", {QStringLiteral("--read-write")}, "writing is not there");
    row("writing after all", {QStringLiteral("--read-only"), QStringLiteral("--read-write")},
        "writing is not there");
}

void tst_CommandLine::whatNoMountCanBeEndsWithOne()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, word);
    const auto parsed =
        CommandLine::parse(QStringList{QStringLiteral("mount"), QStringLiteral("/m")} + arguments);
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().text.contains(word), qPrintable(parsed.error().text));
    QVERIFY(!parsed.error().text.contains(u'\n'));
    QCOMPARE(exitStatusOf(parsed.error()), 1);
}

void tst_CommandLine::readOnlyAfterReadWriteIsReadOnly()
{
    QVERIFY(parse(QStringLiteral("mount --read-write --read-only /m")));
}

void tst_CommandLine::hostileWordsStayInOneLine()
{
    const auto hostile = QStringLiteral("a\nb\u202E") + QString(100'000, u'x');
    for (const char* option :
         {"--project", "--collection", "--mount-home", "--retries", "--directory-cache",
          "--subtype", "--colour", "--verify", "--file-cache", "--bandwidth"}) {
        const auto parsed = CommandLine::parse({QStringLiteral("mount"), QStringLiteral("/m"),
                                                QString::fromLatin1(option) + u'=' + hostile});
        QVERIFY2(!parsed, option);
        QVERIFY2(!parsed.error().text.contains(u'\n'), option);
        QVERIFY2(parsed.error().text.size() < 1500, option);
    }
}

void tst_CommandLine::everyOptionStandsInTheHelp()
{
    for (const char* option : {"--all",
                               "--custom",
                               "--home",
                               "--shared",
                               "--by-id",
                               "--by-pdh",
                               "--by-tag",
                               "--project",
                               "--collection",
                               "--mount-home",
                               "--mount-shared",
                               "--mount-by-id",
                               "--mount-by-pdh",
                               "--mount-by-tag",
                               "--mount-tmp",
                               "--filters",
                               "--show-other-objects",
                               "--foreground",
                               "--read-only",
                               "--read-write",
                               "--allow-other",
                               "--subtype",
                               "--refresh-time",
                               "--disable-event-listening",
                               "--retries",
                               "--directory-cache",
                               "--disk-cache,",
                               "--ram-cache",
                               "--disk-cache-dir DIR",
                               "--file-cache BYTES",
                               "--verify HOW",
                               "--bandwidth BYTES",
                               "--debug",
                               "--logfile",
                               "--help",
                               "--version",
                               "ARVADOS_DISABLE_WEBSOCKETS",
                               "ARVADOS_DEBUG"})
        QVERIFY2(mountHelpText().contains(QString::fromLatin1(option)), option);
}

void tst_CommandLine::helpFitsEightyColumns()
{
    for (const auto& line : (helpText() + mountHelpText()).split(u'\n'))
        QVERIFY2(line.size() <= 80, qPrintable(line));
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
