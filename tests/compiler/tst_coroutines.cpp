// SPDX-License-Identifier: Apache-2.0
// The spellings of co_await that the project allows, each really suspended, with every constructor
// and destructor counted. g++ 12 destroys some values twice in other spellings (README.md names
// them): a new compiler has to pass this before it is used.
#include "async/pending.h"
#include "async/taskscope.h"
#include "support/waiting.h"

#include <QtTest>

#include <stdexcept>
#include <string>

using namespace arv;

namespace {

// Knows its own address and how many of it live: a value that was copied by bytes, destroyed twice
// or not at all shows.
class Counted
{
public:
    static inline int alive = 0;
    static inline int faults = 0;

    explicit Counted(std::string text = {})
        : m_text(std::move(text))
    {
        ++alive;
    }
    Counted(const Counted& other)
        : m_text(other.m_text)
    {
        ++alive;
    }
    Counted(Counted&& other) noexcept
        : m_text(std::move(other.m_text))
    {
        ++alive;
    }
    Counted& operator=(Counted other) noexcept
    {
        m_text.swap(other.m_text);
        return *this;
    }
    ~Counted()
    {
        if (m_self != this)
            ++faults;
        m_self = nullptr;
        --alive;
    }

    [[nodiscard]] std::string text() const
    {
        if (m_self != this)
            ++faults;
        return m_text;
    }

private:
    std::string m_text; // longer than a small string, see sample()
    const Counted* m_self = this;
};

Counted sample(const std::string& name)
{
    return Counted(name + ": long enough to be on the heap");
}

struct Aggregate
{
    Counted first;
    Counted second;
    int number = 0;
};

// What a query is in the project: a class with a constructor, never an aggregate.
class Query
{
public:
    Query(Counted first, Counted second)
        : m_first(std::move(first))
        , m_second(std::move(second))
    { }
    [[nodiscard]] std::string text() const { return m_first.text() + m_second.text(); }

private:
    Counted m_first;
    Counted m_second;
};

// Suspends until the event loop has run.
Pending<int> turn(int value = 0)
{
    const Promise<int> promise;
    Mailbox::current().post([promise, value] { promise.finishFromLoop(value); });
    return promise.pending();
}

Task<Counted> echo(Counted value)
{
    auto pending = turn();
    const auto turned = co_await pending;
    if (!turned)
        co_return turned.error();
    co_return value;
}

Task<std::string> textOf(Query query)
{
    auto pending = turn();
    co_await pending;
    co_return query.text();
}

Task<std::string> textOfAggregate(Aggregate aggregate)
{
    auto pending = turn();
    co_await pending;
    co_return aggregate.first.text() + aggregate.second.text() + std::to_string(aggregate.number);
}

Task<std::string> textOfAll(std::vector<Counted> values)
{
    auto pending = turn();
    co_await pending;
    std::string all;
    for (const auto& value : values)
        all += value.text();
    co_return all;
}

Task<std::string> textOfString(std::string text)
{
    auto pending = turn();
    co_await pending;
    co_return text;
}

Task<std::string> textOfOwned(std::unique_ptr<Counted> value)
{
    auto pending = turn();
    co_await pending;
    co_return value->text();
}

template <class Fn>
Task<std::string> call(Fn fn)
{
    auto pending = turn();
    co_await pending;
    co_return fn();
}

Task<std::pair<Counted, Counted>> two(Counted value)
{
    auto pending = turn();
    co_await pending;
    co_return std::pair(value, value);
}

Task<std::string> failing(Counted value)
{
    auto pending = turn();
    co_await pending;
    co_return Error{Errc::NotFound, QString::fromStdString(value.text())};
}

Task<std::string> throwing(Counted value)
{
    auto pending = turn();
    co_await pending;
    throw std::runtime_error(value.text());
}

// --- The spellings -----------------------------------------------------------------------------

Task<std::string> namedLambdaWithCaptures()
{
    const auto value = sample("captured");
    auto fn = [value] { return value.text(); };
    auto task = call(fn);
    auto result = co_await task;
    co_return result;
}

Task<std::string> lambdaWithCapturesInTheCallBefore()
{
    const auto value = sample("captured");
    auto task = call([value] { return value.text(); });
    auto result = co_await task;
    co_return result;
}

Task<std::string> captureFreeLambda()
{
    auto result = co_await call([] { return sample("made inside").text(); });
    co_return result;
}

Task<std::string> lambdaByReference()
{
    const auto value = sample("referred to");
    auto result = co_await call([&value] { return value.text(); });
    co_return result;
}

Task<std::string> classAsTemporary()
{
    auto result = co_await textOf(Query(sample("a"), sample("b")));
    co_return result;
}

Task<std::string> valueAsTemporary()
{
    auto result = co_await echo(sample("temporary"));
    co_return result->text();
}

Task<std::string> namedAggregate()
{
    const Aggregate aggregate{sample("a"), sample("b"), 7};
    auto result = co_await textOfAggregate(aggregate);
    co_return result;
}

Task<std::string> unnamedAggregateInTheCallBefore()
{
    auto task = textOfAggregate({.first = sample("a"), .second = sample("b"), .number = 7});
    auto result = co_await task;
    co_return result;
}

Task<std::string> bracedListInTheCallBefore()
{
    auto task = textOfAll({sample("a"), sample("b"), sample("c")});
    auto result = co_await task;
    co_return result;
}

Task<std::string> bracesAroundANamedResult()
{
    auto task = echo(sample("a"));
    auto value = co_await task;
    const Aggregate aggregate{*value, sample("b"), 7};
    co_return aggregate.first.text() + aggregate.second.text();
}

Task<std::string> choiceOfTasksInTheStatementBefore(bool which)
{
    auto task = which ? echo(sample("yes")) : echo(sample("no"));
    auto result = co_await task;
    co_return result->text();
}

Task<std::string> switchOverANamedResult(int value)
{
    auto pending = turn(value);
    const auto result = co_await pending;
    const auto held = sample("held");
    switch (*result) {
    case 1:
        co_return held.text() + "one";
    default:
        co_return held.text() + "other";
    }
}

Task<std::string> stringPlusString()
{
    const std::string long1 = "one string that is longer than small ones";
    auto result = co_await textOfString(long1 + " and " + long1);
    co_return result;
}

Task<std::string> forLoop()
{
    std::string all;
    for (int i = 0; i < 4; ++i) {
        auto result = co_await echo(sample(std::to_string(i)));
        all += result->text();
    }
    co_return all;
}

Task<std::string> forLoopOverValues()
{
    std::string all;
    const std::vector<Counted> values(3, sample("v"));
    for (const auto& value : values) {
        auto task = echo(value);
        all += (co_await task)->text();
    }
    co_return all;
}

Task<std::string> tryAndCatch()
{
    const auto held = sample("held");
    std::string caught;
    try {
        auto task = throwing(sample("thrown"));
        auto result = co_await task;
        caught = "nothing";
    } catch (const std::runtime_error& error) {
        caught = error.what();
    }
    co_return held.text() + caught;
}

Task<std::string> ifWithInitialiser()
{
    const auto value = sample("plain");
    if (auto result = co_await echo(value))
        co_return result->text();
    co_return std::string("failed");
}

Task<std::string> ifWithError()
{
    const auto value = sample("reason");
    if (auto result = co_await failing(value); !result)
        co_return result.error();
    co_return std::string("no error");
}

Task<std::string> structuredBinding()
{
    auto task = two(sample("both"));
    const auto [left, right] = (co_await task).value();
    co_return left.text() + right.text();
}

Task<std::string> moveOnlyArgument()
{
    auto result = co_await textOfOwned(std::make_unique<Counted>(sample("owned")));
    co_return result;
}

Task<std::string> awaitedInTheReturn()
{
    auto task = textOf(Query(sample("a"), sample("b")));
    co_return co_await task;
}

Task<std::string> ownAwaiterThatMayNotBeCopied()
{
    const auto held = sample("held");
    const auto pending = turn(5);
    const auto result = co_await pending;
    co_return held.text() + std::to_string(*result);
}

Task<std::string> taskThatIsReadyAtOnce(Counted value)
{
    co_return value.text();
}

Task<std::string> readyAndSuspendedTasksMixed()
{
    auto ready = taskThatIsReadyAtOnce(sample("ready"));
    auto first = co_await ready;
    auto waiting = echo(sample("waiting"));
    auto second = co_await waiting;
    co_return *first + second->text();
}

Task<std::string> waitThatIsGivenUp(CancelToken token)
{
    const auto held = sample("held");
    const Promise<std::string> never(token);
    auto pending = never.pending();
    const auto result = co_await pending;
    co_return std::string(errcName(result.error().code)) + held.text();
}

// A coroutine that is a member, as in most classes of the project.
class Worker
{
public:
    Task<std::string> work(Counted value)
    {
        auto task = echo(std::move(value));
        auto result = co_await task;
        co_return m_name.text() + result->text();
    }

private:
    Counted m_name = sample("worker");
};

std::string suffix(const std::string& name)
{
    return name + ": long enough to be on the heap";
}

} // namespace

