// SPDX-License-Identifier: Apache-2.0
// The inode cache: its rules against a plain model, with units that say of themselves what they
// take; then real collections and projects through the tree.
#include "tree/inodecache.h"

#include "async/mailbox.h"
#include "baretree.h"
#include "cachemodel.h"
#include "support/homeworld.h"
#include "tree/collectiondirectory.h"
#include "tree/places.h"
#include "treerig.h"

#include <QtTest>

#include <malloc.h>

#include <random>

using namespace arv;
using namespace std::chrono_literals;
using test::BareTree;
using test::CacheModel;
using test::DemoAccount;
using test::FakeFile;
using test::FakeUnit;
using test::TreeRig;

namespace {

constexpr std::uint64_t mebi = 1 << 20;
constexpr auto stale = staleness::refresh + 1s;
constexpr int filesOfABigOne = 38000; // some 3 MiB in memory

// What the process has from the heap; 0 where that cannot be told.
std::size_t heapInUse()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 0;
#else
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

std::string bigManifest(const std::string& prefix)
{
    std::string text = ". d41d8cd98f00b204e9800998ecf8427e+0";
    for (int i = 0; i < filesOfABigOne; ++i)
        text +=
            " 0:0:" + prefix + "-a-file-with-a-long-name-as-people-give-it-" + std::to_string(i);
    return text + '\n';
}

std::string signedManifest(int blocks)
{
    std::string text = ".";
    for (int i = 0; i < blocks; ++i) {
        const auto digits = QByteArray::number(i).rightJustified(8, '0').toStdString();
        text +=
            " 0123456789abcdef01234567" + digits + "+1000+A" + std::string(40, 'a') + "@6a000000";
    }
    for (int i = 0; i < blocks; ++i)
        text += ' ' + std::to_string(i * 1000) + ":1000:name-" + std::to_string(i);
    return text + '\n';
}

} // namespace

class tst_InodeCache : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] demo::Store& store() { return m_account->cluster.store(); }
    [[nodiscard]] int asked(const std::string& text = {}) const;
    void forgetRequests() { m_account->cluster.forgetRequestsSeen(); }
    std::string addBig(const QString& name, const std::string& owner = {});
    void addManyBig(int count);
    [[nodiscard]] static QByteArray nameOf(int i) { return "c" + QByteArray::number(i); }
    [[nodiscard]] static FileSystem::Settings smallest();
    [[nodiscard]] static Inode loadedBy(TreeRig& rig, const QByteArray& path);
    static void addUp(const CacheFigures& figures);
    static void agree(const BareTree& tree, const CacheModel& model);
    static void doSomething(BareTree& tree, CacheModel& model, std::mt19937& random);

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<test::HomeWorld> m_world;

private Q_SLOTS:
    void init();

    void capIsKeptInsideItsLimits();
    void evictionBeginsAboveTheCapAndEndsAtNineTenths();
    void leastRecentlyUsedGoesFirst();
    void fourUnitsStayWhateverTheyTake();
    void whatIsInUseStays();
    void whatLiesBelowKeepsItsProject();
    void projectGoesAfterWhatItHolds();
    void kernelIsAskedOnceToLetGo();
    void noMoreIsAskedForThanIsNeeded();
    void othersAreAskedWhenTheKernelDoesNotLetGo();
    void whatIsUsedAgainMayBeAskedForAgain();
    void detachedUnitIsNotKept();
    void detachedFileCountsNoLongerForItsUnit();
    void figuresNameTheLargest();
    void randomOperationsAgreeWithAPlainModel();

    void footprintOfAManifestIsItsRealMemory();
    void figuresAreTheRealMemoryOfATree();
    void placesOfAProjectSayTheirRealMemory();
    void growthIsWhatTheNodesSay();
    void forgottenCollectionAnswersFromMemory();
    void capHoldsAfterAWalkOverManyCollections();
    void kernelThatLetsGoWhenAskedKeepsTheCap();
    void evictedCollectionComesBackWithRightContent();
    void openFileKeepsItsCollection();
    void loweredCapEvictsAtOnce();
    void unitIsNotEvictedWhileARefreshRuns();
    void evictedRootStaysAndLoadsAgain();
    void namesInByIdGoWithTheirCollections();
    void hitsAndMissesAreCountedOncePerQuestion();
    void collectionLargerThanTheCapCanBeUsed();
    void bytesReadAreThoseHandedOut();
};

void tst_InodeCache::init()
{
    m_world.reset();
    m_account.reset();
}

