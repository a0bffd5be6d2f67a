// SPDX-License-Identifier: Apache-2.0
#include "mounteditor.h"
#include "notice.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"
#include "support/visibletexts.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_MountEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsNotTouchedStays();
    void everyFieldIsSaved();
    void directoryFollowsTheNameUntilItIsChosen();
    void nameWithSlashesMakesOneDirectory();
    void homeDirectoryIsSpeltOut();
    void badFieldsAreRefusedInPlace_data();
    void badFieldsAreRefusedInPlace();
    void idIsCutOutOfAnAddress();
    void limitsHold();
    void refusalOfTheDeskIsShown();
    void withoutAnAccountNothingIsSaved();
    void removingAsksFirst();
    void newMountCannotBeRemoved();
    void goesWithItsMount();
    void hostileNamesArePlain();
    void everyControlHasAName();

private:
    void open(const MountSettings& settings);
    void save() { part<QPushButton>("save")->click(); }
    QString words() const;
    template <class T>
    T* part(const char* name) const
    {
        return m_dialog->findChild<T*>(QLatin1String(name));
    }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<MountEditor> m_dialog;
};

namespace {

MountSettings known()
{
    MountSettings settings;
    settings.id = QStringLiteral("m1");
    settings.accountId = QStringLiteral("a2");
    settings.name = QStringLiteral("Genomes");
    settings.show = MountSettings::Show::Project;
    settings.objectId = QStringLiteral("zzzzz-j7d0g-0123456789abcde");
    settings.directory = QStringLiteral("/mnt/genomes");
    settings.atLogin = false;
    settings.mounted = true;
    settings.cacheCap = (200ULL << 20) + 1;
    settings.refreshSeconds = 77;
    return settings;
}

MountSettings fresh()
{
    MountSettings settings;
    settings.accountId = QStringLiteral("a1");
    settings.name = QStringLiteral("zzzzz");
    return settings;
}

Desk::Account account(const char* id, const QString& name)
{
    Desk::Account made;
    made.settings.id = QLatin1String(id);
    made.settings.name = name;
    made.settings.host = QStringLiteral("zzzzz.example.com");
    return made;
}

} // namespace

void tst_MountEditor::init()
{
    m_dialog.reset();
    m_desk = std::make_unique<FakeDesk>();
    m_desk->accountList = {account("a1", QStringLiteral("One")),
                           account("a2", QStringLiteral("Two"))};
    Desk::Mount mount;
    mount.settings = known();
    m_desk->mountList = {mount};
}

void tst_MountEditor::open(const MountSettings& settings)
{
    m_dialog = std::make_unique<MountEditor>(*m_desk, settings);
    m_dialog->show();
}

QString tst_MountEditor::words() const
{
    const auto* notice = m_dialog->findChild<Notice*>();
    return notice->isVisible() ? notice->text() : QString();
}

void tst_MountEditor::whatIsNotTouchedStays()
{
    open(known());
    save();
    QCOMPARE(m_desk->savedMount, known());
    QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Accepted));
}

void tst_MountEditor::everyFieldIsSaved()
{
    open(known());
    part<QComboBox>("account")->setCurrentIndex(0);
    part<QLineEdit>("name")->setText(QStringLiteral(" Reads "));
    part<QComboBox>("show")->setCurrentIndex(4);
    part<QLineEdit>("object")->setText(QStringLiteral("d41d8cd98f00b204e9800998ecf8427e+0"));
    part<QLineEdit>("directory")->setText(QStringLiteral("/mnt/x/../reads/"));
    part<QCheckBox>("atLogin")->click();
    part<QSpinBox>("cap")->setValue(512);
    part<QSpinBox>("refresh")->setValue(5);
    save();
    auto expected = known();
    expected.accountId = QStringLiteral("a1");
    expected.name = QStringLiteral("Reads");
    expected.show = MountSettings::Show::Collection;
    expected.objectId = QStringLiteral("d41d8cd98f00b204e9800998ecf8427e+0");
    expected.directory = QStringLiteral("/mnt/reads");
    expected.atLogin = true;
    expected.cacheCap = 512ULL << 20;
    expected.refreshSeconds = 5;
    QCOMPARE(m_desk->savedMount, expected);
}

void tst_MountEditor::directoryFollowsTheNameUntilItIsChosen()
{
    open(fresh());
    auto* directory = part<QLineEdit>("directory");
    QCOMPARE(directory->text(), QStringLiteral("/home/someone/Arvados/zzzzz"));
    QTest::keyClicks(part<QLineEdit>("name"), QStringLiteral("1"));
    QCOMPARE(directory->text(), QStringLiteral("/home/someone/Arvados/zzzzz1"));
    QTest::keyClicks(directory, QStringLiteral("x"));
    QTest::keyClicks(part<QLineEdit>("name"), QStringLiteral("2"));
    QCOMPARE(directory->text(), QStringLiteral("/home/someone/Arvados/zzzzz1x"));
}

void tst_MountEditor::nameWithSlashesMakesOneDirectory()
{
    open(fresh());
    QTest::keyClicks(part<QLineEdit>("name"), QStringLiteral("/../b"));
    QCOMPARE(part<QLineEdit>("directory")->text(),
             QStringLiteral("/home/someone/Arvados/zzzzz_.._b"));
}

