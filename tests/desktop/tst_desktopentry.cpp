// SPDX-License-Identifier: Apache-2.0
// What the desktop knows of the program before it runs.
#include "support/shell.h"
#include "windowcommand.h"

#include <QtTest>
#include <QtWidgets>

using namespace arv;

class tst_DesktopEntry : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static QString path()
    {
        return QStringLiteral(ARV_SOURCE_DIR "/resources/%1.desktop")
            .arg(QGuiApplication::desktopFileName());
    }

private Q_SLOTS:
    void initTestCase() { prepareLook(); }
    void entryIsNamedAsTheWindow();
    void entryIsValid();
    void entryStartsTheProgram();
    void windowHasItsIconAndWords();
};

void tst_DesktopEntry::entryIsNamedAsTheWindow()
{
    QCOMPARE(QGuiApplication::desktopFileName(), QStringLiteral("org.arvados.Drive"));
    QVERIFY(QFile::exists(path()));
}

void tst_DesktopEntry::entryIsValid()
{
    const auto checked =
        test::run(QStringLiteral("desktop-file-validate"), {QStringLiteral("--no-hints"), path()});
    QVERIFY2(checked.isSuccess() && checked.out.isEmpty(), qPrintable(checked.told()));
}

void tst_DesktopEntry::entryStartsTheProgram()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto lines = file.readAll().split('\n');
    QVERIFY(lines.contains("Exec=arvados-drive"));
    QVERIFY(lines.contains("Exec=arvados-drive demo"));
    QVERIFY(lines.contains("Icon=org.arvados.Drive"));
}

void tst_DesktopEntry::windowHasItsIconAndWords()
{
    QVERIFY(!QApplication::windowIcon().pixmap(32).isNull());
    QCOMPARE(QCoreApplication::translate("Formatting", "%n day(s)", nullptr, 1),
             QStringLiteral("1 day"));
}

QTEST_MAIN(tst_DesktopEntry)
#include "tst_desktopentry.moc"
