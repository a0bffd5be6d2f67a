// SPDX-License-Identifier: Apache-2.0
// The table of errors: for every kind of thing in a mount and everything that may be wrong with a
// server, what a program gets when it comes first, what it gets when the thing was had before, and
// that all is as ever as soon as the server is.
#include "async/mailbox.h"
#include "errnoworld.h"
#include "support/inprocessmount.h"
#include "support/logrecord.h"

#include <QtTest>

#include <cerrno>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;
using test::Subject;
using Operation = Subject::Operation;
using Later = Subject::Later;

Q_DECLARE_METATYPE(arv::demo::Fault)

namespace {

constexpr int inTime = 10000; // ms, for an answer of whatever kind
constexpr int inLongTime = 60000;
constexpr int soonGood = 5000; // ms after the server is well again
constexpr auto patience = 400ms; // with a server that never answers
constexpr int afterKeepFailure = 9000; // what Keep did not have is not asked for again for 5 s

const QByteArray page("<html><body><h1>Bad Gateway</h1></body></html>");

// What is wrong with the API, and what the one who comes first gets.
struct ApiCase
{
    const char* name;
    Fault fault;
    int error;
    bool neverEnds = false; // asked by a mount that does not wait for long
};

Fault status(int number, const std::string& body = {}, const std::string& type = {})
{
    auto fault = DemoAccount::statusFault(number, body);
    fault.contentType = type;
    return fault;
}

Fault refusal(int number)
{
    return status(number, R"({"errors":["no, says the server"]})", "application/json");
}

std::vector<ApiCase> apiCases()
{
    using enum Fault::Kind;
    constexpr std::uint64_t early = 20; // bytes
    const auto html = page.toStdString();
    const std::string otherRecord = R"({"uuid": "zzzzz-4zz18-000000000000000"})";
    return {{"slow", DemoAccount::latencyFault(200ms), 0},
            {"401 token refused", refusal(401), EACCES},
            {"403 forbidden", refusal(403), EACCES},
            {"404 not found", refusal(404), ENOENT},
            {"422 refused", refusal(422), EINVAL},
            {"429 too many requests", refusal(429), EIO},
            {"500 out of its mind", refusal(500), EIO},
            {"503 without a word", status(503), EIO},
            {"502 with a page", status(502, html, "text/html"), EIO},
            {"200 with a page", status(200, html, "text/html"), EIO},
            {"302 moved", status(302), EIO},
            {"200 with nothing", status(200), EIO},
            {"200 with a list", status(200, "[1, 2]", "application/json"), EIO},
            {"200 with an empty object", status(200, "{}", "application/json"), EIO},
            {"200 with another record", status(200, otherRecord, "application/json"), EIO},
            {"200 without JSON", DemoAccount::faultOf(NotJson), EIO},
            {"dropped at once", DemoAccount::faultOf(Drop), EIO},
            {"dropped in the body", DemoAccount::faultAt(DropInBody, early), EIO},
            {"ended early", DemoAccount::faultAt(ShortBody, early), EIO},
            {"too short", DemoAccount::faultAt(CutBody, early), EIO},
            {"dead", DemoAccount::faultOf(Dead), EIO},
            {"silence", DemoAccount::faultOf(Silence), ETIMEDOUT, true}};
}

// What is wrong with every Keep service.
std::vector<std::pair<const char*, Fault>> keepCases()
{
    using enum Fault::Kind;
    constexpr std::uint64_t early = 3; // bytes
    return {{"400 signature refused", status(400)},
            {"401 signature expired", status(401)},
            {"403 token refused", status(403)},
            {"404 not found", status(404)},
            {"422 signature refused by a proxy", status(422)},
            {"500 out of its mind", status(500)},
            {"502 damaged", status(502)},
            {"503 busy", status(503)},
            {"302 moved", status(302)},
            {"wrong byte", DemoAccount::faultAt(WrongByte, early)},
            {"dropped at once", DemoAccount::faultOf(Drop)},
            {"dropped in the body", DemoAccount::faultAt(DropInBody, early)},
            {"ended early", DemoAccount::faultAt(ShortBody, early)},
            {"too short", DemoAccount::faultAt(CutBody, early)},
            {"nothing in it", DemoAccount::faultAt(CutBody, 0)},
            {"without end", DemoAccount::faultOf(Endless)},
            {"dead", DemoAccount::faultOf(Dead)}};
}

const char* nameOf(Operation operation)
{
    switch (operation) {
    case Operation::Stat:
        return "stat";
    case Operation::List:
        return "list";
    case Operation::Read:
        return "read";
    case Operation::Attribute:
        return "xattr";
    }
    return "";
}

struct Row
{
    const ApiCase* api;
    Subject subject;
    bool wasHad = false;
};

QString told(const test::Outcome& outcome)
{
    return QString::fromUtf8(::strerror(outcome.status)) + u'\n' + outcome.told();
}

bool gives(const test::Outcome& outcome, const QByteArray& holds)
{
    return outcome.isSuccess() && outcome.out.contains(holds);
}

} // namespace