class tst_Coroutines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void allowedSpellingKeepsTheBalance_data();
    void allowedSpellingKeepsTheBalance();
    void givenUpWaitUnwindsTheFrame();
    void memberCoroutineKeepsItsParameters();
    void droppedTaskRunsToItsEnd();
    void taskThatThrowsUnderAScopeIsCleanedUp();
    void countedSeesABitwiseCopy();

private:
    Mailbox m_mailbox;
};

void tst_Coroutines::init()
{
    Counted::alive = 0;
    Counted::faults = 0;
}

void tst_Coroutines::cleanup()
{
    QCOMPARE(Counted::alive, 0);
    QCOMPARE(Counted::faults, 0);
}

using Probe = std::function<Task<std::string>()>;
Q_DECLARE_METATYPE(Probe)

void tst_Coroutines::allowedSpellingKeepsTheBalance_data()
{
    QTest::addColumn<Probe>("probe");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, Probe probe, const std::string& expected) {
        QTest::newRow(name) << std::move(probe) << expected;
    };
    const auto a = suffix("a");
    const auto b = suffix("b");
    row("named lambda", namedLambdaWithCaptures, suffix("captured"));
    row("lambda in the call before", lambdaWithCapturesInTheCallBefore, suffix("captured"));
    row("capture-free lambda", captureFreeLambda, suffix("made inside"));
    row("lambda by reference", lambdaByReference, suffix("referred to"));
    row("class as temporary", classAsTemporary, a + b);
    row("value as temporary", valueAsTemporary, suffix("temporary"));
    row("named aggregate", namedAggregate, a + b + "7");
    row("unnamed aggregate in the call before", unnamedAggregateInTheCallBefore, a + b + "7");
    row("braced list in the call before", bracedListInTheCallBefore, a + b + suffix("c"));
    row("braces around a named result", bracesAroundANamedResult, a + b);
    row(
        "choice of tasks before, one", [] { return choiceOfTasksInTheStatementBefore(true); },
        suffix("yes"));
    row(
        "choice of tasks before, other", [] { return choiceOfTasksInTheStatementBefore(false); },
        suffix("no"));
    row(
        "switch over a named result", [] { return switchOverANamedResult(1); },
        suffix("held") + "one");
    row("string + string", stringPlusString,
        "one string that is longer than small ones and one string that is longer than small ones");
    row("for", forLoop, suffix("0") + suffix("1") + suffix("2") + suffix("3"));
    row("for over values", forLoopOverValues, suffix("v") + suffix("v") + suffix("v"));
    row("try", tryAndCatch, suffix("held") + suffix("thrown"));
    row("if with initialiser", ifWithInitialiser, suffix("plain"));
    row("structured binding", structuredBinding, suffix("both") + suffix("both"));
    row("move-only argument", moveOnlyArgument, suffix("owned"));
    row("awaited in the return", awaitedInTheReturn, a + b);
    row("own awaiter", ownAwaiterThatMayNotBeCopied, suffix("held") + "5");
    row("ready and suspended mixed", readyAndSuspendedTasksMixed,
        suffix("ready") + suffix("waiting"));
    row("if with error", ifWithError, "NotFound: " + suffix("reason"));
}

