// SPDX-License-Identifier: Apache-2.0
// Every request is answered once, and what the kernel did not learn is not counted: a session with
// a fake kernel, in front of the real tree and a demo cluster.
#include "api/arvadosapi.h"
#include "async/mailbox.h"
#include "fuse/session.h"
#include "keep/keepclient.h"
#include "mount/sharedservices.h"
#include "net/httpclient.h"
#include "support/fakekernel.h"
#include "support/smallworld.h"
#include "support/waiting.h"

#include <QtTest>

#include <cerrno>
#include <random>

using namespace arv;
using namespace std::chrono_literals;
using test::FakeKernel;
using test::SmallWorld;
using Kind = demo::Fault::Kind;

namespace {

constexpr std::uint64_t root = 1;
constexpr int fileCount = 40;

// A home in front of the fake kernel: what a mount thread holds, in the test's thread.
class Rig
{
public:
    explicit Rig(const test::DemoAccount& account)
        : m_services(servicesOf(account))
        , m_http(account.credentials())
        , m_keep(m_shared.blocks, m_scope, keepSetup(account))
        , files({m_api, m_keep, m_shared.pool, *m_shared.clock, [](const Change&) {}},
                {staleness::refresh, account.credentials().host},
                {MountSelection::Mode::Home, {}, false})
    {
        auto attached = Session::attach(kernel.device(), FakeKernel::io(), files, Owner{}, [] {});
        if (!attached)
            qFatal("%s", qPrintable(attached.error().text));
        session = std::move(*attached);
        (void)answerTo(kernel.init());
    }
    ~Rig()
    {
        end();
        m_keep.stop();
        if (!test::resultOf(files.stop()) || !test::resultOf(m_scope.idle()))
            qFatal("something does not end");
    }
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    void end()
    {
        if (session && !test::resultOf(session->shutDown()))
            qFatal("the session does not end");
        session.reset();
    }

    // Its only answer; error -1: there is none, -2: there are several.
    [[nodiscard]] FakeKernel::Answer answerTo(std::uint64_t request, int milliseconds = 5000)
    {
        const bool come =
            test::waitUntil([&] { return !kernel.answersTo(request).empty(); }, milliseconds);
        if (!come)
            return {-1, {}};
        const auto answers = kernel.answersTo(request);
        return answers.size() == 1 ? answers.front() : FakeKernel::Answer{-2, {}};
    }
    [[nodiscard]] FakeKernel::Answer lookup(std::uint64_t parent, const std::string& name)
    {
        return answerTo(kernel.send(FUSE_LOOKUP, parent, name + '\0'));
    }
    [[nodiscard]] std::uint64_t inodeOf(std::uint64_t parent, const std::string& name)
    {
        return lookup(parent, name).as<fuse_entry_out>().nodeid;
    }
    [[nodiscard]] std::uint64_t open(std::uint32_t opcode, std::uint64_t inode)
    {
        const auto opened = answerTo(kernel.send(opcode, inode, std::string(8, '\0')));
        return opened.error == 0 ? opened.as<fuse_open_out>().fh : 0;
    }

    FakeKernel kernel;

private:
    static QList<KeepService> servicesOf(const test::DemoAccount& account)
    {
        QList<KeepService> both;
        for (int i = 0; i < 2; ++i) {
            KeepService service;
            service.uuid = Uuid{QStringLiteral("zzzzz-bi6l4-00000000000000%1").arg(i)};
            service.baseUrl = QString::fromStdString(account.cluster.keepBaseUrl(i));
            both.append(service);
        }
        return both;
    }
    KeepClient::Setup keepSetup(const test::DemoAccount& account)
    {
        KeepClient::Setup setup;
        setup.credentials = account.credentials();
        setup.services = [this] { return services(); };
        return setup;
    }
    Task<QList<KeepService>> services()
    {
        const auto known = m_services;
        co_return known;
    }

