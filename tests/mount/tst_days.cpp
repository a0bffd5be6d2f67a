// SPDX-License-Identifier: Apache-2.0
// Days with a mount in fast motion: hours of the mount's clock and of the cluster's signatures pass
// between one look and the next, while people change everything, and programs hold files and
// folders open. What the kernel keeps by itself it keeps in real time.
#include "async/mailbox.h"
#include "mount/changingworld.h"
#include "support/inprocessmount.h"
#include "support/movedclock.h"
#include "support/steadyreader.h"

#include <QtTest>

#include <cstdio>

using namespace arv;
using namespace std::chrono_literals;
using test::ChangingWorld;
using Feed = MountSnapshot::Feed;

namespace {

constexpr auto refreshTime = 100ms; // real time, for the kernel's sake
constexpr auto signaturesLast = 8h;
constexpr auto atOnce = 2000ms; // with the feed: two looks, and the wait between them
constexpr auto newConnection = 5000ms; // and what was missed
constexpr auto polled = 3000ms; // without: twice the refresh time, and the requests
constexpr std::size_t mostHeld = 12;
constexpr int mostCuts = 4; // whoever is cut again and again waits longer and longer

int stepsOfThisRun()
{
    const int asked = qEnvironmentVariableIntValue("ARV_STEPS");
    const int usual = qEnvironmentVariableIsSet("ARV_LONG") ? 3000 : 30;
    return asked > 0 ? asked : usual;
}

unsigned seedOfThisRun()
{
    const auto asked = static_cast<unsigned>(qEnvironmentVariableIntValue("ARV_SEED"));
    return asked > 0 ? asked : std::random_device()() % 1000000 + 1;
}

// Descriptors of a program, with what they may show.
struct Holder
{
    std::size_t collection = 0;
    QString path;
    int folder = -1; // of the collection: it stands in it
    DIR* listing = nullptr; // of the collection, read to the end much later
    int file = -1; // file1, if there was one
    QSet<QByteArray> names; // of the listing, each time one a line
    QSet<QByteArray> labels; // of file1: any of these
};

QSet<QByteArray> setOf(const QByteArray& lines)
{
    auto all = lines.split('\n');
    all.removeAll(QByteArray()); // of a folder with nothing in it
    return {all.begin(), all.end()};
}

QByteArray namesOf(const QMap<QString, QByteArray>& files)
{
    return QStringList(files.keys()).join(u'\n').toUtf8();
}

// What was there all the time is in it, what never was is not; what came or went may be.
bool isListingOf(const Holder& holder, const QByteArray& listing)
{
    const auto names = setOf(listing);
    QSet<QByteArray> ever;
    auto always = setOf(*holder.names.begin());
    for (const auto& known : holder.names) {
        ever += setOf(known);
        always &= setOf(known);
    }
    return ever.contains(names) && names.contains(always)
        && (names.isEmpty() || names.size() == listing.count('\n') + 1); // none twice
}

} // namespace

class tst_Days : public QObject
{
    Q_OBJECT

private:
    void start(bool withFeed);
    [[nodiscard]] bool pass(int step);
    [[nodiscard]] bool viewIsRight(std::chrono::milliseconds atMost);
    [[nodiscard]] bool isFeedBack();
    void changeThings();
    void holdOne();
    void noteVersions();
    [[nodiscard]] bool heldAreRight(std::chrono::milliseconds atMost);
    [[nodiscard]] QByteArray wrongOf(const Holder& holder) const;
    void letGo(std::size_t at);

    Mailbox m_mailbox;
    std::shared_ptr<test::MovedClock> m_clock;
    std::unique_ptr<SharedServices> m_shared;
    std::unique_ptr<test::DemoAccount> m_account;
    std::unique_ptr<ChangingWorld> m_world;
    std::unique_ptr<test::InProcessMount> m_mount;
    std::vector<Holder> m_held;
    QStringList m_lately; // what was changed
    bool m_withFeed = false;
    int m_cuts = 0; // of the feed
    std::chrono::milliseconds m_longest{0};

private Q_SLOTS:
    void daysPassAndAllStaysRight_data();
    void daysPassAndAllStaysRight();
    void cleanup();
};

void tst_Days::daysPassAndAllStaysRight_data()
{
    QTest::addColumn<bool>("withFeed");
    QTest::newRow("by asking again") << false;
    QTest::newRow("by the feed") << true;
}

