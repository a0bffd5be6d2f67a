// SPDX-License-Identifier: Apache-2.0
// The texts that people read: what the sources say must be in the .ts files, and whole.
#include "support/shell.h"

#include <QtTest>

class tst_Translations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEnglishPluralIsWritten();
    void pluralsAreWords();
};

// As `./dev translations` does it, on a copy.
void tst_Translations::everyEnglishPluralIsWritten()
{
    const QTemporaryDir folder;
    const auto copy = folder.filePath(QStringLiteral("arvados-drive_en.ts"));
    QVERIFY(QFile::copy(QStringLiteral(ARV_SOURCE_DIR "/translations/arvados-drive_en.ts"), copy));
    const auto updated = arv::test::shell(
        QStringLiteral("/usr/lib/qt6/bin/lupdate -silent -locations none -no-obsolete -pluralonly "
                       "ui app/*.cpp app/*.h fscore/mount -ts \"$1\""),
        {copy}, QStringLiteral(ARV_SOURCE_DIR), 60000);
    QVERIFY2(updated.isSuccess(), qPrintable(updated.told()));
    QFile file(copy);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto text = file.readAll();
    QVERIFY(text.count("<message") >= 5);
    QVERIFY2(!text.contains("unfinished"), "run ./dev translations, and write what is unfinished");
}

void tst_Translations::pluralsAreWords()
{
    QTranslator english;
    QVERIFY(english.load(QStringLiteral(ARV_BINARY_DIR "/../translations/arvados-drive_en.qm")));
    QCOMPARE(english.translate("Formatting", "%n day(s)", nullptr, 1), QStringLiteral("%n day"));
    QCOMPARE(english.translate("Formatting", "%n day(s)", nullptr, 7), QStringLiteral("%n days"));
}

QTEST_GUILESS_MAIN(tst_Translations)
#include "tst_translations.moc"