int tst_InodeCache::asked(const std::string& text) const
{
    const auto seen = m_account->cluster.requestsSeen();
    return static_cast<int>(std::count_if(seen.begin(), seen.end(), [&](const auto& request) {
        return request.find(text) != std::string::npos;
    }));
}

std::string tst_InodeCache::addBig(const QString& name, const std::string& owner)
{
    if (!m_account) {
        m_account = std::make_unique<DemoAccount>();
        m_world = std::make_unique<test::HomeWorld>(*m_account);
    }
    demo::NewCollection made;
    made.owner = owner.empty() ? m_account->user : owner;
    made.name = name.toStdString();
    made.manifest = bigManifest(made.name);
    const auto uuid = store().addCollection(made);
    return uuid ? *uuid : std::string();
}

void tst_InodeCache::addManyBig(int count)
{
    for (int i = 0; i < count; ++i)
        addBig(QString::fromLatin1(nameOf(i)));
}

FileSystem::Settings tst_InodeCache::smallest()
{
    FileSystem::Settings settings;
    settings.cacheCap = InodeCache::smallestCap;
    return settings;
}

// Looks inside, and forgets it as a kernel would that needs its memory.
Inode tst_InodeCache::loadedBy(TreeRig& rig, const QByteArray& path)
{
    const auto inode = rig.at(path);
    if (rig.names(inode).isEmpty())
        return Inode::None;
    rig.files.forget(inode, 1000);
    return inode;
}

void tst_InodeCache::addUp(const CacheFigures& figures)
{
    std::uint64_t nodes = 0;
    std::uint64_t bytes = 0;
    for (const auto& kind : figures.kinds) {
        nodes += kind.nodes;
        bytes += kind.bytes;
    }
    QCOMPARE(nodes, figures.nodes);
    QCOMPARE(bytes, figures.bytes);
}

// Rules

void tst_InodeCache::capIsKeptInsideItsLimits()
{
    InodeCache cache;
    QCOMPARE(cache.cap(), 128 * mebi);
    cache.setCap(0);
    QCOMPARE(cache.cap(), 16 * mebi);
    cache.setCap(UINT64_MAX);
    QCOMPARE(cache.cap(), 16384 * mebi);
    cache.setCap(20 * mebi);
    QCOMPARE(cache.cap(), 20 * mebi);
}

void tst_InodeCache::evictionBeginsAboveTheCapAndEndsAtNineTenths()
{
    BareTree tree;
    tree.inodes.cache().setCap(100 * mebi);
    for (int i = 0; i < 99; ++i)
        (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.figures().evictions, std::uint64_t{0});
    (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    QVERIFY(tree.figures().bytes <= 90 * mebi);
    QVERIFY(tree.figures().bytes > 88 * mebi);
    QCOMPARE(tree.figures().evictions, std::uint64_t{11});
    QCOMPARE(tree.figures().nodes, std::uint64_t{90});
    addUp(tree.figures());
}

void tst_InodeCache::leastRecentlyUsedGoesFirst()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    std::vector<Inode> units;
    units.reserve(16);
    for (int i = 0; i < 16; ++i)
        units.push_back(tree.loaded(mebi - 600).inode());
    for (const int i : {0, 1, 2})
        tree.inodes.cache().touch(*tree.unit(units.at(static_cast<std::size_t>(i))));
    (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    for (std::size_t i = 0; i < units.size(); ++i)
        QCOMPARE(tree.unit(units.at(i)) != nullptr, i < 3 || i > 5);
}

void tst_InodeCache::fourUnitsStayWhateverTheyTake()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    for (int i = 0; i < 6; ++i)
        (void)tree.loaded(10 * mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.figures().nodes, std::uint64_t{5}); // and the root
}

void tst_InodeCache::whatIsInUseStays()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    auto& used = tree.loaded(10 * mebi);
    const auto inode = used.inode();
    auto file = std::make_unique<Pin>(tree.inodes, tree.add<FakeFile>(used));
    for (int i = 0; i < 10; ++i)
        (void)tree.loaded(10 * mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.unit(inode), &used);
    QVERIFY(used.holdsContent());
    QVERIFY(tree.changes.empty());
    file.reset();
    QCOMPARE(tree.unit(inode), &used); // used just now: others are older
    for (int i = 0; i < 10; ++i)
        (void)tree.loaded(10 * mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.unit(inode), nullptr);
    QCOMPARE(tree.figures().of(NodeKind::File).nodes, std::uint64_t{0});
}

