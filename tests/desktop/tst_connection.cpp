// SPDX-License-Identifier: Apache-2.0
#include "accounteditor.h"
#include "mainwindow.h"
#include "runningdrive.h"
#include "support/connectproxy.h"
#include "support/desktopsession.h"
#include "support/smallworld.h"
#include "windowcommand.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QtTest>

using namespace arv;
using namespace arv::test;
using Signed = AccountSnapshot::State;
using State = MountSnapshot::State;

namespace {

constexpr int patience = 20000; // ms

} // namespace

// How the real application reaches a cluster, as it is chosen in the account editor, and what it
// keeps of it.
class tst_Connection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void proxyOfTheEditorIsUsedByAccountAndMount();
    void deadProxyIsToldAndTakenBack();
    void environmentsProxyIsNotForThisComputer();
    void clearedCollectionIsToldInTheWindow();

private:
    void start();
    void chooseProxy(const QString& proxy);
    [[nodiscard]] AccountSnapshot account()
    {
        return m_running->drive().account(m_accountId)->snapshot;
    }
    [[nodiscard]] Outcome read()
    {
        return live(QStringLiteral("cat \"$1\""),
                    {m_running->place(m_mountId) + QStringLiteral("/home/few/a.txt")});
    }
    [[nodiscard]] static QByteArray settingsFile()
    {
        QFile file(Settings::standardPath());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<DemoAccount> m_demo;
    QString m_collection;
    std::unique_ptr<RunningDrive> m_running;
    QString m_accountId;
    QString m_mountId;
};

void tst_Connection::initTestCase()
{
    m_demo = std::make_unique<DemoAccount>();
    m_collection = QString::fromStdString(
        SmallWorld::addCollection(*m_demo, "few", {{"a.txt", "some bytes\n"}}));
}

void tst_Connection::start()
{
    m_running = std::make_unique<RunningDrive>();
    QVERIFY(m_running->isFirst());
    m_accountId = m_running->addAccount(*m_demo, QStringLiteral("Alice"));
    m_mountId = m_running->addMount(m_accountId, QStringLiteral("Everything"));
    QVERIFY(m_running->mount(m_mountId));
}

void tst_Connection::init()
{
    QFile::remove(Settings::standardPath());
    start();
}

void tst_Connection::cleanup()
{
    m_running.reset();
}

// Until the mount has been made anew with it.
void tst_Connection::chooseProxy(const QString& proxy)
{
    const QObject watching;
    bool hasLeft = false;
    QObject::connect(&m_running->drive(), &Desk::mountChanged, &watching, [&] {
        hasLeft = hasLeft || m_running->snapshot(m_mountId).state != State::Mounted;
    });
    AccountEditor editor(m_running->drive(), m_accountId, &m_running->window());
    editor.show();
    editor.findChild<QLineEdit*>(QStringLiteral("proxy"))->setText(proxy);
    QTest::mouseClick(editor.findChild<QPushButton*>(QStringLiteral("save")), Qt::LeftButton);
    QVERIFY(!editor.isVisible());
    QVERIFY(waitUntil([&hasLeft] { return hasLeft; }, patience));
    QVERIFY(m_running->waitFor(m_mountId, State::Mounted));
}

void tst_Connection::proxyOfTheEditorIsUsedByAccountAndMount()
{
    const ConnectProxy proxy;
    const auto name = QString::fromStdString(proxy.name());
    chooseProxy(name);
    QVERIFY(settingsFile().contains("\"http://" + name.toLatin1() + '"'));
    QVERIFY(waitUntil([&] { return proxy.wasAskedFor(m_demo->cluster.apiHost()); }, patience));
    QVERIFY(waitUntil([this] { return account().state == Signed::SignedIn; }, patience));
    QCOMPARE(read().out, QByteArray("some bytes\n"));
    const auto isKeep = [&](int service) {
        const QUrl url(QString::fromStdString(m_demo->cluster.keepBaseUrl(service)));
        return proxy.wasAskedFor(url.authority().toStdString());
    };
    QVERIFY(isKeep(0) || isKeep(1));
}

void tst_Connection::deadProxyIsToldAndTakenBack()
{
    chooseProxy(QStringLiteral("http://127.0.0.1:1"));
    QVERIFY(waitUntil([this] { return account().state == Signed::Offline; }, patience));
    QVERIFY2(account().error.contains(QStringLiteral("proxy 127.0.0.1:1")),
             qPrintable(account().error));
    chooseProxy(QStringLiteral("none"));
    QVERIFY(waitUntil([this] { return account().state == Signed::SignedIn; }, patience));
    QCOMPARE(read().out, QByteArray("some bytes\n"));
}

void tst_Connection::environmentsProxyIsNotForThisComputer()
{
    const ConnectProxy proxy({.refusal = "403 Forbidden"});
    m_running.reset();
    QFile::remove(Settings::standardPath());
    for (const auto* name : {"no_proxy", "NO_PROXY"}) // the developer's
        qunsetenv(name);
    qputenv("https_proxy", "http://me:hush@" + QByteArray::fromStdString(proxy.name()));
    start();
    qunsetenv("https_proxy");
    QVERIFY(waitUntil([this] { return account().state == Signed::SignedIn; }, patience));
    QCOMPARE(read().out, QByteArray("some bytes\n"));
    QVERIFY(proxy.asked().empty());
    QVERIFY(!settingsFile().contains("hush"));
}

void tst_Connection::clearedCollectionIsToldInTheWindow()
{
    QVERIFY(waitUntil([this] { return account().state == Signed::SignedIn; }, patience));
    QCOMPARE(read().out, QByteArray("some bytes\n"));
    const auto blocks = [this] { return m_running->drive().data().cache.memory.blocks; };
    QCOMPARE(blocks(), 1ULL);
    m_running->drive().clearBlockCacheOf(m_accountId, m_collection);
    const auto words = [this] { return m_running->window().statusBar()->currentMessage(); };
    QVERIFY(waitUntil([&] { return words().contains(m_collection); }, patience));
    QVERIFY2(words().contains(QStringLiteral("removed from the cache in memory: 1 (11")),
             qPrintable(words()));
    QCOMPARE(blocks(), 0ULL);
}

int main(int argc, char** argv)
{
    DesktopSession session;
    if (!session.start()) {
        std::fprintf(stderr, "%s\n", qPrintable(session.error()));
        return 77;
    }
    session.enter();
    SignalWatcher::blockSignals();
    const QApplication application(argc, argv);
    prepareLook();
    tst_Connection test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_connection.moc"