    QList<KeepService> m_services;
    SharedServices m_shared;
    HttpClient m_http;
    ArvadosApi m_api{m_http, {}, &m_shared.pool};
    TaskScope m_scope;
    KeepClient m_keep;

public:
    FileSystem files;
    std::unique_ptr<Session> session;
};

std::string readBody(std::uint64_t handle, std::uint64_t offset, std::uint32_t size)
{
    fuse_read_in body{};
    body.fh = handle;
    body.offset = offset;
    body.size = size;
    return FakeKernel::textOf(body);
}

// READDIRPLUS: the numbers of its entries, 0 for those with a name only.
std::vector<std::uint64_t> inodesIn(const FakeKernel::Answer& listed)
{
    std::vector<std::uint64_t> inodes;
    std::size_t at = 0;
    while (at + FUSE_NAME_OFFSET_DIRENTPLUS < listed.body.size()) {
        const auto entry = listed.as<fuse_direntplus>(at);
        inodes.push_back(entry.entry_out.nodeid);
        at += FUSE_DIRENTPLUS_SIZE(&entry);
    }
    return inodes;
}

} // namespace

class tst_Replies : public QObject
{
    Q_OBJECT

private:
    void sendEverything(Rig& rig, std::mt19937& random, std::vector<std::uint64_t>& sent);

    Mailbox m_mailbox;
    std::unique_ptr<test::DemoAccount> m_account;

private Q_SLOTS:
    void initTestCase();
    void init();

    void everyOperationAnswersOnce_data();
    void everyOperationAnswersOnce();
    void unknownOperationsAreNotImplemented();
    void whatIsNeverDoneIsRefusedByItsOwnErrno();
    void attributeIsMeasuredBeforeItIsRead();
    void failedLookupAnswerTakesTheCountBack();
    void failedLateLookupAnswerTakesTheCountBack();
    void failedOpenAnswerReleasesTheHandle();
    void failedListingTakesTheCountsBack();
    void readdirplusCountsOnlyWhatWasSent();
    void forgetToZeroFreesTheNode();
    void interruptThatOvertakesItsRequestCounts();
    void refusesWhatComesWhileItEnds();
    void replyThatIsDroppedAnswersEio();
};

void tst_Replies::initTestCase()
{
    m_account = std::make_unique<test::DemoAccount>();
    std::vector<SmallWorld::File> files;
    for (int i = 0; i < fileCount; ++i)
        files.emplace_back("f" + std::to_string(i), "bytes of " + std::to_string(i));
    SmallWorld::addCollection(*m_account, "c", files);
}

void tst_Replies::init()
{
    m_account->cluster.faults().clear();
}

void tst_Replies::everyOperationAnswersOnce_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 4; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_Replies::sendEverything(Rig& rig, std::mt19937& random, std::vector<std::uint64_t>& sent)
{
    const auto directory = rig.inodeOf(root, "c");
    const auto file = rig.inodeOf(directory, "f1");
    const auto openFile = rig.open(FUSE_OPEN, file);
    const auto openDirectory = rig.open(FUSE_OPENDIR, directory);
    QVERIFY(directory != 0 && file != 0 && openFile != 0 && openDirectory != 0);
    const std::set<std::uint32_t> unanswered{FUSE_FORGET,       FUSE_BATCH_FORGET, FUSE_INTERRUPT,
                                             FUSE_NOTIFY_REPLY, FUSE_DESTROY,      FUSE_INIT};
    const std::vector<std::string> names{
        "c", "f2", "none", "silent", "silent too", std::string(300, 'x'), "", ".", ".."};
    for (std::uint32_t opcode = 1; opcode < 60; ++opcode) {
        if (unanswered.contains(opcode))
            continue;
        for (const auto inode : {root, directory, file, std::uint64_t{0}, ~std::uint64_t{0}}) {
            std::vector<std::string> bodies;
            for (const auto handle : {openFile, openDirectory, std::uint64_t{0}})
                bodies.push_back(readBody(handle, random() % 3, 4096) + std::string(200, '\0'));
            if (opcode == FUSE_LOOKUP) {
                bodies.clear();
                for (const auto& name : names)
                    bodies.push_back(name + '\0');
            }
            for (const auto& body : bodies) {
                const auto chance = random() % 6;
                if (chance == 0)
                    rig.kernel.interrupt(rig.kernel.upcoming());
                sent.push_back(rig.kernel.send(opcode, inode, body));
                if (chance == 1 || chance == 2)
                    rig.kernel.interrupt(sent.back());
            }
            QCoreApplication::processEvents();
            (void)rig.kernel.answersTo(0); // makes room
        }
    }
}