void tst_Days::start(bool withFeed)
{
    const auto seed = seedOfThisRun();
    std::printf("ARV_SEED=%u\n", seed);
    std::fflush(stdout);
    m_clock = std::make_shared<test::MovedClock>();
    m_shared = std::make_unique<SharedServices>();
    m_shared->clock = m_clock;
    demo::DemoOptions options;
    options.clock = m_clock;
    options.signatureTtl = std::chrono::seconds(signaturesLast).count();
    m_account = std::make_unique<test::DemoAccount>(options);
    m_world = std::make_unique<ChangingWorld>(*m_account, seed);
    m_mount = std::make_unique<test::InProcessMount>(*m_shared, m_account->credentials());
    m_mount->spec.selection.mode = MountSelection::Mode::All;
    m_mount->spec.listenToEvents = withFeed;
    if (!withFeed)
        m_mount->spec.refreshTime = refreshTime;
    m_lately.clear();
    m_withFeed = withFeed;
    m_longest = 0ms;
    m_cuts = 0;
}

void tst_Days::daysPassAndAllStaysRight()
{
    QFETCH(bool, withFeed);
    start(withFeed);
    QVERIFY(m_mount->mount());
    const auto expected = withFeed ? Feed::Connected : Feed::Off;
    QVERIFY(test::waitUntil([&] { return m_mount->controller().snapshot().feed == expected; }));
    test::SteadyReader reader(m_mount->path(m_world->steadyPath()), ChangingWorld::steadyBytes());
    for (int step = 0; step < stepsOfThisRun(); ++step)
        QVERIFY2(pass(step), qPrintable(m_lately.join(u'\n')));
    const auto record = reader.ended();
    QVERIFY2(record && record->reads > 0, "the reader hangs");
    QCOMPARE(record->wrong, QByteArray());
    using std::chrono::hours;
    std::printf("%lld hours passed; the latest sight of a change after %lld ms; %lld reads of a "
                "file that stays, the longest %lld ms\n",
                static_cast<long long>(std::chrono::duration_cast<hours>(m_clock->ahead()).count()),
                static_cast<long long>(m_longest.count()), static_cast<long long>(record->reads),
                static_cast<long long>(record->longest.count()));
}

void tst_Days::cleanup()
{
    while (!m_held.empty())
        letGo(0);
    const bool isStopped = m_mount->stop();
    m_mount.reset();
    m_world.reset();
    m_account.reset();
    m_shared.reset();
    QVERIFY(isStopped);
}

// Every other step is short: things are old then, but not too old to be shown while they are asked
// for again.
bool tst_Days::pass(int step)
{
    const bool isLong = step % 2 == 0;
    const auto time =
        isLong ? std::chrono::milliseconds(1h * (1 + m_world->below(12))) : 2 * refreshTime;
    m_lately += QStringLiteral("-- step %1, %2 h").arg(step).arg(isLong ? time / 1h : 0);
    while (m_lately.size() > 20)
        m_lately.removeFirst();
    if (m_withFeed) { // else it would be the time that makes things new
        m_clock->advance(time);
        if (!viewIsRight(polled))
            return false;
    }
    holdOne();
    const bool isCut = m_withFeed && m_cuts < mostCuts && m_world->below(8) == 0;
    if (isCut) { // what changes meanwhile is told by the next connection
        m_lately += QStringLiteral("the feed is cut");
        m_account->cluster.closeFeeds();
        ++m_cuts;
    }
    changeThings();
    if (!m_withFeed) {
        // The kernel's own time, in which also comes what was asked for before these changes: by
        // the moved clock it would be new.
        QTest::qWait(static_cast<int>(refreshTime.count()) + 20);
        m_clock->advance(time);
    }
    m_shared->blocks.clear();
    const auto polledAtMost = isLong ? 0ms : polled; // what is so old is not shown any more
    const auto fedAtMost = isCut ? newConnection : atOnce;
    const auto atMost = m_withFeed ? fedAtMost : polledAtMost;
    // What is back from the trash of a project around it is asked for again after its last failure.
    const auto heldAtMost = m_withFeed ? fedAtMost + staleness::afterFailure : polledAtMost;
    return viewIsRight(atMost) && heldAreRight(heldAtMost) && (!isCut || isFeedBack());
}

bool tst_Days::isFeedBack()
{
    return test::waitUntil([this] {
        return m_account->cluster.feedConnections() == 1
            && m_mount->controller().snapshot().feed == Feed::Connected;
    });
}

void tst_Days::changeThings()
{
    const auto many = 1 + m_world->below(3);
    for (std::size_t i = 0; i < many; ++i) {
        m_lately += m_world->changeSomething();
        // Who may not read a thing any more is not told so; tags are asked for once a minute.
        const bool isUnshared = m_lately.last() == ChangingWorld::unshared();
        if (m_withFeed ? isUnshared : m_world->haveTagsChanged())
            m_clock->advance(61s);
        noteVersions();
    }
}

