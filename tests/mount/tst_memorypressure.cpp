// SPDX-License-Identifier: Apache-2.0
// Memory that becomes short is heard of: cgroups and their files are played by a folder.
#include "mount/memorypressure.h"

#include "async/mailbox.h"
#include "support/logrecord.h"
#include "support/waiting.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace arv;
using namespace std::chrono_literals;

class tst_MemoryPressure : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] MemoryPressure::Settings settings() const;
    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    void write(const QString& file, const std::string& text) const;
    void writeEvents(const char* cgroup, int high, int oom = 0) const;
    [[nodiscard]] bool comesTo(int count) const
    {
        return test::waitUntil([&] { return m_told >= count; }, 5000) && m_told == count;
    }

    Mailbox m_mailbox;
    std::unique_ptr<QTemporaryDir> m_folder;
    int m_told = 0;

private Q_SLOTS:
    void init();

    void grownCountersAreHeard();
    void limitAroundUsIsHeard();
    void whatIsNoPressureIsNotHeard();
    void everyWatcherHearsUntilItLetsGo();
    void stormIsToldOnceInAWhile();
    void endsWhileItRests();
    void nothingToListenToIsSaidOnce();
    void nonsenseIsNoPressure_data();
    void nonsenseIsNoPressure();
};

void tst_MemoryPressure::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkpath(QStringLiteral("cg/user/app"));
    write(path("self"), "4:memory:/old\n0::/user/app\n");
    writeEvents("user", 0);
    writeEvents("user/app", 3);
    m_told = 0;
}

MemoryPressure::Settings tst_MemoryPressure::settings() const
{
    return {path("cg"), path("self"), path("no-such-file"), 1ms};
}

// As the kernel changes such a file: in place.
void tst_MemoryPressure::write(const QString& file, const std::string& text) const
{
    std::ofstream out(file.toStdString(), std::ios::in | std::ios::out);
    if (!out.is_open())
        out.open(file.toStdString());
    out << text;
    QVERIFY(out.flush());
}

void tst_MemoryPressure::writeEvents(const char* cgroup, int high, int oom) const
{
    write(path("cg") + u'/' + QString::fromLatin1(cgroup) + QStringLiteral("/memory.events"),
          "low 0\nhigh " + std::to_string(high) + "\nmax 0\noom 0\noom_kill " + std::to_string(oom)
              + "\n");
}

void tst_MemoryPressure::grownCountersAreHeard()
{
    MemoryPressure pressure(settings());
    const auto watch = pressure.watch([this] { ++m_told; });
    writeEvents("user/app", 4);
    QVERIFY(comesTo(1));
    writeEvents("user/app", 7);
    QVERIFY(comesTo(2));
}

void tst_MemoryPressure::limitAroundUsIsHeard()
{
    MemoryPressure pressure(settings());
    const auto watch = pressure.watch([this] { ++m_told; });
    writeEvents("user", 1);
    QVERIFY(comesTo(1));
}

void tst_MemoryPressure::whatIsNoPressureIsNotHeard()
{
    MemoryPressure pressure(settings());
    const auto watch = pressure.watch([this] { ++m_told; });
    writeEvents("user/app", 3, 5); // something else was killed
    writeEvents("user/app", 3, 6);
    writeEvents("user", 1); // heard after those
    QVERIFY(comesTo(1));
}

void tst_MemoryPressure::everyWatcherHearsUntilItLetsGo()
{
    MemoryPressure pressure(settings());
    auto gone = pressure.watch([this] { m_told += 100; });
    const auto one = pressure.watch([this] { ++m_told; });
    const auto two = pressure.watch([this] { ++m_told; });
    gone.reset();
    writeEvents("user/app", 4);
    QVERIFY(comesTo(2));
}

void tst_MemoryPressure::stormIsToldOnceInAWhile()
{
    auto slow = settings();
    slow.calm = 300ms;
    MemoryPressure pressure(slow);
    const auto watch = pressure.watch([this] { ++m_told; });
    QElapsedTimer clock;
    clock.start();
    for (int high = 4; m_told < 3 && clock.elapsed() < 10000; ++high) {
        writeEvents("user/app", high);
        QTest::qWait(1);
    }
    QVERIFY(m_told >= 3);
    QVERIFY2(clock.elapsed() >= 550, qPrintable(QString::number(clock.elapsed())));
}

void tst_MemoryPressure::endsWhileItRests()
{
    auto slow = settings();
    slow.calm = 1h;
    auto pressure = std::make_unique<MemoryPressure>(slow);
    const auto watch = pressure->watch([this] { ++m_told; });
    writeEvents("user/app", 4);
    QVERIFY(comesTo(1));
    QElapsedTimer clock;
    clock.start();
    pressure.reset();
    QVERIFY(clock.elapsed() < 5000);
}

void tst_MemoryPressure::nothingToListenToIsSaidOnce()
{
    QVERIFY(QFile::remove(path("self")));
    const test::LogRecord log;
    MemoryPressure pressure(settings());
    const auto one = pressure.watch([this] { ++m_told; });
    const auto two = pressure.watch([this] { ++m_told; });
    QCOMPARE(log.all().count(QStringLiteral("does not say when memory is short")), 1);
    writeEvents("user/app", 4);
    QTest::qWait(50); // nobody is there who could hear
    QCOMPARE(m_told, 0);
}

void tst_MemoryPressure::nonsenseIsNoPressure_data()
{
    QTest::addColumn<QByteArray>("memberships");
    QTest::addColumn<QByteArray>("events");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("way out") << QByteArray("0::/../../etc\n") << QByteArray("max 1\n");
    QTest::newRow("root") << QByteArray("0::/\n") << QByteArray("max 1\n");
    QTest::newRow("no counters") << QByteArray("0::/user/app\n") << QByteArray("max\nhigh x y z\n");
    QTest::newRow("huge") << QByteArray("0::/user/app\n")
                          << QByteArray("max 99999999999999999999999999\n");
    QTest::newRow("binary") << QByteArray("0::/\xff\x00\n0::", 9) << QByteArray(9000, '\xff');
    QTest::newRow("long") << QByteArray("0::/") + QByteArray(100000, 'a') << QByteArray("max 1\n");
}

void tst_MemoryPressure::nonsenseIsNoPressure()
{
    QFETCH(QByteArray, memberships);
    QFETCH(QByteArray, events);
    QVERIFY(QFile::remove(path("self")));
    write(path("self"), memberships.toStdString());
    const auto file = path("cg/user/app/memory.events");
    QVERIFY(QFile::remove(file));
    write(file, events.toStdString());
    MemoryPressure pressure(settings());
    const auto watch = pressure.watch([this] { ++m_told; });
    write(file, events.toStdString());
    QTest::qWait(20); // if it were heard, it would be by then
    QCOMPARE(m_told, 0);
}

QTEST_GUILESS_MAIN(tst_MemoryPressure)
#include "tst_memorypressure.moc"
