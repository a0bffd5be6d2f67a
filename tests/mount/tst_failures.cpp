// SPDX-License-Identifier: Apache-2.0
// What people see of a mount when servers, network or data are not as they should be: the error at
// the very thing that cannot be had, in time, and everything else as ever. Which error it is, kind
// by kind and fault by fault, is in tst_errnotable.
#include "support/homeworld.h"
#include "support/mountedprocess.h"
#include "support/waiting.h"

#include <QtTest>

#include <csignal>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;

Q_DECLARE_METATYPE(arv::demo::Fault)

namespace {

constexpr int soon = 8000; // ms: everything here is over by then
constexpr std::uint64_t inTheMiddle = 100000; // offset in a file's bytes

const QString ioError = QStringLiteral("Input/output error");
const QString denied = QStringLiteral("Permission denied");

QString silentName(int which)
{
    return QStringLiteral("silent %1").arg(which);
}

// A cluster with a small world, mounted: --home, no retries, and a second between looks.
class Mounted
{
public:
    explicit Mounted(demo::DemoOptions options = {})
        : account(std::move(options))
        , world(account)
    { }

    [[nodiscard]] bool mount(const QStringList& more = {QStringLiteral("--retries"),
                                                        QStringLiteral("0")})
    {
        const QStringList always{QStringLiteral("--home"), QStringLiteral("--refresh-time"),
                                 QStringLiteral("1")};
        process = std::make_unique<test::MountedProcess>(account.credentials());
        return process->mount(always + more);
    }

    [[nodiscard]] test::Outcome cat(const QString& file) const
    {
        return test::run(QStringLiteral("cat"), {process->path(file)}, soon);
    }
    [[nodiscard]] test::Outcome list(const QString& directory = {}) const
    {
        return test::run(QStringLiteral("ls"), {process->path(directory)}, soon);
    }
    [[nodiscard]] bool reads(const QString& directory, const QString& file) const
    {
        return cat(directory + u'/' + file).out == test::HomeWorld::bytesOf(file);
    }
    [[nodiscard]] bool wasAsked(const std::string& what) const
    {
        const auto seen = account.cluster.requestsSeen();
        return std::any_of(seen.begin(), seen.end(), [&what](const std::string& request) {
            return request.find(what) != std::string::npos;
        });
    }

    // With collections that the API is asked for and never answers, and a good one.
    [[nodiscard]] bool mountWithSilentOnes(int count)
    {
        world.addCollection(QStringLiteral("good"), {QStringLiteral("neighbour")});
        for (int i = 0; i < count; ++i) {
            auto fault = DemoAccount::faultOf(Fault::Kind::Silence);
            fault.path = world.addCollection(silentName(i), {});
            account.addFault("api", fault);
        }
        return mount();
    }
    [[nodiscard]] bool isSilentAsked(int which) const
    {
        return wasAsked("collections/" + world.uuidOf(silentName(which)));
    }

    DemoAccount account;
    test::HomeWorld world;
    std::unique_ptr<test::MountedProcess> process;
};

Fault onlyAt(Fault fault, const std::string& path)
{
    fault.path = path;
    return fault;
}

bool failedWith(const test::Outcome& outcome, const QString& words)
{
    return outcome.inTime && outcome.status != 0 && outcome.err.contains(words.toUtf8());
}

// What may happen to the answer of a Keep service, or to its copy.
struct KeepCase
{
    const char* name;
    Fault fault;
};

std::vector<KeepCase> keepCases()
{
    return {{"not found", DemoAccount::statusFault(404)},
            {"damaged, says the server", DemoAccount::statusFault(502)},
            {"busy", DemoAccount::statusFault(503)},
            {"out of its mind", DemoAccount::statusFault(500)},
            {"moved", DemoAccount::statusFault(302)},
            {"no answer at all", DemoAccount::faultOf(Fault::Kind::Drop)},
            {"broken off", DemoAccount::faultAt(Fault::Kind::DropInBody, inTheMiddle)},
            {"ended early", DemoAccount::faultAt(Fault::Kind::ShortBody, inTheMiddle)},
            {"too short", DemoAccount::faultAt(Fault::Kind::CutBody, inTheMiddle)},
            {"nothing in it", DemoAccount::faultAt(Fault::Kind::CutBody, 0)},
            {"wrong byte", DemoAccount::faultAt(Fault::Kind::WrongByte, inTheMiddle)},
            {"without end", DemoAccount::faultOf(Fault::Kind::Endless)}};
}

const QStringList damages{QStringLiteral("missing"), QStringLiteral("wrong byte"),
                          QStringLiteral("truncated")};

// Which services are in trouble.
struct Where
{
    const char* name;
    QList<int> services;
};
const std::vector<Where> places{
    {"at one service", {0}}, {"at the other", {1}}, {"at both", {0, 1}}};

QString joined(const QString& what, const char* where)
{
    return what + u' ' + QString::fromLatin1(where);
}

QString currentRow()
{
    return QString::fromLatin1(QTest::currentDataTag());
}

QString fileName(const char* what, const QString& row)
{
    return QString::fromLatin1(what) + u'-' + QString(row).replace(u' ', u'-');
}

} // namespace