class tst_ErrnoTable : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] test::Outcome attempt(Operation operation, const QString& path,
                                        int milliseconds = inTime,
                                        const char* attribute = "") const;
    [[nodiscard]] test::Outcome attempt(const Subject& subject) const
    {
        return attempt(subject.operation, subject.path, inTime, subject.attribute);
    }
    [[nodiscard]] std::unique_ptr<test::InProcessMount> mounted(MountSelection::Mode mode,
                                                                const RetryPolicy& retry);
    // The error as READDIR and the rest give it.
    [[nodiscard]] static int firstError(const Row& row);
    [[nodiscard]] bool isToldOf(const QDateTime& since, const test::LogRecord& log);
    [[nodiscard]] bool becomesGood(const Subject& subject, int milliseconds = soonGood);
    [[nodiscard]] const MountSnapshot& snapshot() const { return m_used->controller().snapshot(); }
    void use(const Row& row) { m_used = (row.api->neverEnds ? m_impatient : m_mount).get(); }
    [[nodiscard]] Subject keepFile(const std::string& name) const
    {
        const auto path = m_files + u'/' + QString::fromStdString(name);
        const auto content = QByteArray::fromStdString(test::ErrnoWorld::contentOf(name));
        return {"", Operation::Read, {}, path + QStringLiteral("/file.txt"), content};
    }
    void addSubjects();
    void addRows();
    void checkOld(const Row& row);
    void breakApi(const Fault& fault) { m_account->addFault("api", fault); }
    void breakKeep(const Fault& fault)
    {
        m_account->addFault("keep0", fault);
        m_account->addFault("keep1", fault);
    }
    void mend() { m_account->cluster.faults().clear(); }

    Mailbox m_mailbox;
    std::unique_ptr<SharedServices> m_shared;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<test::ErrnoWorld> m_world;
    std::unique_ptr<test::InProcessMount> m_mount;
    std::unique_ptr<test::InProcessMount> m_impatient; // the same
    std::unique_ptr<test::InProcessMount> m_byTag;
    test::InProcessMount* m_used = nullptr; // by attempt(): one of these
    const std::vector<ApiCase> m_apiCases = apiCases();
    std::vector<Row> m_rows;
    std::vector<std::string> m_broken; // UUIDs of collections, one for each row
    QStringList m_endless; // folders of a project, one for each row
    QString m_files; // the folder with the collections of the Keep rows

private Q_SLOTS:
    void initTestCase();
    void init()
    {
        mend();
        m_used = m_mount.get();
    }
    void cleanupTestCase();

    void whoComesFirstGetsTheErrorAndLaterTheThing_data() { addRows(); }
    void whoComesFirstGetsTheErrorAndLaterTheThing();
    void whatWasHadBeforeIsServedOn_data() { addRows(); }
    void whatWasHadBeforeIsServedOn();
    void answerWithoutEndIsAnError_data();
    void answerWithoutEndIsAnError();
    void blockThatCannotBeHadIsAnErrorOfItsFile_data();
    void blockThatCannotBeHadIsAnErrorOfItsFile();
    void blocksAreReadAgainAndThenServedFromMemory();
    void brokenManifestIsAnErrorOfItsCollectionUntilItIsMended_data();
    void brokenManifestIsAnErrorOfItsCollectionUntilItIsMended();
    void nameThatIsNoIdentifierIsNotThereWhateverHappens();
    void tagsGoOnAfterEachFailure();
};

