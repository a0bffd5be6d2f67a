// SPDX-License-Identifier: Apache-2.0
// Everything a mount and an account do through an HTTP proxy in front of the demo cluster, and what
// they say of one that does not let them.
#include "support/accountrig.h"
#include "support/connectproxy.h"
#include "support/homeworld.h"
#include "support/inprocessmount.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::AccountRig;
using test::ConnectProxy;
using test::DemoAccount;
using test::InProcessMount;
using test::waitUntil;
using State = AccountSnapshot::State;
using Feed = MountSnapshot::Feed;

namespace {

QString nameOf(const ConnectProxy& proxy)
{
    return QString::fromStdString(proxy.name());
}

// "localhost:1234" of "wss://localhost:1234/websocket".
std::string authorityOf(const std::string& url)
{
    return QUrl(QString::fromStdString(url)).authority().toStdString();
}

} // namespace

class tst_ProxiedMount : public QObject
{
    Q_OBJECT

private:
    void proxyBy(const QString& proxy)
    {
        m_mount->spec.credentials.proxy = proxy;
        m_rig->settings.proxy = proxy;
    }
    // What the account says names the proxy, in one line and without its password.
    void accountSays(const QString& proxy, const QString& word)
    {
        QVERIFY2(m_rig->opensTo(State::Offline), qPrintable(m_rig->error()));
        QVERIFY2(m_rig->error().contains(proxy), qPrintable(m_rig->error()));
        QVERIFY2(m_rig->error().contains(word), qPrintable(m_rig->error()));
        QVERIFY(!m_rig->error().contains(u'\n'));
        QVERIFY(!m_rig->error().contains(QStringLiteral("hush")));
    }
    void mountSays(const QString& proxy)
    {
        m_mount->spec.retry.tries = 1;
        QVERIFY(!m_mount->mount());
        QVERIFY2(m_mount->complaint().contains(proxy.toUtf8()), m_mount->complaint().constData());
        QVERIFY(!m_mount->complaint().contains('\n'));
        QVERIFY(!m_mount->complaint().contains("hush"));
    }

    Mailbox m_mailbox;
    std::unique_ptr<SharedServices> m_shared;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<InProcessMount> m_mount;
    std::unique_ptr<AccountRig> m_rig;

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void listingReadingAndEventsGoThroughIt();
    void proxySeesNoTokenAndNoData();
    void accountSignsInThroughIt();
    void proxyThatWantsAPasswordIsNamed();
    void proxyThatForbidsIsNamed();
    void silentProxyIsNamed();
    void deadProxyIsNamed();
    void whatIsNoProxyIsNamed();
};

void tst_ProxiedMount::initTestCase()
{
    m_account = std::make_unique<DemoAccount>();
    test::HomeWorld world(*m_account);
    world.addCollection(QStringLiteral("collection"), {QStringLiteral("file")});
}

void tst_ProxiedMount::init()
{
    m_shared = std::make_unique<SharedServices>();
    m_mount = std::make_unique<InProcessMount>(*m_shared, m_account->credentials());
    auto patience = test::quickPatience();
    patience.check = 1000ms;
    m_rig = std::make_unique<AccountRig>(*m_account, patience);
}

void tst_ProxiedMount::cleanup()
{
    m_rig.reset();
    m_mount.reset();
    m_shared.reset();
}

void tst_ProxiedMount::listingReadingAndEventsGoThroughIt()
{
    const ConnectProxy proxy;
    proxyBy(nameOf(proxy));
    QVERIFY2(m_mount->mount(), m_mount->complaint().constData());
    const auto listed = test::run(QStringLiteral("ls"), {m_mount->path()});
    QCOMPARE(listed.out, QByteArray("collection\n"));
    const auto read =
        test::run(QStringLiteral("cat"), {m_mount->path(QStringLiteral("collection/file"))});
    QCOMPARE(read.out, test::HomeWorld::bytesOf(QStringLiteral("file")));
    QVERIFY(waitUntil([this] { return m_mount->controller().snapshot().feed == Feed::Connected; }));
    auto& cluster = m_account->cluster;
    QVERIFY(proxy.wasAskedFor(cluster.apiHost()));
    QVERIFY(proxy.wasAskedFor(authorityOf(cluster.websocketUrl())));
    QVERIFY(proxy.wasAskedFor(authorityOf(cluster.keepBaseUrl(0)))
            || proxy.wasAskedFor(authorityOf(cluster.keepBaseUrl(1))));
}

