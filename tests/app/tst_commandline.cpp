// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"

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

void tst_CommandLine::everyOptionStandsInTheHelp()
{
    for (const char* option :
         {"--all", "--home", "--project", "--collection", "--by-id", "--foreground", "--read-only",
          "--refresh-time", "--retries", "--debug", "--help", "--version"})
        QVERIFY2(mountHelpText().contains(QString::fromLatin1(option)), option);
}

void tst_CommandLine::helpFitsEightyColumns()
{
    for (const auto& line : (helpText() + mountHelpText()).split(u'\n'))
        QVERIFY2(line.size() <= 80, qPrintable(line));
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
