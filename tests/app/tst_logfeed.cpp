// SPDX-License-Identifier: Apache-2.0
#include "logfeed.h"

#include "async/mailbox.h"

#include <QtTest>

#include <thread>

using namespace arv;

class tst_LogFeed : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;

private Q_SLOTS:
    void initTestCase() { logToStandardError(false); }
    void linesOfAllThreadsArriveInTheUiThread();
    void tokensNeverArrive();
    void floodLosesItsOldestLines();
    void nothingComesAfterTheEnd();
};

void tst_LogFeed::linesOfAllThreadsArriveInTheUiThread()
{
    QStringList texts;
    LogFeed feed([&texts](const LogLine& line) {
        QCOMPARE(QThread::currentThread(), qApp->thread());
        texts += line.text;
    });
    qCWarning(logApp) << "from here";
    std::thread([] { qCWarning(logApp) << "from there"; }).join();
    QVERIFY(texts.isEmpty()); // never from inside the call
    QTRY_COMPARE(texts, (QStringList{QStringLiteral("from here"), QStringLiteral("from there")}));
    QCOMPARE(feed.lines().size(), 2);
    QCOMPARE(feed.lines().at(0).category, QStringLiteral("arvados.app"));
    QCOMPARE(feed.lines().at(0).level, QtWarningMsg);
}

void tst_LogFeed::tokensNeverArrive()
{
    LogFeed feed([](const LogLine&) {});
    qCWarning(logApp).noquote() << "Bearer v2/zzzzz-gj3su-0123456789abcde/geheimgeheim";
    QTRY_COMPARE(feed.lines().size(), 1);
    QVERIFY(!feed.lines().at(0).text.contains(QStringLiteral("geheim")));
}

void tst_LogFeed::floodLosesItsOldestLines()
{
    int delivered = 0;
    LogFeed feed([&delivered](const LogLine&) { ++delivered; });
    const auto lines = static_cast<int>(LogFeed::kept) + 100;
    for (int i = 0; i < lines; ++i)
        qCWarning(logApp).noquote() << "line" << i;
    QTRY_COMPARE(feed.lines().size(), static_cast<qsizetype>(LogFeed::kept));
    QCOMPARE(delivered, static_cast<int>(LogFeed::kept));
    QCOMPARE(feed.lines().first().text, QStringLiteral("line 100"));
    QCOMPARE(feed.lines().last().text, QStringLiteral("line %1").arg(lines - 1));
}

void tst_LogFeed::nothingComesAfterTheEnd()
{
    bool called = false;
    {
        const LogFeed feed([&called](const LogLine&) { called = true; });
        qCWarning(logApp) << "on its way";
    }
    qCWarning(logApp) << "too late";
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(tst_LogFeed)
#include "tst_logfeed.moc"