void tst_Replies::everyOperationAnswersOnce()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    std::vector<std::uint64_t> sent;
    {
        Rig rig(*m_account);
        auto late = test::DemoAccount::latencyFault(5ms);
        m_account->cluster.faults().add(late);
        auto silence = test::DemoAccount::faultOf(Kind::Silence);
        silence.path = "silent";
        m_account->addFault("api", silence);
        SmallWorld::addKeepFault(*m_account, test::DemoAccount::faultOf(Kind::Silence));
        sendEverything(rig, random, sent);
        sent.push_back(rig.kernel.send(FUSE_STATFS, root));
        QCOMPARE(rig.answerTo(sent.back()).error, 0); // so all before has been read
        QTest::qWait(1100); // the time of grace of those that were interrupted
        rig.end(); // and of the others
        std::map<int, int> errors;
        for (const auto request : sent) {
            const auto answers = rig.kernel.answersTo(request);
            QCOMPARE(answers.size(), std::size_t{1});
            ++errors[answers.front().error];
        }
        for (const int error : {0, ENODEV, ENOSYS, ESTALE, EBADF, ENAMETOOLONG})
            QVERIFY2(errors[error] > 0, qPrintable(QString::number(error)));
    }
    QVERIFY(sent.size() > 500);
}

void tst_Replies::unknownOperationsAreNotImplemented()
{
    Rig rig(*m_account);
    for (const auto opcode :
         {FUSE_READLINK, FUSE_WRITE, FUSE_MKDIR, FUSE_UNLINK, FUSE_LSEEK, FUSE_IOCTL}) {
        const auto answer = rig.answerTo(rig.kernel.send(opcode, root, std::string(200, '\0')));
        QCOMPARE(answer.error, ENOSYS);
    }
}

void tst_Replies::whatIsNeverDoneIsRefusedByItsOwnErrno()
{
    Rig rig(*m_account);
    const std::string body(200, '\0');
    QCOMPARE(rig.answerTo(rig.kernel.send(FUSE_SETXATTR, root, body)).error, ENOTSUP);
    QCOMPARE(rig.answerTo(rig.kernel.send(FUSE_REMOVEXATTR, root, body)).error, ENOTSUP);
    QCOMPARE(rig.answerTo(rig.kernel.send(FUSE_SYMLINK, root, body)).error, EPERM);
    QCOMPARE(rig.answerTo(rig.kernel.send(FUSE_LINK, root, body)).error, EPERM);
}

void tst_Replies::attributeIsMeasuredBeforeItIsRead()
{
    Rig rig(*m_account);
    const auto file = rig.inodeOf(rig.inodeOf(root, "c"), "f1");
    const auto ask = [&](const char* name, std::uint32_t room) {
        fuse_getxattr_in body{};
        body.size = room;
        return rig.answerTo(
            rig.kernel.send(FUSE_GETXATTR, file, FakeKernel::textOf(body) + name + '\0'));
    };
    const std::string kind = "arvados#collection";
    const auto room = static_cast<std::uint32_t>(kind.size());
    QCOMPARE(ask("user.arvados.kind", 0).as<fuse_getxattr_out>().size, room);
    QCOMPARE(ask("user.arvados.kind", room - 1).error, ERANGE);
    QCOMPARE(ask("user.arvados.kind", room).body, kind);
    QCOMPARE(ask("user.arvados.block_count", 100).body, std::string("1"));
    QCOMPARE(ask("user.else", 100).error, ENODATA);
    QCOMPARE(ask("security.selinux", 100).error, EOPNOTSUPP);
    fuse_getxattr_in none{};
    const auto names = rig.kernel.send(FUSE_LISTXATTR, file, FakeKernel::textOf(none));
    QVERIFY(rig.answerTo(names).as<fuse_getxattr_out>().size > 100);
}

