// SPDX-License-Identifier: Apache-2.0
// The blocks of a collection, as an account tells them.
#include "async/pool.h"
#include "support/accountrig.h"
#include "support/homeworld.h"

#include <QtTest>

using namespace arv;
using test::AccountRig;
using test::DemoAccount;
using State = AccountSnapshot::State;

class tst_CollectionBlocks : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] CollectionBlocks blocksOf(const QString& collection)
    {
        auto got = std::make_shared<std::optional<CollectionBlocks>>();
        m_rig->controller->fetchBlocks(collection, m_pool,
                                       [got](const CollectionBlocks& blocks) { *got = blocks; });
        if (!test::waitUntil([got] { return got->has_value(); }))
            return {{}, 0, QStringLiteral("the test waited in vain")};
        return **got;
    }
    QString addCollection(const std::string& manifest)
    {
        demo::NewCollection made;
        made.owner = m_account->user;
        made.manifest = manifest;
        const auto added = m_account->cluster.store().addCollection(made);
        return added ? QString::fromStdString(*added) : QString();
    }
    void answerWith(int status, const std::string& body)
    {
        auto fault = DemoAccount::statusFault(status, body);
        fault.path = "/collections/";
        m_account->addFault("api", fault);
    }
    // An error of one line that names the host, and nothing to remove.
    void fails(const CollectionBlocks& blocks)
    {
        QVERIFY2(blocks.error.contains(m_rig->settings.host), qPrintable(blocks.error));
        QVERIFY(!blocks.error.contains(u'\n'));
        QVERIFY(blocks.hashes.empty());
        QCOMPARE(blocks.bytes, 0ULL);
    }

    Mailbox m_mailbox;
    Pool m_pool{1};
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<test::HomeWorld> m_world;
    std::unique_ptr<AccountRig> m_rig;

private Q_SLOTS:
    void initTestCase()
    {
        m_account = std::make_unique<DemoAccount>();
        m_world = std::make_unique<test::HomeWorld>(*m_account);
        m_world->addCollection(QStringLiteral("two"),
                               {QStringLiteral("a.bin"), QStringLiteral("b.bin")});
    }
    void init()
    {
        m_account->cluster.faults().clear();
        m_rig = std::make_unique<AccountRig>(*m_account);
        QVERIFY(m_rig->opensTo(State::SignedIn));
    }
    void cleanup() { m_rig.reset(); }

    void blocksAreToldByUuidAndByHash();
    void blockThatIsUsedTwiceIsOne();
    void emptyCollectionHasNone();
    void whatIsNoCollectionIsTold();
    void answersThatAreNoneAreTold_data();
    void answersThatAreNoneAreTold();
    void refusedTokenIsNewsOfTheAccount();
    void accountThatIsNotOpenAnswersToo();
    void accountThatGoesMeanwhileIsSilent();
    void accountThatIsChangedMeanwhileAnswers();
};

void tst_CollectionBlocks::blocksAreToldByUuidAndByHash()
{
    const auto uuid = QString::fromStdString(m_world->uuidOf(QStringLiteral("two")));
    const auto blocks = blocksOf(uuid);
    QCOMPARE(blocks.error, QString());
    const std::vector<QByteArray> hashes{
        QByteArray::fromStdString(m_world->hashOf(QStringLiteral("a.bin"))),
        QByteArray::fromStdString(m_world->hashOf(QStringLiteral("b.bin")))};
    QCOMPARE(blocks.hashes, hashes);
    QCOMPARE(blocks.bytes, static_cast<std::uint64_t>(2 * test::HomeWorld::fileSize));
    QString hash;
    for (const auto& item : m_rig->pageOf({}).items)
        hash = item.uuid == uuid ? item.portableDataHash : hash;
    QVERIFY(!hash.isEmpty());
    QCOMPARE(blocksOf(hash).hashes, hashes);
}

