// SPDX-License-Identifier: Apache-2.0
#include "datahistory.h"
#include "transfersmodel.h"
#include "transfertext.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QtTest>

using namespace arv;

namespace {

constexpr std::uint64_t MiB = 1ULL << 20;

Transfer transfer(std::uint64_t id)
{
    Transfer made;
    made.id = id;
    made.file = QStringLiteral("reads_%1.bam").arg(id);
    made.cluster = QStringLiteral("zzzzz.example.org");
    made.service = QStringLiteral("keep0.zzzzz.example.org");
    made.waiting = Transfer::Waiting::Nothing;
    made.bytes = 16 * MiB;
    made.size = 64 * MiB;
    made.rate = 2.5 * static_cast<double>(MiB);
    made.tries = 1;
    return made;
}

QList<Transfer> transfers(const QList<int>& ids)
{
    QList<Transfer> made;
    for (const int id : ids)
        made += transfer(static_cast<std::uint64_t>(id));
    return made;
}

TransferFigures received(std::uint64_t bytes)
{
    TransferFigures figures;
    figures.received = bytes;
    return figures;
}

} // namespace

class tst_TransfersModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }
    void everythingAboutATransferIsTold();
    void whatIsNotKnownIsSaidOrLeftOut();
    void whatItWaitsForHasWordsOfItsOwn();
    void selectionStaysWithItsTransfer();
    void onlyWhatChangedIsDrawnAgain();
    void anyOrderAndDoubleNumbersAreShown();
    void randomListsAreShownAsTheyAre();
    void endlessListsAreCut();
    void hostileTextsArePlain();
    void sharesStayInsideTheBar();
    void summaryTellsOfAll();
    void throughputIsWhatCameInASecond();
    void throughputHasGapsWhereNobodyLooked();

private:
    static QString cell(const TransfersModel& model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }
};

