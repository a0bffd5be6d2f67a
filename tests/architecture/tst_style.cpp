// SPDX-License-Identifier: Apache-2.0
#include "architecture/awaitrules.h"
#include "architecture/cppcode.h"
#include "architecture/stylerules.h"

#include <QtTest>

using namespace arv::test;

class tst_Style : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileHasItsForm();
    void nothingIsTooLong();
    void noRoomUsesForbiddenWords();
    void everyAwaitIsSpeltSafely();

    void badFormIsFound();
    void longFileIsFound();
    void longFunctionIsFound_data();
    void longFunctionIsFound();
    void longTableIsNoFunction();
    void forbiddenWordIsFound_data();
    void forbiddenWordIsFound();
    void allowedWordIsLeftAlone_data();
    void allowedWordIsLeftAlone();
    void unsafeAwaitIsFound_data();
    void unsafeAwaitIsFound();
    void safeAwaitIsLeftAlone_data();
    void safeAwaitIsLeftAlone();
    void bracesInTextDoNotCount();
};

namespace {

const QString licence = QStringLiteral("// SPDX-License-Identifier: Apache-2.0\n");

QStringList ourFolders()
{
    return {QStringLiteral("fscore"), QStringLiteral("app"), QStringLiteral("ui")};
}

template <class Rule>
void verifyAll(const QStringList& folders, Rule rule)
{
    const auto files = sourceFiles(folders);
    QVERIFY(files.size() > 20);
    QStringList violations;
    for (const auto& file : files)
        violations += rule(file);
    QVERIFY2(violations.isEmpty(), qPrintable(u'\n' + violations.join(u'\n')));
}

QStringList awaitsIn(const QString& statements)
{
    return awaitViolations(
        {QStringLiteral("fscore/keep/x.cpp"),
         QStringLiteral("namespace arv {\n\nTask<int> Keep::f(Query q) const\n{\n") + statements
             + QStringLiteral("\n}\n\n}\n")});
}

} // namespace

void tst_Style::everyFileHasItsForm()
{
    verifyAll(ourFolders() + QStringList{QStringLiteral("tests")}, formViolations);
}

void tst_Style::nothingIsTooLong()
{
    verifyAll(ourFolders(), lengthViolations);
}

void tst_Style::noRoomUsesForbiddenWords()
{
    verifyAll(ourFolders(), wordViolations);
}

void tst_Style::everyAwaitIsSpeltSafely()
{
    verifyAll(ourFolders(), [](const SourceFile& file) {
        return file.isCpp() ? awaitViolations(file) : QStringList();
    });
}

void tst_Style::badFormIsFound()
{
    const auto header = licence + QStringLiteral("#pragma once\n");
    const auto count = [](const char* path, const QString& text) {
        return formViolations({QLatin1String(path), text}).size();
    };
    QCOMPARE(count("fscore/base/x.h", header), 0);
    QCOMPARE(count("fscore/base/x.h", licence), 1);
    QCOMPARE(count("fscore/base/x.h", u'\n' + header), 1);
    QCOMPARE(count("fscore/base/x.cpp", QStringLiteral("int x;\n")), 1);
    QCOMPARE(count("fscore/base/BlockCache.h", header), 1);
    QCOMPARE(count("fscore/base/CMakeLists.txt",
                   QStringLiteral("# SPDX-License-Identifier: Apache-2.0")),
             0);
    QCOMPARE(count("tests/CMakeLists.txt", QString()), 1);
}

void tst_Style::longFileIsFound()
{
    const auto lines = [](int count) {
        return lengthViolations(
            {QStringLiteral("fscore/base/x.cpp"), QStringLiteral("int x;\n").repeated(count)});
    };
    QCOMPARE(lines(400).size(), 0);
    QCOMPARE(lines(401).size(), 1);
}

void tst_Style::longFunctionIsFound_data()
{
    QTest::addColumn<QString>("head");
    QTest::newRow("free") << QStringLiteral("int f(int x)");
    QTest::newRow("member") << QStringLiteral("Result<int> Keep::f(int x) const noexcept");
    QTest::newRow("template") << QStringLiteral(
        "template <class T, class U = std::vector<T>> int f(T)");
    QTest::newRow("trailing type") << QStringLiteral("auto f(int x) -> Task<int>");
    QTest::newRow("constructor") << QStringLiteral("Keep::Keep(int x) : m_x(x), m_y {x}, m_z(1)");
    QTest::newRow("default argument") << QStringLiteral("void f(int x = g(1))");
    QTest::newRow("braced member")
        << QStringLiteral("Keep::Keep(int x) noexcept : m_x {x}, m_y {2}");
    QTest::newRow("braced argument")
        << QStringLiteral("auto f(int x = {}) -> Task<std::pair<T, int>>");
    QTest::newRow("lambda") << QStringLiteral("const auto f = [](int x)");
}

