// SPDX-License-Identifier: Apache-2.0
#include "projecttreemodel.h"
#include "ui/projectfixtures.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_ProjectTreeModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void accountHasHomeAndShared();
    void pagesComeOneAfterTheOther();
    void rowsOfAPageGoInBySlices();
    void waitingIsARow();
    void failedPageIsARowThatAsksAgain();
    void failedPageKeepsTheRowsBefore();
    void accountWithoutTokenSaysSo();
    void signingInBringsTheTree();
    void lostTokenKeepsWhatIsLoaded();
    void anotherUserGetsAnotherTree();
    void accountsComeAndGo();
    void signingInAgainRepeatsWhatFailed();
    void staleAnswersAreIgnored();
    void answersForRemovedRowsAreGivenUp();
    void repeatedItemsAreOneRow();
    void pageThatRepeatsItselfEnds();
    void filterGroupInItselfHasNoChildren();
    void hostileNamesAreMadeVisible();
    void tooltipsAreNotMarkup();
    void negativeSizesAreNothing();
    void refreshKeepsRowsThatAreStillThere();
    void refreshOfManyPagesLoadsAsMany();
    void refreshOfACollectionIsOneOfItsFolder();
    void emptyFolderHasNoChildren();
    void staysConsistentUnderRandomOperations_data();
    void staysConsistentUnderRandomOperations();

private:
    QModelIndex home() const { return m_model->index(0, 0, m_model->index(0, 0)); }
    QModelIndex shared() const { return m_model->index(1, 0, m_model->index(0, 0)); }
    void answer(const ProjectPage& page) { Q_EMIT m_desk->pageArrived(lastTicket(), page); }
    std::uint64_t lastTicket() const { return static_cast<std::uint64_t>(m_desk->queries.size()); }
    void openHome(const QList<ProjectItem>& items);
    void start();

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<ProjectTreeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void tst_ProjectTreeModel::init()
{
    m_desk = std::make_unique<FakeDesk>();
    m_desk->accountList += signedInAccount(QStringLiteral("1"), QStringLiteral("Demo"));
    start();
}

void tst_ProjectTreeModel::start()
{
    m_tester.reset();
    const auto accounts = std::exchange(m_desk->accountList, {});
    m_model = std::make_unique<ProjectTreeModel>(*m_desk);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_tester->setUseFetchMore(false); // too late for rows that are there already
    m_desk->accountList = accounts;
    Q_EMIT m_desk->accountsChanged();
}

void tst_ProjectTreeModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_desk.reset();
}

void tst_ProjectTreeModel::openHome(const QList<ProjectItem>& items)
{
    QSignalSpy settled(m_model.get(), &ProjectTreeModel::settled);
    m_model->fetchMore(home());
    answer(pageOf(items));
    QTRY_COMPARE(settled.size(), 1);
}

void tst_ProjectTreeModel::accountHasHomeAndShared()
{
    QCOMPARE(namesBelow(*m_model, {}), QStringList{QStringLiteral("Demo")});
    const QStringList places{QStringLiteral("Home"), QStringLiteral("Shared with me")};
    QCOMPARE(namesBelow(*m_model, m_model->index(0, 0)), places);
    QVERIFY(m_model->canFetchMore(home()));
    m_model->fetchMore(shared());
    QCOMPARE(m_desk->queries.last().place, ProjectQuery::Place::Shared);
}

void tst_ProjectTreeModel::pagesComeOneAfterTheOther()
{
    m_model->fetchMore(home());
    QVERIFY(!m_model->canFetchMore(home()));
    m_model->fetchMore(home()); // no second question while one waits
    QCOMPARE(m_desk->queries.size(), 1);
    answer(pageOf({project(QStringLiteral("one"), 1)}, QStringLiteral("c1")));
    QTRY_VERIFY(m_model->canFetchMore(home()));
    m_model->fetchMore(home());
    QCOMPARE(m_desk->queries.last().cursor, QStringLiteral("c1"));
    answer(pageOf({collection(QStringLiteral("two"), 2)}));
    QTRY_COMPARE(m_model->rowCount(home()), 2);
    QTRY_VERIFY(!m_model->isLoading());
    QVERIFY(!m_model->canFetchMore(home()));
    const QStringList names{QStringLiteral("one"), QStringLiteral("two")};
    QCOMPARE(namesBelow(*m_model, home()), names);
    QVERIFY(m_model->hasChildren(m_model->index(0, 0, home())));
    QVERIFY(!m_model->hasChildren(m_model->index(1, 0, home())));
}