void tst_ErrnoTable::initTestCase()
{
    m_shared = std::make_unique<SharedServices>();
    m_account = std::make_unique<DemoAccount>();
    m_world = std::make_unique<test::ErrnoWorld>(*m_account);
    addSubjects();
    for (const auto& [name, fault] : keepCases())
        (void)m_world->collection(m_world->project(), name, name);
    for (const std::string name : {"broken 1", "broken 2"})
        m_broken.push_back(m_world->collection(m_world->project(), name, name));
    for (int i = 0; i < 2; ++i)
        m_endless += m_world->own(CustomMount::Kind::ById) + u'/'
            + QString::fromStdString(m_world->project());
    m_files =
        m_world->own(CustomMount::Kind::ById) + u'/' + QString::fromStdString(m_world->project());
    RetryPolicy policy;
    policy.tries = 2;
    policy.second = 1ms;
    m_mount = mounted(MountSelection::Mode::Custom, policy);
    policy.tries = 1;
    policy.answer = patience;
    m_impatient = mounted(MountSelection::Mode::Custom, policy);
    m_byTag = mounted(MountSelection::Mode::ByTag, policy);
}

// Those of one subject one after the other: the mount tells the same failure only now and then.
void tst_ErrnoTable::addSubjects()
{
    std::vector<QList<Subject>> subjects;
    for (std::size_t i = 0; i < m_apiCases.size(); ++i)
        subjects.push_back(m_world->subjects());
    for (qsizetype subject = 0; subject < subjects.front().size(); ++subject) {
        for (std::size_t i = 0; i < m_apiCases.size(); ++i)
            m_rows.push_back({&m_apiCases[i], subjects[i][subject]});
    }
}

std::unique_ptr<test::InProcessMount> tst_ErrnoTable::mounted(MountSelection::Mode mode,
                                                              const RetryPolicy& retry)
{
    auto made = std::make_unique<test::InProcessMount>(*m_shared, m_account->credentials());
    auto& spec = made->spec;
    spec.selection.mode = mode;
    if (mode == MountSelection::Mode::Custom)
        spec.selection.custom = m_world->entries();
    spec.retry = retry;
    spec.refreshTime = 100ms;
    spec.showOtherObjects = true;
    spec.listenToEvents = false;
    if (!made->mount())
        qFatal("%s", made->complaint().constData());
    made->controller().watchFigures(true);
    return made;
}

void tst_ErrnoTable::cleanupTestCase()
{
    mend();
    for (const auto* mount : {&m_mount, &m_impatient, &m_byTag})
        QVERIFY(!*mount || (*mount)->stop());
}

test::Outcome tst_ErrnoTable::attempt(Operation operation, const QString& path, int milliseconds,
                                      const char* attribute) const
{
    QStringList arguments{QString::fromLatin1(nameOf(operation)), m_used->path(path)};
    if (operation == Operation::Attribute)
        arguments += QString::fromLatin1(attribute);
    return test::run(QStringLiteral(ARV_BINARY_DIR "/../tests/errnoprobe"), arguments,
                     milliseconds);
}

// Listing tools take ENOENT in the middle for the end of the directory: it is told otherwise there.
int tst_ErrnoTable::firstError(const Row& row)
{
    const auto& subject = row.subject;
    if (subject.later == Later::Local)
        return 0;
    return row.api->error == ENOENT && subject.isListedInPages ? ESTALE : row.api->error;
}

// In the snapshot and, by the same words, in the log.
bool tst_ErrnoTable::isToldOf(const QDateTime& since, const test::LogRecord& log)
{
    return test::waitUntil([&] { return snapshot().lastFailureAt >= since; }, 3000)
        && log.all().contains(snapshot().lastFailure);
}

bool tst_ErrnoTable::becomesGood(const Subject& subject, int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    test::Outcome got;
    do {
        got = attempt(subject);
        if (got.isSuccess()) // at the first success already it must be the whole of it
            return gives(got, subject.holds);
    } while (clock.elapsed() < milliseconds);
    qWarning("%s", qPrintable(told(got)));
    return false;
}

void tst_ErrnoTable::addRows()
{
    QTest::addColumn<std::size_t>("number");
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        QTest::addRow("%s, %s: %s", m_rows[i].subject.kind, nameOf(m_rows[i].subject.operation),
                      m_rows[i].api->name)
            << i;
}

void tst_ErrnoTable::whoComesFirstGetsTheErrorAndLaterTheThing()
{
    QFETCH(std::size_t, number);
    auto& row = m_rows.at(number);
    const auto& subject = row.subject;
    use(row);
    const auto isKnown = [&] { return attempt(Operation::Stat, subject.known).isSuccess(); };
    QVERIFY(subject.known.isEmpty() || test::waitUntil(isKnown, soonGood));
    const test::LogRecord log;
    const auto since = QDateTime::currentDateTimeUtc();
    breakApi(row.api->fault);
    const auto first = attempt(subject);
    const int error = firstError(row);
    QVERIFY2(first.inTime && first.status == error, qPrintable(told(first)));
    QVERIFY2(error != 0 || gives(first, subject.holds), qPrintable(told(first)));
    QVERIFY2(first.status != ENOENT || first.err != "readdir", "a listing that ends too soon");
    // Of a name that is not there nobody needs to be told; of a directory that cannot be shown yes.
    if (error != 0 && (error != ENOENT || subject.isKnownDirectory()))
        QVERIFY2(isToldOf(since, log),
                 qPrintable(snapshot().lastFailure + u'\n' + log.all().right(3000)));
    mend();
    QVERIFY(becomesGood(subject));
    row.wasHad = true;
}

