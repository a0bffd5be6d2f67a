// SPDX-License-Identifier: Apache-2.0
#include "keep/locator.h"

#include <QtTest>

using namespace arv;

namespace {

const QByteArray foo = "acbd18db4cc2f85cedef654fccc4a4d8";
const QByteArray signature = "1f27a35dd9af37191d63ad8eb8985624451e7b79";

} // namespace

class tst_Locator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultIsTheEmptyBlock();
    void textIsKeptAsReceived_data();
    void textIsKeptAsReceived();
    void malformedIsRefused_data();
    void malformedIsRefused();
    void sizeMayHaveLeadingZeros();
    void expiryIsReadWhereverTheSignatureStands();
    void otherHintsAreNoSignature();
    void serviceHintsComeInTheirOrder();
    void sameBlockLooksAtHashAndSize();
};

void tst_Locator::defaultIsTheEmptyBlock()
{
    const Locator locator;
    QVERIFY(locator.isEmptyBlock());
    QCOMPARE(locator.hash(), QByteArray(emptyBlockHash));
    QCOMPARE(locator.stripped(), QByteArray(emptyBlockHash) + "+0");
    QCOMPARE(locator.signatureExpiry(), 0);
    QVERIFY(locator.serviceHints().isEmpty());
}

void tst_Locator::textIsKeptAsReceived_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << foo + "+3";
    QTest::newRow("one-letter hint") << foo + "+3+Z";
    QTest::newRow("signature last") << foo + "+3+Zx_-@+K@zzzzz+A" + signature + "@6a8bc000";
    QTest::newRow("signature first") << foo + "+3+A" + signature + "@6a8bc000+Zx";
    QTest::newRow("remote") << foo + "+3+Rabcde-" + signature + "@6a8bc000";
}

void tst_Locator::textIsKeptAsReceived()
{
    QFETCH(QByteArray, text);
    const auto locator = Locator::parse(text);
    QVERIFY(locator);
    QCOMPARE(locator->text(), text);
    QCOMPARE(locator->hash(), foo);
    QCOMPARE(locator->size(), 3U);
    QCOMPARE(locator->stripped(), foo + "+3");
}

void tst_Locator::malformedIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no size") << foo;
    QTest::newRow("empty size") << foo + "+";
    QTest::newRow("hint before size") << foo + "+Z+3";
    QTest::newRow("two sizes") << foo + "+3+3";
    QTest::newRow("empty hint") << foo + "+3+";
    QTest::newRow("empty hint inside") << foo + "+3++Z";
    QTest::newRow("lower-case hint") << foo + "+3+z";
    QTest::newRow("bad character in hint") << foo + "+3+Zfoo*bar";
    QTest::newRow("space in hint") << foo + "+3+Z ";
    QTest::newRow("upper-case hash") << foo.toUpper() + "+3";
    QTest::newRow("short hash") << foo.mid(1) + "+3";
    QTest::newRow("long hash") << "0" + foo + "+3";
    QTest::newRow("negative") << foo + "+-3";
    QTest::newRow("hexadecimal") << foo + "+0x3";
    QTest::newRow("above the largest block") << foo + "+67108865";
    QTest::newRow("above 32 bits") << foo + "+4294967299";
    QTest::newRow("above 64 bits") << foo + "+18446744073709551619";
    QTest::newRow("newline") << foo + "+3\n";
}

void tst_Locator::malformedIsRefused()
{
    QFETCH(QByteArray, text);
    const auto locator = Locator::parse(text);
    QVERIFY(!locator);
    QVERIFY(!locator.error().text.isEmpty());
}

void tst_Locator::sizeMayHaveLeadingZeros()
{
    QCOMPARE(Locator::parse(foo + "+0000000000000000000000003")->size(), 3U);
    QCOMPARE(Locator::parse(foo + "+067108864")->size(), maxBlockSize);
}

void tst_Locator::expiryIsReadWhereverTheSignatureStands()
{
    const QByteArray hint = "+A" + signature + "@6a8bc000";
    QCOMPARE(Locator::parse(foo + "+3" + hint)->signatureExpiry(), 0x6a8bc000);
    QCOMPARE(Locator::parse(foo + "+3+Z" + hint + "+K@zzzzz")->signatureExpiry(), 0x6a8bc000);
    QCOMPARE(Locator::parse(foo + "+3+A" + signature + "@ffffffff")->signatureExpiry(), 0xffffffff);
}

void tst_Locator::otherHintsAreNoSignature()
{
    QCOMPARE(Locator::parse(foo + "+3+A")->signatureExpiry(), 0);
    QCOMPARE(Locator::parse(foo + "+3+A" + signature)->signatureExpiry(), 0);
    QCOMPARE(Locator::parse(foo + "+3+A" + signature + "@6a8bc00g")->signatureExpiry(), 0);
    QCOMPARE(Locator::parse(foo + "+3+Rabcde-" + signature + "@6a8bc000")->signatureExpiry(), 0);
}

void tst_Locator::serviceHintsComeInTheirOrder()
{
    const auto locator = Locator::parse(foo + "+3+K@zzzzz-bi6l4-0000000000000a1+Zx+K@abcde+K@abc");
    QVERIFY(locator);
    const QList<QByteArray> expected{"zzzzz-bi6l4-0000000000000a1", "abcde"};
    QCOMPARE(locator->serviceHints(), expected);
}

void tst_Locator::sameBlockLooksAtHashAndSize()
{
    const auto plain = Locator::parse(foo + "+3");
    QVERIFY(sameBlock(*plain, *Locator::parse(foo + "+3+Z")));
    QVERIFY(sameBlock(*plain, *Locator::parse(foo + "+03")));
    QVERIFY(!sameBlock(*plain, *Locator::parse(foo + "+4")));
    QVERIFY(!sameBlock(*plain, *Locator::parse("37b51d194a7513e45b56f6524f2d51f2+3")));
}

QTEST_APPLESS_MAIN(tst_Locator)
#include "tst_locator.moc"