bool tst_Days::viewIsRight(std::chrono::milliseconds atMost)
{
    const auto path = m_mount->path();
    const auto look = [path] { return ChangingWorld::seen(path); };
    const auto expected = m_world->expected();
    const auto sighting = test::awaitSight(look, expected, atMost);
    m_longest = std::max(m_longest, sighting.after.value_or(0ms));
    if (sighting.after)
        return true;
    const auto wanted = expected.split('\n');
    const auto had = sighting.last.split('\n');
    for (const auto& line : wanted) {
        if (!had.contains(line))
            m_lately += QStringLiteral("missing: ") + QString::fromUtf8(line);
    }
    for (const auto& line : had) {
        if (!wanted.contains(line))
            m_lately += QStringLiteral("seen: ") + QString::fromUtf8(line);
    }
    return false;
}

void tst_Days::holdOne()
{
    while (m_held.size() >= mostHeld)
        letGo(m_world->below(m_held.size()));
    const auto held = m_world->anyVisible();
    if (!held)
        return;
    Holder made;
    made.collection = held->collection;
    made.path = held->path;
    const auto path = m_mount->path(held->path).toUtf8();
    const auto opened = test::onThread([path, made]() mutable {
        made.folder = ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        made.listing = ::opendir(path.constData());
        made.file = ::open((path + "/file1").constData(), O_RDONLY | O_CLOEXEC);
        return made;
    });
    if (!opened || opened->folder < 0 || !opened->listing)
        qFatal("%s cannot be held: %s", path.constData(), qPrintable(m_lately.join(u'\n')));
    m_held.push_back(*opened);
    m_lately += QStringLiteral("held: ") + held->path;
    noteVersions();
}

void tst_Days::noteVersions()
{
    for (auto& holder : m_held) {
        m_world->keepCopy(holder.collection);
        const auto files = m_world->filesOf(holder.collection);
        holder.names += namesOf(files);
        if (files.contains(QStringLiteral("file1")))
            holder.labels += files[QStringLiteral("file1")];
    }
}

void tst_Days::letGo(std::size_t at)
{
    const auto holder = m_held[at];
    m_held.erase(m_held.begin() + static_cast<std::ptrdiff_t>(at));
    (void)test::onThread([holder] {
        ::closedir(holder.listing);
        ::close(holder.folder);
        ::close(holder.file);
        return true;
    });
}

bool tst_Days::heldAreRight(std::chrono::milliseconds atMost)
{
    for (const auto& holder : m_held) {
        const auto wrong = [&] { return wrongOf(holder); };
        auto last = wrong();
        const auto isRight = [&] { return last.isEmpty() || (last = wrong()).isEmpty(); };
        if (test::waitUntil(isRight, static_cast<int>(atMost.count())))
            continue;
        m_lately += QStringLiteral("held %1: %2").arg(holder.path, QString::fromUtf8(last));
        return false;
    }
    return true;
}

// Empty: nothing. What stands where it stood, or elsewhere, is as it is now; what has gone is as it
// was at some time.
QByteArray tst_Days::wrongOf(const Holder& holder) const
{
    const auto looked = test::onThread([holder] {
        const auto folder = QStringLiteral("/proc/self/fd/%1").arg(holder.folder);
        ::rewinddir(holder.listing);
        return QByteArrayList{
            test::namesIn(holder.listing), test::listed(folder),
            ChangingWorld::labelOf(test::contentOf(folder + QStringLiteral("/file1"), true)),
            holder.file < 0 ? QByteArray()
                            : ChangingWorld::labelOf(
                                test::bytesAt(holder.file, 0, 2 * ChangingWorld::fileSize, true))};
    });
    if (!looked)
        return "hangs";
    const auto files = m_world->filesOf(holder.collection);
    const auto label = files.value(QStringLiteral("file1"), "errno 2");
    const bool isThere = m_world->isVisible(holder.collection);
    if (!isListingOf(holder, looked->at(0)))
        return "its listing shows " + looked->at(0);
    if (isThere ? looked->at(1) != namesOf(files) : !holder.names.contains(looked->at(1)))
        return "its folder shows " + looked->at(1);
    const bool isOld = holder.labels.contains(looked->at(2)) || looked->at(2) == "errno 2";
    if (isThere ? looked->at(2) != label : !isOld)
        return "a file opened in its folder is " + looked->at(2) + ", not " + label;
    if (holder.file >= 0 && !holder.labels.contains(looked->at(3)))
        return "its file is " + looked->at(3);
    return {};
}

// The long form takes longer than a test may, by itself.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet("ARV_LONG") || qEnvironmentVariableIsSet("ARV_STEPS"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "3600000"); // milliseconds
    const QCoreApplication application(argc, argv);
    tst_Days test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_days.moc"