class tst_Failures : public QObject
{
    Q_OBJECT

private:
    // Everything that the cases of the shared mount need is there before it is mounted.
    void fillWorld();
    void checkBlockRow(const QString& row, bool readable);

    std::unique_ptr<Mounted> m_shared; // for the cases whose fault is of one thing alone

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();

    void blockInTroubleIsReadAtTheOtherService_data();
    void blockInTroubleIsReadAtTheOtherService();
    void missingOrDamagedCopyIsReadElsewhereOrAnErrorOfItsFileAlone_data();
    void missingOrDamagedCopyIsReadElsewhereOrAnErrorOfItsFileAlone();
    void whatCannotBeHadHarmsNobody_data();
    void whatCannotBeHadHarmsNobody();
    void waitingListingCanBeKilled_data();
    void waitingListingCanBeKilled();
    void waitingReadCanBeKilled();
    void waitingListingIsInterruptedAfterItsGrace();
    void listingsThatWaitHoldNobodyUp();

    void connectionsOfProgramsThatAreGoneBecomeFree();
    void deadClusterLeavesWhatIsKnown();
    void tokenTakenBackIsPermissionDenied();
    void expiredSignaturesAreRenewed();
    void deadKeepServiceIsReplacedByTheOther_data();
    void deadKeepServiceIsReplacedByTheOther();
    void deadKeepServicesLeaveWhatIsInMemory();
    void listingThatBreaksOffIsAnError();
    void burstOfBusyRepliesIsSatOut();
    void slowApiDoesNotDelayWhatIsKnown();
};

void tst_Failures::fillWorld()
{
    auto& world = m_shared->world;
    world.addCollection(QStringLiteral("good"), {QStringLiteral("neighbour")});
    QStringList blockRows;
    for (const auto& [where, services] : places) {
        for (const auto& damage : damages)
            blockRows += joined(damage + QStringLiteral(" copy"), where);
        if (services.size() > 1)
            continue;
        for (const auto& [what, fault] : keepCases())
            blockRows += joined(QString::fromLatin1(what), where);
    }
    for (const auto& row : std::as_const(blockRows))
        world.addCollection(row, {fileName("case", row), fileName("beside", row)});
    world.addCollection(QStringLiteral("bad collection"), {});
    world.addProject(QStringLiteral("bad project"));
    world.addCollection(QStringLiteral("whole"), {QStringLiteral("of-whole")});
    world.addCollection(QStringLiteral("silent keep"), {QStringLiteral("silent-block")});
    for (const auto& server : {QStringLiteral("keep0"), QStringLiteral("keep1")})
        world.addCollection(server, {server + u'1', server + u'2', server + u'3'});
    world.addCollection(QStringLiteral("keep is dead"),
                        {QStringLiteral("in-memory"), QStringLiteral("in-keep")});
    world.addCollection(QStringLiteral("known well"), {QStringLiteral("well-known")});
}

void tst_Failures::initTestCase()
{
    qputenv("LC_ALL", "C");
    m_shared = std::make_unique<Mounted>();
    fillWorld();
    QVERIFY2(m_shared->mount(), m_shared->process->complaint().constData());
    QVERIFY(m_shared->list().isSuccess());
}

void tst_Failures::init()
{
    m_shared->account.cluster.faults().clear();
}

