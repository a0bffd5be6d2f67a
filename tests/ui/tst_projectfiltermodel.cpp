// SPDX-License-Identifier: Apache-2.0
#include "projectfiltermodel.h"
#include "ui/projectfixtures.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QTreeView>
#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_ProjectFilterModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void projectsComeBeforeCollectionsAndNamesCount();
    void columnsSortBothWays();
    void sortingKeepsWhatViewsHold();
    void searchLooksAtNamesInAnyCase();
    void searchFindsUuidAndHash();
    void shortTextIsNotSoughtInIdentifiers();
    void matchesDeepBelowAreReached();
    void whatIsBelowAMatchIsShown();
    void searchWaitsForAPauseInTyping();
    void emptySearchShowsAllAtOnce();
    void pagesGoOnLoadingWhileSearching();
    void withoutSearchPagesWait();
    void arrivingMatchBringsItsFolder();
    void renamedRowMovesToItsPlace();
    void bigChangesTakeFewSignals();
    void rowThatAViewHoldsSurvivesASearch();
    void staysConsistentUnderRandomOperations_data();
    void staysConsistentUnderRandomOperations();
    void twentyThousandRowsWithoutAStall();

private:
    QModelIndex home() const { return m_model->index(0, 0, m_model->index(0, 0)); }
    void load(const QModelIndex& parent);
    void search(const QString& text);
    QStringList names() const { return namesBelow(*m_model, home()); }
    void serve(const QList<ProjectItem>& items) { m_inside[QString()] = items; }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<ProjectTreeModel> m_tree;
    std::unique_ptr<ProjectFilterModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QHash<QString, QList<ProjectItem>> m_inside; // by UUID; home: empty
};

void tst_ProjectFilterModel::init()
{
    m_inside.clear();
    m_desk = std::make_unique<FakeDesk>();
    m_desk->pages = [this](const QString&, const ProjectQuery& query) {
        return query.place == ProjectQuery::Place::Shared ? ProjectPage()
                                                          : pageOf(m_inside.value(query.uuid));
    };
    m_tree = std::make_unique<ProjectTreeModel>(*m_desk);
    m_model = std::make_unique<ProjectFilterModel>(*m_tree);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_tester->setUseFetchMore(false); // too late for rows that are there already
    m_desk->accountList += signedInAccount(QStringLiteral("1"), QStringLiteral("Demo"));
    Q_EMIT m_desk->accountsChanged();
}

void tst_ProjectFilterModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_tree.reset();
    m_desk.reset();
}

void tst_ProjectFilterModel::load(const QModelIndex& parent)
{
    QVERIFY(m_model->canFetchMore(parent));
    m_model->loadMore(parent);
    QTRY_VERIFY(!m_tree->isLoading());
}

void tst_ProjectFilterModel::search(const QString& text)
{
    m_model->setSearch(text);
    QTRY_COMPARE(m_model->searchText(), text.trimmed());
}

void tst_ProjectFilterModel::projectsComeBeforeCollectionsAndNamesCount()
{
    serve({collection(QStringLiteral("run 10"), 1), collection(QStringLiteral("Run 9"), 2),
           project(QStringLiteral("zebra"), 3),
           item(ProjectItem::Kind::FilterGroup, QStringLiteral("apple"), 4),
           item(ProjectItem::Kind::User, QStringLiteral("zoe"), 5)});
    load(home());
    const QStringList ordered{QStringLiteral("zoe"), QStringLiteral("apple"),
                              QStringLiteral("zebra"), QStringLiteral("Run 9"),
                              QStringLiteral("run 10")};
    QCOMPARE(names(), ordered);
}

