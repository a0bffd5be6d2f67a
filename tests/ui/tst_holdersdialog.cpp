// SPDX-License-Identifier: Apache-2.0
#include "holdersdialog.h"
#include "support/accessibility.h"
#include "support/deskvalues.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_HoldersDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void programsAreListedWithTheirNumbers();
    void listFollowsTheSnapshot();
    void returnWaitsAndAsksForNothing();
    void mountCanStay();
    void mountCanBeDetached();
    void questionThatIsOverCloses_data();
    void questionThatIsOverCloses();
    void manyProgramsAreBounded();
    void controlsHaveNames();
};

namespace {

struct HeldDesk : FakeDesk
{
    HeldDesk()
    {
        accountList = {signedIn(QStringLiteral("a"), QStringLiteral("A"))};
        mountList = {mounted(QStringLiteral("m"), QStringLiteral("a"), QStringLiteral("Data"))};
        auto& snapshot = mountList[0].snapshot;
        snapshot.state = MountSnapshot::State::Stopping;
        snapshot.waitsForHolders = true;
        snapshot.holders = {{4711, QStringLiteral("bash")},
                            {4712, QStringLiteral("<b>evil\u202E</b>\n")}};
    }
};

struct Shown
{
    HeldDesk desk;
    QPointer<HoldersDialog> dialog = new HoldersDialog(desk, QStringLiteral("m"));
    Shown() { dialog->show(); }
    ~Shown() { delete dialog; }
    [[nodiscard]] QStringList rows() const
    {
        QStringList all;
        const auto* list = dialog->findChild<QListWidget*>();
        for (int i = 0; i < list->count(); ++i)
            all += list->item(i)->text();
        return all;
    }
    void press(const QString& text) const
    {
        for (auto* button : dialog->findChildren<QPushButton*>()) {
            if (button->text() == text)
                return button->click();
        }
        QFAIL("no such button");
    }
};

} // namespace

void tst_HoldersDialog::programsAreListedWithTheirNumbers()
{
    const Shown shown;
    QVERIFY(!shown.dialog->isModal());
    QCOMPARE(shown.rows().at(0), QStringLiteral("bash (process 4711)"));
    QVERIFY(shown.rows().at(1).startsWith(QStringLiteral("<b>evil"))); // as plain text
    QVERIFY(!shown.rows().at(1).contains(QChar(0x202e)));
    QVERIFY(!shown.rows().at(1).contains(u'\n'));
}

void tst_HoldersDialog::listFollowsTheSnapshot()
{
    Shown shown;
    shown.desk.mountList[0].snapshot.holders.removeLast();
    Q_EMIT shown.desk.mountChanged(QStringLiteral("m"));
    QCOMPARE(shown.rows(), QStringList{QStringLiteral("bash (process 4711)")});
    Q_EMIT shown.desk.mountChanged(QStringLiteral("another"));
    QVERIFY(shown.dialog->isVisible());
}

void tst_HoldersDialog::returnWaitsAndAsksForNothing()
{
    Shown shown;
    QTest::keyClick(shown.dialog, Qt::Key_Return);
    QTRY_VERIFY(!shown.dialog);
    QCOMPARE(shown.desk.asked, QStringList());
}

void tst_HoldersDialog::mountCanStay()
{
    Shown shown;
    shown.press(QStringLiteral("&Keep mounted"));
    QTRY_VERIFY(!shown.dialog);
    QCOMPARE(shown.desk.asked, QStringList{QStringLiteral("stayMounted m")});
}

void tst_HoldersDialog::mountCanBeDetached()
{
    Shown shown;
    shown.press(QStringLiteral("&Detach now"));
    QTRY_VERIFY(!shown.dialog);
    QCOMPARE(shown.desk.asked, QStringList{QStringLiteral("detachMount m")});
}

void tst_HoldersDialog::questionThatIsOverCloses_data()
{
    QTest::addColumn<bool>("removed");
    QTest::newRow("unmounted") << false;
    QTest::newRow("removed") << true;
}

void tst_HoldersDialog::questionThatIsOverCloses()
{
    QFETCH(bool, removed);
    Shown shown;
    if (removed) {
        shown.desk.mountList.clear();
        Q_EMIT shown.desk.mountsChanged();
    } else {
        shown.desk.mountList[0].snapshot = {};
        Q_EMIT shown.desk.mountChanged(QStringLiteral("m"));
    }
    QTRY_VERIFY(!shown.dialog);
    QCOMPARE(shown.desk.asked, QStringList());
}

void tst_HoldersDialog::manyProgramsAreBounded()
{
    Shown shown;
    shown.desk.mountList[0].snapshot.holders = QList<MountHolder>(50000, {1, QStringLiteral("x")});
    Q_EMIT shown.desk.mountChanged(QStringLiteral("m"));
    QVERIFY(shown.rows().size() <= 200);
}

void tst_HoldersDialog::controlsHaveNames()
{
    const Shown shown;
    QCOMPARE(controlsWithoutName(*shown.dialog), QStringList());
}

QTEST_MAIN(tst_HoldersDialog)
#include "tst_holdersdialog.moc"
