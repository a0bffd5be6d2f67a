// SPDX-License-Identifier: Apache-2.0
#include "keep/md5.h"

#include <QCryptographicHash>
#include <QtTest>

using namespace arv;

class tst_Md5 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digestsOfBlocksAreTheirNames();
    void piecesGiveTheDigestOfTheWhole();
    void finishedDigestBeginsAnew();
    void movedDigestGoesOn();
};

void tst_Md5::digestsOfBlocksAreTheirNames()
{
    QCOMPARE(md5Hex(""), QByteArray("d41d8cd98f00b204e9800998ecf8427e"));
    QCOMPARE(md5Hex("foo"), QByteArray("acbd18db4cc2f85cedef654fccc4a4d8"));
    QCOMPARE(md5Hex(QByteArray(67108864, '\0')), QByteArray("7f614da9329cd3aebf59b91aadc30bf0"));
}

void tst_Md5::piecesGiveTheDigestOfTheWhole()
{
    QByteArray whole;
    for (int i = 0; i < 100000; ++i)
        whole += static_cast<char>(i * 31);
    const auto expected = QCryptographicHash::hash(whole, QCryptographicHash::Md5).toHex();
    for (const int step : {1, 7, 63, 64, 65, 4096}) {
        Md5 md5;
        for (qsizetype at = 0; at < whole.size(); at += step)
            md5.append(QByteArrayView(whole).sliced(at, qMin<qsizetype>(step, whole.size() - at)));
        QCOMPARE(md5.finish(), expected);
    }
}

void tst_Md5::finishedDigestBeginsAnew()
{
    Md5 md5;
    md5.append("bar");
    QCOMPARE(md5.finish(), QByteArray("37b51d194a7513e45b56f6524f2d51f2"));
    md5.append("foo");
    QCOMPARE(md5.finish(), QByteArray("acbd18db4cc2f85cedef654fccc4a4d8"));
}

void tst_Md5::movedDigestGoesOn()
{
    Md5 first;
    first.append("fo");
    Md5 second = std::move(first);
    second.append("o");
    QCOMPARE(second.finish(), QByteArray("acbd18db4cc2f85cedef654fccc4a4d8"));
}

QTEST_APPLESS_MAIN(tst_Md5)
#include "tst_md5.moc"