void tst_Replies::failedLookupAnswerTakesTheCountBack()
{
    Rig rig(*m_account);
    const auto directory = rig.inodeOf(root, "c");
    const auto before = rig.files.inodeCount();
    const auto request = rig.kernel.upcoming();
    rig.kernel.failAnswerTo(request);
    rig.kernel.send(FUSE_LOOKUP, directory, std::string("f1") + '\0');
    QVERIFY(test::waitUntil([&] { return rig.kernel.hasFailed(request); }));
    QCOMPARE(rig.files.inodeCount(), before);
    QVERIFY(rig.kernel.answersTo(request).empty());
}

void tst_Replies::failedLateLookupAnswerTakesTheCountBack()
{
    Rig rig(*m_account);
    const auto before = rig.files.inodeCount();
    const auto request = rig.kernel.upcoming();
    rig.kernel.failAnswerTo(request);
    rig.kernel.send(FUSE_LOOKUP, root, std::string("c") + '\0');
    QVERIFY(test::waitUntil([&] { return rig.kernel.hasFailed(request); }));
    QCOMPARE(rig.files.inodeCount(), before);
}

void tst_Replies::failedOpenAnswerReleasesTheHandle()
{
    Rig rig(*m_account);
    const auto directory = rig.inodeOf(root, "c");
    const auto file = rig.inodeOf(directory, "f1");
    for (const auto opcode : {FUSE_OPEN, FUSE_OPENDIR}) {
        const auto request = rig.kernel.upcoming();
        rig.kernel.failAnswerTo(request);
        rig.kernel.send(opcode, opcode == FUSE_OPEN ? file : directory, std::string(8, '\0'));
        QVERIFY(test::waitUntil([&] { return rig.kernel.hasFailed(request); }));
        QCOMPARE(rig.files.openCount(), std::size_t{0});
    }
}

void tst_Replies::failedListingTakesTheCountsBack()
{
    Rig rig(*m_account);
    const auto directory = rig.inodeOf(root, "c");
    const auto handle = rig.open(FUSE_OPENDIR, directory);
    const auto before = rig.files.inodeCount();
    const auto request = rig.kernel.upcoming();
    rig.kernel.failAnswerTo(request);
    rig.kernel.send(FUSE_READDIRPLUS, directory, readBody(handle, 0, 65536));
    QVERIFY(test::waitUntil([&] { return rig.kernel.hasFailed(request); }));
    QCOMPARE(rig.files.inodeCount(), before);
}

void tst_Replies::readdirplusCountsOnlyWhatWasSent()
{
    Rig rig(*m_account);
    const auto directory = rig.inodeOf(root, "c");
    const auto handle = rig.open(FUSE_OPENDIR, directory);
    const auto before = rig.files.inodeCount();
    const auto listed =
        rig.answerTo(rig.kernel.send(FUSE_READDIRPLUS, directory, readBody(handle, 0, 1000)));
    const auto inodes = inodesIn(listed);
    QVERIFY(inodes.size() > 3); // "." and ".." have no number
    QVERIFY(inodes.size() < fileCount);
    QCOMPARE(inodes.at(0), std::uint64_t{0});
    QCOMPARE(inodes.at(1), std::uint64_t{0});
    QCOMPARE(rig.files.inodeCount(), before + inodes.size() - 2);
    for (const auto inode : inodes)
        rig.kernel.forget(inode, 1);
    QCOMPARE(rig.answerTo(rig.kernel.send(FUSE_STATFS, root)).error, 0);
    QCOMPARE(rig.files.inodeCount(), before);
}

