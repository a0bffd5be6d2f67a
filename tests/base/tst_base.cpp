// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"
#include "base/idforms.h"
#include "base/log.h"
#include "base/result.h"
#include "base/visibletext.h"

#include <QtTest>

using namespace arv;

class tst_Base : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyErrorHasItsName();
    void resultHoldsValueOrReason();
    void sliceIsCutToWhatThereIs_data();
    void sliceIsCutToWhatThereIs();
    void tokensAreBlackedOut_data();
    void tokensAreBlackedOut();
    void ordinaryTextIsLeftAlone();
    void hiddenCharactersAreMadeVisible_data();
    void hiddenCharactersAreMadeVisible();
    void fileNamesAreTold_data();
    void fileNamesAreTold();
};

void tst_Base::everyErrorHasItsName()
{
    QCOMPARE(errcName(Errc::NotFound), "NotFound");
    QCOMPARE(errcName(Errc::BlockCorrupt), "BlockCorrupt");
    QCOMPARE(errcName(Errc::Internal), "Internal");
}

void tst_Base::resultHoldsValueOrReason()
{
    const Result<int> good = 7;
    QVERIFY(good);
    QCOMPARE(*good, 7);
    const Result<int> bad{Errc::Invalid, QStringLiteral("no")};
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, Errc::Invalid);
    QVERIFY_EXCEPTION_THROWN((void)bad.value(), std::bad_variant_access);
}

void tst_Base::sliceIsCutToWhatThereIs_data()
{
    QTest::addColumn<qulonglong>("offset");
    QTest::addColumn<qulonglong>("length");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("inside") << 1ULL << 3ULL << QByteArray("123");
    QTest::newRow("over the end") << 8ULL << 5ULL << QByteArray("89");
    QTest::newRow("behind the end") << 11ULL << 1ULL << QByteArray();
    QTest::newRow("enormous") << ~0ULL << ~0ULL << QByteArray();
    QTest::newRow("enormous length") << 5ULL << ~0ULL << QByteArray("56789");
}

void tst_Base::sliceIsCutToWhatThereIs()
{
    QFETCH(qulonglong, offset);
    QFETCH(qulonglong, length);
    QFETCH(QByteArray, expected);
    const auto slice = Bytes(QByteArray("0123456789")).slice(offset, length);
    QCOMPARE(QByteArray(slice.data(), static_cast<qsizetype>(slice.size())), expected);
}

void tst_Base::tokensAreBlackedOut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("secret");
    const auto row = [](const char* name, const char* text, const char* secret) {
        QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(secret);
    };
    row("v2", "Bearer v2/zzzzz-gj3su-0123456789abcde/shortsecret and more", "shortsecret");
    row("v1", "token=3kg6k6lzmp9kj5cpkcoxie963cmvjahbt2fod9zru30k1jqdmi", "3kg6k6lzmp9kj5");
    row("signature", "+A1e2a4bd36f62fbba474325160b9b57ed07e50321@6a8bc000", "1e2a4bd36f62");
}

void tst_Base::tokensAreBlackedOut()
{
    QFETCH(QString, text);
    QFETCH(QString, secret);
    QVERIFY(text.contains(secret));
    QVERIFY2(!redact(text).contains(secret), qPrintable(redact(text)));
}

void tst_Base::ordinaryTextIsLeftAlone()
{
    const auto text = QStringLiteral("collection zzzzz-4zz18-0123456789abcde, block "
                                     "acbd18db4cc2f85cedef654fccc4a4d8+3, 404 not found");
    QCOMPARE(redact(text), text);
}

void tst_Base::hiddenCharactersAreMadeVisible_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << QStringLiteral("run 12, café, 試料")
                           << QStringLiteral("run 12, café, 試料");
    QTest::newRow("beyond 16 bits") << QStringLiteral("\U0001f9ec") << QStringLiteral("\U0001f9ec");
    QTest::newRow("control") << QStringLiteral("a\tb\x1b[31m")
                             << QStringLiteral("a\\x09b\\x1b[31m");
    QTest::newRow("direction") << QStringLiteral("a\u202egpj.exe")
                               << QStringLiteral("a\\x202egpj.exe");
    QTest::newRow("isolate") << QStringLiteral("\u2066x\u2069")
                             << QStringLiteral("\\x2066x\\x2069");
    QTest::newRow("line separator") << QStringLiteral("a\u2028b") << QStringLiteral("a\\x2028b");
    QTest::newRow("tag characters") << QStringLiteral("\U000e0041") << QStringLiteral("\\xe0041");
    QTest::newRow("lone surrogate") << QString(QChar(0xd800)) << QString(QChar(0xfffd));
    QTest::newRow("too long") << QString(2000, u'x') << QString(999, u'x') + QChar(0x2026);
}

void tst_Base::hiddenCharactersAreMadeVisible()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(visibleText(text), shown);
}

void tst_Base::fileNamesAreTold_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isName");
    QTest::newRow("plain") << QStringLiteral("by id") << true;
    QTest::newRow("dots in front") << QStringLiteral("...") << true;
    QTest::newRow("longest") << QString(255, u'x') << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("here") << QStringLiteral(".") << false;
    QTest::newRow("up") << QStringLiteral("..") << false;
    QTest::newRow("slash") << QStringLiteral("a/") << false;
    QTest::newRow("NUL") << QStringLiteral("a") + QChar(0) << false;
    QTest::newRow("too long") << QString(256, u'x') << false;
    QTest::newRow("too many bytes") << QString(128, QChar(0x20ac)) << false;
    QTest::newRow("endless") << QString(10'000'000, u'x') << false;
}

void tst_Base::fileNamesAreTold()
{
    QFETCH(QString, text);
    QTEST(isFileName(text), "isName");
}

QTEST_GUILESS_MAIN(tst_Base)
#include "tst_base.moc"
