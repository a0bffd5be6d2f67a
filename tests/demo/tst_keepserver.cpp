// SPDX-License-Identifier: Apache-2.0
#include "demo/keepserver.h"

#include <QtTest>

#include <thread>

using namespace arv::demo;

namespace {

const std::string token = "v2/zzzzz-gj3su-0123456789abcde/exampletokensecret";
const std::string foo = "acbd18db4cc2f85cedef654fccc4a4d8";

struct Service
{
    std::shared_ptr<BlockStore> blocks = std::make_shared<BlockStore>();
    std::shared_ptr<const Signer> signer = std::make_shared<const Signer>("key", 1000);
    KeepServer server{{blocks, signer, nullptr, true, {"default"}}};

    HttpResponse ask(const std::string& method, const std::string& path,
                     const std::string& body = {})
    {
        HttpRequest request;
        request.method = method;
        request.path = '/' + path;
        request.headers.emplace("authorization", "Bearer " + token);
        request.body = body;
        return server.handle(request);
    }

    std::string signedLocator(const std::string& locator) const
    {
        return signer->sign(locator, token, std::time(nullptr) + 500);
    }
};

std::string bytesOf(const HttpResponse& response)
{
    if (!response.makeBody)
        return response.body;
    std::string bytes(response.bodySize, '\0');
    response.makeBody(0, bytes.size(), bytes.data());
    return bytes;
}

} // namespace

class TestKeepServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsStoredCanBeReadWithTheLocatorGiven()
    {
        Service s;
        const auto stored = s.ask("PUT", foo, "foo");
        QCOMPARE(stored.status, 200);
        QCOMPARE(stored.body.back(), '\n');
        const auto read = s.ask("GET", stored.body.substr(0, stored.body.size() - 1));
        QCOMPARE(read.status, 200);
        QCOMPARE(bytesOf(read), std::string("foo"));
    }

    void fullServiceTakesNothing()
    {
        Service s;
        s.server.setFull(true);
        QCOMPARE(s.ask("PUT", foo, "foo").status, 507);
        QVERIFY(!s.blocks->contains(foo));
        s.server.setFull(false);
        QCOMPARE(s.ask("PUT", foo, "foo").status, 200);
    }

    void generatedBlocksAreTheSameFromAnyOffset()
    {
        std::string whole(100003, '\0');
        generateBytes(7, 0, whole.size(), whole.data());
        for (const auto& [offset, length] : std::vector<std::pair<std::size_t, std::size_t>>{
                 {0, 1}, {1, 3}, {5, 20}, {8, 8}, {3, 5}, {99999, 4}, {65533, 1000}, {7, 0}}) {
            std::string part(length, '\0');
            generateBytes(7, offset, length, part.data());
            QVERIFY(part == whole.substr(offset, length));
        }
        std::string other(1000, '\0');
        generateBytes(8, 0, other.size(), other.data());
        QVERIFY(other != whole.substr(0, 1000));
    }

    void generatedBlocksAreServed()
    {
        Service s;
        std::string content(300000, '\0');
        generateBytes(3, 0, content.size(), content.data());
        const auto hash = md5Hex(content);
        s.blocks->addGenerated(hash, content.size(), 3);
        const auto reply = s.ask("GET", s.signedLocator(hash + "+300000"));
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.bodySize, std::uint64_t(300000));
        QVERIFY(bytesOf(reply) == content);
    }

    void damagedBlocksBreakOffOrAreRefused()
    {
        Service s;
        const auto big = *s.blocks->add(std::string(100000, 'b'));
        const auto small = *s.blocks->add("small");
        QVERIFY(s.blocks->corrupt(big, 5) && s.blocks->corrupt(small, 0));
        QVERIFY(!s.blocks->corrupt(small, 5));
        QCOMPARE(s.ask("GET", s.signedLocator(small + "+5")).status, 502);
        const auto reply = s.ask("GET", s.signedLocator(big + "+100000"));
        QCOMPARE(reply.promisedSize, std::uint64_t(100000));
        QCOMPARE(reply.bodySize, std::uint64_t(98304));
        QVERIFY(bytesOf(reply)[5] != 'b');
        QCOMPARE(s.ask("HEAD", s.signedLocator(big + "+100000")).status, 502);
    }

    void storingAgainHealsADamagedBlock()
    {
        Service s;
        QVERIFY(s.blocks->add("foo"));
        QVERIFY(s.blocks->corrupt(foo, 1));
        QCOMPARE(s.ask("PUT", foo, "foo").status, 200);
        QCOMPARE(bytesOf(s.ask("GET", s.signedLocator(foo + "+3"))), std::string("foo"));
    }

    void removedBlocksAreNotFound()
    {
        Service s;
        QVERIFY(s.blocks->add("foo"));
        QVERIFY(s.blocks->remove(foo));
        QVERIFY(!s.blocks->remove(foo));
        QCOMPARE(s.ask("GET", s.signedLocator(foo + "+3")).status, 404);
    }

    void blocksInAFolderSurvive()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("blocks")).toStdString();
        QCOMPARE(*BlockStore(path).add("foo"), foo);
        const BlockStore again(path);
        const auto view = again.find(foo);
        QVERIFY(view);
        std::string bytes(2, '\0');
        view->read(1, 2, bytes.data());
        QCOMPARE(bytes, std::string("oo"));
        QCOMPARE(again.hashes(), std::vector<std::string>{foo});
    }

    void aFolderThatCannotBeWrittenIsAnError()
    {
        BlockStore store("/proc/no-such-place");
        QVERIFY(!store.add("foo"));
    }

    void absurdLocatorsAreRefused()
    {
        Service s;
        const std::string good = s.signedLocator(foo + "+3");
        for (const auto& path : {std::string(), foo.substr(1), foo + "x", foo + "-3", "../" + foo,
                                 std::string("\0\xff", 2), std::string(5000, 'a')})
            QCOMPARE(s.ask("GET", path).status, 400);
        const auto sized = s.signedLocator(foo + "+99999999999999999999999");
        QCOMPARE(s.ask("GET", sized).status, 405);
    }

    void manyThreadsMayStoreAndRead()
    {
        Service s;
        std::vector<std::thread> threads;
        std::atomic<int> wrong{0};
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&s, &wrong, t] {
                for (int i = 0; i < 200; ++i) {
                    const auto data = std::to_string((i + t) % 50);
                    const auto hash = md5Hex(data);
                    wrong += s.ask("PUT", hash, data).status != 200;
                    const auto size = std::to_string(data.size());
                    wrong += bytesOf(s.ask("GET", s.signedLocator(hash + '+' + size))) != data;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestKeepServer)
#include "tst_keepserver.moc"