void tst_Style::longFunctionIsFound()
{
    QFETCH(QString, head);
    const auto file = [&head](const QString& before, int statements, const QString& after) {
        return SourceFile{QStringLiteral("fscore/base/x.cpp"),
                          before + head + QStringLiteral("\n{\n")
                              + QStringLiteral("    if (x) { y(); }\n").repeated(statements)
                              + QStringLiteral("}\n") + after};
    };
    const auto inside = QStringLiteral("namespace arv {\n\nnamespace {\n\nint a;\n\n");
    QCOMPARE(lengthViolations(file(inside, 47, QStringLiteral("}\n}\n"))).size(), 0);
    QCOMPARE(lengthViolations(file(inside, 48, QStringLiteral("}\n}\n"))).size(), 1);
    const auto inClass =
        QStringLiteral("class A : public B<int>\n{\nprivate:\n    int a = f(2);\n\n");
    QCOMPARE(lengthViolations(file(inClass, 47, QStringLiteral("};\n"))).size(), 0);
    QCOMPARE(lengthViolations(file(inClass, 48, QStringLiteral("};\n"))).size(), 1);
}

void tst_Style::longTableIsNoFunction()
{
    const auto table = QStringLiteral("namespace arv {\nconst QHash<int, QString> table {\n")
        + QStringLiteral("    {1, QStringLiteral(\"one\")},\n").repeated(100)
        + QStringLiteral("};\n}\n");
    QCOMPARE(lengthViolations({QStringLiteral("fscore/base/x.cpp"), table}), QStringList());
}

void tst_Style::forbiddenWordIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
    const auto add = [](const char* path, const char* code) {
        QTest::newRow(QByteArray(path) + " " + code)
            << QString::fromLatin1(path) << QString::fromLatin1(code);
    };
    add("fscore/net/x.cpp", "QEventLoop loop;");
    add("ui/x.cpp", "QCoreApplication::processEvents();");
    add("fscore/mount/x.cpp", "QCoro::waitFor(task);");
    add("app/x.cpp", "process.waitForFinished();");
    add("fscore/mount/x.cpp", "connect(a, b, Qt::BlockingQueuedConnection);");
    add("fscore/keep/x.cpp", "QThread::msleep(5);");
    add("ui/x.cpp", "QFileInfo::exists(path);");
    add("app/x.cpp", "const QStorageInfo place(path);");
    add("fscore/tree/x.h", "QMutex m_mutex;");
    add("fscore/tree/x.h", "QMutexLocker lock(0);");
    add("fscore/tree/x.h", "std::mutex m_mutex;");
    add("fscore/tree/x.h", "std::recursive_mutex m_mutex;");
    add("fscore/tree/x.h", "std::atomic<int> m_count;");
    add("fscore/tree/x.h", "std::atomic_flag m_flag;");
    add("fscore/tree/x.cpp", "const std::lock_guard lock(x);");
    add("fscore/fuse/session.cpp", "fuse_lowlevel_notify_inval_entry(s, 1, n, 2);");
    add("fscore/tree/x.h", "class X : public QObject");
    add("fscore/keep/manifest.h", "Q_OBJECT");
    add("fscore/keep/manifestparser.h", "QObject* m_parent;");
}

void tst_Style::forbiddenWordIsFound()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    QCOMPARE(wordViolations({path, licence + code + u'\n'}).size(), 1);
}

void tst_Style::allowedWordIsLeftAlone_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
    const auto add = [](const char* path, const char* code) {
        QTest::newRow(QByteArray(path) + " " + code)
            << QString::fromLatin1(path) << QString::fromLatin1(code);
    };
    add("fscore/tree/x.cpp", "// no std::mutex and no QObject here");
    add("fscore/tree/x.cpp", "/* QEventLoop\n waitFor */ int x;");
    add("fscore/tree/x.cpp", "const QString text = QStringLiteral(\"QMutex\");");
    add("fscore/tree/x.cpp", "const QJsonObject object;");
    add("fscore/async/pool.h", "std::mutex m_mutex;");
    add("fscore/async/pool.cpp", "m_changed.notify_all();");
    add("fscore/async/mailbox.cpp", "QObject::connect(a, b);");
    add("fscore/fuse/notifier.cpp", "fuse_lowlevel_notify_delete(s, 1, 2, n, 3);");
    add("fscore/keep/keepclient.cpp", "QTimer timer;");
}

