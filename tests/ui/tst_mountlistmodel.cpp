// SPDX-License-Identifier: Apache-2.0
#include "mountlistmodel.h"
#include "mountlistview.h"
#include "support/deskvalues.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_MountListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mountsStandBelowTheirAccount();
    void rowsFollowTheDesk();
    void orderFollowsTheDesk();
    void changesKeepTheSelection();
    void mountMovesToAnotherAccount();
    void mountWithoutAccountIsStillSeen();
    void insecureAccountIsMarked();
    void tokenThatEndsSoonIsToldOf();
    void hostileTextIsPlainAndVisible();
    void changesOfUnknownIdsAreIgnored();
    void viewHasACurrentRow();

private:
    static QModelIndex at(const MountListModel& model, int account, int mount = -1)
    {
        const auto above = model.index(account, 0);
        return mount < 0 ? above : model.index(mount, 0, above);
    }
    static QString name(const QModelIndex& index) { return index.data().toString(); }
};

namespace {

struct Sample : FakeDesk
{
    Sample() { fillSample(*this); }
};

} // namespace

void tst_MountListModel::mountsStandBelowTheirAccount()
{
    Sample desk;
    MountListModel model(desk);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(name(at(model, 0)), QStringLiteral("Sequencing cluster"));
    QCOMPARE(model.rowCount(at(model, 0)), 2);
    QCOMPARE(name(at(model, 0, 1)), QStringLiteral("Exomes"));
    QCOMPARE(at(model, 0, 1).data(MountListModel::StateRole).toString(),
             QStringLiteral("Not mounted"));
    QCOMPARE(at(model, 1, 1).data(MountListModel::ErrorRole).toString(),
             QStringLiteral("/home/rosa/Arvados/Reference is not empty"));
    QCOMPARE(at(model, 1, 1).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Reference, Could not be mounted, "
                            "/home/rosa/Arvados/Reference is not empty"));
    QCOMPARE(model.indexOfMount(QStringLiteral("m2")), at(model, 0, 1));
    QCOMPARE(model.indexOfAccount(QStringLiteral("a2")), at(model, 1));
}

void tst_MountListModel::rowsFollowTheDesk()
{
    Sample desk;
    MountListModel model(desk);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    desk.mountList.removeAt(0);
    desk.mountList.append(
        mounted(QStringLiteral("m5"), QStringLiteral("a1"), QStringLiteral("New")));
    Q_EMIT desk.mountsChanged();
    QCOMPARE(name(at(model, 0, 0)), QStringLiteral("Exomes"));
    QCOMPARE(name(at(model, 0, 1)), QStringLiteral("New"));
    desk.accountList.removeAt(0);
    desk.mountList = desk.mountList.mid(1, 2);
    Q_EMIT desk.accountsChanged();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(name(at(model, 0)), QStringLiteral("Trial cluster"));
    desk.accountList.clear();
    desk.mountList.clear();
    Q_EMIT desk.accountsChanged();
    QCOMPARE(model.rowCount(), 0);
}

void tst_MountListModel::orderFollowsTheDesk()
{
    Sample desk;
    MountListModel model(desk);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::reverse(desk.accountList.begin(), desk.accountList.end());
    std::reverse(desk.mountList.begin(), desk.mountList.end());
    Q_EMIT desk.accountsChanged();
    QCOMPARE(name(at(model, 0)), QStringLiteral("Trial cluster"));
    QCOMPARE(name(at(model, 0, 0)), QStringLiteral("Reference"));
    QCOMPARE(name(at(model, 1, 0)), QStringLiteral("Exomes"));
    QCOMPARE(name(at(model, 1, 1)), QStringLiteral("Everything"));
}