void tst_InodeCache::whatLiesBelowKeepsItsProject()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    auto& project = tree.loaded(mebi);
    auto& inner = tree.add(project);
    const Pin pin(tree.inodes, inner);
    for (int i = 0; i < 10; ++i)
        (void)tree.loaded(10 * mebi);
    tree.inodes.cache().shrink();
    QVERIFY(project.holdsContent());
    QCOMPARE(inner.parent(), &project);
}

void tst_InodeCache::projectGoesAfterWhatItHolds()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    const auto project = tree.loaded(mebi).inode();
    const auto inner = tree.add(*tree.unit(project)).inode();
    tree.unit(inner)->load(mebi);
    tree.inodes.cache().touch(*tree.unit(inner)); // and with it the project
    for (int i = 0; i < 14; ++i)
        (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.unit(inner), nullptr);
    QCOMPARE(tree.unit(project), nullptr);
    QCOMPARE(tree.figures().evictions, std::uint64_t{2});
}

void tst_InodeCache::kernelIsAskedOnceToLetGo()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    const auto held = tree.loaded(3 * mebi).inode();
    const auto file = tree.add<FakeFile>(*tree.unit(held)).inode();
    tree.inodes.countLookup(*tree.unit(held));
    tree.inodes.countLookup(*tree.inodes.find(file));
    for (int i = 0; i < 14; ++i)
        (void)tree.loaded(mebi);
    for (int i = 0; i < 5; ++i) {
        tree.inodes.cache().shrink();
        QVERIFY(tree.unit(held)->holdsContent());
    }
    QCOMPARE(tree.changes.size(), std::size_t{1});
    QCOMPARE(tree.changes.front().kind, Change::Kind::Entry);
    QCOMPARE(tree.changes.front().parent, Inode::Root);
    QCOMPARE(tree.changes.front().name, tree.unit(held)->name());
    QCOMPARE(tree.figures().evictions, std::uint64_t{0});
    tree.inodes.forget(held, 1); // the file is still to come
    tree.inodes.cache().shrink();
    QVERIFY(tree.unit(held));
    tree.inodes.forget(file, 1);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.unit(held), nullptr);
    QCOMPARE(tree.figures().evictions, std::uint64_t{1});
    QCOMPARE(tree.changes.size(), std::size_t{1});
}

void tst_InodeCache::noMoreIsAskedForThanIsNeeded()
{
    BareTree tree;
    tree.inodes.cache().setCap(100 * mebi);
    for (int i = 0; i < 101; ++i)
        tree.inodes.countLookup(tree.loaded(mebi));
    tree.inodes.cache().shrink();
    QCOMPARE(tree.changes.size(), std::size_t{12});
    (void)tree.loaded(500); // no room for a new one until they are gone
    tree.inodes.cache().shrink();
    QVERIFY(tree.changes.size() <= 13);
}

void tst_InodeCache::othersAreAskedWhenTheKernelDoesNotLetGo()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    for (int i = 0; i < 17; ++i)
        tree.inodes.countLookup(tree.loaded(mebi));
    tree.inodes.cache().shrink();
    const auto first = tree.changes.size();
    tree.inodes.cache().shrink();
    QCOMPARE(tree.changes.size(), first);
    tree.clock.advance(staleness::lettingGo + 1ms);
    tree.inodes.cache().shrink();
    QVERIFY(tree.changes.size() > first);
    std::set<QByteArray> names;
    for (const auto& change : tree.changes)
        names.insert(change.name);
    QCOMPARE(names.size(), tree.changes.size()); // each once
}

void tst_InodeCache::whatIsUsedAgainMayBeAskedForAgain()
{
    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    auto& held = tree.loaded(3 * mebi);
    tree.inodes.countLookup(held);
    for (int i = 0; i < 14; ++i)
        (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.changes.size(), std::size_t{1});
    tree.inodes.countLookup(held); // it did not let go: somebody came back
    tree.clock.advance(staleness::lettingGo + 1ms);
    tree.inodes.cache().shrink();
    QVERIFY(tree.figures().evictions > 0); // others, which are older now
    for (int i = 0; i < 20; ++i)
        (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.changes.size(), std::size_t{2});
    QVERIFY(held.holdsContent());
}

