// SPDX-License-Identifier: Apache-2.0
// What a program reads while the Keep services send what they should not: never a file to its end
// with wrong bytes. Each service is good or wrong in every way, in all combinations, in each mode
// of verifying, for files that fill blocks and for small ones that share one.
#include "keep/filemap.h"
#include "keep/md5.h"
#include "support/inprocessmount.h"
#include "support/smallworld.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;

namespace {

constexpr int timeLimit = 8000; // ms, for one file
constexpr std::size_t wholeSize = 1'500'000;
constexpr std::size_t smallSize = 40'000;
constexpr int smallFiles = 5;
constexpr std::uint64_t early = 100'000; // in a block: given out before the MD5 is known, or not
constexpr std::uint64_t late = 1'000'000;

enum class State
{
    Good,
    Late,
    Short,
    Cut,
    Wrong,
    WrongLate,
    BrokenOff,
    Dead,
};
const std::vector<std::pair<const char*, State>> states{{"good", State::Good},
                                                        {"late", State::Late},
                                                        {"short", State::Short},
                                                        {"cut", State::Cut},
                                                        {"wrong", State::Wrong},
                                                        {"wrong at its end", State::WrongLate},
                                                        {"broken off", State::BrokenOff},
                                                        {"dead", State::Dead}};
const std::vector<std::pair<const char*, Verify>> modes{
    {"standard", Verify::Standard}, {"strict", Verify::Strict}, {"early", Verify::Early}};

bool isUsable(State state)
{
    return state == State::Good || state == State::Late;
}

std::optional<Fault> faultFor(State state, std::size_t size)
{
    const auto middle = std::min<std::uint64_t>(early, size / 2);
    switch (state) {
    case State::Good:
        return std::nullopt;
    case State::Late:
        return DemoAccount::latencyFault(100ms);
    case State::Short:
        return DemoAccount::faultAt(Fault::Kind::ShortBody, size - 10);
    case State::Cut:
        return DemoAccount::faultAt(Fault::Kind::CutBody, size - 10);
    case State::Wrong:
        return DemoAccount::faultAt(Fault::Kind::WrongByte, middle);
    case State::WrongLate:
        return DemoAccount::faultAt(Fault::Kind::WrongByte, size - 1);
    case State::BrokenOff:
        return DemoAccount::faultAt(Fault::Kind::DropInBody, std::min(late, size / 2));
    case State::Dead:
        return DemoAccount::faultOf(Fault::Kind::Dead);
    }
    return std::nullopt;
}

std::string randomBytes(std::size_t size)
{
    std::string bytes(size, '\0');
    QRandomGenerator::global()->fillRange(reinterpret_cast<quint32*>(bytes.data()),
                                          static_cast<qsizetype>(size / sizeof(quint32)));
    return bytes;
}

// What a program gets that reads a file from where it begins to its end.
struct Read
{
    std::string bytes; // as far as it came
    int error = 0; // errno
    [[nodiscard]] bool isWhole() const { return error == 0; }
};

Read readFrom(const QString& path, off_t offset)
{
    Read read;
    const int fd = ::open(qPrintable(path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {{}, errno};
    std::string piece(50'000, '\0');
    for (;;) {
        const auto at = offset + static_cast<off_t>(read.bytes.size());
        const auto got = ::pread(fd, piece.data(), piece.size(), at);
        if (got <= 0) {
            read.error = got < 0 ? errno : 0;
            break;
        }
        read.bytes.append(piece, 0, static_cast<std::size_t>(got));
    }
    ::close(fd);
    return read;
}

} // namespace

class tst_Corruption : public QObject
{
    Q_OBJECT

private:
    struct File
    {
        QString name;
        std::string content;
    };
    struct Stored
    {
        std::string hash; // of its one block, which both services have
        QString uuid;
    };
    // The files one behind the other.
    Stored addCollection(const std::vector<File>& files);
    void setFaults(const std::string& hash, std::size_t size, State first, State second);
    void verifyRead(const QString& path, const std::string& content, bool mustBeWhole);
    void verifyModes(const std::vector<File>& files);

    Mailbox m_mailbox;
    DemoAccount m_account;
    SharedServices m_shared;
    std::map<Verify, std::unique_ptr<test::InProcessMount>> m_mounts;
    int m_cases = 0;

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_mounts.clear(); }
    void cleanup() { m_account.cluster.faults().clear(); }

    void noFileIsReadToItsEndWithWrongBytes_data();
    void noFileIsReadToItsEndWithWrongBytes();
    void smallFilesThatShareABlockAreRightOrErrors_data();
    void smallFilesThatShareABlockAreRightOrErrors();
};

void tst_Corruption::initTestCase()
{
    for (const auto& [name, mode] : modes) {
        auto mount = std::make_unique<test::InProcessMount>(m_shared, m_account.credentials());
        mount->spec.selection.mode = MountSelection::Mode::ById;
        mount->spec.verify = mode;
        mount->spec.retry.tries = 1;
        QVERIFY2(mount->mount(), mount->complaint().constData());
        m_mounts.emplace(mode, std::move(mount));
    }
}

tst_Corruption::Stored tst_Corruption::addCollection(const std::vector<File>& files)
{
    std::string block;
    std::string tokens;
    for (const auto& file : files) {
        tokens += ' ' + std::to_string(block.size()) + ':' + std::to_string(file.content.size())
            + ':' + file.name.toStdString();
        block += file.content;
    }
    for (int i = 0; i < 2; ++i)
        (void)m_account.cluster.blocks(i).add(block);
    const auto hash = md5Hex({block.data(), static_cast<qsizetype>(block.size())}).toStdString();
    demo::NewCollection collection;
    collection.owner = m_account.user;
    collection.name = "case " + std::to_string(++m_cases);
    collection.manifest = ". " + hash + '+' + std::to_string(block.size()) + tokens + '\n';
    const auto added = m_account.cluster.store().addCollection(collection);
    return added ? Stored{hash, QString::fromStdString(*added)} : Stored();
}

void tst_Corruption::setFaults(const std::string& hash, std::size_t size, State first, State second)
{
    const auto add = [&](const char* server, State state) {
        auto fault = faultFor(state, size);
        if (!fault)
            return;
        if (state != State::Dead)
            fault->path = hash;
        m_account.addFault(server, *fault);
    };
    add("keep0", first);
    add("keep1", second);
}

void tst_Corruption::verifyRead(const QString& path, const std::string& content, bool mustBeWhole)
{
    QElapsedTimer time;
    time.start();
    const auto read = readFrom(path, 0);
    QVERIFY2(time.elapsed() < timeLimit, qPrintable(QString::number(time.elapsed())));
    QVERIFY2(read.isWhole() || !mustBeWhole,
             qPrintable(QStringLiteral("%1 after %2 bytes")
                            .arg(QString::fromLocal8Bit(std::strerror(read.error)))
                            .arg(read.bytes.size())));
    QVERIFY(!read.isWhole() || read.bytes == content);
}

void tst_Corruption::verifyModes(const std::vector<File>& files)
{
    QFETCH(int, first);
    QFETCH(int, second);
    const auto one = static_cast<State>(first);
    const auto other = static_cast<State>(second);
    const bool isAnyUsable = isUsable(one) || isUsable(other);
    const bool areAllUsable = isUsable(one) && isUsable(other);
    for (const auto& [name, mode] : modes) {
        // New content for each mode, since all mounts share the blocks.
        auto fresh = files;
        std::size_t size = 0;
        for (auto& file : fresh) {
            file.content = randomBytes(file.content.size());
            size += file.content.size();
        }
        const auto stored = addCollection(fresh);
        QVERIFY(!stored.hash.empty());
        m_account.cluster.faults().clear();
        setFaults(stored.hash, size, one, other);
        for (const auto& file : fresh) {
            const auto path = m_mounts.at(mode)->path(stored.uuid + u'/' + file.name);
            const bool isHeldWhole =
                mode == Verify::Strict || file.content.size() <= FileMap::heldTail;
            verifyRead(path, file.content, areAllUsable || (isAnyUsable && isHeldWhole));
            if (QTest::currentTestFailed())
                qWarning("mode %s, first read of %s", name, qPrintable(file.name));
            verifyRead(path, file.content, isAnyUsable); // and whoever opens it again
            if (QTest::currentTestFailed())
                return qWarning("mode %s, %s", name, qPrintable(file.name));
            const auto jumped = readFrom(path, static_cast<off_t>(file.content.size() / 2));
            QVERIFY(jumped.isWhole() == isAnyUsable);
            QVERIFY(!jumped.isWhole()
                    || jumped.bytes == file.content.substr(file.content.size() / 2));
        }
    }
}

void tst_Corruption::noFileIsReadToItsEndWithWrongBytes_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    for (const auto& [oneName, one] : states)
        for (const auto& [otherName, other] : states)
            QTest::addRow("%s and %s", oneName, otherName)
                << static_cast<int>(one) << static_cast<int>(other);
}

void tst_Corruption::noFileIsReadToItsEndWithWrongBytes()
{
    verifyModes({{QStringLiteral("whole"), std::string(wholeSize, '\0')}});
}

void tst_Corruption::smallFilesThatShareABlockAreRightOrErrors_data()
{
    noFileIsReadToItsEndWithWrongBytes_data();
}

void tst_Corruption::smallFilesThatShareABlockAreRightOrErrors()
{
    std::vector<File> files;
    for (int i = 0; i < smallFiles; ++i)
        files.push_back({QStringLiteral("small%1").arg(i), std::string(smallSize, '\0')});
    verifyModes(files);
}

QTEST_GUILESS_MAIN(tst_Corruption)
#include "tst_corruption.moc"
