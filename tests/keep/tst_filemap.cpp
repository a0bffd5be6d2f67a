// SPDX-License-Identifier: Apache-2.0
#include "keep/filemap.h"
#include "keep/md5.h"

#include <QtTest>

#include <random>
#include <set>

using namespace arv;

namespace {

using Store = std::map<QByteArray, QByteArray>; // hash and size to content

std::shared_ptr<const Manifest> parsed(const QByteArray& text)
{
    auto manifest = Manifest::parse(text);
    return manifest ? std::make_shared<const Manifest>(std::move(*manifest)) : nullptr;
}

QByteArray randomBytes(std::mt19937& random, int size)
{
    QByteArray bytes;
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(random());
    return bytes;
}

// A file of random ranges of random blocks, and its content by plain concatenation.
struct Sample
{
    Store store;
    QByteArray text;
    QByteArray content;
};

Sample randomSample(std::mt19937& random)
{
    Sample sample;
    QByteArray data;
    sample.text = ".";
    for (auto blocks = 1 + random() % 8; blocks > 0; --blocks) {
        const auto bytes = randomBytes(random, static_cast<int>(random() % 50));
        const auto locator = md5Hex(bytes) + '+' + QByteArray::number(bytes.size());
        sample.store[locator] = bytes;
        sample.text += ' ' + locator;
        data += bytes;
    }
    for (auto tokens = 1 + random() % 6; tokens > 0; --tokens) {
        const auto offset = random() % (static_cast<unsigned>(data.size()) + 1);
        const auto length = random() % (static_cast<unsigned>(data.size()) - offset + 1);
        sample.text += ' ' + QByteArray::number(static_cast<uint>(offset)) + ':'
            + QByteArray::number(static_cast<uint>(length)) + ":f";
        sample.content += data.mid(static_cast<qsizetype>(offset), static_cast<qsizetype>(length));
    }
    sample.text += '\n';
    return sample;
}

QByteArray readThrough(const FileMap& map, const Store& store, ByteRange range)
{
    QByteArray read;
    for (const auto& piece : map.pieces(range))
        read += store.at(piece.block.stripped()).mid(piece.offset, piece.length);
    return read;
}

} // namespace

class tst_FileMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomRangesAgreeWithPlainBytes();
    void rangeIsCutAtTheEndOfTheFile();
    void hugeOffsetsDoNotOverflow();
    void piecesAreInOrderAndNeverEmpty();
    void emptyFileAndDirectoryHaveNoPieces();
    void contentVersionIgnoresHintsAndSpelling();
    void contentVersionSeesEveryPartOfASegment();
};

void tst_FileMap::randomRangesAgreeWithPlainBytes()
{
    std::mt19937 random(20260801);
    for (int round = 0; round < 300; ++round) {
        const auto sample = randomSample(random);
        const auto manifest = parsed(sample.text);
        QVERIFY2(manifest, sample.text);
        const FileMap map(manifest, *manifest->find(Manifest::root, "f"));
        QCOMPARE(map.size(), static_cast<std::uint64_t>(sample.content.size()));
        for (int i = 0; i < 50; ++i) {
            const ByteRange range{random() % (map.size() + 3), random() % (map.size() + 3)};
            const auto expected = sample.content.mid(static_cast<qsizetype>(range.offset),
                                                     static_cast<qsizetype>(range.length));
            QCOMPARE(readThrough(map, sample.store, range), expected);
        }
    }
}

void tst_FileMap::rangeIsCutAtTheEndOfTheFile()
{
    const auto manifest = parsed(". 781e5e245d69b566979b86e28d23f2c7+10 2:5:f\n");
    const FileMap map(manifest, 1);
    const auto pieces = map.pieces({3, 100});
    QCOMPARE(pieces.size(), 1U);
    QCOMPARE(pieces[0].offset, 5U);
    QCOMPARE(pieces[0].length, 2U);
    QVERIFY(map.pieces({5, 1}).empty());
    QVERIFY(map.pieces({2, 0}).empty());
}

void tst_FileMap::hugeOffsetsDoNotOverflow()
{
    QByteArray text = ".";
    for (int i = 0; i < 80; ++i)
        text += " 7f614da9329cd3aebf59b91aadc30bf0+67108864";
    const auto manifest = parsed(text + " 0:5368709120:f\n");
    QVERIFY(manifest);
    const FileMap map(manifest, 1);
    QCOMPARE(map.size(), 5368709120U);
    const auto pieces = map.pieces({5368709119U, UINT64_MAX});
    QCOMPARE(pieces.size(), 1U);
    QCOMPARE(pieces[0].offset, 67108863U);
    QVERIFY(map.pieces({UINT64_MAX, UINT64_MAX}).empty());
    QCOMPARE(map.pieces({1, UINT64_MAX}).size(), 80U);
}

void tst_FileMap::piecesAreInOrderAndNeverEmpty()
{
    const auto manifest = parsed(". acbd18db4cc2f85cedef654fccc4a4d8+3"
                                 " 37b51d194a7513e45b56f6524f2d51f2+3 0:6:f\n");
    const FileMap map(manifest, 1);
    const auto pieces = map.pieces({0, 6});
    QCOMPARE(pieces.size(), 2U);
    QCOMPARE(pieces[0].block.hash(), QByteArray("acbd18db4cc2f85cedef654fccc4a4d8"));
    QCOMPARE(pieces[1].block.hash(), QByteArray("37b51d194a7513e45b56f6524f2d51f2"));
    QCOMPARE(map.pieces({3, 1}).size(), 1U);
    QCOMPARE(map.pieces({3, 1})[0].offset, 0U);
}

void tst_FileMap::emptyFileAndDirectoryHaveNoPieces()
{
    const auto manifest = parsed(". d41d8cd98f00b204e9800998ecf8427e+0 0:0:f\n");
    for (const Manifest::NodeIndex node : {0U, 1U}) {
        const FileMap map(manifest, node);
        QCOMPARE(map.size(), 0U);
        QVERIFY(map.pieces({0, 10}).empty());
    }
}

void tst_FileMap::contentVersionIgnoresHintsAndSpelling()
{
    const auto a = parsed(". 781e5e245d69b566979b86e28d23f2c7+10+Zx 0:4:f 4:2:f\n");
    const auto b = parsed("./d 781e5e245d69b566979b86e28d23f2c7+010 0:6:g\n");
    QCOMPARE(FileMap(a, 1).contentVersion(), FileMap(b, 2).contentVersion());
}

void tst_FileMap::contentVersionSeesEveryPartOfASegment()
{
    const QByteArrayList texts{
        ". 781e5e245d69b566979b86e28d23f2c7+10 0:6:f\n",
        ". 781e5e245d69b566979b86e28d23f2c7+11 0:6:f\n",
        ". c3fcd3d76192e4007dfb496cca67e13b+10 0:6:f\n",
        ". 781e5e245d69b566979b86e28d23f2c7+10 1:6:f\n",
        ". 781e5e245d69b566979b86e28d23f2c7+10 0:7:f\n",
        ". 781e5e245d69b566979b86e28d23f2c7+10 0:3:f 4:3:f\n",
        ". d41d8cd98f00b204e9800998ecf8427e+0 0:0:f\n",
    };
    std::set<QByteArray> versions;
    for (const auto& text : texts)
        versions.insert(FileMap(parsed(text), 1).contentVersion());
    QCOMPARE(versions.size(), static_cast<std::size_t>(texts.size()));
}

QTEST_APPLESS_MAIN(tst_FileMap)
#include "tst_filemap.moc"
