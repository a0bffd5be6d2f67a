// SPDX-License-Identifier: Apache-2.0
#include "tree/inodetable.h"

#include "tree/directory.h"
#include "tree/handles.h"

#include <QtTest>

using namespace arv;

namespace {

int living = 0; // nodes

// The least that the table can hold: nothing is asked of its nodes here.
class Plain : public Node
{
public:
    Plain(Inode inode, Directory* parent, QByteArray name)
        : Node(inode, parent, std::move(name))
    {
        ++living;
    }
    ~Plain() override { --living; }
    [[nodiscard]] Attributes attributes() const override { return {}; }
};

} // namespace

class tst_InodeTable : public QObject
{
    Q_OBJECT

private:
    // Owned by the table.
    [[nodiscard]] static Plain& add(InodeTable& table)
    {
        return table.add(std::make_unique<Plain>(table.reserve(), nullptr, QByteArrayLiteral("n")));
    }
    [[nodiscard]] static InodeTable& withRoot(InodeTable& table)
    {
        (void)add(table);
        return table;
    }

private Q_SLOTS:
    void init() { living = 0; }
    void cleanup() { QCOMPARE(living, 0); }

    void numbersCountUpFromOne();
    void rangeOfNumbersIsGivenOnce();
    void forgetToZeroFreesTheNode();
    void forgetOfManyAtOnceFreesTheNode();
    void forgetOfMoreThanWereCountedFreesTheNode();
    void forgottenInodeIsNotReused();
    void unknownInodeInForgetIsIgnored();
    void rootStaysWhateverIsForgotten();
    void pinKeepsANodeThatIsForgotten();
    void everyCopyOfAPinKeepsTheNode();
    void movedPinKeepsOnce();
    void pinOfNothingIsHarmless();
    void collectFreesWhatNobodyRefersTo();
    void handleKeepsItsNode();
    void handlesAreNeverReused();
    void tableFreesWhatIsLeft();
};

void tst_InodeTable::numbersCountUpFromOne()
{
    InodeTable table;
    QCOMPARE(add(table).inode(), Inode::Root);
    QCOMPARE(number(table.reserve()), std::uint64_t{2});
    QCOMPARE(number(table.reserve()), std::uint64_t{3});
}

void tst_InodeTable::rangeOfNumbersIsGivenOnce()
{
    InodeTable table;
    const auto first = number(table.reserve(1000000));
    QCOMPARE(number(table.reserve()), first + 1000000);
    QCOMPARE(number(table.reserve(0)), first + 1000001); // a range of none takes none
    QCOMPARE(number(table.reserve()), first + 1000001);
}

void tst_InodeTable::forgetToZeroFreesTheNode()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    const auto inode = node.inode();
    table.countLookup(node);
    table.countLookup(node);
    QVERIFY(table.isKnownToKernel(node));
    table.forget(inode, 1);
    QCOMPARE(table.find(inode), &node);
    table.forget(inode, 1);
    QCOMPARE(table.find(inode), nullptr);
    QCOMPARE(living, 1);
}

void tst_InodeTable::forgetOfManyAtOnceFreesTheNode()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    for (int i = 0; i < 5; ++i)
        table.countLookup(node);
    table.forget(node.inode(), 5);
    QCOMPARE(table.size(), std::size_t{1});
}

void tst_InodeTable::forgetOfMoreThanWereCountedFreesTheNode()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    table.countLookup(node);
    table.forget(node.inode(), 1000);
    QCOMPARE(table.size(), std::size_t{1});
}

void tst_InodeTable::forgottenInodeIsNotReused()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    const auto inode = node.inode();
    table.countLookup(node);
    table.forget(inode, 1);
    QVERIFY(number(table.reserve()) > number(inode));
}

void tst_InodeTable::unknownInodeInForgetIsIgnored()
{
    InodeTable table;
    table.forget(Inode{4711}, 1);
    table.forget(Inode::None, 1);
    withRoot(table).forget(Inode{4711}, 3);
    QCOMPARE(table.size(), std::size_t{1});
}

void tst_InodeTable::rootStaysWhateverIsForgotten()
{
    InodeTable table;
    withRoot(table).forget(Inode::Root, 1000);
    QVERIFY(table.find(Inode::Root));
}

void tst_InodeTable::pinKeepsANodeThatIsForgotten()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    const auto inode = node.inode();
    table.countLookup(node);
    {
        const Pin pin(table, node);
        table.forget(inode, 1);
        QCOMPARE(pin.node(), &node);
        QVERIFY(!table.isKnownToKernel(node));
    }
    QCOMPARE(table.find(inode), nullptr);
}

void tst_InodeTable::everyCopyOfAPinKeepsTheNode()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    auto first = std::make_unique<Pin>(table, node);
    auto second = std::make_unique<Pin>(*first);
    Pin third;
    third = *second;
    first.reset();
    second.reset();
    QCOMPARE(third.node(), &node);
    third = Pin();
    QCOMPARE(table.size(), std::size_t{1});
}

void tst_InodeTable::movedPinKeepsOnce()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    Pin first(table, node);
    Pin second(std::move(first));
    QCOMPARE(second.node(), &node);
    second = Pin();
    QCOMPARE(table.size(), std::size_t{1});
}

void tst_InodeTable::pinOfNothingIsHarmless()
{
    const Pin pin;
    const Pin copy(pin);
    QCOMPARE(copy.node(), nullptr);
    QCOMPARE(copy.inode(), Inode::None);
}

void tst_InodeTable::collectFreesWhatNobodyRefersTo()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    table.countLookup(node);
    table.collect(node);
    QCOMPARE(table.size(), std::size_t{2});
    Plain& unused = add(table);
    table.collect(unused);
    QCOMPARE(table.size(), std::size_t{2});
}

void tst_InodeTable::handleKeepsItsNode()
{
    InodeTable table;
    Plain& node = add(withRoot(table));
    const auto inode = node.inode();
    Handles handles;
    const auto handle = handles.add({Pin(table, node), nullptr});
    table.countLookup(node);
    table.forget(inode, 1);
    QCOMPARE(handles.find(handle)->node.node(), &node);
    handles.remove(handle);
    QCOMPARE(table.find(inode), nullptr);
    QCOMPARE(handles.find(handle), nullptr);
    handles.remove(handle); // once more does no harm
}

void tst_InodeTable::handlesAreNeverReused()
{
    InodeTable table;
    Handles handles;
    const Pin root(table, *withRoot(table).find(Inode::Root));
    const auto first = handles.add({root, nullptr});
    handles.remove(first);
    QVERIFY(handles.add({root, nullptr}) != first);
}

void tst_InodeTable::tableFreesWhatIsLeft()
{
    {
        InodeTable table;
        table.countLookup(add(withRoot(table)));
    }
    QCOMPARE(living, 0);
}

QTEST_GUILESS_MAIN(tst_InodeTable)
#include "tst_inodetable.moc"