void tst_ProxiedMount::proxySeesNoTokenAndNoData()
{
    const ConnectProxy proxy;
    proxyBy(nameOf(proxy));
    QVERIFY2(m_mount->mount(), m_mount->complaint().constData());
    QVERIFY(test::run(QStringLiteral("cat"), {m_mount->path(QStringLiteral("collection/file"))})
                .isSuccess());
    QVERIFY(waitUntil([this] { return m_mount->controller().snapshot().feed == Feed::Connected; }));
    const auto seen = proxy.seen();
    for (const auto& line : proxy.asked())
        QVERIFY2(line.rfind("CONNECT ", 0) == 0, line.c_str());
    const auto secret = m_account->token.substr(m_account->token.rfind('/') + 1);
    QVERIFY(seen.find(secret) == std::string::npos);
    QVERIFY(seen.find("Bearer") == std::string::npos);
    QVERIFY(seen.find("api_token") == std::string::npos);
}

void tst_ProxiedMount::accountSignsInThroughIt()
{
    const ConnectProxy proxy({.credentials = QByteArray("me:hush").toBase64().toStdString()});
    proxyBy(QStringLiteral("http://me:hush@") + nameOf(proxy));
    QVERIFY2(m_rig->opensTo(State::SignedIn), qPrintable(m_rig->error()));
    QVERIFY(proxy.wasAskedFor(m_account->cluster.apiHost()));
    QCOMPARE(m_rig->pageOf({}).items.size(), 1);
    m_rig->settings.proxy = QStringLiteral("http://127.0.0.1:1"); // taken at the next open()
    QVERIFY(m_rig->opensTo(State::Offline));
    m_rig->settings.proxy = QStringLiteral("none");
    QVERIFY(m_rig->opensTo(State::SignedIn));
}

void tst_ProxiedMount::proxyThatWantsAPasswordIsNamed()
{
    const ConnectProxy proxy({.credentials = "bm90aGluZw=="});
    proxyBy(QStringLiteral("http://me:hush@") + nameOf(proxy));
    accountSays(nameOf(proxy), QStringLiteral("password"));
    mountSays(nameOf(proxy));
}

void tst_ProxiedMount::proxyThatForbidsIsNamed()
{
    const ConnectProxy proxy({.refusal = "403 Forbidden"});
    proxyBy(nameOf(proxy));
    accountSays(nameOf(proxy), QStringLiteral("denied"));
    mountSays(nameOf(proxy));
}

// An account has patience for so long, and no answer of the network to quote.
void tst_ProxiedMount::silentProxyIsNamed()
{
    const ConnectProxy proxy({.isSilent = true});
    proxyBy(nameOf(proxy));
    accountSays(nameOf(proxy), QStringLiteral("no answer in"));
}

void tst_ProxiedMount::deadProxyIsNamed()
{
    proxyBy(QStringLiteral("http://127.0.0.1:1"));
    accountSays(QStringLiteral("127.0.0.1:1"), QStringLiteral("refused"));
    mountSays(QStringLiteral("127.0.0.1:1"));
}

void tst_ProxiedMount::whatIsNoProxyIsNamed()
{
    proxyBy(QStringLiteral("socks5://me:hush@proxy:1080"));
    QVERIFY(m_rig->opensTo(State::Misconfigured));
    QVERIFY2(m_rig->error().contains(QStringLiteral("proxy:1080")), qPrintable(m_rig->error()));
    QVERIFY(!m_rig->error().contains(QStringLiteral("hush")));
    mountSays(QStringLiteral("proxy:1080"));
}

QTEST_GUILESS_MAIN(tst_ProxiedMount)
#include "tst_proxiedmount.moc"