// Old by now, most of it too old to be served before the server was asked.
void tst_ErrnoTable::whatWasHadBeforeIsServedOn()
{
    QFETCH(std::size_t, number);
    auto& row = m_rows.at(number);
    use(row);
    if (!row.wasHad)
        QVERIFY(becomesGood(row.subject));
    breakApi(row.api->fault);
    checkOld(row);
    mend();
    QVERIFY(becomesGood(row.subject));
}

void tst_ErrnoTable::checkOld(const Row& row)
{
    const auto& subject = row.subject;
    m_account->cluster.forgetRequestsSeen();
    const bool isBelieved = subject.later == Later::Believed && row.api->error == ENOENT;
    // A dead server cannot say that it was asked: then it is enough that nothing changes for a time
    // in which others are.
    const bool isAsked = subject.later == Later::ServedOn || subject.later == Later::Believed;
    const bool isSeen = isAsked && row.api->fault.kind != Fault::Kind::Dead;
    QElapsedTimer clock;
    clock.start();
    bool isOver = false;
    while (!isOver && clock.elapsed() < inTime) {
        const auto got = attempt(subject);
        if (isBelieved && got.status == ENOENT)
            return;
        QVERIFY2(gives(got, subject.holds), qPrintable(told(got)));
        const bool wasAsked = !m_account->cluster.requestsSeen().empty();
        isOver = isSeen ? wasAsked && !isBelieved : !isAsked || clock.elapsed() > 150;
    }
    QVERIFY2(isOver, "the server was never asked");
    const auto afterwards = attempt(subject);
    QVERIFY2(gives(afterwards, subject.holds), qPrintable(told(afterwards)));
}

// Not a fault of the table: it costs as many bytes as the largest of all answers may have.
void tst_ErrnoTable::answerWithoutEndIsAnError_data()
{
    QTest::addColumn<QString>("below");
    QTest::addColumn<QByteArray>("holds");
    QTest::newRow("project") << QString() << QByteArray("reads");
    QTest::newRow("collection") << QStringLiteral("/reads") << QByteArray("file.txt");
}

void tst_ErrnoTable::answerWithoutEndIsAnError()
{
    QFETCH(QString, below);
    QFETCH(QByteArray, holds);
    const Subject subject{"", Operation::List, {}, m_endless.takeFirst() + below, holds};
    QVERIFY(attempt(Operation::Stat, subject.path).isSuccess());
    breakApi(DemoAccount::faultOf(Fault::Kind::Endless));
    const auto first = attempt(Operation::List, subject.path, inLongTime);
    QVERIFY2(first.inTime && first.status == EIO, qPrintable(told(first)));
    mend();
    QVERIFY(becomesGood(subject));
}

void tst_ErrnoTable::blockThatCannotBeHadIsAnErrorOfItsFile_data()
{
    QTest::addColumn<Fault>("fault");
    for (const auto& [name, fault] : keepCases())
        QTest::newRow(name) << fault;
}

void tst_ErrnoTable::blockThatCannotBeHadIsAnErrorOfItsFile()
{
    QFETCH(Fault, fault);
    const auto name = QString::fromLatin1(QTest::currentDataTag());
    const auto subject = keepFile(name.toStdString());
    QVERIFY(attempt(Operation::Stat, subject.path).isSuccess());
    const test::LogRecord log;
    const auto since = QDateTime::currentDateTimeUtc();
    breakKeep(fault);
    const auto first = attempt(subject);
    QVERIFY2(first.inTime && first.status == EIO && first.out.isEmpty(), qPrintable(told(first)));
    QCOMPARE(first.err, QByteArray("read"));
    QVERIFY2(isToldOf(since, log), qPrintable(snapshot().lastFailure));
    QVERIFY(attempt(Operation::List, m_files + u'/' + name).isSuccess()); // its file alone
}