void tst_Failures::cleanupTestCase()
{
    if (!m_shared || !m_shared->process)
        return;
    m_shared->account.cluster.faults().clear();
    const auto ended = m_shared->process->end();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
}

void tst_Failures::blockInTroubleIsReadAtTheOtherService_data()
{
    QTest::addColumn<int>("service");
    QTest::addColumn<Fault>("fault");
    for (const auto& [where, services] : places) {
        if (services.size() > 1)
            continue;
        for (const auto& [what, fault] : keepCases())
            QTest::newRow(qPrintable(joined(QString::fromLatin1(what), where)))
                << services.first() << fault;
    }
}

void tst_Failures::blockInTroubleIsReadAtTheOtherService()
{
    QFETCH(int, service);
    QFETCH(Fault, fault);
    const auto hash = m_shared->world.hashOf(fileName("case", currentRow()));
    m_shared->account.addFault("keep" + std::to_string(service), onlyAt(fault, hash));
    checkBlockRow(currentRow(), true);
}

void tst_Failures::checkBlockRow(const QString& row, bool readable)
{
    const auto read = m_shared->cat(row + u'/' + fileName("case", row));
    if (readable)
        QVERIFY2(read.out == test::HomeWorld::bytesOf(fileName("case", row)), read.err.constData());
    else
        QVERIFY2(failedWith(read, ioError), qPrintable(read.told().right(300)));
    QVERIFY(m_shared->reads(row, fileName("beside", row)));
}

void tst_Failures::missingOrDamagedCopyIsReadElsewhereOrAnErrorOfItsFileAlone_data()
{
    QTest::addColumn<QList<int>>("services");
    QTest::addColumn<QString>("damage");
    for (const auto& [where, services] : places) {
        for (const auto& damage : damages)
            QTest::newRow(qPrintable(joined(damage + QStringLiteral(" copy"), where)))
                << services << damage;
    }
}

void tst_Failures::missingOrDamagedCopyIsReadElsewhereOrAnErrorOfItsFileAlone()
{
    QFETCH(QList<int>, services);
    QFETCH(QString, damage);
    const auto hash = m_shared->world.hashOf(fileName("case", currentRow()));
    for (const int service : services) {
        auto& blocks = m_shared->account.cluster.blocks(service);
        QVERIFY(damage == u"missing"         ? blocks.remove(hash)
                    : damage == u"truncated" ? blocks.truncate(hash, inTheMiddle)
                                             : blocks.corrupt(hash, inTheMiddle));
    }
    checkBlockRow(currentRow(), services.size() == 1);
}