void tst_ProjectFilterModel::columnsSortBothWays()
{
    serve({collection(QStringLiteral("a"), 3), collection(QStringLiteral("b"), 1),
           project(QStringLiteral("p"), 9), collection(QStringLiteral("c"), 2)});
    load(home());
    m_model->sort(ProjectTreeModel::Size);
    QCOMPARE(names().join(u' '), QStringLiteral("p b c a"));
    m_model->sort(ProjectTreeModel::Size, Qt::DescendingOrder);
    QCOMPARE(names().join(u' '), QStringLiteral("p a c b"));
    m_model->sort(ProjectTreeModel::Modified);
    QCOMPARE(names().join(u' '), QStringLiteral("p b c a"));
    m_model->sort(ProjectTreeModel::Name, Qt::DescendingOrder);
    QCOMPARE(names().join(u' '), QStringLiteral("p c b a"));
    m_model->sort(-1); // as headers say when nothing is sorted
    QCOMPARE(names().join(u' '), QStringLiteral("p a b c"));
    m_model->sort(99);
}

void tst_ProjectFilterModel::sortingKeepsWhatViewsHold()
{
    serve({collection(QStringLiteral("a"), 3), collection(QStringLiteral("b"), 1)});
    load(home());
    const QPersistentModelIndex a = rowNamed(*m_model, home(), QStringLiteral("a"));
    m_model->sort(ProjectTreeModel::Name, Qt::DescendingOrder);
    QCOMPARE(a.row(), 1);
    QCOMPARE(a.data().toString(), QStringLiteral("a"));
}

void tst_ProjectFilterModel::searchLooksAtNamesInAnyCase()
{
    serve({collection(QStringLiteral("Blood Sample"), 1), collection(QStringLiteral("tissue"), 2),
           project(QStringLiteral("SAMPLES"), 3), collection(QStringLiteral("ÄRGER"), 4)});
    load(home());
    search(QStringLiteral(" sample "));
    const QStringList found{QStringLiteral("SAMPLES"), QStringLiteral("Blood Sample")};
    QCOMPARE(names(), found);
    QCOMPARE(m_model->progress().items, 4);
    QCOMPARE(m_model->progress().matching, 2);
    search(QStringLiteral("ärger"));
    QCOMPARE(names(), QStringList{QStringLiteral("ÄRGER")});
    search(QStringLiteral(".*")); // no pattern
    QCOMPARE(names(), QStringList());
    QCOMPARE(m_model->rowCount(m_model->index(0, 0)), 2); // the places stay
}

void tst_ProjectFilterModel::searchFindsUuidAndHash()
{
    const auto one = collection(QStringLiteral("one"), 1);
    const auto two = collection(QStringLiteral("two"), 2);
    serve({one, two});
    load(home());
    search(one.uuid.toUpper());
    QCOMPARE(names(), QStringList{QStringLiteral("one")});
    search(two.portableDataHash);
    QCOMPARE(names(), QStringList{QStringLiteral("two")});
}

void tst_ProjectFilterModel::shortTextIsNotSoughtInIdentifiers()
{
    serve({collection(QStringLiteral("one"), 1)});
    load(home());
    search(QStringLiteral("zzz"));
    QCOMPARE(names(), QStringList());
}

void tst_ProjectFilterModel::matchesDeepBelowAreReached()
{
    const auto outer = project(QStringLiteral("outer"), 1);
    const auto inner = project(QStringLiteral("inner"), 2);
    serve({outer, project(QStringLiteral("other"), 3)});
    m_inside[outer.uuid] = {inner, collection(QStringLiteral("chaff"), 4)};
    m_inside[inner.uuid] = {collection(QStringLiteral("wheat"), 5)};
    load(home());
    load(rowNamed(*m_model, home(), outer.name));
    load(rowNamed(*m_model, rowNamed(*m_model, home(), outer.name), inner.name));
    search(QStringLiteral("wheat"));
    QCOMPARE(names(), QStringList{outer.name});
    const auto there = m_model->index(0, 0, home());
    QCOMPARE(namesBelow(*m_model, there), QStringList{inner.name});
    QCOMPARE(namesBelow(*m_model, m_model->index(0, 0, there)),
             QStringList{QStringLiteral("wheat")});
    QCOMPARE(m_model->leadingToMatches(100).size(), 4); // account, home, outer, inner
    QCOMPARE(m_model->leadingToMatches(2).size(), 2);
    search(QStringLiteral("nothing"));
    QCOMPARE(names(), QStringList());
    m_model->setSearch({});
    QCOMPARE(names().size(), 2);
    QCOMPARE(namesBelow(*m_model, rowNamed(*m_model, home(), outer.name)).size(), 2);
}

