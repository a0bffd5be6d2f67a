// SPDX-License-Identifier: Apache-2.0
#include "filemanager.h"
#include "signalwatcher.h"
#include "support/fakebusservice.h"
#include "support/sessionbus.h"

#include <QSignalSpy>
#include <QtTest>

using namespace arv;
using namespace arv::test;

class TestFileManager : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_service.reset(); }

    void folderIsShownByTheFileManager_data();
    void folderIsShownByTheFileManager();
    void itemIsShownInItsFolder();
    void withoutFileManagerXdgOpenIsAsked();
    void withoutBusXdgOpenIsAsked();
    void failingFileManagerIsReplaced();
    void silentFileManagerIsReplacedAfterAWhile();
    void itemsFolderIsOpenedWhereItemsCannotBeShown();
    void childKnowsNothingOfUs();
    void withoutAnybodyItComplains();
    void linkIsOpened();
    void openedProgramCanBeEnded();
    void onlyWebAddressesAreLinks_data();
    void onlyWebAddressesAreLinks();

private:
    [[nodiscard]] QByteArray opened() const
    {
        QFile file(m_folder.filePath(QStringLiteral("opened")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    SessionBus m_bus;
    QTemporaryDir m_folder;
    std::unique_ptr<FakeBusService> m_service;
};

void TestFileManager::initTestCase()
{
    QVERIFY(m_bus.start());
    qputenv("ARVADOS_API_TOKEN", "topsecret");
}

void TestFileManager::init()
{
    // A stand-in that notes what it was given, in one step.
    const auto file = m_folder.filePath(QStringLiteral("opened"));
    QFile::remove(file);
    QFile script(m_folder.filePath(QStringLiteral("xdg-open")));
    QVERIFY(script.open(QIODevice::WriteOnly | QIODevice::Truncate));
    script.write("#!/bin/sh\n{ echo \"$@\"; pwd; env; grep ^Sig[BI] /proc/self/status; } > '"
                 + file.toUtf8() + ".new'\nmv '" + file.toUtf8() + ".new' '" + file.toUtf8()
                 + "'\n");
    script.close();
    QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner));
    qputenv("PATH", m_folder.path().toUtf8() + ":/usr/bin:/bin");
    m_service = std::make_unique<FakeBusService>(m_bus.address(),
                                                 QStringLiteral("org.freedesktop.FileManager1"));
    m_service->answer = [](const QDBusMessage&) { return QVariantList(); };
}

void TestFileManager::folderIsShownByTheFileManager_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("uri");
    QTest::newRow("plain") << QStringLiteral("/home/u/m") << QStringLiteral("file:///home/u/m");
    QTest::newRow("blanks and marks")
        << QStringLiteral("/m/a b#c?d%20e") << QStringLiteral("file:///m/a%20b%23c%3Fd%2520e");
    QTest::newRow("beyond ASCII") << QStringLiteral("/m/zürich")
                                  << QStringLiteral("file:///m/z%C3%BCrich");
    QTest::newRow("line break") << QStringLiteral("/m/a\nb") << QStringLiteral("file:///m/a%0Ab");
}

void TestFileManager::folderIsShownByTheFileManager()
{
    QFETCH(QString, path);
    QFETCH(QString, uri);
    QVERIFY(m_service->appear());
    FileManager manager;
    manager.showFolder(path);
    QTRY_COMPARE(m_service->calls.size(), 1);
    QCOMPARE(m_service->calls.first().member(), QStringLiteral("ShowFolders"));
    QCOMPARE(m_service->calls.first().signature(), QStringLiteral("ass"));
    QCOMPARE(m_service->calls.first().arguments().first().toStringList(), QStringList{uri});
    QTest::qWait(50);
    QCOMPARE(opened(), QByteArray());
}

void TestFileManager::itemIsShownInItsFolder()
{
    QVERIFY(m_service->appear());
    FileManager manager;
    manager.showItem(QStringLiteral("/m/a/b.txt"));
    QTRY_COMPARE(m_service->callsOf("ShowItems").size(), 1);
    QCOMPARE(m_service->calls.first().arguments().first().toStringList(),
             QStringList{QStringLiteral("file:///m/a/b.txt")});
}

