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
    void everythingCanBeChosen_data();
    void everythingCanBeChosen();
    void layoutIsShownAndKept();
    void layoutGrowsAndShrinks();
    void nameOfAnEntryFollowsItsKind();
    void impossibleLayoutsAreRefused_data();
    void impossibleLayoutsAreRefused();
    void layoutIsForgottenWithItsMode();
    void hugeLayoutFitsTheScreen();
    void advancedIsFoldedUntilItMatters();
    void advancedOpensByKeyboard();
    void wrongFiltersAreToldWhileTheyAreWritten();
    void wrongFiltersAreNotSaved();
    void writingIsSaidToBeMissing();
    void tabWalksInTheOrderOfTheEye();
    void goesWithItsMount();
    void hostileNamesArePlain();
    void everyControlHasAName();

private:
    void open(const MountSettings& settings);
    void save() { part<QPushButton>("save")->click(); }
    void choose(MountSettings::Show show)
    {
        auto* box = part<QComboBox>("show");
        box->setCurrentIndex(box->findData(static_cast<int>(show)));
    }
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
    settings.filters = QStringLiteral("[[\"name\", \"like\", \"a%\"]]");
    settings.showOtherObjects = true;
    settings.listenToEvents = false;
    settings.retries = 4;
    settings.allowOther = true;
    settings.verify = Verify::Early;
    return settings;
}

MountSettings laidOut()
{
    auto settings = known();
    settings.show = MountSettings::Show::Custom;
    settings.objectId.clear();
    settings.custom = {{CustomMount::Kind::ByTag, QStringLiteral("tags")},
                       {CustomMount::Kind::Home, QStringLiteral("mine")}};
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
    choose(MountSettings::Show::Collection);
    part<QLineEdit>("object")->setText(QStringLiteral("d41d8cd98f00b204e9800998ecf8427e+0"));
    part<QLineEdit>("directory")->setText(QStringLiteral("/mnt/x/../reads/"));
    part<QCheckBox>("atLogin")->click();
    part<QSpinBox>("cap")->setValue(512);
    part<QSpinBox>("refresh")->setValue(5);
    part<QPlainTextEdit>("filters")->setPlainText(QStringLiteral(" [] \n"));
    part<QCheckBox>("showOther")->click();
    part<QCheckBox>("listen")->click();
    part<QSpinBox>("retries")->setValue(0);
    part<QComboBox>("verify")->setCurrentIndex(1);
    part<QCheckBox>("allowOther")->click();
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
    expected.filters = QStringLiteral("[]");
    expected.showOtherObjects = false;
    expected.listenToEvents = true;
    expected.retries = 0;
    expected.verify = Verify::Strict;
    expected.allowOther = false;
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
    QCOMPARE(part<QSpinBox>("refresh")->maximum(), 86400);
    QCOMPARE(part<QSpinBox>("retries")->minimum(), 0);
    QCOMPARE(part<QSpinBox>("retries")->maximum(), 1000);
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
    for (const auto& settings : {known(), laidOut()}) {
        open(settings);
        QCOMPARE(controlsWithoutName(*m_dialog), QStringList());
    }
}

void tst_MountEditor::everythingCanBeChosen_data()
{
    QTest::addColumn<int>("show");
    for (int show = 0; show <= static_cast<int>(MountSettings::Show::Custom); ++show)
        QTest::addRow("%d", show) << show;
}

void tst_MountEditor::everythingCanBeChosen()
{
    QFETCH(int, show);
    using Show = MountSettings::Show;
    const auto chosen = static_cast<Show>(show);
    open(fresh());
    choose(chosen);
    QVERIFY(part<QComboBox>("show")->currentIndex() >= 0);
    QCOMPARE(part<QLineEdit>("object")->isVisible(),
             chosen == Show::Project || chosen == Show::Collection);
    QCOMPARE(part<QPushButton>("addEntry")->isVisible(), chosen == Show::Custom);
    if (chosen == Show::Project)
        part<QLineEdit>("object")->setText(QStringLiteral("zzzzz-j7d0g-0123456789abcde"));
    if (chosen == Show::Collection)
        part<QLineEdit>("object")->setText(QStringLiteral("zzzzz-4zz18-0123456789abcde"));
    if (chosen == Show::Custom)
        part<QPushButton>("addEntry")->click();
    save();
    QVERIFY2(words().isEmpty(), qPrintable(words()));
    QCOMPARE(static_cast<int>(m_desk->savedMount.show), show);
}