void tst_ProjectFilterModel::whatIsBelowAMatchIsShown()
{
    const auto outer = project(QStringLiteral("outer"), 1);
    serve({outer});
    m_inside[outer.uuid] = {collection(QStringLiteral("a"), 4)};
    load(home());
    search(QStringLiteral("OUTER"));
    load(m_model->index(0, 0, home()));
    QCOMPARE(namesBelow(*m_model, m_model->index(0, 0, home())), QStringList{QStringLiteral("a")});
}

void tst_ProjectFilterModel::searchWaitsForAPauseInTyping()
{
    serve({collection(QStringLiteral("one"), 1), collection(QStringLiteral("two"), 2)});
    load(home());
    QSignalSpy searched(m_model.get(), &ProjectFilterModel::searched);
    m_model->setSearch(QStringLiteral("o"));
    m_model->setSearch(QStringLiteral("on"));
    m_model->setSearch(QStringLiteral("one"));
    QCOMPARE(names().size(), 2);
    QTRY_COMPARE(names(), QStringList{QStringLiteral("one")});
    QCOMPARE(searched.size(), 1);
    m_model->setSearch(QStringLiteral("two"));
    m_model->searchNow(); // Return was pressed
    QCOMPARE(names(), QStringList{QStringLiteral("two")});
}

void tst_ProjectFilterModel::emptySearchShowsAllAtOnce()
{
    serve({collection(QStringLiteral("one"), 1), collection(QStringLiteral("two"), 2)});
    load(home());
    search(QStringLiteral("one"));
    m_model->setSearch(QStringLiteral("one t"));
    m_model->setSearch({});
    QCOMPARE(names().size(), 2);
    QTest::qWait(2 * ProjectFilterModel::typingPause); // nothing is left to come
    QCOMPARE(names().size(), 2);
}

void tst_ProjectFilterModel::pagesGoOnLoadingWhileSearching()
{
    m_desk->pages = bigHome(1000, 100);
    load(home());
    QCOMPARE(names().size(), 100);
    search(QStringLiteral("sample 99"));
    QTRY_COMPARE(m_model->progress().items, 1000);
    QTRY_VERIFY(!m_model->progress().isLoading);
    QCOMPARE(names().size(), 11); // 99 and 990 to 999
}

void tst_ProjectFilterModel::withoutSearchPagesWait()
{
    m_desk->pages = bigHome(1000, 100);
    QTreeView view;
    view.setModel(m_model.get());
    view.show();
    view.expandRecursively(m_model->index(0, 0));
    QTRY_COMPARE(names().size(), 100);
    for (int i = 0; i < 20; ++i) { // layouts of an open row do not fetch
        view.doItemsLayout();
        QCoreApplication::processEvents();
    }
    QCOMPARE(names().size(), 100);
    QVERIFY(m_model->hasMore(home()));
    m_model->loadMore(home());
    QTRY_COMPARE(names().size(), 200);
}

void tst_ProjectFilterModel::arrivingMatchBringsItsFolder()
{
    const auto outer = project(QStringLiteral("outer"), 1);
    serve({outer});
    m_inside[outer.uuid] = {collection(QStringLiteral("a"), 4)};
    load(home());
    load(m_model->index(0, 0, home()));
    search(QStringLiteral("wheat"));
    QCOMPARE(names(), QStringList());
    m_inside[outer.uuid] += collection(QStringLiteral("wheat"), 5);
    m_tree->refresh({m_tree->index(0, 0)});
    QTRY_VERIFY(!m_tree->isLoading());
    QCOMPARE(names(), QStringList{outer.name});
    m_inside[outer.uuid].removeLast();
    m_tree->refresh({m_tree->index(0, 0)});
    QTRY_VERIFY(!m_tree->isLoading());
    QCOMPARE(names(), QStringList());
}