void tst_InodeCache::detachedUnitIsNotKept()
{
    BareTree tree;
    auto& unit = tree.loaded(mebi);
    const auto inode = unit.inode();
    tree.inodes.countLookup(unit);
    tree.inodes.detach(unit);
    QCOMPARE(tree.unit(inode), &unit);
    QVERIFY(tree.figures().bytes > mebi);
    QVERIFY(tree.figures().largest.isEmpty());
    tree.inodes.forget(inode, 1);
    QCOMPARE(tree.unit(inode), nullptr);
    QVERIFY(tree.figures().bytes < 1000);
    addUp(tree.figures());
}

void tst_InodeCache::detachedFileCountsNoLongerForItsUnit()
{
    BareTree tree;
    auto& unit = tree.loaded(mebi);
    const auto inode = unit.inode();
    auto& file = tree.add<FakeFile>(unit);
    const Pin pin(tree.inodes, file);
    const auto before = unit.bytes();
    tree.inodes.detach(file);
    QCOMPARE(before - unit.bytes(), std::uint64_t{700});
    tree.inodes.cache().setCap(16 * mebi);
    for (int i = 0; i < 20; ++i)
        (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.unit(inode), nullptr); // an open file that is gone from it holds nothing
    QCOMPARE(file.unit(), nullptr);
    QCOMPARE(tree.figures().of(NodeKind::File).bytes, std::uint64_t{700});
    addUp(tree.figures());
}

void tst_InodeCache::figuresNameTheLargest()
{
    BareTree tree;
    for (std::size_t i = 1; i <= 30; ++i)
        (void)tree.loaded(i * 1000);
    auto& inner = tree.add(tree.loaded(50));
    inner.load(mebi);
    tree.inodes.countLookup(inner);
    const auto figures = tree.figures();
    QCOMPARE(figures.largest.size(), 20);
    QCOMPARE(figures.largest.first().path,
             QString::fromLatin1(inner.parent()->name() + '/' + inner.name()));
    QVERIFY(figures.largest.first().held);
    QVERIFY(!figures.largest.last().held);
    for (int i = 1; i < figures.largest.size(); ++i)
        QVERIFY(figures.largest.at(i - 1).bytes >= figures.largest.at(i).bytes);
    QCOMPARE(figures.kernelHeld, std::uint64_t{1});
    QCOMPARE(figures.inUse, std::uint64_t{0});
}

void tst_InodeCache::agree(const BareTree& tree, const CacheModel& model)
{
    const auto figures = tree.figures();
    addUp(figures);
    QCOMPARE(figures.bytes, model.bytes());
    QCOMPARE(figures.nodes, model.items.size());
    QCOMPARE(figures.evictions, model.evictions);
    std::uint64_t held = 0;
    std::uint64_t used = 0;
    for (const auto& [id, item] : model.items) {
        held += item.lookups > 0 ? 1 : 0;
        used += item.uses > 0 ? 1 : 0;
        QVERIFY(tree.inodes.find(Inode{id}));
        if (item.isUnit)
            QCOMPARE(tree.unit(Inode{id})->holdsContent(), item.content > 0);
    }
    QCOMPARE(figures.kernelHeld, held);
    QCOMPARE(figures.inUse, used);
    QCOMPARE(tree.changes.size(), model.asked.size());
    for (std::size_t i = 0; i < model.asked.size(); ++i)
        QCOMPARE(tree.changes.at(i).name, QByteArray::number(qulonglong{model.asked.at(i)}));
}