void tst_TransfersModel::everythingAboutATransferIsTold()
{
    TransfersModel model;
    auto one = transfer(1);
    one.tries = 2;
    one.lastFailure = QStringLiteral("keep1.zzzzz.example.org answered 503");
    model.show({one});
    const QStringList expected{QStringLiteral("reads_1.bam"),
                               QStringLiteral("16.0 MiB of 64.0 MiB"),
                               QStringLiteral("2.5 MiB/s"),
                               QStringLiteral("Receiving"),
                               QStringLiteral("2"),
                               QStringLiteral("keep1.zzzzz.example.org answered 503"),
                               QStringLiteral("keep0.zzzzz.example.org"),
                               QStringLiteral("zzzzz.example.org"),
                               QStringLiteral("A program waits for it")};
    QStringList told;
    for (int column = 0; column < model.columnCount(); ++column) {
        told += cell(model, 0, column);
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
    QCOMPARE(told, expected);
    QCOMPARE(model.index(0, 0).data(TransfersModel::ShareRole).toInt(), 250);
}

void tst_TransfersModel::whatIsNotKnownIsSaidOrLeftOut()
{
    TransfersModel model;
    model.show({Transfer()});
    QCOMPARE(cell(model, 0, TransfersModel::File), QStringLiteral("(file not known)"));
    QCOMPARE(cell(model, 0, TransfersModel::Progress), QStringLiteral("0 bytes"));
    QCOMPARE(cell(model, 0, TransfersModel::Speed), QStringLiteral("–"));
    QCOMPARE(cell(model, 0, TransfersModel::Service), QStringLiteral("–"));
    QCOMPARE(cell(model, 0, TransfersModel::Failure), QString());
}

void tst_TransfersModel::whatItWaitsForHasWordsOfItsOwn()
{
    using Waiting = Transfer::Waiting;
    QSet<QString> words;
    for (const auto waiting :
         {Waiting::Nothing, Waiting::Turn, Waiting::Answer, Waiting::NextTry, Waiting::Pause})
        words.insert(waitingWords(waiting));
    QCOMPARE(words.size(), 5);
    QVERIFY(!words.contains(QString()));
    const QSet<QString> reasons{purposeWords(Transfer::Purpose::Read),
                                purposeWords(Transfer::Purpose::Background),
                                purposeWords(Transfer::Purpose::Ahead)};
    QCOMPARE(reasons.size(), 3);
    QVERIFY(!reasons.contains(QString()));
}

void tst_TransfersModel::selectionStaysWithItsTransfer()
{
    TransfersModel model;
    const QAbstractItemModelTester tester(&model);
    model.show(transfers({1, 2, 3}));
    const QPersistentModelIndex second(model.index(1, 0));
    model.show(transfers({2, 3, 4, 5}));
    QCOMPARE(second.row(), 0);
    QCOMPARE(second.data().toString(), QStringLiteral("reads_2.bam"));
    model.show(transfers({5}));
    QVERIFY(!second.isValid());
    model.show({});
    QCOMPARE(model.rowCount(), 0);
}

void tst_TransfersModel::onlyWhatChangedIsDrawnAgain()
{
    TransfersModel model;
    auto list = transfers({1, 2, 3});
    model.show(list);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.show(list);
    QCOMPARE(changed.size(), 0);
    list[1].bytes += MiB;
    model.show(list);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(cell(model, 1, TransfersModel::Progress), QStringLiteral("17.0 MiB of 64.0 MiB"));
}

void tst_TransfersModel::anyOrderAndDoubleNumbersAreShown()
{
    TransfersModel model;
    const QAbstractItemModelTester tester(&model);
    model.show(transfers({1, 2, 3}));
    model.show(transfers({3, 1, 2}));
    QCOMPARE(cell(model, 0, 0), QStringLiteral("reads_3.bam"));
    model.show(transfers({2, 2, 7}));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(cell(model, 1, 0), QStringLiteral("reads_2.bam"));
    model.show(transfers({7}));
    QCOMPARE(model.rowCount(), 1);
}

void tst_TransfersModel::randomListsAreShownAsTheyAre()
{
    TransfersModel model;
    const QAbstractItemModelTester tester(&model);
    QRandomGenerator random(20261124);
    for (int round = 0; round < 300; ++round) {
        QList<int> ids;
        for (int id = 0; id < 12; ++id) {
            if (random.bounded(2) != 0)
                ids += round + id;
        }
        model.show(transfers(ids));
        QCOMPARE(model.rowCount(), static_cast<int>(ids.size()));
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(cell(model, row, 0), QStringLiteral("reads_%1.bam").arg(ids[row]));
    }
}

void tst_TransfersModel::endlessListsAreCut()
{
    QList<int> ids(20'000);
    std::iota(ids.begin(), ids.end(), 1);
    TransfersModel model;
    model.show(transfers(ids));
    QCOMPARE(model.rowCount(), static_cast<int>(TransfersModel::mostRows));
}

void tst_TransfersModel::hostileTextsArePlain()
{
    const auto hostile = QStringLiteral("<b>x</b>\u202Etxt\n") + QString(100'000, u'y');
    auto one = transfer(1);
    one.file = one.cluster = one.service = one.lastFailure = hostile;
    one.tries = -5;
    one.rate = qQNaN();
    TransfersModel model;
    model.show({one});
    for (int column = 0; column < model.columnCount(); ++column) {
        const auto text = cell(model, 0, column);
        QVERIFY(text.size() < 1000);
        QVERIFY(!text.contains(QChar(0x202e)) && !text.contains(u'\n'));
        const auto tip = model.index(0, column).data(Qt::ToolTipRole).toString();
        QVERIFY(!tip.contains(u'<'));
    }
    QCOMPARE(cell(model, 0, TransfersModel::Tries), QStringLiteral("0"));
}

void tst_TransfersModel::sharesStayInsideTheBar()
{
    auto one = transfer(1);
    one.bytes = ~0ULL;
    QCOMPARE(progressShare(one), 1000);
    one.size = 0;
    QCOMPARE(progressShare(one), 0);
}

void tst_TransfersModel::summaryTellsOfAll()
{
    TransferFigures figures;
    QCOMPARE(summaryWords(figures), QStringLiteral("Nothing is being transferred."));
    figures.transfers = transfers({1, 2});
    figures.rate = 5.0 * static_cast<double>(MiB);
    QCOMPARE(summaryWords(figures), QStringLiteral("2 transfer(s) at 5.0 MiB/s"));
    figures.isPaused = true;
    QCOMPARE(summaryWords(figures), QStringLiteral("Paused: 2 transfer(s) wait"));
    figures.transfers.clear();
    QCOMPARE(summaryWords(figures), QStringLiteral("Transfers are paused."));
    QVERIFY(absenceWords(figures).contains(QStringLiteral("resume")));
}

void tst_TransfersModel::throughputIsWhatCameInASecond()
{
    DataHistory history;
    QVERIFY(history.record(0, received(100 * MiB)));
    QVERIFY(!history.received().latest()); // of a single moment nothing can be said
    QVERIFY(!history.record(500, received(101 * MiB)));
    QVERIFY(history.record(2000, received(110 * MiB)));
    QCOMPARE(history.received().latest()->value, 5.0 * static_cast<double>(MiB));
}

void tst_TransfersModel::throughputHasGapsWhereNobodyLooked()
{
    DataHistory history;
    history.record(0, received(0));
    history.record(1000, received(MiB));
    history.record(60'000, received(900 * MiB)); // not 15 MiB a second all the time
    QVERIFY(!history.received().latest());
    history.record(61'000, received(900 * MiB));
    QCOMPARE(history.received().latest()->value, 0.0);
    history.record(62'000, received(0)); // begun anew
    QVERIFY(!history.received().latest());
}

QTEST_MAIN(tst_TransfersModel)
#include "tst_transfersmodel.moc"
