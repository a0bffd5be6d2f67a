// SPDX-License-Identifier: Apache-2.0
#include "keep/manifest.h"
#include "manifesttexts.h"

#include <QElapsedTimer>
#include <QFile>
#include <QtTest>

#include <malloc.h>

using namespace arv;
using test::Layout;

namespace {

constexpr int directories = 1000;

// A thousand times a thousand in the long form.
int filesEach()
{
    return qEnvironmentVariableIntValue("ARV_LONG") != 0 ? 1000 : 100;
}

// What the program has asked of malloc and not given back; 0 where a sanitizer has its own.
std::size_t heapInUse()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 0;
#else
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

// Of /proc/self/status, in bytes.
double statusOf(const QByteArray& key)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const auto& line : file.readAll().split('\n')) {
        if (line.startsWith(key))
            return line.mid(key.size() + 1).simplified().split(' ').first().toDouble() * 1024;
    }
    return 0;
}

void forgetPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

} // namespace

class tst_ManifestScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileTakesLittleMemory_data() { addLayouts(); }
    void aFileTakesLittleMemory();
    void footprintIsWhatTheHeapSays_data() { addLayouts(); }
    void footprintIsWhatTheHeapSays();
    void textsThatPackBadlyAreCountedToo();

private:
    static void addLayouts();
};

void tst_ManifestScale::addLayouts()
{
    QTest::addColumn<Layout>("layout");
    QTest::addColumn<double>("mostBytes");
    QTest::newRow("a block for each file") << Layout::BlockPerFile << 100.0;
    QTest::newRow("files share a block") << Layout::FilesShareABlock << 60.0;
}

void tst_ManifestScale::aFileTakesLittleMemory()
{
    QFETCH(Layout, layout);
    QFETCH(double, mostBytes);
    const auto files = static_cast<double>(directories) * filesEach();
    const auto text = test::manifestText(directories, filesEach(), layout);
    ::malloc_trim(0);
    forgetPeak();
    const auto before = statusOf("VmRSS");
    QElapsedTimer clock;
    clock.start();
    const auto manifest = Manifest::parse(text);
    const auto seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    const auto peak = statusOf("VmHWM") - before;
    QVERIFY(manifest);
    QCOMPARE(manifest->nodeCount(), static_cast<std::size_t>(files) + directories + 1);
    const auto each = static_cast<double>(manifest->footprint()) / files;
    qInfo("%.0f files: text %.1f bytes a file, parsed in %.3f s, %.1f bytes a file in memory, at "
          "most %.1f while parsing",
          files, static_cast<double>(text.size()) / files, seconds, each, peak / files);
    QVERIFY2(each < mostBytes, qPrintable(QString::number(each)));
    QVERIFY(manifest->toNormalForm() == text);
}

void tst_ManifestScale::footprintIsWhatTheHeapSays()
{
    QFETCH(Layout, layout);
    const auto text = test::manifestText(directories, 100, layout);
    const auto before = heapInUse();
    const auto manifest = std::make_unique<Manifest>(*Manifest::parse(text));
    const auto grown = static_cast<double>(heapInUse() - before);
    if (grown == 0)
        QSKIP("a sanitizer counts its own way");
    const auto told = static_cast<double>(manifest->footprint());
    QVERIFY2(told > 0.98 * grown && told < 1.02 * grown,
             qPrintable(QStringLiteral("%1 told, %2 taken").arg(told).arg(grown)));
}

void tst_ManifestScale::textsThatPackBadlyAreCountedToo()
{
    QByteArray text = ".";
    for (int i = 0; i < 50000; ++i)
        text += ' ' + test::signedLocator(i, 10) + "+K@zzzzz-bi6l4-0000000000000a1+Zsomething";
    text += " 0:500000:f\n";
    const auto before = heapInUse();
    const auto manifest = std::make_unique<Manifest>(*Manifest::parse(text));
    const auto grown = static_cast<double>(heapInUse() - before);
    QVERIFY(manifest->toNormalForm() == text);
    if (grown == 0)
        QSKIP("a sanitizer counts its own way");
    const auto told = static_cast<double>(manifest->footprint());
    QVERIFY2(told > 0.98 * grown && told < 1.02 * grown,
             qPrintable(QStringLiteral("%1 told, %2 taken").arg(told).arg(grown)));
}

QTEST_APPLESS_MAIN(tst_ManifestScale)
#include "tst_manifestscale.moc"