void tst_InodeCache::doSomething(BareTree& tree, CacheModel& model, std::mt19937& random)
{
    const auto any = [&random](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    const auto at =
        std::next(model.items.begin(), static_cast<std::ptrdiff_t>(any(model.items.size())));
    const auto id = at->first;
    const auto& item = at->second;
    Node& node = *tree.inodes.find(Inode{id});
    switch (any(10)) {
    case 0:
    case 1:
    case 2: // a new node, used at once as the kernel does, or loaded
        if (!item.isUnit || (any(3) == 0 && id != CacheModel::root))
            return;
        if (any(3) == 0) {
            const auto file = tree.add<FakeFile>(*node.asDirectory()).inode();
            model.add(number(file), id, false, 700);
            tree.inodes.countLookup(*tree.inodes.find(file));
            return model.look(number(file));
        } else {
            const auto unit = tree.add(*node.asDirectory()).inode();
            const auto size = any(3 * mebi) + 1;
            model.add(number(unit), id, true, 500);
            tree.unit(unit)->load(size);
            return model.load(number(unit), size);
        }
    case 3:
        if (id == CacheModel::root)
            return;
        tree.inodes.countLookup(node);
        return model.look(id);
    case 4:
    case 5:
        if (id == CacheModel::root || item.lookups == 0)
            return;
        tree.inodes.forget(node.inode(), item.lookups);
        return model.forget(id);
    case 6:
        tree.inodes.cache().touch(node);
        return model.touch(id);
    case 7:
        if (!item.isUnit || id == CacheModel::root || any(4) > 0 || item.parent == 0)
            return;
        tree.inodes.detach(node);
        return model.detach(id);
    default:
        tree.clock.advance(staleness::lettingGo + 1ms);
        tree.inodes.cache().shrink();
        model.shrink();
    }
}

void tst_InodeCache::randomOperationsAgreeWithAPlainModel()
{
    const auto seed = qEnvironmentVariableIsSet("ARV_TEST_SEED")
        ? qEnvironmentVariable("ARV_TEST_SEED").toUInt()
        : std::random_device{}();
    qInfo() << "ARV_TEST_SEED" << seed;
    std::mt19937 random(seed);
    BareTree tree;
    CacheModel model;
    model.add(CacheModel::root, 0, true, 500);
    tree.inodes.cache().setCap(16 * mebi);
    model.cap = 16 * mebi;
    std::vector<Pin> pins;
    for (int i = 0; i < 6000; ++i) {
        if (i % 7 == 0) { // handles come and go
            const auto at = std::uniform_int_distribution<std::size_t>(0, 11)(random);
            if (at < pins.size()) {
                const auto id = number(pins.at(at).inode());
                pins.erase(pins.begin() + static_cast<std::ptrdiff_t>(at));
                model.unuse(id);
            } else {
                const auto id = std::prev(model.items.end())->first;
                pins.emplace_back(tree.inodes, *tree.inodes.find(Inode{id}));
                model.use(id);
            }
        }
        doSomething(tree, model, random);
        agree(tree, model);
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("step %1").arg(i)));
    }
    QVERIFY(model.evictions > 20);
    QVERIFY(model.asked.size() > 20);
}

// The real ones

void tst_InodeCache::footprintOfAManifestIsItsRealMemory()
{
    if (heapInUse() == 0)
        QSKIP("this build's heap cannot be asked");
    const auto text = signedManifest(20000);
    const auto before = heapInUse();
    const auto manifest = Manifest::parse(text);
    QVERIFY(manifest);
    const auto real = static_cast<double>(heapInUse() - before);
    const auto said = static_cast<double>(manifest->footprint());
    QVERIFY2(said > real * 0.98 && said < real * 1.02,
             qPrintable(QStringLiteral("%1 of %2").arg(said).arg(real)));
}

void tst_InodeCache::figuresAreTheRealMemoryOfATree()
{
    if (heapInUse() == 0)
        QSKIP("this build's heap cannot be asked");
    constexpr std::size_t count = 20000;
    BareTree tree;
    const auto bytesBefore = tree.figures().bytes;
    const auto before = heapInUse();
    for (std::size_t i = 0; i < count; ++i) {
        const auto inode = tree.inodes.reserve();
        const auto name = "a collection's name, number " + QByteArray::number(qulonglong{i});
        tree.root->makeChild<CollectionDirectory>(
            inode, name, QStringLiteral("zzzzz-4zz18-000000000000000"), std::int64_t{0});
    }
    const auto real = static_cast<double>(heapInUse() - before);
    const auto said = static_cast<double>(tree.figures().bytes - bytesBefore);
    QVERIFY2(said > real * 0.8 && said < real * 1.25,
             qPrintable(QStringLiteral("%1 of %2").arg(said).arg(real)));
}

void tst_InodeCache::placesOfAProjectSayTheirRealMemory()
{
    if (heapInUse() == 0)
        QSKIP("this build's heap cannot be asked");
    const auto before = heapInUse();
    Places places;
    for (int i = 0; i < 50000; ++i) {
        ContentItem item;
        item.kind = ContentItem::Kind::Collection;
        item.uuid.text = QStringLiteral("zzzzz-4zz18-%1").arg(i, 15, 10, QLatin1Char('0'));
        item.properties.insert(QStringLiteral("not kept"), i);
        const auto name = "a collection's name, number " + QByteArray::number(i);
        places.put(placeFor(name, item));
        places.put(placeFor(name, item)); // once more is no more
    }
    const auto real = static_cast<double>(heapInUse() - before);
    const auto said = static_cast<double>(places.footprint());
    QVERIFY2(said > real * 0.8 && said < real * 1.2,
             qPrintable(QStringLiteral("%1 of %2").arg(said).arg(real)));
}