void tst_ErrnoTable::blocksAreReadAgainAndThenServedFromMemory()
{
    for (const auto& [name, fault] : keepCases())
        QVERIFY2(becomesGood(keepFile(name), afterKeepFailure), name);
    for (const auto& [name, fault] : keepCases()) {
        mend();
        breakKeep(fault);
        const auto again = attempt(keepFile(name));
        QVERIFY2(gives(again, keepFile(name).holds), qPrintable(told(again)));
    }
}

void tst_ErrnoTable::brokenManifestIsAnErrorOfItsCollectionUntilItIsMended_data()
{
    QTest::addColumn<bool>("byId");
    QTest::newRow("in its project") << false;
    QTest::newRow("in by_id") << true;
}

void tst_ErrnoTable::brokenManifestIsAnErrorOfItsCollectionUntilItIsMended()
{
    QFETCH(bool, byId);
    const std::string name = byId ? "broken 1" : "broken 2";
    const auto uuid = m_broken.at(byId ? 0 : 1);
    auto& store = m_account->cluster.store();
    QVERIFY(store.replaceManifest(uuid, "this is no manifest\n"));
    const auto folder = byId ? m_files.section(u'/', 0, 0) + u'/' + QString::fromStdString(uuid)
                             : m_files + u'/' + QString::fromStdString(name);
    const test::LogRecord log;
    const auto since = QDateTime::currentDateTimeUtc();
    const Subject subject{"", Operation::List, {}, folder, "file.txt"};
    const auto first = attempt(subject);
    QVERIFY2(first.inTime && first.status == EIO, qPrintable(told(first)));
    QVERIFY2(isToldOf(since, log), qPrintable(snapshot().lastFailure));
    QVERIFY(log.all().contains(QString::fromStdString(uuid)));
    QCOMPARE(attempt(Operation::Stat, folder + QStringLiteral("/file.txt")).status, EIO);
    QVERIFY(store.replaceManifest(uuid, m_world->manifestOf(name)));
    QVERIFY(becomesGood(subject));
}

void tst_ErrnoTable::nameThatIsNoIdentifierIsNotThereWhateverHappens()
{
    breakApi(DemoAccount::faultOf(Fault::Kind::Dead));
    const auto folder = m_files.section(u'/', 0, 0) + u'/';
    for (const auto* name : {"nothing", "zzzzz-4zz18-short", "zzzzz-tpzed-000000000000000"})
        QCOMPARE(attempt(Operation::Stat, folder + QString::fromLatin1(name)).status, ENOENT);
    QCOMPARE(attempt(Operation::Stat, QStringLiteral("nothing")).status, ENOENT);
    QCOMPARE(attempt(Operation::List, folder + QStringLiteral("README")).status, ENOTDIR);
    QCOMPARE(attempt(Operation::Read, folder).status, EISDIR);
}

// One after the other fails for one tag each, while something gets this tag.
void tst_ErrnoTable::tagsGoOnAfterEachFailure()
{
    m_used = m_byTag.get();
    auto& store = m_account->cluster.store();
    const auto tagOf = [](const ApiCase& api) { return "tag " + std::string(api.name); };
    const auto folderOf = [&](const ApiCase& api) { return QString::fromStdString(tagOf(api)); };
    const auto tagOne = [&](const ApiCase& api, const std::string& name) {
        const auto uuid = m_world->collection(m_world->project(), name + api.name, name);
        store.addTag(m_account->user, tagOf(api), uuid);
        return QByteArray::fromStdString(uuid);
    };
    std::map<const ApiCase*, QByteArray> old;
    std::map<const ApiCase*, QByteArray> added;
    for (const auto& api : m_apiCases)
        old[&api] = tagOne(api, "old ");
    for (const auto& api : m_apiCases) {
        const Subject tag{"", Operation::List, {}, folderOf(api), old[&api]};
        QVERIFY2(becomesGood(tag), api.name);
        added[&api] = tagOne(api, "new ");
        breakApi(api.fault);
        m_account->cluster.forgetRequestsSeen();
        const auto isAsked = [&] {
            return gives(attempt(tag), tag.holds)
                && (api.fault.kind == Fault::Kind::Dead
                    || !m_account->cluster.requestsSeen().empty());
        };
        QVERIFY2(test::waitUntil(isAsked, soonGood), api.name);
        mend();
    }
    for (const auto& api : m_apiCases) {
        const auto isThere = [&] {
            return gives(attempt(Operation::List, folderOf(api)), added[&api]);
        };
        QVERIFY2(test::waitUntil(isThere, soonGood), api.name);
    }
}

QTEST_GUILESS_MAIN(tst_ErrnoTable)
#include "tst_errnotable.moc"