void tst_Failures::whatCannotBeHadHarmsNobody_data()
{
    QTest::addColumn<QString>("name");
    for (const auto* name : {"bad collection", "bad project"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_Failures::whatCannotBeHadHarmsNobody()
{
    QFETCH(QString, name);
    m_shared->account.addFault("api",
                               onlyAt(DemoAccount::statusFault(500), m_shared->world.uuidOf(name)));
    const auto listed = m_shared->list(name);
    QVERIFY2(failedWith(listed, ioError), qPrintable(listed.told()));
    QVERIFY(m_shared->reads(QStringLiteral("good"), QStringLiteral("neighbour")));
    QVERIFY(m_shared->reads(QStringLiteral("whole"), QStringLiteral("of-whole")));
}

void tst_Failures::waitingListingCanBeKilled_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGKILL") << SIGKILL;
    QTest::newRow("SIGINT, as by Ctrl-C") << SIGINT;
}

void tst_Failures::waitingListingCanBeKilled()
{
    QFETCH(int, signal);
    Mounted mounted;
    QVERIFY2(mounted.mountWithSilentOnes(1), mounted.process->complaint().constData());
    QProcess waiting;
    waiting.start(QStringLiteral("ls"), {mounted.process->path(silentName(0))});
    QVERIFY(test::waitUntil([&] { return mounted.isSilentAsked(0); }, soon));
    QVERIFY(mounted.reads(QStringLiteral("good"), QStringLiteral("neighbour")));
    QVERIFY2(mounted.list().isSuccess(), "the home does not list meanwhile");
    ::kill(static_cast<pid_t>(waiting.processId()), signal);
    const auto ended = test::outcomeOf(waiting, 2500);
    QVERIFY(ended.inTime);
    QCOMPARE(ended.status, 128 + signal);
    const auto unmounted = mounted.process->end(SIGTERM, soon); // the server is silent still
    QVERIFY2(unmounted.isSuccess(), qPrintable(unmounted.told()));
}

void tst_Failures::waitingReadCanBeKilled()
{
    const QString file = QStringLiteral("silent-block");
    for (const auto* server : {"keep0", "keep1"})
        m_shared->account.addFault(
            server,
            onlyAt(DemoAccount::faultOf(Fault::Kind::Silence), m_shared->world.hashOf(file)));
    QProcess waiting;
    waiting.start(QStringLiteral("cat"),
                  {m_shared->process->path(QStringLiteral("silent keep/") + file)});
    QVERIFY(
        test::waitUntil([&] { return m_shared->wasAsked(m_shared->world.hashOf(file)); }, soon));
    QVERIFY(m_shared->reads(QStringLiteral("good"), QStringLiteral("neighbour")));
    waiting.kill();
    QVERIFY(test::outcomeOf(waiting, 2500).inTime);
}

// A program that handles the signal itself cannot simply be let die: it needs an answer.
void tst_Failures::waitingListingIsInterruptedAfterItsGrace()
{
    Mounted mounted;
    QVERIFY2(mounted.mountWithSilentOnes(1), mounted.process->complaint().constData());
    QProcess waiting;
    waiting.start(QStringLiteral("sh"),
                  {QStringLiteral("-c"), QStringLiteral("trap 'exit 7' INT; echo \"$1\"/*"),
                   QStringLiteral("sh"), mounted.process->path(silentName(0))});
    QVERIFY(test::waitUntil([&] { return mounted.isSilentAsked(0); }, soon));
    ::kill(static_cast<pid_t>(waiting.processId()), SIGINT);
    const auto ended = test::outcomeOf(waiting, 4000);
    QVERIFY(ended.inTime);
    QCOMPARE(ended.status, 7);
}

// One connection to the API is left for the rest.
void tst_Failures::listingsThatWaitHoldNobodyUp()
{
    constexpr int connections = 6;
    Mounted mounted;
    QVERIFY2(mounted.mountWithSilentOnes(connections - 1),
             mounted.process->complaint().constData());
    std::vector<std::unique_ptr<QProcess>> waiting;
    for (int i = 0; i < connections - 1; ++i) {
        auto& process = waiting.emplace_back(std::make_unique<QProcess>());
        process->start(QStringLiteral("ls"), {mounted.process->path(silentName(i))});
        QVERIFY(test::waitUntil([&] { return mounted.isSilentAsked(i); }, soon));
    }
    QVERIFY(mounted.reads(QStringLiteral("good"), QStringLiteral("neighbour")));
    for (auto& process : waiting) {
        process->kill();
        QVERIFY(test::outcomeOf(*process, 2500).inTime);
    }
}

// Killed programs leave requests behind that a silent server would hold for minutes, and there are
// only six connections.
void tst_Failures::connectionsOfProgramsThatAreGoneBecomeFree()
{
    constexpr int connections = 6;
    constexpr int programs = connections + 2;
    Mounted mounted;
    mounted.world.addCollection(QStringLiteral("later"), {QStringLiteral("of-later")});
    QVERIFY2(mounted.mountWithSilentOnes(programs), mounted.process->complaint().constData());
    std::vector<std::unique_ptr<QProcess>> waiting;
    for (int i = 0; i < programs; ++i) {
        auto& process = waiting.emplace_back(std::make_unique<QProcess>());
        process->start(QStringLiteral("ls"), {mounted.process->path(silentName(i))});
        QVERIFY(process->waitForStarted());
    }
    // Which of them get a connection is up to the kernel; that all six are taken is not.
    QVERIFY(test::waitUntil(
        [&] {
            int asked = 0;
            for (int i = 0; i < programs; ++i)
                asked += mounted.isSilentAsked(i) ? 1 : 0;
            return asked == connections;
        },
        soon));
    for (auto& process : waiting) {
        process->kill();
        QVERIFY(test::outcomeOf(*process, 2500).inTime);
    }
    QVERIFY(mounted.reads(QStringLiteral("later"), QStringLiteral("of-later")));
}

void tst_Failures::deadClusterLeavesWhatIsKnown()
{
    Mounted mounted;
    mounted.world.addCollection(QStringLiteral("known"), {QStringLiteral("read-before")});
    mounted.world.addCollection(QStringLiteral("unknown"), {QStringLiteral("never-read")});
    QVERIFY2(mounted.mount(), mounted.process->complaint().constData());
    QCOMPARE(mounted.list().out, QByteArray("known\nunknown\n"));
    QVERIFY(mounted.reads(QStringLiteral("known"), QStringLiteral("read-before")));
    mounted.account.addFault("api", DemoAccount::faultOf(Fault::Kind::Dead));
    mounted.account.addFault("keep0", DemoAccount::faultOf(Fault::Kind::Dead));
    mounted.account.addFault("keep1", DemoAccount::faultOf(Fault::Kind::Dead));
    const auto unknown = mounted.list(QStringLiteral("unknown"));
    QVERIFY2(failedWith(unknown, ioError), qPrintable(unknown.told()));
    // Longer than an old listing is served without asking: then asking must fail fast.
    for (int i = 0; i < 12; ++i) {
        QVERIFY(mounted.reads(QStringLiteral("known"), QStringLiteral("read-before")));
        QCOMPARE(mounted.list().out, QByteArray("known\nunknown\n"));
        QCOMPARE(mounted.list(QStringLiteral("known")).out, QByteArray("read-before\n"));
        QTest::qWait(1000);
    }
    mounted.account.cluster.faults().clear();
    QVERIFY(test::waitUntil(
        [&] { return mounted.reads(QStringLiteral("unknown"), QStringLiteral("never-read")); },
        soon));
}

void tst_Failures::tokenTakenBackIsPermissionDenied()
{
    Mounted mounted;
    mounted.world.addCollection(QStringLiteral("known"), {QStringLiteral("read-before")});
    mounted.world.addCollection(QStringLiteral("unknown"), {QStringLiteral("never-read")});
    QVERIFY2(mounted.mount(), mounted.process->complaint().constData());
    QVERIFY(mounted.list().isSuccess());
    QVERIFY(mounted.reads(QStringLiteral("known"), QStringLiteral("read-before")));
    const auto uuid = mounted.account.token.substr(3, 27); // v2/UUID/secret
    QVERIFY(mounted.account.cluster.store().removeRecord(uuid));
    const auto unknown = mounted.list(QStringLiteral("unknown"));
    QVERIFY2(failedWith(unknown, denied), qPrintable(unknown.told()));
    QVERIFY(mounted.reads(QStringLiteral("known"), QStringLiteral("read-before")));
}

void tst_Failures::expiredSignaturesAreRenewed()
{
    demo::DemoOptions options;
    options.signatureTtl = 3;
    Mounted mounted(options);
    mounted.world.addCollection(QStringLiteral("old"),
                                {QStringLiteral("one"), QStringLiteral("two")});
    QVERIFY2(mounted.mount(), mounted.process->complaint().constData());
    QVERIFY(mounted.reads(QStringLiteral("old"), QStringLiteral("one")));
    const auto now = [] { return QDateTime::currentSecsSinceEpoch(); };
    const auto& signer = mounted.account.cluster.signer();
    const auto locator = signer.sign(mounted.world.hashOf(QStringLiteral("two")) + "+300000",
                                     mounted.account.token, now() + signer.ttl());
    const auto isOver = [&] {
        return signer.check(locator, mounted.account.token, now())
            == demo::Signer::Verdict::Expired;
    };
    QVERIFY(test::waitUntil(isOver, soon));
    mounted.account.cluster.forgetRequestsSeen();
    QVERIFY(mounted.reads(QStringLiteral("old"), QStringLiteral("two")));
}

void tst_Failures::deadKeepServiceIsReplacedByTheOther_data()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("one") << QStringLiteral("keep0");
    QTest::newRow("the other") << QStringLiteral("keep1");
}

void tst_Failures::deadKeepServiceIsReplacedByTheOther()
{
    QFETCH(QString, server);
    m_shared->account.addFault(server.toStdString(), DemoAccount::faultOf(Fault::Kind::Dead));
    for (const auto number : {u'1', u'2', u'3'})
        QVERIFY(m_shared->reads(server, server + number));
}

void tst_Failures::deadKeepServicesLeaveWhatIsInMemory()
{
    const QString name = QStringLiteral("keep is dead");
    QVERIFY(m_shared->reads(name, QStringLiteral("in-memory")));
    for (const auto* server : {"keep0", "keep1"})
        m_shared->account.addFault(server, DemoAccount::faultOf(Fault::Kind::Dead));
    const auto read = m_shared->cat(name + QStringLiteral("/in-keep"));
    QVERIFY2(failedWith(read, ioError), qPrintable(read.told()));
    QVERIFY(m_shared->reads(name, QStringLiteral("in-memory")));
    m_shared->account.cluster.faults().clear();
    QVERIFY(
        test::waitUntil([&] { return m_shared->reads(name, QStringLiteral("in-keep")); }, soon));
}

void tst_Failures::listingThatBreaksOffIsAnError()
{
    demo::DemoOptions options;
    options.maxItemsPerResponse = 3;
    Mounted mounted(options);
    const auto project = mounted.world.addProject(QStringLiteral("long"));
    for (int i = 0; i < 8; ++i)
        mounted.world.addCollection(QStringLiteral("c%1").arg(i), {}, project);
    mounted.world.addCollection(QStringLiteral("good"), {QStringLiteral("neighbour")});
    QVERIFY2(mounted.mount(), mounted.process->complaint().constData());
    for (const int status : {500, 404, 500}) {
        mounted.account.cluster.faults().clear();
        mounted.account.addFault("api",
                                 onlyAt(DemoAccount::statusFault(status),
                                        "%3E")); // ["uuid",">",...]: every page but the first
        const auto listed = mounted.list(QStringLiteral("long"));
        const auto words = status == 404 ? QStringLiteral("Stale file handle") : ioError;
        QVERIFY2(failedWith(listed, words), qPrintable(listed.told()));
    }
    QVERIFY(mounted.wasAsked("%3E"));
    QVERIFY(mounted.reads(QStringLiteral("good"), QStringLiteral("neighbour")));
    mounted.account.cluster.faults().clear();
    const auto listed = mounted.list(QStringLiteral("long"));
    QVERIFY2(listed.isSuccess(), qPrintable(listed.told()));
    QCOMPARE(listed.out, QByteArray("c0\nc1\nc2\nc3\nc4\nc5\nc6\nc7\n"));
}

void tst_Failures::burstOfBusyRepliesIsSatOut()
{
    Mounted mounted;
    const auto uuid =
        mounted.world.addCollection(QStringLiteral("busy"), {QStringLiteral("of-busy")});
    mounted.world.addCollection(QStringLiteral("good"), {QStringLiteral("neighbour")});
    QVERIFY2(mounted.mount({QStringLiteral("--retries"), QStringLiteral("4")}),
             mounted.process->complaint().constData());
    mounted.account.addFault("api", onlyAt(DemoAccount::statusFault(503), uuid), 2);
    QProcess reading;
    reading.start(QStringLiteral("cat"), {mounted.process->path(QStringLiteral("busy/of-busy"))});
    QVERIFY(mounted.reads(QStringLiteral("good"), QStringLiteral("neighbour")));
    const auto read = test::outcomeOf(reading, 15000); // waits of at most 2 and 4 s
    QVERIFY2(read.out == test::HomeWorld::bytesOf(QStringLiteral("of-busy")), read.err.constData());
}

void tst_Failures::slowApiDoesNotDelayWhatIsKnown()
{
    const QString name = QStringLiteral("known well");
    QVERIFY(m_shared->reads(name, QStringLiteral("well-known")));
    m_shared->account.addFault("api", DemoAccount::latencyFault(1000ms));
    QElapsedTimer clock;
    for (int i = 0; i < 4; ++i) { // across more than one time of refresh
        clock.start();
        QVERIFY(m_shared->reads(name, QStringLiteral("well-known")));
        QVERIFY2(clock.elapsed() < 700, qPrintable(QString::number(clock.elapsed())));
        QTest::qWait(600);
    }
}

QTEST_GUILESS_MAIN(tst_Failures)
#include "tst_failures.moc"