void tst_InodeCache::growthIsWhatTheNodesSay()
{
    addBig(QStringLiteral("a"));
    const auto manifest = Manifest::parse(bigManifest("a"));
    QVERIFY(manifest);
    TreeRig rig(*m_account);
    const auto collection = rig.at("a");
    const auto before = rig.files.cacheFigures();
    QVERIFY(rig.names(collection).size() == filesOfABigOne);
    const auto after = rig.files.cacheFigures();
    const auto grown = after.of(NodeKind::Collection).bytes - before.of(NodeKind::Collection).bytes;
    QVERIFY(grown >= manifest->footprint());
    QVERIFY(grown < manifest->footprint() + 2000); // the record
    QCOMPARE(after.nodes, before.nodes);
    const auto entry = rig.entries(collection)->at(7);
    const auto file = rig.lookup(collection, entry.name);
    QVERIFY(file);
    const auto withFile = rig.files.cacheFigures();
    QCOMPARE(withFile.of(NodeKind::File).nodes, std::uint64_t{1});
    QVERIFY(withFile.of(NodeKind::File).bytes > sizeof(Node) + 64);
    QCOMPARE(withFile.bytes - after.bytes, withFile.of(NodeKind::File).bytes);
    QCOMPARE(withFile.largest.first().path, QStringLiteral("a"));
    QCOMPARE(withFile.largest.first().kind, NodeKind::Collection);
    addUp(withFile);
    rig.files.forget(file->attributes.inode, 1);
    QCOMPARE(rig.files.cacheFigures().bytes, after.bytes);
}

void tst_InodeCache::forgottenCollectionAnswersFromMemory()
{
    addBig(QStringLiteral("a"));
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"a"});
    const auto inode = loadedBy(rig, "a");
    QVERIFY(inode != Inode::None);
    forgetRequests();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(loadedBy(rig, "a"), inode);
    QCOMPARE(asked(), 0);
}

void tst_InodeCache::capHoldsAfterAWalkOverManyCollections()
{
    constexpr int count = 15;
    addManyBig(count);
    TreeRig rig(*m_account, TreeRig::home(), smallest());
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < count; ++i) {
            QVERIFY(loadedBy(rig, nameOf(i)) != Inode::None);
            const auto figures = rig.files.cacheFigures();
            QVERIFY2(figures.bytes <= figures.cap, qPrintable(QString::number(figures.bytes)));
            addUp(figures);
        }
    }
    const auto figures = rig.files.cacheFigures();
    QVERIFY(figures.evictions >= count);
    QVERIFY(figures.bytes > figures.cap / 2); // it is used, too
    forgetRequests();
    QVERIFY(loadedBy(rig, nameOf(count - 1)) != Inode::None);
    QCOMPARE(asked(), 0); // the youngest is there
    QVERIFY(loadedBy(rig, nameOf(0)) != Inode::None);
    QVERIFY(asked() > 0);
}

void tst_InodeCache::kernelThatLetsGoWhenAskedKeepsTheCap()
{
    constexpr int count = 15;
    addManyBig(count);
    TreeRig rig(*m_account, TreeRig::home(), smallest());
    std::map<QByteArray, Inode> held;
    for (int i = 0; i < count; ++i) {
        const auto collection = rig.at(nameOf(i));
        held[nameOf(i)] = collection;
        QCOMPARE(rig.names(collection).size(), filesOfABigOne);
        for (const auto& told : std::exchange(rig.changes, {})) {
            QCOMPARE(told.kind, Change::Kind::Entry);
            QVERIFY(held.contains(told.name));
            rig.files.forget(held.at(told.name), 1000);
            held.erase(told.name);
        }
    }
    const auto figures = rig.files.cacheFigures();
    QVERIFY(figures.bytes <= figures.cap);
    QVERIFY(figures.evictions >= count - 6);
    QVERIFY(!held.contains(nameOf(0)));
    QVERIFY(held.contains(nameOf(count - 1)));
    for (const auto& [name, inode] : held)
        QVERIFY(rig.files.attributes(inode));
}

