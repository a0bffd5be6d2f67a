// SPDX-License-Identifier: Apache-2.0
#include "keep/locatorlist.h"

#include "keep/blocktable.h"

#include <QtTest>

using namespace arv;

namespace {

const QByteArray foo = "acbd18db4cc2f85cedef654fccc4a4d8";
const QByteArray signature = "1f27a35dd9af37191d63ad8eb8985624451e7b79";

LocatorList listOf(const QList<QByteArray>& texts)
{
    LocatorList list;
    for (const auto& text : texts) {
        const auto parts = *LocatorParts::parse(text);
        list.append(PackedLocator::of(parts), parts);
    }
    return list;
}

} // namespace

class tst_LocatorList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextComesBackAsItWasReceived_data();
    void everyTextComesBackAsItWasReceived();
    void textsStandBesideEachOther();
    void aLaterTextTakesThePlaceOfAnEarlier();
    void whatServersMakeNeedsNoArena();
    void blocksAreToldApartByHashAndSize();
    void ofSeveralSignaturesTheLatestStaysWhateverItsForm();
};

void tst_LocatorList::everyTextComesBackAsItWasReceived_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("expiry");
    const auto signedHint = "+A" + signature + "@6a8bc000";
    QTest::newRow("bare") << foo + "+3" << qint64{0};
    QTest::newRow("empty") << foo + "+0" << qint64{0};
    QTest::newRow("largest") << foo + "+67108864" + signedHint << qint64{0x6a8bc000};
    QTest::newRow("signed") << foo + "+3" + signedHint << qint64{0x6a8bc000};
    QTest::newRow("zeros in front") << foo + "+0003" + signedHint << qint64{0x6a8bc000};
    QTest::newRow("nothing but zeros") << foo + "+000" << qint64{0};
    QTest::newRow("upper-case signature")
        << foo + "+3+A" + signature.toUpper() + "@6a8bc000" << qint64{0x6a8bc000};
    QTest::newRow("upper-case expiry")
        << foo + "+3+A" + signature + "@6A8BC000" << qint64{0x6a8bc000};
    QTest::newRow("latest expiry") << foo + "+3+A" + signature + "@ffffffff" << qint64{0xffffffff};
    QTest::newRow("earliest expiry") << foo + "+3+A" + signature + "@00000000" << qint64{0};
    QTest::newRow("short signature")
        << foo + "+3+A" + signature.chopped(1) + "@6a8bc000" << qint64{0};
    QTest::newRow("signature without digits") << foo + "+3+A" << qint64{0};
    QTest::newRow("hint before it") << foo + "+3+Z" + signedHint << qint64{0x6a8bc000};
    QTest::newRow("hint behind it") << foo + "+3" + signedHint + "+K@zzzzz" << qint64{0x6a8bc000};
    QTest::newRow("remote") << foo + "+3+Rzzzzz-" + signature + "@6a8bc000" << qint64{0};
    QTest::newRow("two signatures") << foo + "+3" + signedHint + signedHint << qint64{0x6a8bc000};
    QTest::newRow("unknown") << foo + "+3+Q-_@x+Z" << qint64{0};
    QTest::newRow("long") << foo + "+3+Q" + QByteArray(100000, 'x') << qint64{0};
}

void tst_LocatorList::everyTextComesBackAsItWasReceived()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, expiry);
    const auto list = listOf({text});
    QCOMPARE(list.text(0), text);
    QCOMPARE(list.at(0).text(), text);
    QCOMPARE(list.at(0).size(), list.packed(0).size());
    QCOMPARE(list.signatureExpiry(0), expiry);
    QCOMPARE(list.at(0).signatureExpiry(), expiry);
}

void tst_LocatorList::textsStandBesideEachOther()
{
    const QList<QByteArray> texts{foo + "+3+Zone", foo + "+4", foo + "+5+Ztwo+K@zzzzz",
                                  foo + "+6+A" + signature + "@6a8bc000", foo + "+07"};
    const auto list = listOf(texts);
    QCOMPARE(list.size(), static_cast<std::size_t>(texts.size()));
    for (qsizetype i = 0; i < texts.size(); ++i)
        QCOMPARE(list.text(static_cast<std::size_t>(i)), texts[i]);
}

void tst_LocatorList::aLaterTextTakesThePlaceOfAnEarlier()
{
    auto list = listOf({foo + "+3+Zone", foo + "+4"});
    const QByteArray text = foo + "+3+Zanother+Q";
    const auto parts = *LocatorParts::parse(text);
    list.replace(0, PackedLocator::of(parts), parts);
    QCOMPARE(list.text(0), text);
    QCOMPARE(list.text(1), foo + "+4");
}

void tst_LocatorList::whatServersMakeNeedsNoArena()
{
    QList<QByteArray> texts;
    for (int i = 1; i <= 1024; ++i)
        texts += foo + '+' + QByteArray::number(i) + "+A" + signature + "@6a8bc000";
    auto list = listOf(texts);
    list.shrink();
    QVERIFY(list.footprint() <= 1024 * sizeof(PackedLocator) + 32);
}

void tst_LocatorList::blocksAreToldApartByHashAndSize()
{
    BlockTable table;
    const auto place = [&](const QByteArray& text) {
        return table.add(*LocatorParts::parse(text));
    };
    QCOMPARE(place(foo + "+3"), 0U);
    QCOMPARE(place(foo + "+4"), 1U);
    QCOMPARE(place(foo + "+03+Z"), 0U);
    QCOMPARE(place("37b51d194a7513e45b56f6524f2d51f2+3"), 2U);
    QCOMPARE(place(foo + "+4+A" + signature + "@6a8bc000"), 1U);
    QCOMPARE(table.take().size(), 3U);
}

void tst_LocatorList::ofSeveralSignaturesTheLatestStaysWhateverItsForm()
{
    const auto plain = [](const char* expiry) { return foo + "+3+A" + signature + '@' + expiry; };
    const auto odd = [&](const char* expiry) { return plain(expiry) + "+Z"; };
    for (const auto& [first, second, kept] :
         {std::tuple(plain("6a8bc000"), odd("6a8bc001"), odd("6a8bc001")),
          std::tuple(odd("6a8bc000"), plain("6a8bc001"), plain("6a8bc001")),
          std::tuple(odd("6a8bc001"), plain("6a8bc000"), odd("6a8bc001")),
          std::tuple(odd("6a8bc001"), plain("6a8bc001"), odd("6a8bc001"))}) {
        BlockTable table;
        QCOMPARE(table.add(*LocatorParts::parse(first)), 0U);
        QCOMPARE(table.add(*LocatorParts::parse(second)), 0U);
        QCOMPARE(table.take().text(0), kept);
    }
}

QTEST_APPLESS_MAIN(tst_LocatorList)
#include "tst_locatorlist.moc"