void tst_ProjectFilterModel::renamedRowMovesToItsPlace()
{
    serve({collection(QStringLiteral("a"), 1), collection(QStringLiteral("b"), 2)});
    load(home());
    serve({collection(QStringLiteral("z"), 1), collection(QStringLiteral("b"), 2)});
    m_tree->refresh(m_tree->index(0, 0));
    QTRY_COMPARE(names().join(u' '), QStringLiteral("b z"));
}

void tst_ProjectFilterModel::bigChangesTakeFewSignals()
{
    QList<ProjectItem> items;
    for (int i = 0; i < 3000; ++i)
        items += collection(i % 2 ? QStringLiteral("odd %1").arg(i) : QString::number(i), i);
    serve(items);
    load(home());
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    search(QStringLiteral("9")); // every tenth and more
    m_model->setSearch({});
    QVERIFY2(removed.size() + inserted.size() < 300,
             qPrintable(QString::number(removed.size() + inserted.size())));
    QCOMPARE(names().size(), 3000);
}

void tst_ProjectFilterModel::rowThatAViewHoldsSurvivesASearch()
{
    QList<ProjectItem> items;
    for (int i = 0; i < 3000; ++i)
        items += collection(QStringLiteral("%1").arg(i), i);
    serve(items);
    load(home());
    const QPersistentModelIndex held = rowNamed(*m_model, home(), QStringLiteral("1909"));
    search(QStringLiteral("9"));
    QVERIFY(held.isValid());
    m_model->setSearch({});
    QVERIFY(held.isValid());
    QCOMPARE(held.data().toString(), QStringLiteral("1909"));
    QCOMPARE(held.row(), 1909);
}

void tst_ProjectFilterModel::staysConsistentUnderRandomOperations_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 5; ++seed)
        QTest::addRow("%u", seed) << seed;
}

namespace {

ProjectPage randomPage(QRandomGenerator& random)
{
    ProjectPage page;
    if (random.bounded(6) == 0)
        return failedPage(QStringLiteral("chance"));
    const int count = random.bounded(3) ? random.bounded(5) : random.bounded(200);
    for (int i = 0; i < count; ++i) {
        const auto kind = static_cast<ProjectItem::Kind>(random.bounded(4));
        const int number = random.bounded(400);
        page.items += item(kind, QString::number(random.bounded(70)), number);
    }
    if (random.bounded(3) == 0)
        page.next = QString::number(random.bounded(1000));
    return page;
}

QModelIndex randomRow(const QAbstractItemModel& model, QRandomGenerator& random)
{
    QModelIndex row;
    for (int depth = random.bounded(1, 6); depth > 0 && model.rowCount(row) > 0; --depth)
        row = model.index(random.bounded(model.rowCount(row)), 0, row);
    return row;
}

bool leadsToMatch(const ProjectNode& node, const ProjectSearch& search)
{
    if (!node.isItem())
        return false;
    if (search.matches(node.item))
        return true;
    return node.branch
        && std::any_of(node.branch->children.begin(), node.branch->children.end(),
                       [&](const auto& each) { return leadsToMatch(*each, search); });
}

// What should be shown below a row, found the slow way; a set, because order is another question.
QSet<const ProjectNode*> wanted(const ProjectNode& node, const ProjectSearch& search)
{
    bool isBelowMatch = search.isEmpty();
    for (const auto* each = &node; each; each = each->above)
        isBelowMatch = isBelowMatch || (each->isItem() && search.matches(each->item));
    QSet<const ProjectNode*> found;
    if (!node.branch)
        return found;
    for (const auto& each : node.branch->children) {
        if (isBelowMatch || !each->isItem() || leadsToMatch(*each, search))
            found += each.get();
    }
    return found;
}

QString differences(const ProjectFilterModel& model, const QModelIndex& parent,
                    const ProjectSearch& search)
{
    QSet<const ProjectNode*> shown;
    int rankBefore = 0;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const auto index = model.index(row, 0, parent);
        const auto& node = model.nodeAt(index);
        shown += &node;
        const int rank = !node.isItem() ? (node.role == ProjectNode::Role::Note ? 3 : 0)
            : node.item.kind == ProjectItem::Kind::Collection ? 2
                                                              : 1;
        if (rank < rankBefore)
            return QStringLiteral("order");
        rankBefore = rank;
        if (model.mapFromSource(model.mapToSource(index)) != index)
            return QStringLiteral("mapping");
        const auto below = differences(model, index, search);
        if (!below.isEmpty())
            return below;
    }
    return shown == wanted(model.nodeAt(parent), search) ? QString() : QStringLiteral("rows");
}

} // namespace