void tst_InodeCache::evictedCollectionComesBackWithRightContent()
{
    addManyBig(8);
    m_world->addCollection(QStringLiteral("small"), {QStringLiteral("f")});
    TreeRig rig(*m_account, TreeRig::home(), smallest());
    const auto read = [&rig] {
        const auto file = rig.at("small/f");
        const auto bytes = rig.content(file);
        rig.files.forget(file, 1000);
        rig.files.forget(rig.at("small"), 1000);
        return bytes;
    };
    const auto expected = test::HomeWorld::bytesOf(QStringLiteral("f"));
    QCOMPARE(read(), expected);
    for (int i = 0; i < 8; ++i)
        QVERIFY(loadedBy(rig, nameOf(i)) != Inode::None);
    QVERIFY(rig.files.cacheFigures().evictions > 0);
    forgetRequests();
    QCOMPARE(read(), expected);
    QVERIFY(asked(m_world->uuidOf(QStringLiteral("small"))) > 0); // it was loaded anew
}

void tst_InodeCache::openFileKeepsItsCollection()
{
    addManyBig(8);
    m_world->addCollection(QStringLiteral("small"), {QStringLiteral("f")});
    TreeRig rig(*m_account, TreeRig::home(), smallest());
    const auto file = rig.at("small/f");
    const auto opened = rig.open(file);
    QVERIFY(opened);
    for (int i = 0; i < 8; ++i)
        QVERIFY(loadedBy(rig, nameOf(i)) != Inode::None);
    QVERIFY(rig.files.cacheFigures().evictions > 0);
    forgetRequests();
    QCOMPARE(rig.at("small/f"), file);
    QCOMPARE(asked(), 0);
    QCOMPARE(*rig.read(opened->handle), test::HomeWorld::bytesOf(QStringLiteral("f")));
    QVERIFY(rig.files.cacheFigures().inUse > 0);
}

void tst_InodeCache::loweredCapEvictsAtOnce()
{
    addManyBig(10);
    TreeRig rig(*m_account);
    for (int i = 0; i < 10; ++i)
        QVERIFY(loadedBy(rig, nameOf(i)) != Inode::None);
    QCOMPARE(rig.files.cacheFigures().evictions, std::uint64_t{0});
    QVERIFY(rig.files.cacheFigures().bytes > 20 * mebi);
    rig.files.setCacheCap(16 * mebi);
    const auto figures = rig.files.cacheFigures();
    QCOMPARE(figures.cap, 16 * mebi);
    QVERIFY(figures.bytes <= figures.cap / 10 * 9);
    QVERIFY(figures.evictions > 0);
    addUp(figures);
}

void tst_InodeCache::unitIsNotEvictedWhileARefreshRuns()
{
    addManyBig(8);
    addBig(QStringLiteral("old"));
    TreeRig rig(*m_account);
    QVERIFY(rig.names(Inode::Root).size() > 1);
    QVERIFY(loadedBy(rig, "old") != Inode::None);
    for (int i = 0; i < 8; ++i)
        QVERIFY(loadedBy(rig, nameOf(i)) != Inode::None);
    m_account->addFault("api", DemoAccount::latencyFault(400ms));
    rig.clock.advance(stale);
    const auto inode = loadedBy(rig, "old"); // from memory; asks behind the answer
    QVERIFY(inode != Inode::None);
    rig.files.setCacheCap(16 * mebi);
    QVERIFY(rig.files.attributes(inode));
    QVERIFY(rig.files.cacheFigures().inUse > 0);
    QVERIFY(test::waitUntil([&] { return rig.files.cacheFigures().inUse == 0; }));
    m_account->cluster.faults().clear();
    rig.clock.advance(stale);
    QCOMPARE(rig.names(rig.at("old")).size(), filesOfABigOne);
}