void tst_ProjectTreeModel::rowsOfAPageGoInBySlices()
{
    m_desk->pages = bigHome(5000, 5000);
    int most = 0;
    connect(
        m_model.get(), &QAbstractItemModel::rowsInserted, this,
        [&most](const QModelIndex&, int first, int last) { most = qMax(most, last - first + 1); });
    m_model->fetchMore(home());
    QTRY_COMPARE(m_model->rowCount(home()), 5000);
    QVERIFY(most <= ProjectTreeModel::sliceRows);
}

void tst_ProjectTreeModel::waitingIsARow()
{
    m_model->fetchMore(home());
    QCOMPARE(namesBelow(*m_model, home()), QStringList{QStringLiteral("Loading…")});
    answer(pageOf({}));
    QTRY_COMPARE(m_model->rowCount(home()), 0);
}

void tst_ProjectTreeModel::failedPageIsARowThatAsksAgain()
{
    m_model->fetchMore(home());
    answer(failedPage(QStringLiteral("no \u202eroute")));
    QCOMPARE(namesBelow(*m_model, home()),
             QStringList{QStringLiteral("Could not be loaded: no \\x202eroute – try again")});
    QVERIFY(!m_model->canFetchMore(home())); // a view that scrolls does not ask for ever
    m_model->retry(home()); // no note: nothing
    QCOMPARE(m_desk->queries.size(), 1);
    m_model->retry(m_model->index(0, 0, home()));
    QCOMPARE(m_desk->queries.size(), 2);
    QCOMPARE(namesBelow(*m_model, home()), QStringList{QStringLiteral("Loading…")});
    answer(pageOf({project(QStringLiteral("one"), 1)}));
    QTRY_COMPARE(namesBelow(*m_model, home()), QStringList{QStringLiteral("one")});
}

void tst_ProjectTreeModel::failedPageKeepsTheRowsBefore()
{
    m_model->fetchMore(home());
    answer(pageOf({project(QStringLiteral("one"), 1)}, QStringLiteral("c1")));
    QTRY_VERIFY(m_model->canFetchMore(home()));
    m_model->fetchMore(home());
    answer(failedPage(QStringLiteral("gone")));
    QCOMPARE(m_model->rowCount(home()), 2);
    m_model->retry(m_model->index(1, 0, home()));
    QCOMPARE(m_desk->queries.last().cursor, QStringLiteral("c1"));
}

void tst_ProjectTreeModel::accountWithoutTokenSaysSo()
{
    m_desk->accountList[0].snapshot.state = AccountSnapshot::State::Refused;
    m_desk->accountList[0].snapshot.error = QStringLiteral("The token has expired.");
    start();
    const auto account = m_model->index(0, 0);
    QVERIFY(account.data().toString().contains(QStringLiteral("not signed in")));
    QCOMPARE(namesBelow(*m_model, account),
             QStringList{QStringLiteral("Not signed in: The token has expired.")});
    QVERIFY(!m_model->canFetchMore(m_model->index(0, 0, account)));
}

void tst_ProjectTreeModel::signingInBringsTheTree()
{
    m_desk->accountList[0].snapshot.state = AccountSnapshot::State::Checking;
    start();
    QCOMPARE(m_model->rowCount(m_model->index(0, 0)), 1);
    m_desk->accountList[0].snapshot.state = AccountSnapshot::State::SignedIn;
    Q_EMIT m_desk->accountChanged(QStringLiteral("1"));
    QCOMPARE(m_model->rowCount(m_model->index(0, 0)), 2);
    QCOMPARE(m_model->index(0, 0).data().toString(), QStringLiteral("Demo"));
}