void tst_ProjectFilterModel::staysConsistentUnderRandomOperations()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    m_desk->pages = [&random](const QString&, const ProjectQuery& query) {
        auto page = randomPage(random);
        if (query.cursor.size() > 2 || page.next == query.cursor)
            page.next.clear(); // a search would go on for ever
        return page;
    };
    QTreeView view;
    view.setModel(m_model.get());
    view.show();
    for (int i = 0; i < 120; ++i) {
        const auto row = randomRow(*m_model, random);
        switch (random.bounded(14)) {
        case 0:
            m_tree->refresh(m_model->mapToSource(row));
            break;
        case 1:
            m_tree->retry(m_model->mapToSource(row));
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
        case 4:
            m_model->setSearch(QString::number(i));
            m_model->searchNow();
            break;
        case 5:
            m_model->setSearch({});
            break;
        case 6:
            m_model->sort(random.bounded(4),
                          random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
            break;
        case 7:
            QTRY_VERIFY_WITH_TIMEOUT(!m_tree->isLoading(), 20'000);
            break;
        case 8:
            view.expand(row);
            view.setCurrentIndex(row);
            break;
        case 9:
            m_model->setSearch(QString::number(random.bounded(70)));
            m_model->searchNow();
            break;
        default:
            m_model->loadMore(row);
            QCoreApplication::processEvents();
        }
        const ProjectSearch inForce(m_model->searchText());
        const auto wrong = differences(*m_model, {}, inForce);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("%1 at %2").arg(wrong).arg(i)));
    }
}

void tst_ProjectFilterModel::twentyThousandRowsWithoutAStall()
{
    m_tester.reset(); // it looks at every row at every change
    m_desk->pages = bigHome(20'000, 1000);
    QTreeView view;
    view.setUniformRowHeights(true);
    view.setSortingEnabled(true);
    view.sortByColumn(0, Qt::AscendingOrder);
    view.setModel(m_model.get());
    view.resize(700, 900);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.expandRecursively(m_model->index(0, 0));
    {
        StallMeter meter;
        QTRY_VERIFY(names().size() >= 1000);
        search(QStringLiteral("run")); // all match: all is loaded
        QTRY_COMPARE_WITH_TIMEOUT(m_model->progress().items, 20'000, 30'000);
        QTRY_VERIFY(!m_tree->isLoading());
        qInfo("20,000 rows arrive: longest turn of the event loop %s", qPrintable(meter.longest()));
    }
    QCOMPARE(names().size(), 20'000);
    for (const auto* text : {"sample 7", "3", "ample 12", "of run", "19999", ""}) {
        StallMeter meter;
        search(QString::fromLatin1(text));
        QTest::qWait(50);
        qInfo("\"%s\" finds %lld: longest turn %s", text,
              static_cast<long long>(m_model->progress().matching), qPrintable(meter.longest()));
    }
    StallMeter meter;
    view.sortByColumn(ProjectTreeModel::Modified, Qt::DescendingOrder);
    QTest::qWait(50);
    qInfo("sorted: longest turn %s", qPrintable(meter.longest()));
    QCOMPARE(names().size(), 20'000);
}

QTEST_MAIN(tst_ProjectFilterModel)
#include "tst_projectfiltermodel.moc"