void tst_InodeCache::evictedRootStaysAndLoadsAgain()
{
    addManyBig(8);
    TreeRig rig(*m_account, TreeRig::home(), smallest());
    QCOMPARE(rig.names(Inode::Root).size(), 8);
    // The kernel holds names of the root, which has none itself: they are asked for one by one.
    std::vector<Inode> all;
    all.reserve(8);
    for (int i = 0; i < 8; ++i)
        all.push_back(rig.at(nameOf(i)));
    for (const auto inode : all)
        QCOMPARE(rig.names(inode).size(), filesOfABigOne);
    for (const auto inode : all)
        rig.files.forget(inode, 1000);
    QVERIFY(rig.files.cacheFigures().bytes <= 16 * mebi);
    QCOMPARE(rig.names(Inode::Root).size(), 8);
    for (int i = 0; i < 8; ++i)
        QVERIFY(loadedBy(rig, nameOf(i)) != Inode::None);

    BareTree tree;
    tree.inodes.cache().setCap(16 * mebi);
    tree.root->load(16 * mebi);
    const auto child = tree.add(*tree.root).inode();
    tree.inodes.countLookup(*tree.unit(child));
    for (int i = 0; i < 5; ++i)
        (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
    QCOMPARE(tree.changes.size(), std::size_t{1});
    QCOMPARE(tree.changes.front().parent, Inode::Root);
    tree.inodes.forget(child, 1);
    tree.inodes.cache().shrink();
    QVERIFY(!tree.root->holdsContent());
    QCOMPARE(tree.unit(Inode::Root), tree.root);
}

void tst_InodeCache::namesInByIdGoWithTheirCollections()
{
    QByteArrayList uuids;
    for (int i = 0; i < 10; ++i)
        uuids += QByteArray::fromStdString(addBig(QString::fromLatin1(nameOf(i))));
    TreeRig rig(*m_account, TreeRig::byId(), smallest());
    for (const auto& uuid : uuids)
        QVERIFY(loadedBy(rig, uuid) != Inode::None);
    const auto names = rig.names(Inode::Root);
    QVERIFY(!names.contains(uuids.first()));
    QVERIFY(names.contains(uuids.last()));
    QVERIFY(rig.files.cacheFigures().bytes <= 16 * mebi);
    QVERIFY(loadedBy(rig, uuids.first()) != Inode::None);
    QVERIFY(rig.names(Inode::Root).contains(uuids.first()));
}

void tst_InodeCache::hitsAndMissesAreCountedOncePerQuestion()
{
    addBig(QStringLiteral("a"));
    TreeRig rig(*m_account);
    const auto counts = [&rig] {
        const auto figures = rig.files.cacheFigures();
        return std::pair(figures.hits, figures.misses);
    };
    using Counts = std::pair<std::uint64_t, std::uint64_t>;
    const auto inode = rig.at("a");
    QCOMPARE(counts(), Counts(0, 1));
    const auto names = rig.names(inode);
    QCOMPARE(counts(), Counts(0, 2));
    QVERIFY(rig.at("a") != Inode::None);
    QCOMPARE(counts(), Counts(1, 2));
    QVERIFY(rig.names(inode) == names);
    QCOMPARE(counts(), Counts(2, 2));
    const auto file = rig.lookup(inode, names.first());
    QCOMPARE(counts(), Counts(3, 2));
    QVERIFY(rig.open(file->attributes.inode));
    QCOMPARE(counts(), Counts(4, 2));
    QVERIFY(rig.files.entryNow(inode, names.last())); // part of a listing
    QCOMPARE(counts(), Counts(4, 2));
}

void tst_InodeCache::collectionLargerThanTheCapCanBeUsed()
{
    addManyBig(5);
    demo::NewCollection huge;
    huge.owner = m_account->user;
    huge.name = "huge";
    for (int i = 0; i < 8; ++i)
        huge.manifest += "./d" + std::to_string(i) + bigManifest("f").substr(1);
    const auto uuid = store().addCollection(huge);
    QVERIFY(uuid);
    for (const auto& selection : {TreeRig::home(), TreeRig::byId()}) {
        TreeRig rig(*m_account, selection, smallest());
        const bool isHome = selection.mode == MountSelection::Mode::Home;
        for (int i = 0; i < 5 && isHome; ++i)
            QVERIFY(loadedBy(rig, nameOf(i)) != Inode::None);
        const auto name = isHome ? QByteArray("huge") : QByteArray::fromStdString(*uuid);
        const auto inode = rig.at(name);
        QCOMPARE(rig.names(inode).size(), 8);
        QCOMPARE(rig.names(rig.at(name + "/d7")).size(), filesOfABigOne);
        QVERIFY(rig.files.cacheFigures().bytes > 16 * mebi);
    }
}

void tst_InodeCache::bytesReadAreThoseHandedOut()
{
    addBig(QStringLiteral("a"));
    m_world->addCollection(QStringLiteral("small"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    QCOMPARE(rig.files.bytesRead(), std::uint64_t{0});
    const auto opened = rig.open(rig.at("small/f"));
    QVERIFY(opened);
    QVERIFY(rig.read(opened->handle, {0, 1000})); // has to be fetched
    QCOMPARE(rig.files.bytesRead(), std::uint64_t{1000});
    QVERIFY(rig.read(opened->handle, {test::HomeWorld::fileSize - 10, 1000}));
    QCOMPARE(rig.files.bytesRead(), std::uint64_t{1010});
}

QTEST_GUILESS_MAIN(tst_InodeCache)
#include "tst_inodecache.moc"
