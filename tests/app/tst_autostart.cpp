// SPDX-License-Identifier: Apache-2.0
#include "autostart.h"

#include <QtTest>

using namespace arv;

class TestAutostart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void entryIsWrittenAndRemoved();
    void standsWhereTheDesktopLooks();
    void argumentIsEscapedAsTheSpecificationSays_data();
    void argumentIsEscapedAsTheSpecificationSays();
    void otherProgramsAgreeOnTheEntry();
    void entriesOfOthersAreUnderstood_data();
    void entriesOfOthersAreUnderstood();
    void systemsEntryCountsAndCanBeHidden();
    void folderThatCannotBeWrittenIsASentence();

private:
    void writeEntry(const QString& path, const QByteArray& text) const
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    Autostart m_autostart{QStringLiteral("/opt/my tools/arvados-drive")};
};

void TestAutostart::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", m_folder->filePath(QStringLiteral("own")).toUtf8());
    qputenv("XDG_CONFIG_DIRS", m_folder->filePath(QStringLiteral("system")).toUtf8());
}

void TestAutostart::entryIsWrittenAndRemoved()
{
    QVERIFY(!m_autostart.isOn());
    QVERIFY(m_autostart.set(true));
    QVERIFY(m_autostart.isOn());
    QVERIFY(m_autostart.set(true));
    QVERIFY(m_autostart.set(false));
    QVERIFY(!m_autostart.isOn());
    QVERIFY(!QFile::exists(Autostart::ownPath()));
    QVERIFY(m_autostart.set(false));
}

void TestAutostart::standsWhereTheDesktopLooks()
{
    QCOMPARE(Autostart::ownPath(),
             m_folder->filePath(QStringLiteral("own/autostart/org.arvados.Drive.desktop")));
    QVERIFY(m_autostart.set(true));
    QFile file(Autostart::ownPath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("\nExec=\"/opt/my tools/arvados-drive\" --autostarted\n"));
}

void TestAutostart::argumentIsEscapedAsTheSpecificationSays_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("escaped");
    QTest::newRow("plain") << QStringLiteral("/usr/bin/x") << QStringLiteral(R"("/usr/bin/x")");
    QTest::newRow("quotes") << QStringLiteral(R"(/a"b`c$d)")
                            << QStringLiteral(R"("/a\\"b\\`c\\$d")");
    QTest::newRow("backslash") << QStringLiteral(R"(/a\b)") << QStringLiteral(R"("/a\\\\b")");
    QTest::newRow("field code") << QStringLiteral("/50%u") << QStringLiteral(R"("/50%%u")");
    QTest::newRow("line break") << QStringLiteral("/a\nHidden=true")
                                << QStringLiteral(R"("/a\nHidden=true")");
}

void TestAutostart::argumentIsEscapedAsTheSpecificationSays()
{
    QFETCH(QString, argument);
    QTEST(execArgument(argument), "escaped");
}

void TestAutostart::otherProgramsAgreeOnTheEntry()
{
    if (QStandardPaths::findExecutable(QStringLiteral("desktop-file-validate")).isEmpty())
        QSKIP("no desktop-file-validate here");
    QVERIFY(m_autostart.set(true));
    QProcess validator;
    validator.start(QStringLiteral("desktop-file-validate"), {Autostart::ownPath()});
    QVERIFY(validator.waitForFinished());
    QCOMPARE(validator.readAllStandardOutput(), QByteArray());
    QCOMPARE(validator.exitCode(), 0);
}

void TestAutostart::entriesOfOthersAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isOn");
    const QByteArray plain("[Desktop Entry]\nType=Application\nExec=x\n");
    QTest::newRow("plain") << plain << true;
    QTest::newRow("hidden") << plain + "Hidden=true\n" << false;
    QTest::newRow("hidden, with blanks") << plain + "Hidden = true \n" << false;
    QTest::newRow("not hidden") << plain + "Hidden=false\n" << true;
    QTest::newRow("hidden in another group") << plain + "[Other]\nHidden=true\n" << true;
    QTest::newRow("switched off by GNOME") << plain + "X-GNOME-Autostart-enabled=false\n" << false;
    QTest::newRow("no program") << QByteArray("[Desktop Entry]\nType=Application\n") << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("garbage") << QByteArray(5000, '\xff') << false;
}

void TestAutostart::entriesOfOthersAreUnderstood()
{
    QFETCH(QByteArray, text);
    writeEntry(Autostart::ownPath(), text);
    QTEST(m_autostart.isOn(), "isOn");
}

void TestAutostart::systemsEntryCountsAndCanBeHidden()
{
    const auto path =
        m_folder->filePath(QStringLiteral("system/autostart/org.arvados.Drive.desktop"));
    writeEntry(path, "[Desktop Entry]\nType=Application\nExec=arvados-drive --autostarted\n");
    QVERIFY(m_autostart.isOn());
    QVERIFY(m_autostart.set(false));
    QVERIFY(!m_autostart.isOn());
    QVERIFY(QFile::exists(path));
    QVERIFY(m_autostart.set(true));
    QVERIFY(m_autostart.isOn());
}

void TestAutostart::folderThatCannotBeWrittenIsASentence()
{
    writeEntry(m_folder->filePath(QStringLiteral("own")), "a file where a folder should be");
    const auto set = m_autostart.set(true);
    QVERIFY(!set);
    QVERIFY(set.error().text.contains(Autostart::ownPath()));
    QVERIFY(!m_autostart.isOn());
}

QTEST_GUILESS_MAIN(TestAutostart)
#include "tst_autostart.moc"
