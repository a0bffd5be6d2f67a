// SPDX-License-Identifier: Apache-2.0
#include "keep/manifest.h"
#include "keep/md5.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QtTest>

using namespace arv;

namespace {

// One collection has one locator per block, so equal expiries give this vector one signature.
const QString twoSignatures = QStringLiteral("same-block-two-signatures");

QJsonObject vectors()
{
    QFile file(QStringLiteral(ARV_TEST_DATA "/manifests.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("manifests.json is missing");
    return QJsonDocument::fromJson(file.readAll()).object();
}

void addVectors(const char* group)
{
    QTest::addColumn<QJsonObject>("vector");
    const auto list = vectors().value(QLatin1String(group)).toArray();
    QVERIFY(!list.isEmpty());
    for (const auto& vector : list) {
        const auto object = vector.toObject();
        QTest::newRow(qPrintable(object[QStringLiteral("id")].toString())) << object;
    }
}

QByteArray bytesOf(const QJsonObject& vector, const char* key)
{
    return vector.value(QLatin1String(key)).toString().toUtf8();
}

QByteArray pathOf(const Manifest& manifest, Manifest::NodeIndex node)
{
    QByteArray path;
    for (; node != Manifest::root; node = manifest.parent(node)) {
        const auto name = manifest.name(node);
        if (!path.isEmpty())
            path.prepend('/');
        path.prepend(name.data(), static_cast<qsizetype>(name.size()));
    }
    return path;
}

std::optional<Manifest::NodeIndex> at(const Manifest& manifest, const QByteArray& path)
{
    std::optional<Manifest::NodeIndex> node = Manifest::root;
    for (const auto& name : path.split('/')) {
        node = manifest.find(*node, {name.constData(), static_cast<std::size_t>(name.size())});
        if (!node)
            return node;
    }
    return node;
}

QByteArray contentOf(const Manifest& manifest, Manifest::NodeIndex file, const QJsonObject& blocks)
{
    QByteArray content;
    for (const auto& segment : manifest.segments(file)) {
        const auto name = QString::fromLatin1(manifest.block(segment.block).stripped());
        const auto block = blocks[name].toObject()[QStringLiteral("text")].toString().toUtf8();
        content += block.mid(segment.offset, segment.length);
    }
    return content;
}

QString withoutHints(const QByteArray& text)
{
    static const QRegularExpression hints(
        QStringLiteral("( [0-9a-f]{32}\\+[0-9]+)(\\+[A-Z][-A-Za-z0-9@_]*)+"));
    return QString::fromUtf8(text).replace(hints, QStringLiteral("\\1"));
}

// What every value must keep, whatever the text was.
bool isSound(const Manifest& manifest)
{
    std::uint32_t reached = 1;
    for (Manifest::NodeIndex node = 0; node < manifest.nodeCount(); ++node) {
        const auto children = manifest.children(node);
        reached += children.count;
        if (children.first + children.count > manifest.nodeCount())
            return false;
        for (std::uint32_t i = 0; i < children.count; ++i) {
            const auto child = children.first + i;
            if (manifest.parent(child) != node || manifest.name(child).empty())
                return false;
            if (i > 0 && manifest.name(child - 1) >= manifest.name(child))
                return false;
            if (manifest.find(node, manifest.name(child)) != child)
                return false;
        }
        std::uint64_t size = 0;
        const Segment* last = nullptr;
        for (const auto& segment : manifest.segments(node)) {
            if (segment.length == 0 || segment.block >= manifest.blockCount())
                return false;
            if (segment.offset + segment.length > manifest.block(segment.block).size())
                return false;
            if (last && last->block == segment.block
                && last->offset + last->length == segment.offset)
                return false;
            size += segment.length;
            last = &segment;
        }
        if (size != manifest.size(node))
            return false;
    }
    return reached == manifest.nodeCount();
}

// Parses; what is accepted must be sound and its normal form must be a fixed point.
void tryText(const QByteArray& text)
{
    const auto manifest = Manifest::parse(text);
    if (!manifest) {
        QVERIFY2(manifest.error().code == Errc::BadManifest, text);
        return;
    }
    QVERIFY2(isSound(*manifest), text);
    const auto normal = manifest->toNormalForm();
    const auto again = Manifest::parse(normal);
    QVERIFY2(again, text + " became " + normal);
    QVERIFY2(isSound(*again), text);
    QVERIFY2(again->toNormalForm() == normal, text);
    QVERIFY2(again->nodeCount() == manifest->nodeCount(), text);
}

QByteArray bigManifest(int directories, int filesEach)
{
    QByteArray text;
    for (int d = 0; d < directories; ++d) {
        const auto hash = md5Hex(QByteArray::number(d));
        const QByteArray signature = "+A" + hash + hash.left(8) + "@6a8bc000";
        text += "./dir" + QByteArray::number(d).rightJustified(6, '0') + ' ' + hash + "+67108864"
            + signature;
        for (int f = 0; f < filesEach; ++f)
            text += ' ' + QByteArray::number(f * 4096) + ":4096:file"
                + QByteArray::number(f).rightJustified(6, '0') + ".dat";
        text += '\n';
    }
    return text;
}

} // namespace

class tst_Manifest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void validGivesItsFiles_data() { addVectors("valid"); }
    void validGivesItsFiles();
    void validGivesItsDirectories_data() { addVectors("valid"); }
    void validGivesItsDirectories();
    void validGivesItsNormalForm_data() { addVectors("valid"); }
    void validGivesItsNormalForm();
    void validGivesBothHashes_data() { addVectors("valid"); }
    void validGivesBothHashes();
    void invalidIsRefusedByLineAndToken_data() { addVectors("invalid"); }
    void invalidIsRefusedByLineAndToken();
    void divergentIsReadAsRequired_data() { addVectors("divergent"); }
    void divergentIsReadAsRequired();

    void messageCountsLinesAndTokens_data();
    void messageCountsLinesAndTokens();
    void longTokensAreCutInMessages();
    void rawBytesThatAreNotUtf8AreRefused();
    void markerWithAPathMakesADirectory();
    void latestExpiryStays();
    void equalExpiriesLeaveTheFirst();
    void manyBlocksKeepTheirPlaces();
    void invalidUtf8IsEscapedByteByByte();
    void fileContinuesInALaterStream();
    void distantTokensOfOneFileAreJoined();
    void rangesMayNotOverflow();
    void manySegmentsFromAShortTextAreRefused();
    void deepPathsNeedNoStack();
    void emptyManifestHasOnlyItsRoot();

    void mutatedVectorsNeverCrash_data();
    void mutatedVectorsNeverCrash();
    void bigManifestIsQuick();
};

void tst_Manifest::validGivesItsFiles()
{
    QFETCH(QJsonObject, vector);
    const auto blocks = vectors()[QStringLiteral("blocks")].toObject();
    const auto manifest = Manifest::parse(bytesOf(vector, "text"));
    QVERIFY2(manifest, qPrintable(manifest ? QString() : manifest.error().text));
    QVERIFY(isSound(*manifest));
    const auto files = vector[QStringLiteral("files")].toArray();
    for (const auto& entry : files) {
        const auto file = entry.toObject();
        const auto node = at(*manifest, bytesOf(file, "path"));
        QVERIFY(node);
        QVERIFY(!manifest->isDirectory(*node));
        QCOMPARE(static_cast<double>(manifest->size(*node)),
                 file[QStringLiteral("size")].toDouble());
        if (file.contains(QStringLiteral("md5")))
            QCOMPARE(md5Hex(contentOf(*manifest, *node, blocks)), bytesOf(file, "md5"));
        const auto segments = manifest->segments(*node);
        const auto expected = file[QStringLiteral("segments")].toArray();
        for (qsizetype i = 0; i < expected.size() && expected[i].isArray(); ++i) {
            const auto parts = expected[i].toArray();
            const auto& segment = segments[static_cast<std::size_t>(i)];
            QCOMPARE(QString::fromLatin1(manifest->block(segment.block).stripped()),
                     parts[0].toString());
            QCOMPARE(static_cast<int>(segment.offset), parts[1].toInt());
            QCOMPARE(static_cast<int>(segment.length), parts[2].toInt());
        }
        if (expected.isEmpty() || expected.last().isArray())
            QCOMPARE(static_cast<qsizetype>(segments.size()), expected.size());
    }
}

void tst_Manifest::validGivesItsDirectories()
{
    QFETCH(QJsonObject, vector);
    const auto manifest = Manifest::parse(bytesOf(vector, "text"));
    QVERIFY(manifest);
    QStringList found;
    qsizetype files = 0;
    for (Manifest::NodeIndex node = 1; node < manifest->nodeCount(); ++node) {
        if (manifest->isDirectory(node))
            found += QString::fromUtf8(pathOf(*manifest, node));
        else
            ++files;
    }
    QStringList expected;
    for (const auto& path : vector[QStringLiteral("directories")].toArray())
        expected += path.toString();
    found.sort();
    expected.sort();
    QCOMPARE(found, expected);
    QCOMPARE(files, vector[QStringLiteral("files")].toArray().size());
}

void tst_Manifest::validGivesItsNormalForm()
{
    QFETCH(QJsonObject, vector);
    const auto text = bytesOf(vector, "text");
    const auto normal = Manifest::parse(text)->toNormalForm();
    const auto expected = bytesOf(vector, "normalized");
    if (vector[QStringLiteral("id")].toString() == twoSignatures)
        QCOMPARE(withoutHints(normal), withoutHints(expected));
    else
        QCOMPARE(normal, expected);
}

void tst_Manifest::validGivesBothHashes()
{
    QFETCH(QJsonObject, vector);
    const auto text = bytesOf(vector, "text");
    const auto normal = Manifest::parse(text)->toNormalForm();
    QCOMPARE(portableDataHash(text).text, vector[QStringLiteral("pdh_as_stored")].toString());
    QCOMPARE(portableDataHash(normal).text, vector[QStringLiteral("pdh_normalized")].toString());
}

void tst_Manifest::invalidIsRefusedByLineAndToken()
{
    QFETCH(QJsonObject, vector);
    const auto text = bytesOf(vector, "text");
    const auto manifest = Manifest::parse(text);
    QVERIFY(!manifest);
    QVERIFY(manifest.error().code == Errc::BadManifest);
    static const QRegularExpression form(
        QStringLiteral("^manifest line (\\d+), token (\\d+) \\(\"(.*)\"\\): .+$"));
    const auto match = form.match(manifest.error().text);
    QVERIFY2(match.hasMatch(), qPrintable(manifest.error().text));
    const auto line = text.split('\n').value(match.captured(1).toInt() - 1);
    auto token = QString::fromUtf8(line.split(' ').value(match.captured(2).toInt() - 1));
    token.replace(u'\t', QStringLiteral("\\011")).replace(u'\r', QStringLiteral("\\015"));
    token.replace(QChar(1), QStringLiteral("\\001"));
    QCOMPARE(match.captured(3), token);
}

void tst_Manifest::divergentIsReadAsRequired()
{
    QFETCH(QJsonObject, vector);
    const auto text = bytesOf(vector, "text");
    const auto manifest = Manifest::parse(text);
    QVERIFY2(manifest, qPrintable(manifest ? QString() : manifest.error().text));
    const auto normal = manifest->toNormalForm();
    if (vector.contains(QStringLiteral("pdh_as_stored")))
        QCOMPARE(portableDataHash(text).text, vector[QStringLiteral("pdh_as_stored")].toString());
    if (vector.contains(QStringLiteral("required_normalized")))
        QCOMPARE(normal, bytesOf(vector, "required_normalized"));
    if (vector.contains(QStringLiteral("required_path")))
        QVERIFY(at(*manifest, bytesOf(vector, "required_path")));
    if (vector.contains(QStringLiteral("required_path_bytes_hex")))
        QVERIFY(at(*manifest, QByteArray::fromHex(bytesOf(vector, "required_path_bytes_hex"))));
    if (vector.contains(QStringLiteral("required_shown_as"))) // the byte that cannot be shown stays
        QVERIFY(at(*manifest, bytesOf(vector, "required_shown_as").replace('_', '\0')));
    if (vector.contains(QStringLiteral("required"))) {
        QVERIFY(manifest->isDirectory(at(*manifest, "d").value_or(1)));
        QCOMPARE(normal, bytesOf(vector, "python_normalized"));
    }
}

void tst_Manifest::messageCountsLinesAndTokens_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("begin");
    const QByteArray block = "acbd18db4cc2f85cedef654fccc4a4d8+3";
    const QByteArray good = "./good " + block + " 0:3:f\n";
    QTest::newRow("range") << good + good + ". " + block + " 0:3:a 0:4:b\n"
                           << QStringLiteral("manifest line 3, token 4 (\"0:4:b\"): ");
    QTest::newRow("trailing space") << good + ". " + block + " 0:3:a \n"
                                    << QStringLiteral("manifest line 2, token 4 (\"\"): ");
    QTest::newRow("blank line") << good + "\n" + good
                                << QStringLiteral("manifest line 2, token 1 (\"\"): ");
    QTest::newRow("no newline") << good + ". " + block + " 0:3:a"
                                << QStringLiteral("manifest line 2, token 3 (\"0:3:a\"): ");
    QTest::newRow("file, then directory") << ". " + block + " 0:3:x\n" + good + "./x/y " + block
            + " 0:3:b\n" << QStringLiteral("manifest line 3, token 1 (\"./x/y\"): ");
    QTest::newRow("directory, then file") << "./x " + block + " 0:3:b\n. " + block
            + " 0:1:w 0:3:x 0:3:y\n" << QStringLiteral("manifest line 2, token 4 (\"0:3:x\"): ");
}