void tst_MountListModel::changesKeepTheSelection()
{
    Sample desk;
    MountListModel model(desk);
    const QPersistentModelIndex kept = model.indexOfMount(QStringLiteral("m4"));
    desk.mountList.removeAt(2);
    desk.accountList.removeAt(0);
    desk.mountList = desk.mountList.mid(2);
    Q_EMIT desk.accountsChanged();
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(MountListModel::IdRole).toString(), QStringLiteral("m4"));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    desk.mountList[0].snapshot.state = MountSnapshot::State::Starting;
    Q_EMIT desk.mountChanged(QStringLiteral("m4"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(kept.data(MountListModel::StateRole).toString(), QStringLiteral("Mounting…"));
}

void tst_MountListModel::mountMovesToAnotherAccount()
{
    Sample desk;
    MountListModel model(desk);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    desk.mountList[0].settings.accountId = QStringLiteral("a2");
    Q_EMIT desk.mountChanged(QStringLiteral("m1"));
    QCOMPARE(model.rowCount(at(model, 0)), 1);
    QCOMPARE(model.rowCount(at(model, 1)), 3);
}

void tst_MountListModel::mountWithoutAccountIsStillSeen()
{
    FakeDesk desk;
    desk.mountList = {mounted(QStringLiteral("m"), QStringLiteral("gone"), QStringLiteral("M"))};
    MountListModel model(desk);
    QCOMPARE(name(at(model, 0)), QStringLiteral("Unknown account"));
    QCOMPARE(name(at(model, 0, 0)), QStringLiteral("M"));
}

void tst_MountListModel::insecureAccountIsMarked()
{
    Sample desk;
    MountListModel model(desk);
    const auto warnings = at(model, 1).data(MountListModel::WarningsRole).toStringList();
    QCOMPARE(warnings, QStringList{QStringLiteral("TLS not verified")});
    QVERIFY(at(model, 1).data(Qt::AccessibleTextRole).toString().contains(warnings.first()));
}

void tst_MountListModel::tokenThatEndsSoonIsToldOf()
{
    Sample desk;
    MountListModel model(desk);
    QCOMPARE(at(model, 0).data(MountListModel::WarningsRole).toStringList(),
             QStringList{QStringLiteral("Token ends in 3 day(s)")});
}

void tst_MountListModel::hostileTextIsPlainAndVisible()
{
    Sample desk;
    desk.mountList[0].settings.name = QStringLiteral("<b>a</b>\u202E\n") + QString(9000, u'x');
    desk.mountList[0].snapshot.error = QStringLiteral("<img src=x>\x1b[31m");
    MountListModel model(desk);
    const auto index = at(model, 0, 0);
    QVERIFY(name(index).startsWith(QStringLiteral("<b>a</b>"))); // painted as it is
    QVERIFY(!name(index).contains(QChar(0x202e)));
    QVERIFY(name(index).size() < 400);
    QVERIFY(!index.data(MountListModel::ErrorRole).toString().contains(QChar(0x1b)));
    const auto tip = index.data(Qt::ToolTipRole).toString();
    QVERIFY(!tip.contains(QStringLiteral("<b>")));
    QVERIFY(!tip.contains(QStringLiteral("<img")));
    QVERIFY(tip.contains(QStringLiteral("&lt;img")));
}

void tst_MountListModel::changesOfUnknownIdsAreIgnored()
{
    Sample desk;
    MountListModel model(desk);
    Q_EMIT desk.mountChanged(QStringLiteral("nobody"));
    Q_EMIT desk.accountChanged(QString());
    QVERIFY(!model.indexOfMount(QString()).isValid());
    QVERIFY(!model.data(QModelIndex(), Qt::DisplayRole).isValid());
}

void tst_MountListModel::viewHasACurrentRow()
{
    FakeDesk desk;
    MountListModel model(desk);
    MountListView view(model);
    QCOMPARE(view.currentAccount(), QString());
    fillSample(desk);
    Q_EMIT desk.accountsChanged();
    QCOMPARE(view.currentAccount(), QStringLiteral("a1"));
    view.selectMount(QStringLiteral("m3"));
    QCOMPARE(view.currentMount(), QStringLiteral("m3"));
    QCOMPARE(view.currentAccount(), QStringLiteral("a2"));
    view.selectAccount(QStringLiteral("a2"));
    QCOMPARE(view.currentMount(), QString());
    desk.accountList.removeAt(1);
    desk.mountList = desk.mountList.mid(0, 2);
    Q_EMIT desk.accountsChanged();
    QVERIFY(!view.currentAccount().isEmpty());
    QVERIFY(view.currentAccount() == QStringLiteral("a1"));
}

QTEST_MAIN(tst_MountListModel)
#include "tst_mountlistmodel.moc"