void tst_Style::allowedWordIsLeftAlone()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    QCOMPARE(wordViolations({path, licence + code + u'\n'}), QStringList());
}

void tst_Style::unsafeAwaitIsFound_data()
{
    QTest::addColumn<QString>("code");
    const auto add = [](const char* code) { QTest::newRow(code) << QString::fromLatin1(code); };
    add("auto r = co_await f({a, b});");
    add("auto r = co_await f(Query {a});");
    add("auto r = co_await f(Query {.a = 1});");
    add("const Pair x {co_await f(), 1};");
    add("Pair x = {1, co_await f()};");
    add("co_return Pair {1, co_await f()};");
    add("auto r = co_await run([x] { return x; });");
    add("auto r = co_await run([&] { return x; });");
    add("auto r = co_await run([this](int y) mutable { return m_x + y; }, 3);");
    add("auto r = co_await QtConcurrent::run([x = 1]() -> int { return x; });");
    add("auto r = c ? co_await f() : g;");
    add("if (a) { g(c ? 1 : co_await f()); }");
    add("switch (co_await f()) { case 1: break; }");
    add("switch (auto r = co_await f(); *r) { case 1: break; }");
    add("if (auto r = co_await f({1})) { g(); }");
    add("for (int i = 0; i < 3; ++i) { auto r = co_await f({i}); }");
    add("while (co_await f(Q {})) g();");
    add("case 1: x = co_await f(std::vector<int> {1});");
    add("auto g = [x]() -> Task<int> { co_return x; };");
    add("auto g = [x]() -> Task<int> { auto t = f(); if (x) { co_await t; } };");
    add("scope.start([=](int y) -> Task<void> { co_return done(); }(1));");
}

void tst_Style::unsafeAwaitIsFound()
{
    QFETCH(QString, code);
    const auto found = awaitsIn(code);
    QVERIFY(!found.isEmpty());
    QVERIFY2(found.first().startsWith(QStringLiteral("fscore/keep/x.cpp:5: ")),
             qPrintable(found.first()));
}

void tst_Style::safeAwaitIsLeftAlone_data()
{
    QTest::addColumn<QString>("code");
    const auto add = [](const char* code) { QTest::newRow(code) << QString::fromLatin1(code); };
    add("auto t = f({a, b}); auto r = co_await t;");
    add("auto t = run([x] { return x; });\n auto r = co_await t;");
    add("auto t = c ? f() : g(); auto r = co_await t;");
    add("auto r = co_await f(Query(a, b));");
    add("auto r = co_await run([] { return 1; });");
    add("if (auto r = co_await f(x)) { g({1}); }");
    add("if (!co_await t) { x = Query {1}; } else { y = c ? 1 : 2; }");
    add("const auto r = co_await t; switch (*r) { case 1: g({1}); }");
    add("switch (x) { case 1: co_await t; break; default: { co_await u; } }");
    add("for (auto& x : list) { auto t = f({x}); co_await t; }");
    add("try { co_await t; } catch (const E& e) { log({e}); }");
    add("const auto [a, b] = co_await t;");
    add("const auto& [a, b] = co_await t;");
    add("auto x = m_list[3]; auto r = co_await m_tasks[x];");
    add("auto g = []() -> Task<int> { co_return 1; };");
    add("const auto keep = [x] { return Query {x}; };\n auto r = co_await f(keep);");
    add("co_return co_await t;");
    add("if (x) [[unlikely]] { co_await t; g({1}); }");
    add("auto f = [](Query q = {}) -> Task<int> { co_return co_await g(q); };");
    add("const char* s = \"co_await f({1})\"; // co_await f({1})");
    add("struct A { Awaiter operator co_await() const { return Awaiter {m_state}; } };");
    add("int x {1}; [[maybe_unused]] auto r = co_await t;");
    add("auto n = 1'000'000; auto r = co_await t; char c = '{';");
}

void tst_Style::safeAwaitIsLeftAlone()
{
    QFETCH(QString, code);
    QCOMPARE(awaitsIn(code), QStringList());
}

void tst_Style::bracesInTextDoNotCount()
{
    const auto text =
        QStringLiteral("a \"{\\\"{\" '{' R\"x({\"{)x\" // {\n#define B {\\\n{\n/* {\n */ b");
    const auto blanked = blankedCode(text);
    QCOMPARE(blanked.size(), text.size());
    QVERIFY(!blanked.contains(u'{'));
    QCOMPARE(blanked.count(u'\n'), text.count(u'\n'));
    QVERIFY(blanked.endsWith(u'b'));
}

QTEST_APPLESS_MAIN(tst_Style)
#include "tst_style.moc"