void tst_Manifest::messageCountsLinesAndTokens()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, begin);
    const auto manifest = Manifest::parse(text);
    QVERIFY(!manifest);
    QVERIFY2(manifest.error().text.startsWith(begin), qPrintable(manifest.error().text));
}

void tst_Manifest::longTokensAreCutInMessages()
{
    const auto manifest = Manifest::parse(". " + QByteArray(1000000, 'x') + " 0:0:f\n");
    QVERIFY(!manifest);
    QVERIFY(manifest.error().text.size() < 300);
}

void tst_Manifest::rawBytesThatAreNotUtf8AreRefused()
{
    const QByteArray begin = ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:";
    for (const QByteArray name : {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                  "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xc3\xc3\xa9"})
        QVERIFY2(!Manifest::parse(begin + name + "\n"), name.toHex());
    for (const QByteArray name : {"\xc3\xa9", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf", "\xe0\xa0\x80"})
        QVERIFY2(Manifest::parse(begin + name + "\n"), name.toHex());
}

void tst_Manifest::markerWithAPathMakesADirectory()
{
    const auto manifest = Manifest::parse("./a d41d8cd98f00b204e9800998ecf8427e+0 0:0:b/c/\\056\n");
    QVERIFY(manifest);
    const auto node = at(*manifest, "a/b/c");
    QVERIFY(node && manifest->isDirectory(*node));
    QCOMPARE(manifest->toNormalForm(),
             QByteArray("./a/b/c d41d8cd98f00b204e9800998ecf8427e+0 0:0:\\056\n"));
}

void tst_Manifest::latestExpiryStays()
{
    const QByteArray block = "acbd18db4cc2f85cedef654fccc4a4d8+3";
    const QByteArray signature = "+A1f27a35dd9af37191d63ad8eb8985624451e7b79@";
    const QByteArray early = block + signature + "6a8bc000";
    const QByteArray late = block + signature + "6a8bc001";
    for (const auto& order : {std::pair(early, late), std::pair(late, early)}) {
        const auto manifest = Manifest::parse("./a " + order.first + " 0:3:f\n./b " + block
                                              + " 0:3:f\n./c " + order.second + " 0:3:f\n");
        QVERIFY(manifest);
        QCOMPARE(manifest->blockCount(), 1U);
        QCOMPARE(manifest->block(0).text(), late);
        const auto line = ' ' + late + " 0:3:f\n";
        QCOMPARE(manifest->toNormalForm(), "./a" + line + "./b" + line + "./c" + line);
    }
}

void tst_Manifest::equalExpiriesLeaveTheFirst()
{
    const QByteArray block = "acbd18db4cc2f85cedef654fccc4a4d8+3";
    const auto first = block + "+A1f27a35dd9af37191d63ad8eb8985624451e7b79@6a8bc000";
    const auto second = block + "+A27117dcd30c013a6e85d6d74c9a50179a1446efa@6a8bc000";
    const auto manifest = Manifest::parse(". " + first + ' ' + second + " 0:6:f\n");
    QVERIFY(manifest);
    QCOMPARE(manifest->toNormalForm(), ". " + first + " 0:3:f 0:3:f\n");
}

void tst_Manifest::manyBlocksKeepTheirPlaces()
{
    QByteArray text;
    for (const char* directory : {"./a", "./b"}) {
        text += directory;
        for (int i = 0; i < 5000; ++i)
            text += ' ' + md5Hex(QByteArray::number(i)) + "+1";
        for (int i = 0; i < 5000; ++i)
            text += ' ' + QByteArray::number(i) + ":1:" + QByteArray::number(10000 + i);
        text += '\n';
    }
    const auto manifest = Manifest::parse(text);
    QVERIFY(manifest);
    QCOMPARE(manifest->blockCount(), 5000U);
    QVERIFY(manifest->toNormalForm() == text);
}

void tst_Manifest::invalidUtf8IsEscapedByteByByte()
{
    const QByteArray begin = ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:";
    const auto normal = [&](const QByteArray& name) {
        return Manifest::parse(begin + name + "\n")->toNormalForm();
    };
    QCOMPARE(normal("\\355\\240\\200"), begin + "\\355\\240\\200\n");
    QCOMPARE(normal("\\303\\251\\303"), begin + "\xc3\xa9\\303\n");
    QCOMPARE(normal("\\177"), begin + "\x7f\n");
}

void tst_Manifest::fileContinuesInALaterStream()
{
    const auto manifest = Manifest::parse("./d acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:f 0:1:g\n"
                                          ". 37b51d194a7513e45b56f6524f2d51f2+3 0:3:d/f\n"
                                          "./d 73feffa4b7f6bb68e44cf984c85f6e88+3 0:0:f 1:2:f\n");
    QVERIFY(manifest);
    QCOMPARE(manifest->size(*at(*manifest, "d/f")), 8U);
    QCOMPARE(manifest->segments(*at(*manifest, "d/f")).size(), 3U);
    QCOMPARE(manifest->nodeCount(), 4U);
}

void tst_Manifest::distantTokensOfOneFileAreJoined()
{
    const auto manifest =
        Manifest::parse(". 781e5e245d69b566979b86e28d23f2c7+10 0:2:b 0:9:a 2:2:b 4:2:c 4:2:b\n");
    QVERIFY(manifest);
    const auto segments = manifest->segments(*at(*manifest, "b"));
    QCOMPARE(segments.size(), 1U);
    QCOMPARE(segments[0].length, 6U);
}

void tst_Manifest::rangesMayNotOverflow()
{
    const QByteArray begin = ". acbd18db4cc2f85cedef654fccc4a4d8+3 ";
    QVERIFY(!Manifest::parse(begin + "9223372036854775807:9223372036854775807:f\n"));
    QVERIFY(!Manifest::parse(begin + "1:18446744073709551615:f\n"));
    QVERIFY(!Manifest::parse(begin + "0:9223372036854775808:f\n"));
    QVERIFY(!Manifest::parse(begin + "4294967296:1:f\n"));
    QVERIFY(Manifest::parse(begin + "00000000000000000000000000:3:f\n"));
}

void tst_Manifest::manySegmentsFromAShortTextAreRefused()
{
    QByteArray text = ".";
    for (int i = 0; i < 10000; ++i)
        text += ' ' + md5Hex(QByteArray::number(i)) + "+1";
    for (int i = 0; i < 10000; ++i)
        text += " 0:10000:f";
    const auto manifest = Manifest::parse(text + '\n');
    QVERIFY(!manifest);
    QVERIFY(manifest.error().text.contains(QStringLiteral("segments")));
}

void tst_Manifest::deepPathsNeedNoStack()
{
    const auto path = QByteArray("/d").repeated(1000000);
    const auto text = "." + path + " acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:f\n";
    const auto manifest = Manifest::parse(text);
    QVERIFY(manifest);
    QCOMPARE(manifest->nodeCount(), 1000002U);
    QVERIFY(manifest->toNormalForm() == text);
}

void tst_Manifest::emptyManifestHasOnlyItsRoot()
{
    const Manifest manifest;
    QCOMPARE(manifest.nodeCount(), 1U);
    QVERIFY(manifest.isDirectory(Manifest::root));
    QCOMPARE(manifest.parent(Manifest::root), Manifest::root);
    QVERIFY(manifest.name(Manifest::root).empty());
    QVERIFY(!manifest.find(Manifest::root, "a"));
    QCOMPARE(manifest.toNormalForm(), QByteArray());
    QCOMPARE(portableDataHash("").text, QStringLiteral("d41d8cd98f00b204e9800998ecf8427e+0"));
}

void tst_Manifest::mutatedVectorsNeverCrash_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto all = vectors();
    for (const char* group : {"valid", "invalid", "divergent"}) {
        for (const auto& vector : all.value(QLatin1String(group)).toArray()) {
            const auto object = vector.toObject();
            QTest::newRow(qPrintable(object[QStringLiteral("id")].toString()))
                << bytesOf(object, "text");
        }
    }
}

void tst_Manifest::mutatedVectorsNeverCrash()
{
    QFETCH(QByteArray, text);
    constexpr char inserted[] = {' ', '\n', '/', ':', '\\', '.', '0', '9', '+', 'A', '\0', '\xff'};
    tryText(text);
    for (qsizetype i = 0; i < text.size(); ++i) {
        tryText(text.left(i));
        tryText(text.mid(i));
        tryText(text.left(i) + text.mid(i + 1));
        for (int bit = 0; bit < 8; ++bit) {
            auto flipped = text;
            flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
            tryText(flipped);
        }
        for (const char c : inserted)
            tryText(text.left(i) + c + text.mid(i));
        if (QTest::currentTestFailed())
            return;
    }
}

void tst_Manifest::bigManifestIsQuick()
{
    const int filesEach = qEnvironmentVariableIntValue("ARV_LONG") != 0 ? 1000 : 100;
    const auto text = bigManifest(1000, filesEach);
    QElapsedTimer clock;
    clock.start();
    const auto manifest = Manifest::parse(text);
    const auto parsed = clock.restart();
    QVERIFY(manifest);
    const auto normal = manifest->toNormalForm();
    const auto written = clock.elapsed();
    QVERIFY(normal == text);
    const auto files = static_cast<double>(filesEach) * 1000;
    QCOMPARE(manifest->nodeCount(), static_cast<std::size_t>(files) + 1001);
    qInfo("%.0f files: text %.1f bytes a file, parsed in %.3f s, written in %.3f s, "
          "%.1f bytes a file in memory",
          files, static_cast<double>(text.size()) / files, static_cast<double>(parsed) / 1000,
          static_cast<double>(written) / 1000, static_cast<double>(manifest->footprint()) / files);
}

QTEST_APPLESS_MAIN(tst_Manifest)
#include "tst_manifest.moc"