void tst_Replies::forgetToZeroFreesTheNode()
{
    Rig rig(*m_account);
    const auto before = rig.files.inodeCount();
    const auto directory = rig.inodeOf(root, "c");
    const auto file = rig.inodeOf(directory, "f1");
    QCOMPARE(rig.inodeOf(directory, "f1"), file);
    const auto handle = rig.open(FUSE_OPEN, file);
    rig.kernel.forget(directory, 1); // its child keeps it
    rig.kernel.forget(file, 2); // its handle keeps it
    QCOMPARE(rig.answerTo(rig.kernel.send(FUSE_GETATTR, file, std::string(16, '\0'))).error, 0);
    const auto released = rig.kernel.send(FUSE_RELEASE, file, readBody(handle, 0, 0));
    QCOMPARE(rig.answerTo(released).error, 0);
    QCOMPARE(rig.files.inodeCount(), before + 1); // the inode cache keeps the collection
    const auto gone = rig.kernel.send(FUSE_GETATTR, file, std::string(16, '\0'));
    QCOMPARE(rig.answerTo(gone).error, ESTALE);
}

void tst_Replies::interruptThatOvertakesItsRequestCounts()
{
    Rig rig(*m_account);
    m_account->addFault("api", test::DemoAccount::faultOf(Kind::Silence));
    QElapsedTimer clock;
    clock.start();
    rig.kernel.interrupt(rig.kernel.upcoming());
    QCOMPARE(rig.lookup(root, "c").error, EINTR);
    QVERIFY(clock.elapsed() >= 900);
}

void tst_Replies::refusesWhatComesWhileItEnds()
{
    Rig rig(*m_account);
    m_account->addFault("api", test::DemoAccount::faultOf(Kind::Silence));
    std::vector<std::uint64_t> waiting;
    for (int i = 0; i < 20; ++i)
        waiting.push_back(rig.kernel.send(FUSE_LOOKUP, root, "n" + std::to_string(i) + '\0'));
    QCOMPARE(rig.answerTo(rig.kernel.send(FUSE_STATFS, root)).error, 0);
    auto ending = rig.session->shutDown();
    const auto late = rig.kernel.send(FUSE_GETATTR, root, std::string(16, '\0'));
    QVERIFY(test::resultOf(std::move(ending)));
    rig.session.reset();
    for (const auto request : waiting)
        QCOMPARE(rig.answerTo(request, 100).error, ENODEV);
    // Refused, or the device was closed before it was read: the kernel then says the same.
    const auto answers = rig.kernel.answersTo(late);
    QVERIFY(answers.empty() || (answers.size() == 1 && answers.front().error == ENODEV));
}

// A session of libfuse with one operation, which forgets its request.
void tst_Replies::replyThatIsDroppedAnswersEio()
{
    FakeKernel kernel;
    static QObject timers;
    static RequestList living(timers);
    fuse_lowlevel_ops table{};
    table.getattr = [](fuse_req_t raw, fuse_ino_t, fuse_file_info*) {
        const AttrReply reply(std::make_unique<Request>(raw, "GETATTR", living));
    };
    char name[] = "test";
    char* arguments[] = {name};
    fuse_args noOptions = FUSE_ARGS_INIT(1, arguments);
    fuse_session* const session = fuse_session_new(&noOptions, &table, sizeof table, nullptr);
    fuse_opt_free_args(&noOptions);
    QVERIFY(session);
    QCOMPARE(fuse_session_custom_io(session, &FakeKernel::io(), kernel.device()), 0);
    kernel.init();
    const auto request = kernel.send(FUSE_GETATTR, root, std::string(16, '\0'));
    QTest::ignoreMessage(QtCriticalMsg, "nobody answered GETATTR");
    fuse_buf buffer{};
    while (fuse_session_receive_buf(session, &buffer) > 0)
        fuse_session_process_buf(session, &buffer);
    std::free(buffer.mem);
    const auto answers = kernel.answersTo(request);
    fuse_session_destroy(session);
    QCOMPARE(answers.size(), std::size_t{1});
    QCOMPARE(answers.front().error, EIO);
    QVERIFY(living.isEmpty());
}

QTEST_GUILESS_MAIN(tst_Replies)
#include "tst_replies.moc"