void tst_MountEditor::homeDirectoryIsSpeltOut()
{
    open(fresh());
    part<QLineEdit>("directory")->setText(QStringLiteral("~/here"));
    save();
    QCOMPARE(m_desk->savedMount.directory, QDir::homePath() + QStringLiteral("/here"));
}

void tst_MountEditor::badFieldsAreRefusedInPlace_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    const auto add = [](const char* name, const char* field, const QString& value) {
        QTest::newRow(name) << QString::fromLatin1(field) << value;
    };
    add("no name", "name", QStringLiteral("  "));
    add("hidden characters", "name", QStringLiteral("a\u202Eb"));
    add("no id", "object", QString());
    add("id of a collection", "object", QStringLiteral("zzzzz-4zz18-0123456789abcde"));
    add("no directory", "directory", QString());
    add("relative directory", "directory", QStringLiteral("mnt/x"));
    add("root", "directory", QStringLiteral("/mnt/.."));
    add("line break", "directory", QStringLiteral("/mnt/\u0007x"));
    add("endless directory", "directory", u'/' + QString(20'000, u'x'));
}

void tst_MountEditor::badFieldsAreRefusedInPlace()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    open(known());
    m_dialog->findChild<QLineEdit*>(field)->setText(value);
    save();
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY2(words().endsWith(u'.'), qPrintable(words()));
    QVERIFY(m_dialog->isVisible());
}

void tst_MountEditor::idIsCutOutOfAnAddress()
{
    open(known());
    part<QLineEdit>("object")->setText(
        QStringLiteral("https://wb.example.com/projects/zzzzz-j7d0g-abcdeabcdeabcde"));
    save();
    QCOMPARE(m_desk->savedMount.objectId, QStringLiteral("zzzzz-j7d0g-abcdeabcdeabcde"));
}

void tst_MountEditor::limitsHold()
{
    open(known());
    QCOMPARE(part<QSpinBox>("cap")->minimum(), 16);
    QCOMPARE(part<QSpinBox>("cap")->maximum(), 16384);
    QCOMPARE(part<QSpinBox>("refresh")->minimum(), 1);
    QCOMPARE(part<QSpinBox>("refresh")->maximum(), 3600);
    part<QSpinBox>("cap")->setValue(16384);
    save();
    QCOMPARE(m_desk->savedMount.cacheCap, MountSettings::largestCacheCap);
}

void tst_MountEditor::refusalOfTheDeskIsShown()
{
    open(known());
    m_desk->saveAnswer = Error{Errc::NameTaken, QStringLiteral("<i>Another</i> mount is there.")};
    save();
    QVERIFY(words().contains(QStringLiteral("<i>Another</i> mount is there.")));
    QCOMPARE(richLabels(*m_dialog), QStringList());
    QVERIFY(m_dialog->isVisible());
}

void tst_MountEditor::withoutAnAccountNothingIsSaved()
{
    m_desk->accountList.clear();
    open(fresh());
    save();
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY(words().contains(QStringLiteral("account")));
    m_desk->accountList = {account("a9", QStringLiteral("New"))};
    Q_EMIT m_desk->accountsChanged();
    save();
    QCOMPARE(m_desk->savedMount.accountId, QStringLiteral("a9"));
}

void tst_MountEditor::removingAsksFirst()
{
    open(known());
    part<QPushButton>("remove")->click();
    QPointer<QMessageBox> question = m_dialog->findChild<QMessageBox*>();
    QVERIFY(question && question->text().contains(QStringLiteral("Genomes")));
    QTest::keyClick(question, Qt::Key_Escape);
    QCOMPARE(m_desk->asked, QStringList());
    QTRY_VERIFY(!question);
    part<QPushButton>("remove")->click();
    for (auto* each : m_dialog->findChild<QMessageBox*>()->buttons()) {
        if (each->text().contains(QStringLiteral("Remove")))
            each->click();
    }
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("removeMount m1")});
    QVERIFY(!m_dialog->isVisible());
}

void tst_MountEditor::newMountCannotBeRemoved()
{
    open(fresh());
    QVERIFY(!part<QPushButton>("remove"));
}

void tst_MountEditor::goesWithItsMount()
{
    open(known());
    Q_EMIT m_desk->mountsChanged();
    QVERIFY(m_dialog->isVisible());
    m_desk->mountList.clear();
    Q_EMIT m_desk->mountsChanged();
    QVERIFY(!m_dialog->isVisible());
}

void tst_MountEditor::hostileNamesArePlain()
{
    m_desk->accountList[0].settings.name = QStringLiteral("<b>\u202E").repeated(500);
    m_desk->accountList[0].settings.host = QString(100'000, u'x');
    auto hostile = known();
    hostile.name = QStringLiteral("<b>\u202Ex</b>");
    open(hostile);
    part<QPushButton>("remove")->click();
    QCOMPARE(richLabels(*m_dialog), QStringList());
    QVERIFY(m_dialog->minimumSizeHint().width() < 800);
}

void tst_MountEditor::everyControlHasAName()
{
    open(known());
    QCOMPARE(controlsWithoutName(*m_dialog), QStringList());
}

QTEST_MAIN(tst_MountEditor)
#include "tst_mounteditor.moc"
