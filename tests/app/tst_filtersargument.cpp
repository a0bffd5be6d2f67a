// SPDX-License-Identifier: Apache-2.0
#include "filtersargument.h"

#include <QtTest>

#include <sys/stat.h>

using namespace arv;

// What --filters takes; standard input is in tst_mountcommand.
class tst_FiltersArgument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonIsTakenAsItIs();
    void fileIsRead();
    void fileWhoseNameLooksLikeJsonIsRead();
    void pipeIsReadToItsEnd();
    void whatCannotBeReadIsTold_data();
    void whatCannotBeReadIsTold();
    void endlessFileIsRefused();

private:
    [[nodiscard]] QString written(const QString& name, const QByteArray& content) const;
    QTemporaryDir m_folder;
};

namespace {

constexpr char json[] = R"([["collections.name","like","run%"]])";

QString told(const QString& given)
{
    const auto filters = filtersFrom(given);
    return filters ? QString() : filters.error().text;
}

} // namespace

QString tst_FiltersArgument::written(const QString& name, const QByteArray& content) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write");
    return file.fileName();
}

void tst_FiltersArgument::jsonIsTakenAsItIs()
{
    const auto filters = filtersFrom(QString::fromLatin1(json));
    QVERIFY(filters);
    QVERIFY(*filters == *UserFilters::parse(json));
    QVERIFY(filtersFrom(QStringLiteral("[]"))->isEmpty());
}

void tst_FiltersArgument::fileIsRead()
{
    const auto filters = filtersFrom(written(QStringLiteral("filters.json"), json));
    QVERIFY(filters);
    QVERIFY(*filters == *UserFilters::parse(json));
}

void tst_FiltersArgument::fileWhoseNameLooksLikeJsonIsRead()
{
    const auto before = QDir::currentPath();
    QDir::setCurrent(m_folder.path());
    (void)written(QStringLiteral("[odd"), json);
    const auto filters = filtersFrom(QStringLiteral("[odd"));
    QDir::setCurrent(before);
    QVERIFY(filters);
    QVERIFY(!filters->isEmpty());
}

// As `--filters <(jq ...)` gives it.
void tst_FiltersArgument::pipeIsReadToItsEnd()
{
    const auto pipe = m_folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
    QProcess writer;
    writer.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"),
                  QStringLiteral("exec >\"$1\"; printf '[[\"a\",'; sleep 0.1; printf '\"=\",1]]'"),
                  QStringLiteral("sh"), pipe});
    const auto filters = filtersFrom(pipe);
    QVERIFY(writer.waitForFinished());
    QVERIFY(filters);
    QVERIFY(*filters == *UserFilters::parse(R"([["a","=",1]])"));
}

void tst_FiltersArgument::whatCannotBeReadIsTold_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QString() << QStringLiteral("JSON");
    QTest::newRow("broken JSON") << QStringLiteral("[[\"a\"") << QStringLiteral("not JSON");
    QTest::newRow("no list") << QStringLiteral("{\"a\": 1}") << QStringLiteral("list");
    QTest::newRow("no filter") << QStringLiteral("[[1]]") << QStringLiteral("filter 1");
    QTest::newRow("no such file") << QStringLiteral("/nowhere/filters.json")
                                  << QStringLiteral("/nowhere/filters.json");
    QTest::newRow("folder") << m_folder.path() << QStringLiteral("file that can be read");
    QTest::newRow("other file") << written(QStringLiteral("other"), "hello")
                                << QStringLiteral("other: the filters are not JSON");
    QTest::newRow("two lines") << QStringLiteral("a\nb\u202E") << QStringLiteral("a\\x0a");
}

void tst_FiltersArgument::whatCannotBeReadIsTold()
{
    QFETCH(QString, given);
    QFETCH(QString, word);
    QVERIFY2(told(given).startsWith(QStringLiteral("--filters: ")), qPrintable(told(given)));
    QVERIFY2(told(given).contains(word), qPrintable(told(given)));
    QVERIFY(!told(given).contains(u'\n'));
}

void tst_FiltersArgument::endlessFileIsRefused()
{
    QVERIFY(told(QStringLiteral("/dev/zero")).contains(QStringLiteral("16 MiB")));
}

QTEST_GUILESS_MAIN(tst_FiltersArgument)
#include "tst_filtersargument.moc"
