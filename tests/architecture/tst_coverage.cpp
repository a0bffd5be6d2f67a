// SPDX-License-Identifier: Apache-2.0
// tests/README.md promises a test for each behaviour that the project began with: they are there.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <QtTest>

namespace {

QString textOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// Program and function of a test, as "tst_x::function".
QSet<QString> testsBelow(const QString& folder)
{
    static const QRegularExpression slot(QStringLiteral("^    void (\\w+)\\(\\)(;| \\{)"),
                                         QRegularExpression::MultilineOption);
    QSet<QString> tests;
    QDirIterator files(folder, {QStringLiteral("tst_*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto text = textOf(files.next());
        const auto begin = text.indexOf(QStringLiteral("private Q_SLOTS:"));
        const auto end = text.indexOf(QStringLiteral("\n};"), begin);
        auto functions = slot.globalMatch(text.mid(begin, end - begin));
        while (begin >= 0 && functions.hasNext())
            tests.insert(files.fileInfo().completeBaseName() + QStringLiteral("::")
                         + functions.next().captured(1));
    }
    return tests;
}

QStringList named(const QString& text)
{
    static const QRegularExpression name(QStringLiteral("`(tst_\\w+::\\w+)`"));
    QStringList names;
    auto found = name.globalMatch(text);
    while (found.hasNext())
        names += found.next().captured(1);
    return names;
}

// The line of a row, from its third column on.
QString shownBy(const QString& page, const QString& row)
{
    const QRegularExpression line(QStringLiteral("^\\| %1 \\|[^|\\n]+\\|([^|\\n]+)\\|$").arg(row),
                                  QRegularExpression::MultilineOption);
    return line.match(page).captured(1);
}

QStringList rows()
{
    constexpr std::array counts{6, 7, 3, 6, 6, 9, 11, 8, 5, 7, 6, 4, 12, 7, 16, 3};
    QStringList all;
    char16_t letter = u'A';
    for (const int count : counts) {
        for (int i = 1; i <= count; ++i)
            all += QChar(letter) + QString::number(i);
        ++letter;
    }
    return all;
}

} // namespace

class tst_Coverage : public QObject
{
    Q_OBJECT

private:
    const QString m_page = textOf(QStringLiteral(ARV_SOURCE_DIR "/tests/README.md"));
    const QSet<QString> m_tests = testsBelow(QStringLiteral(ARV_SOURCE_DIR "/tests"));

private Q_SLOTS:
    void everyTestThatIsNamedExists();
    void everyRowHasItsTestOrSaysWhyNot();
    void testThatDoesNotExistIsFound();
};

void tst_Coverage::everyTestThatIsNamedExists()
{
    const auto names = named(m_page);
    QVERIFY(names.size() > 100);
    QStringList missing;
    for (const auto& name : names) {
        if (!m_tests.contains(name))
            missing += name;
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
}

void tst_Coverage::everyRowHasItsTestOrSaysWhyNot()
{
    const auto all = rows();
    for (const auto& row : all) {
        const auto shown = shownBy(m_page, row);
        QVERIFY2(!named(shown).isEmpty() || shown.contains(QStringLiteral("comes with writing"))
                     || shown.contains(QStringLiteral("by construction: ")),
                 qPrintable(row));
    }
}

void tst_Coverage::testThatDoesNotExistIsFound()
{
    QVERIFY(m_tests.contains(QStringLiteral("tst_coverage::testThatDoesNotExistIsFound")));
    QVERIFY(!m_tests.contains(QStringLiteral("tst_coverage::textOf")));
    QVERIFY(!m_tests.contains(QStringLiteral("tst_coverage::testThatNobodyWrote")));
    QVERIFY(shownBy(m_page, QStringLiteral("Z1")).isEmpty());
}

QTEST_GUILESS_MAIN(tst_Coverage)
#include "tst_coverage.moc"