void tst_ProjectTreeModel::lostTokenKeepsWhatIsLoaded()
{
    openHome({project(QStringLiteral("one"), 1)});
    m_desk->accountList[0].snapshot.state = AccountSnapshot::State::Refused;
    Q_EMIT m_desk->accountChanged(QStringLiteral("1"));
    QCOMPARE(namesBelow(*m_model, home()), QStringList{QStringLiteral("one")});
    QVERIFY(m_model->index(0, 0).data().toString().contains(QStringLiteral("not signed in")));
}

void tst_ProjectTreeModel::anotherUserGetsAnotherTree()
{
    openHome({project(QStringLiteral("one"), 1)});
    m_desk->accountList[0].snapshot.userUuid = QStringLiteral("zzzzz-tpzed-somebodyelse000");
    Q_EMIT m_desk->accountChanged(QStringLiteral("1"));
    QCOMPARE(m_model->rowCount(home()), 0);
    QVERIFY(m_model->canFetchMore(home()));
}

void tst_ProjectTreeModel::accountsComeAndGo()
{
    m_desk->accountList += signedInAccount(QStringLiteral("2"), QStringLiteral("Work"));
    Q_EMIT m_desk->accountsChanged();
    const QStringList both{QStringLiteral("Demo"), QStringLiteral("Work")};
    QCOMPARE(namesBelow(*m_model, {}), both);
    m_desk->accountList.removeFirst();
    Q_EMIT m_desk->accountsChanged();
    QCOMPARE(namesBelow(*m_model, {}), QStringList{QStringLiteral("Work")});
    m_desk->accountList.clear();
    Q_EMIT m_desk->accountsChanged();
    QCOMPARE(m_model->rowCount(), 0);
    Q_EMIT m_desk->accountChanged(QStringLiteral("2")); // late
}

void tst_ProjectTreeModel::signingInAgainRepeatsWhatFailed()
{
    m_model->fetchMore(home());
    answer(failedPage(QStringLiteral("offline")));
    m_desk->accountList[0].snapshot.state = AccountSnapshot::State::Offline;
    Q_EMIT m_desk->accountChanged(QStringLiteral("1"));
    QCOMPARE(m_desk->queries.size(), 1);
    m_desk->accountList[0].snapshot.state = AccountSnapshot::State::SignedIn;
    Q_EMIT m_desk->accountChanged(QStringLiteral("1"));
    QCOMPARE(m_desk->queries.size(), 2);
}

void tst_ProjectTreeModel::staleAnswersAreIgnored()
{
    m_model->fetchMore(home());
    Q_EMIT m_desk->pageArrived(77, pageOf({project(QStringLiteral("stray"), 1)}));
    answer(pageOf({project(QStringLiteral("one"), 1)}));
    answer(pageOf({project(QStringLiteral("twice"), 2)}));
    QTRY_COMPARE(namesBelow(*m_model, home()), QStringList{QStringLiteral("one")});
}

void tst_ProjectTreeModel::answersForRemovedRowsAreGivenUp()
{
    m_model->fetchMore(home());
    m_desk->accountList.clear();
    Q_EMIT m_desk->accountsChanged();
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("giveUpPage 1")});
    answer(pageOf({project(QStringLiteral("late"), 1)}));
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->isLoading());
}

void tst_ProjectTreeModel::repeatedItemsAreOneRow()
{
    auto second = project(QStringLiteral("renamed"), 1);
    openHome({project(QStringLiteral("one"), 1), second, project(QStringLiteral("two"), 2)});
    QCOMPARE(m_model->rowCount(home()), 2);
    auto nameless = project(QString(), 3);
    nameless.uuid.clear();
    m_model->refresh(home());
    answer(pageOf({nameless, nameless}));
    QTRY_VERIFY(!m_model->isLoading());
    QCOMPARE(m_model->rowCount(home()), 2); // nothing says that these are one
    QVERIFY(!m_model->hasChildren(m_model->index(0, 0, home())));
}