void tst_MountEditor::layoutIsShownAndKept()
{
    open(laidOut());
    QCOMPARE(part<QLineEdit>("entry0")->text(), QStringLiteral("tags"));
    QCOMPARE(part<QLineEdit>("entry1")->text(), QStringLiteral("mine"));
    save();
    QCOMPARE(m_desk->savedMount, laidOut());
}

void tst_MountEditor::layoutGrowsAndShrinks()
{
    open(laidOut());
    part<QPushButton>("addEntry")->click();
    QCOMPARE(m_dialog->focusWidget(), part<QComboBox>("kind2"));
    part<QLineEdit>("entry2")->setText(QStringLiteral("others"));
    part<QToolButton>("removeEntry0")->click();
    save();
    const QList<CustomMount> expected{{CustomMount::Kind::Home, QStringLiteral("mine")},
                                      {CustomMount::Kind::Shared, QStringLiteral("others")}};
    QCOMPARE(m_desk->savedMount.custom, expected);
}

void tst_MountEditor::nameOfAnEntryFollowsItsKind()
{
    open(fresh());
    choose(MountSettings::Show::Custom);
    part<QPushButton>("addEntry")->click();
    QCOMPARE(part<QLineEdit>("entry0")->text(), QStringLiteral("home"));
    part<QComboBox>("kind0")->setCurrentIndex(2);
    QCOMPARE(part<QLineEdit>("entry0")->text(), QStringLiteral("by_id"));
    part<QLineEdit>("entry0")->setText(QStringLiteral("mine"));
    part<QComboBox>("kind0")->setCurrentIndex(1);
    QCOMPARE(part<QLineEdit>("entry0")->text(), QStringLiteral("mine"));
}

void tst_MountEditor::impossibleLayoutsAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("up") << QStringLiteral("..");
    QTest::newRow("path") << QStringLiteral("a/b");
    QTest::newRow("too many bytes") << QString(200, QChar(0x20ac));
    QTest::newRow("hidden characters") << QStringLiteral("a\u202Eb");
    QTest::newRow("taken") << QStringLiteral("tags");
}

void tst_MountEditor::impossibleLayoutsAreRefused()
{
    QFETCH(QString, name);
    open(laidOut());
    part<QLineEdit>("entry1")->setText(name);
    save();
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY2(words().endsWith(u'.'), qPrintable(words()));
    QCOMPARE(m_dialog->focusWidget(), part<QLineEdit>("entry1"));
}

void tst_MountEditor::layoutIsForgottenWithItsMode()
{
    open(laidOut());
    choose(MountSettings::Show::Home);
    choose(MountSettings::Show::Custom); // nothing is lost by looking
    QCOMPARE(part<QLineEdit>("entry0")->text(), QStringLiteral("tags"));
    choose(MountSettings::Show::Home);
    save();
    QVERIFY(m_desk->savedMount.custom.isEmpty());
    open(fresh());
    choose(MountSettings::Show::Custom);
    save();
    QVERIFY(words().contains(QStringLiteral("at least one entry")));
}

void tst_MountEditor::hugeLayoutFitsTheScreen()
{
    auto huge = laidOut();
    for (int i = 0; i < 200; ++i)
        huge.custom += CustomMount{CustomMount::Kind::Home, QString::number(i)};
    open(huge);
    QVERIFY(m_dialog->height() <= m_dialog->screen()->availableGeometry().height());
    QVERIFY(part<QPushButton>("save")->isVisible());
    QVERIFY(!part<QPushButton>("addEntry")->isEnabled());
    save();
    QCOMPARE(m_desk->savedMount.custom.size(), MountSettings::mostCustom);
}