void tst_Coroutines::allowedSpellingKeepsTheBalance()
{
    QFETCH(Probe, probe);
    QFETCH(std::string, expected);
    auto kept = std::make_shared<std::optional<Result<std::string>>>();
    test::keepResult<std::string>(probe(), kept);
    QVERIFY2(!kept->has_value(), "the probe did not suspend");
    QVERIFY(test::waitUntil([kept] { return kept->has_value(); }));
    const auto& result = **kept;
    const auto seen = result
        ? *result
        : std::string(errcName(result.error().code)) + ": " + result.error().text.toStdString();
    QCOMPARE(seen, expected);
}

void tst_Coroutines::givenUpWaitUnwindsTheFrame()
{
    CancelSource source;
    auto kept = std::make_shared<std::optional<Result<std::string>>>();
    test::keepResult<std::string>(waitThatIsGivenUp(source.token()), kept);
    QVERIFY(!kept->has_value());
    source.cancel();
    QVERIFY(test::waitUntil([kept] { return kept->has_value(); }));
    QCOMPARE((*kept)->value(), "Cancelled" + suffix("held"));
}

void tst_Coroutines::memberCoroutineKeepsItsParameters()
{
    Worker worker;
    QCOMPARE(test::resultOf(worker.work(sample("value"))).value(),
             suffix("worker") + suffix("value"));
}

void tst_Coroutines::droppedTaskRunsToItsEnd()
{
    {
        const auto dropped = forLoop();
        QVERIFY(Counted::alive > 0);
    }
    QVERIFY(Counted::alive > 0);
    QVERIFY(test::waitUntil([] { return Counted::alive == 0; }));
}

void tst_Coroutines::taskThatThrowsUnderAScopeIsCleanedUp()
{
    const auto throwLater = [](Counted value) -> Task<void> {
        auto task = throwing(std::move(value));
        co_await task;
        co_return done();
    };
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("task threw")));
    TaskScope scope;
    scope.start(throwLater(sample("thrown")));
    QVERIFY(test::resultOf(scope.idle()));
    QCOMPARE(scope.running(), 0U);
}

// The instrument itself: what the compiler's fault looks like.
void tst_Coroutines::countedSeesABitwiseCopy()
{
    alignas(Counted) std::array<std::byte, sizeof(Counted)> here{};
    alignas(Counted) std::array<std::byte, sizeof(Counted)> there{};
    auto* const original = new (here.data()) Counted(std::string(100, 'x'));
    std::memcpy(there.data(), here.data(), sizeof(Counted));
    const auto* const copy = std::launder(reinterpret_cast<const Counted*>(there.data()));
    QCOMPARE(Counted::faults, 0);
    QCOMPARE(copy->text().size(), 100U);
    QCOMPARE(Counted::faults, 1);
    Counted::faults = 0;
    original->~Counted();
}

QTEST_GUILESS_MAIN(tst_Coroutines)
#include "tst_coroutines.moc"