void tst_ProjectTreeModel::pageThatRepeatsItselfEnds()
{
    m_desk->pages = [](const QString&, const ProjectQuery&) {
        return pageOf({project(QStringLiteral("one"), 1)}, QStringLiteral("same"));
    };
    m_model->fetchMore(home());
    QTRY_VERIFY(m_model->canFetchMore(home()));
    m_model->fetchMore(home());
    QTRY_VERIFY(!m_model->isLoading());
    QVERIFY(!m_model->canFetchMore(home()));
    QVERIFY(namesBelow(*m_model, home()).last().contains(QStringLiteral("again and again")));
}

void tst_ProjectTreeModel::filterGroupInItselfHasNoChildren()
{
    const auto group = item(ProjectItem::Kind::FilterGroup, QStringLiteral("all"), 5);
    openHome({group});
    const QPersistentModelIndex outer = m_model->index(0, 0, home());
    QVERIFY(m_model->canFetchMore(outer));
    m_model->fetchMore(outer);
    QCOMPARE(m_desk->queries.last().uuid, group.uuid);
    auto ownHome = item(ProjectItem::Kind::User, QStringLiteral("me"), 0);
    ownHome.uuid = m_desk->accountList[0].snapshot.userUuid;
    answer(pageOf({group, ownHome, project(QStringLiteral("other"), 6)}));
    QTRY_COMPARE(m_model->rowCount(outer), 3);
    for (int row = 0; row < 3; ++row) {
        const auto inner = m_model->index(row, 0, outer);
        QCOMPARE(m_model->hasChildren(inner), row == 2);
        QCOMPARE(m_model->canFetchMore(inner), row == 2);
    }
}

void tst_ProjectTreeModel::hostileNamesAreMadeVisible()
{
    openHome({project(QStringLiteral("a\nb\u202ec<b>"), 1), project(QString(100'000, u'x'), 2),
              project(QString(), 3)});
    const auto names = namesBelow(*m_model, home());
    QCOMPARE(names.at(0), QStringLiteral("a\\x0ab\\x202ec<b>"));
    QVERIFY(names.at(1).size() <= 300);
    QVERIFY(!names.at(2).isEmpty());
}

void tst_ProjectTreeModel::tooltipsAreNotMarkup()
{
    openHome({project(QStringLiteral("<b>bold</b>"), 1)});
    const auto row = m_model->index(0, 0, home());
    QCOMPARE(row.data(Qt::ToolTipRole).toString(), QStringLiteral("&lt;b&gt;bold&lt;/b&gt;"));
}

void tst_ProjectTreeModel::negativeSizesAreNothing()
{
    auto odd = collection(QStringLiteral("odd"), 1);
    odd.totalSize = std::numeric_limits<std::int64_t>::min();
    odd.modified = QDateTime();
    openHome({odd});
    QCOMPARE(m_model->index(0, ProjectTreeModel::Size, home()).data().toString(),
             QStringLiteral("0 bytes"));
    QCOMPARE(m_model->index(0, ProjectTreeModel::Modified, home()).data().toString(), QString());
}

void tst_ProjectTreeModel::refreshKeepsRowsThatAreStillThere()
{
    openHome({project(QStringLiteral("one"), 1), project(QStringLiteral("two"), 2)});
    const QPersistentModelIndex two = m_model->index(1, 0, home());
    m_model->refresh(home());
    answer(pageOf({project(QStringLiteral("2"), 2), project(QStringLiteral("three"), 3)}));
    QTRY_VERIFY(!m_model->isLoading());
    QVERIFY(two.isValid());
    QCOMPARE(two.data().toString(), QStringLiteral("2"));
    const QStringList names{QStringLiteral("2"), QStringLiteral("three")};
    QCOMPARE(namesBelow(*m_model, home()), names);
}

void tst_ProjectTreeModel::refreshOfManyPagesLoadsAsMany()
{
    m_desk->pages = bigHome(1000, 100);
    for (int i = 1; i <= 5; ++i) {
        m_model->fetchMore(home());
        QTRY_VERIFY(!m_model->isLoading());
    }
    QCOMPARE(m_model->rowCount(home()), 500);
    m_model->refresh(m_model->index(0, 0));
    QTRY_VERIFY(!m_model->isLoading());
    QCOMPARE(m_model->rowCount(home()), 500);
    QCOMPARE(m_desk->queries.size(), 10);
    QVERIFY(m_model->canFetchMore(home()));
}

void tst_ProjectTreeModel::refreshOfACollectionIsOneOfItsFolder()
{
    openHome({collection(QStringLiteral("one"), 1)});
    m_model->refresh(m_model->index(0, 0, home()));
    QCOMPARE(m_desk->queries.last().place, ProjectQuery::Place::Home);
    m_model->refresh(home()); // before the answer: the first question is given up
    QCOMPARE(m_desk->asked.last(), QStringLiteral("giveUpPage 2"));
}

void tst_ProjectTreeModel::emptyFolderHasNoChildren()
{
    QVERIFY(m_model->hasChildren(home()));
    openHome({});
    QVERIFY(!m_model->hasChildren(home()));
}

void tst_ProjectTreeModel::staysConsistentUnderRandomOperations_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 6; ++seed)
        QTest::addRow("%u", seed) << seed;
}