void tst_CollectionBlocks::blockThatIsUsedTwiceIsOne()
{
    const auto hash = m_world->addBlock("abc");
    const auto uuid =
        addCollection(". " + hash + "+3 0:3:x\n./d " + hash + "+3 " + hash + "+3 0:6:y\n");
    const auto blocks = blocksOf(uuid);
    QCOMPARE(blocks.hashes, std::vector<QByteArray>{QByteArray::fromStdString(hash)});
    QCOMPARE(blocks.bytes, 3ULL);
}

void tst_CollectionBlocks::emptyCollectionHasNone()
{
    for (const auto* manifest : {"", ". d41d8cd98f00b204e9800998ecf8427e+0 0:0:empty\n"}) {
        const auto blocks = blocksOf(addCollection(manifest));
        QCOMPARE(blocks.error, QString());
        QVERIFY(blocks.hashes.empty());
    }
}

void tst_CollectionBlocks::whatIsNoCollectionIsTold()
{
    for (const auto* id : {"", "two", "../users/current", "zzzzz-4zz18-nosuchnosuchnos",
                           "00000000000000000000000000000000+12"})
        fails(blocksOf(QLatin1String(id)));
}

void tst_CollectionBlocks::answersThatAreNoneAreTold_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("forbidden") << 403 << QByteArray();
    QTest::newRow("gone") << 404 << QByteArray();
    QTest::newRow("broken") << 503 << QByteArray();
    QTest::newRow("no json") << 200 << QByteArray("<html>");
    QTest::newRow("a list") << 200 << QByteArray("[]");
    QTest::newRow("no manifest") << 200 << QByteArray("{\"manifest_text\":5}");
    QTest::newRow("bad manifest")
        << 200
        << QByteArray("{\"uuid\":\"zzzzz-4zz18-000000000000000\",\"portable_data_hash\":"
                      "\"d41d8cd98f00b204e9800998ecf8427e+0\",\"manifest_text\":\". x\\n\"}");
}

void tst_CollectionBlocks::answersThatAreNoneAreTold()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    answerWith(status, body.toStdString());
    fails(blocksOf(QString::fromStdString(m_world->uuidOf(QStringLiteral("two")))));
}

void tst_CollectionBlocks::refusedTokenIsNewsOfTheAccount()
{
    answerWith(401, {});
    const auto uuid = QString::fromStdString(m_world->uuidOf(QStringLiteral("two")));
    fails(blocksOf(uuid));
    QVERIFY(m_rig->reaches(State::Refused));
    m_account->cluster.forgetRequestsSeen();
    fails(blocksOf(uuid)); // told without asking
    QVERIFY(m_account->cluster.requestsSeen().empty());
}

void tst_CollectionBlocks::accountThatIsNotOpenAnswersToo()
{
    m_rig = std::make_unique<AccountRig>(*m_account);
    QVERIFY(!blocksOf(QStringLiteral("zzzzz-4zz18-nosuchnosuchnos")).error.isEmpty());
}

void tst_CollectionBlocks::accountThatGoesMeanwhileIsSilent()
{
    m_account->addFault("api", DemoAccount::faultOf(demo::Fault::Kind::Silence));
    bool isTold = false;
    m_rig->controller->fetchBlocks(QString::fromStdString(m_world->uuidOf(QStringLiteral("two"))),
                                   m_pool, [&isTold](const CollectionBlocks&) { isTold = true; });
    QElapsedTimer clock;
    clock.start();
    m_rig.reset();
    QVERIFY(clock.elapsed() < 2000);
    QCoreApplication::processEvents();
    QVERIFY(!isTold);
}

void tst_CollectionBlocks::accountThatIsChangedMeanwhileAnswers()
{
    m_account->addFault("api", DemoAccount::faultOf(demo::Fault::Kind::Silence));
    QString error;
    m_rig->controller->fetchBlocks(
        QString::fromStdString(m_world->uuidOf(QStringLiteral("two"))), m_pool,
        [&error](const CollectionBlocks& blocks) { error = blocks.error; });
    m_rig->settings.insecure = true;
    m_rig->open();
    QVERIFY(test::waitUntil([&error] { return !error.isEmpty(); }));
}

QTEST_GUILESS_MAIN(tst_CollectionBlocks)
#include "tst_collectionblocks.moc"