void TestFileManager::withoutFileManagerXdgOpenIsAsked()
{
    FileManager manager;
    const QSignalSpy complaints(&manager, &FileManager::complained);
    manager.showFolder(QStringLiteral("/m/a b"));
    QTRY_VERIFY(opened().startsWith("file:///m/a%20b\n"));
    QVERIFY(complaints.isEmpty());
}

void TestFileManager::withoutBusXdgOpenIsAsked()
{
    FileManager manager(QDBusConnection(QStringLiteral("none")));
    manager.showFolder(QStringLiteral("/m"));
    QTRY_VERIFY(opened().startsWith("file:///m\n"));
}

void TestFileManager::failingFileManagerIsReplaced()
{
    m_service->answer = nullptr;
    QVERIFY(m_service->appear());
    FileManager manager;
    manager.showFolder(QStringLiteral("/m"));
    QTRY_VERIFY(opened().startsWith("file:///m\n"));
}

void TestFileManager::silentFileManagerIsReplacedAfterAWhile()
{
    m_service->answer = [](const QDBusMessage&) { return std::nullopt; };
    QVERIFY(m_service->appear());
    FileManager manager;
    manager.setLimit(std::chrono::milliseconds(200));
    manager.showFolder(QStringLiteral("/m"));
    QTRY_VERIFY(opened().startsWith("file:///m\n"));
    QCOMPARE(m_service->calls.size(), 1);
}

void TestFileManager::itemsFolderIsOpenedWhereItemsCannotBeShown()
{
    FileManager manager;
    manager.showItem(QStringLiteral("/m/a/b.txt"));
    QTRY_VERIFY(opened().startsWith("file:///m/a\n"));
}

void TestFileManager::childKnowsNothingOfUs()
{
    FileManager manager;
    manager.showFolder(QStringLiteral("/m"));
    QTRY_VERIFY(!opened().isEmpty());
    const auto lines = opened().split('\n');
    QCOMPARE(lines.value(1), QByteArray("/")); // it must not hold the folder that we are in
    QVERIFY(lines.contains("DBUS_SESSION_BUS_ADDRESS=" + m_bus.address().toLatin1()));
    QVERIFY(!opened().contains("topsecret"));
}

void TestFileManager::withoutAnybodyItComplains()
{
    qputenv("PATH", "/nowhere");
    FileManager manager;
    const QSignalSpy complaints(&manager, &FileManager::complained);
    manager.showFolder(QStringLiteral("/m/e\u202evil"));
    QTRY_COMPARE(complaints.size(), 1);
    const auto sentence = complaints.first().first().toString();
    QVERIFY(sentence.contains(QStringLiteral("xdg-open")));
    QVERIFY(sentence.contains(QStringLiteral("vil")));
    QVERIFY(!sentence.contains(QChar(0x202e)));
}

void TestFileManager::linkIsOpened()
{
    FileManager manager;
    manager.openLink(QUrl(QStringLiteral("https://workbench.example/a?b=c d")));
    QTRY_VERIFY(opened().startsWith("https://workbench.example/a?b=c%20d\n"));
}

// This program handles the signals that end it in its own way; others must not inherit that.
void TestFileManager::openedProgramCanBeEnded()
{
    SignalWatcher::blockSignals();
    FileManager manager;
    manager.openLink(QUrl(QStringLiteral("https://workbench.example/")));
    QTRY_VERIFY(!opened().isEmpty());
    SignalWatcher::restoreSignals();
    QVERIFY2(opened().contains("SigBlk:\t0000000000000000\n"), opened().constData());
    QVERIFY2(opened().contains("SigIgn:\t0000000000000000\n"), opened().constData());
}

void TestFileManager::onlyWebAddressesAreLinks_data()
{
    QTest::addColumn<QString>("link");
    for (const auto* link : {"file:///etc/passwd", "javascript:alert(1)", "/bin/sh", "--help", "",
                             "https:", "ssh://host/"})
        QTest::newRow(link) << QString::fromLatin1(link);
}

void TestFileManager::onlyWebAddressesAreLinks()
{
    QFETCH(QString, link);
    FileManager manager;
    const QSignalSpy complaints(&manager, &FileManager::complained);
    manager.openLink(QUrl(link));
    QCOMPARE(complaints.size(), 1);
    QTest::qWait(30);
    QCOMPARE(opened(), QByteArray());
}

QTEST_GUILESS_MAIN(TestFileManager)
#include "tst_filemanager.moc"