void tst_MountEditor::advancedIsFoldedUntilItMatters()
{
    open(fresh());
    QVERIFY(!part<QSpinBox>("cap")->isVisible());
    auto touched = fresh();
    touched.refreshSeconds = 60;
    open(touched);
    QVERIFY(part<QSpinBox>("cap")->isVisible());
}

void tst_MountEditor::advancedOpensByKeyboard()
{
    open(fresh());
    auto* fold = part<QToolButton>("fold");
    fold->setFocus();
    QTest::keyClick(fold, Qt::Key_Space);
    QVERIFY(part<QSpinBox>("cap")->isVisible());
    QTRY_VERIFY(m_dialog->height() >= m_dialog->minimumSizeHint().height()); // it has room
    QTest::keyClick(fold, Qt::Key_Space);
    QVERIFY(!part<QSpinBox>("cap")->isVisible());
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    QTest::keyClick(m_dialog.get(), Qt::Key_V, Qt::AltModifier);
    QTRY_VERIFY(part<QSpinBox>("cap")->isVisible());
}

void tst_MountEditor::wrongFiltersAreToldWhileTheyAreWritten()
{
    open(known());
    auto* hint = part<QLabel>("filtersHint");
    const auto usual = hint->text();
    part<QPlainTextEdit>("filters")->setPlainText(QStringLiteral("[[\"wrong\"]]"));
    QCOMPARE(hint->text(), QStringLiteral("These are no filters."));
    part<QPlainTextEdit>("filters")->clear();
    QCOMPARE(hint->text(), usual);
}

void tst_MountEditor::wrongFiltersAreNotSaved()
{
    open(fresh());
    part<QPlainTextEdit>("filters")->setPlainText(QStringLiteral("wrong"));
    save();
    QCOMPARE(m_desk->asked, QStringList());
    QCOMPARE(words(), QStringLiteral("These are no filters."));
    QVERIFY(part<QPlainTextEdit>("filters")->isVisible());
    QCOMPARE(m_dialog->focusWidget(), part<QPlainTextEdit>("filters"));
}

void tst_MountEditor::writingIsSaidToBeMissing()
{
    open(known());
    QVERIFY(part<QLabel>("access")->text().contains(QStringLiteral("Read-only")));
}

void tst_MountEditor::tabWalksInTheOrderOfTheEye()
{
    open(laidOut());
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    part<QPushButton>("addEntry")->click();
    part<QComboBox>("account")->setFocus();
    QStringList walked;
    for (int i = 0; i < 50 && !walked.contains(QStringLiteral("save")); ++i) {
        auto* focused = QApplication::focusWidget();
        if (!focused->objectName().startsWith(QStringLiteral("qt_")))
            walked += focused->objectName();
        QTest::keyClick(focused, Qt::Key_Tab);
    }
    walked.removeAll(QString());
    const QStringList expected{
        QStringLiteral("account"),  QStringLiteral("name"),      QStringLiteral("show"),
        QStringLiteral("kind0"),    QStringLiteral("entry0"),    QStringLiteral("removeEntry0"),
        QStringLiteral("kind1"),    QStringLiteral("entry1"),    QStringLiteral("removeEntry1"),
        QStringLiteral("kind2"),    QStringLiteral("entry2"),    QStringLiteral("removeEntry2"),
        QStringLiteral("addEntry"), QStringLiteral("directory"), QStringLiteral("atLogin"),
        QStringLiteral("fold"),     QStringLiteral("filters"),   QStringLiteral("showOther"),
        QStringLiteral("listen"),   QStringLiteral("refresh"),   QStringLiteral("retries"),
        QStringLiteral("cap"),      QStringLiteral("verify"),    QStringLiteral("allowOther"),
        QStringLiteral("remove"),   QStringLiteral("save")};
    QCOMPARE(walked.join(u' '), expected.join(u' '));
}

QTEST_MAIN(tst_MountEditor)
#include "tst_mounteditor.moc"
