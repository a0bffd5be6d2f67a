// SPDX-License-Identifier: Apache-2.0
#include "support/accessibility.h"

#include <QtTest>

using arv::test::controlsWithoutName;

// The helper that the other tests rely on.
class tst_Accessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namelessControlsAreFound();
    void currentTextIsNoName();
    void namesTextsAndBuddiesCount();
    void innerPartsAreLeftOut();
};

void tst_Accessibility::namelessControlsAreFound()
{
    QWidget root;
    QWidget inner(&root);
    const QList<QWidget*> controls{new QToolButton(&inner), new QLineEdit(&inner),
                                   new QSlider(&inner),     new QProgressBar(&inner),
                                   new QTableView(&inner),  new QPlainTextEdit(&inner)};
    QCOMPARE(controlsWithoutName(root).size(), controls.size());
    QVERIFY(controlsWithoutName(root).first().startsWith(QStringLiteral("QToolButton")));
}

void tst_Accessibility::currentTextIsNoName()
{
    QWidget root;
    QComboBox combo(&root);
    combo.addItem(QStringLiteral("First"));
    QSpinBox spin(&root);
    QCOMPARE(controlsWithoutName(root).size(), 2);
}

void tst_Accessibility::namesTextsAndBuddiesCount()
{
    QWidget root;
    QPushButton button(QStringLiteral("Go"), &root);
    QComboBox combo(&root);
    combo.setAccessibleName(QStringLiteral("Choice"));
    QSpinBox spin(&root);
    QLabel label(QStringLiteral("Count:"), &root);
    label.setBuddy(&spin);
    QCOMPARE(controlsWithoutName(root), QStringList());
}

void tst_Accessibility::innerPartsAreLeftOut()
{
    QWidget root;
    QComboBox combo(&root);
    combo.setEditable(true);
    combo.setAccessibleName(QStringLiteral("Choice"));
    QTableWidget table(3, 3, &root);
    table.setAccessibleName(QStringLiteral("Rows"));
    QTabWidget tabs(&root);
    tabs.setAccessibleName(QStringLiteral("Pages"));
    tabs.addTab(new QLabel, QStringLiteral("One"));
    QLineEdit edit(&root);
    edit.setAccessibleName(QStringLiteral("Text"));
    edit.setClearButtonEnabled(true);
    combo.showPopup();
    QCOMPARE(controlsWithoutName(root), QStringList());
}

QTEST_MAIN(tst_Accessibility)
#include "tst_accessibility.moc"