namespace {

ProjectPage randomPage(QRandomGenerator& random)
{
    ProjectPage page;
    if (random.bounded(6) == 0)
        return failedPage(QStringLiteral("chance"));
    const int count = random.bounded(40);
    for (int i = 0; i < count; ++i) {
        const auto kind = static_cast<ProjectItem::Kind>(random.bounded(4));
        const int number = random.bounded(60);
        page.items += item(kind, QStringLiteral("n%1").arg(random.bounded(70)), number);
    }
    if (random.bounded(2) == 0)
        page.next = QString::number(random.bounded(1000));
    return page;
}

// Some row, up to five levels down.
QModelIndex randomRow(const QAbstractItemModel& model, QRandomGenerator& random)
{
    QModelIndex row;
    for (int depth = random.bounded(1, 6); depth > 0 && model.rowCount(row) > 0; --depth)
        row = model.index(random.bounded(model.rowCount(row)), 0, row);
    return row;
}

} // namespace

void tst_ProjectTreeModel::staysConsistentUnderRandomOperations()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    m_desk->pages = [&random](const QString&, const ProjectQuery&) { return randomPage(random); };
    for (int i = 0; i < 400; ++i) {
        const auto row = randomRow(*m_model, random);
        switch (random.bounded(12)) {
        case 0:
            m_model->refresh(row);
            break;
        case 1:
            m_model->retry(row);
            break;
        case 2:
            m_desk->accountList += signedInAccount(QString::number(i), QString::number(i));
            Q_EMIT m_desk->accountsChanged();
            break;
        case 3:
            if (m_desk->accountList.size() > 2)
                m_desk->accountList.removeAt(random.bounded(m_desk->accountList.size()));
            Q_EMIT m_desk->accountsChanged();
            break;
        case 4: {
            auto& account = m_desk->accountList[random.bounded(m_desk->accountList.size())];
            account.snapshot.state = static_cast<AccountSnapshot::State>(random.bounded(7));
            account.snapshot.userUuid = QString::number(random.bounded(3));
            Q_EMIT m_desk->accountChanged(account.settings.id);
            break;
        }
        case 5:
        case 6:
            QCoreApplication::processEvents();
            break;
        default:
            m_model->fetchMore(row);
        }
    }
    QTRY_VERIFY(!m_model->isLoading());
}

QTEST_MAIN(tst_ProjectTreeModel)
#include "tst_projecttreemodel.moc"
