// SPDX-License-Identifier: Apache-2.0
#include "bandwidthfield.h"
#include "dataform.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"

#include <QtTest>

using namespace arv;
using test::FakeDesk;

class tst_DataForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup();
    void standardsAreShown();
    void everyChoiceIsApplied();
    void automaticIsNoNumber();
    void tooLittleDiskBecomesTheLeast();
    void unevenValuesStayUnlessSomebodyChangesThem();
    void folderThatCannotBeIsSaidAndNotApplied();
    void inMemoryTheDisksFieldsAreOff();
    void otherPreferencesAreLeftAlone();
    void settingsFromElsewhereAreShownAndNotSentBack();
    void wishOfHiddenFormsIsNotLost();
    void everyControlHasAName();

private:
    template <class T>
    T* part(const char* name) const
    {
        return m_form->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] const DataSettings& data() const { return m_desk->chosen.data; }
    void type(const QString& folder)
    {
        auto* field = part<QLineEdit>("cacheFolder");
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, folder);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<DataForm> m_form;
};

void tst_DataForm::init()
{
    m_desk = std::make_unique<FakeDesk>();
    m_form = std::make_unique<DataForm>(*m_desk);
    m_form->show();
    QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
}

void tst_DataForm::cleanup()
{
    m_form.reset();
    m_desk.reset();
}

void tst_DataForm::standardsAreShown()
{
    QCOMPARE(part<QComboBox>("cacheKind")->currentText(), QStringLiteral("On disk and in memory"));
    QCOMPARE(part<QLineEdit>("cacheFolder")->text(), QString());
    QCOMPARE(part<QDoubleSpinBox>("diskLimit")->text(), QStringLiteral("Automatic"));
    QCOMPARE(part<QSpinBox>("memoryLimit")->text(), QStringLiteral("256 MiB"));
    QCOMPARE(part<BandwidthField>("bandwidth")->text(), QStringLiteral("No limit"));
    QCOMPARE(m_desk->asked, QStringList());
}

void tst_DataForm::everyChoiceIsApplied()
{
    type(QStringLiteral("/big/keep"));
    QCOMPARE(data().cache.folder, QStringLiteral("/big/keep"));
    part<QDoubleSpinBox>("diskLimit")->setValue(100);
    QTRY_COMPARE(data().cache.disk, 100ULL << 30);
    part<QSpinBox>("memoryLimit")->setValue(512);
    QTRY_COMPARE(data().cache.memory, 512ULL << 20);
    part<BandwidthField>("bandwidth")->setValue(2);
    QTRY_COMPARE(data().bandwidth, 2ULL << 20);
    QTest::keyClick(part<QComboBox>("cacheKind"), Qt::Key_End);
    QVERIFY(!data().cache.useDisk);
    QCOMPARE(data().cache.folder, QStringLiteral("/big/keep")); // for when it is wanted again
}

void tst_DataForm::automaticIsNoNumber()
{
    part<QDoubleSpinBox>("diskLimit")->setValue(8);
    QTRY_COMPARE(data().cache.disk, 8ULL << 30);
    part<QDoubleSpinBox>("diskLimit")->setValue(0);
    QTRY_COMPARE(data().cache.disk, 0ULL);
}

void tst_DataForm::tooLittleDiskBecomesTheLeast()
{
    part<QDoubleSpinBox>("diskLimit")->setValue(0.01);
    QTRY_COMPARE(data().cache.disk, BlockCacheSettings::leastDisk);
    QCOMPARE(part<QDoubleSpinBox>("diskLimit")->value(), 0.25);
    part<QSpinBox>("memoryLimit")->setValue(1);
    QTRY_COMPARE(data().cache.memory, BlockCacheSettings::leastMemory);
}

void tst_DataForm::unevenValuesStayUnlessSomebodyChangesThem()
{
    m_desk->chosen.data.cache.disk = (5ULL << 30) + 7;
    m_desk->chosen.data.cache.memory = (300ULL << 20) + 7;
    Q_EMIT m_desk->preferencesChanged();
    type(QStringLiteral("/big/keep"));
    QCOMPARE(data().cache.folder, QStringLiteral("/big/keep"));
    QCOMPARE(data().cache.disk, (5ULL << 30) + 7);
    QCOMPARE(data().cache.memory, (300ULL << 20) + 7);
}

void tst_DataForm::folderThatCannotBeIsSaidAndNotApplied()
{
    type(QStringLiteral("/good"));
    type(QStringLiteral("keep"));
    QCOMPARE(data().cache.folder, QStringLiteral("/good"));
    const auto* hint = part<QLabel>("cacheFolderHint");
    QVERIFY(hint->isVisible());
    QCOMPARE(hint->text(), QStringLiteral("This is no folder."));
    QCOMPARE(part<QLineEdit>("cacheFolder")->accessibleDescription(), hint->text());
    QCOMPARE(part<QLineEdit>("cacheFolder")->text(), QStringLiteral("keep")); // to be mended
    type(QStringLiteral("/mended"));
    QVERIFY(!hint->isVisible());
    QCOMPARE(data().cache.folder, QStringLiteral("/mended"));
}

void tst_DataForm::inMemoryTheDisksFieldsAreOff()
{
    QTest::keyClick(part<QComboBox>("cacheKind"), Qt::Key_End);
    QVERIFY(!part<QLineEdit>("cacheFolder")->isEnabled());
    QVERIFY(!part<QDoubleSpinBox>("diskLimit")->isEnabled());
    QVERIFY(part<QSpinBox>("memoryLimit")->isEnabled());
    QTest::keyClick(part<QComboBox>("cacheKind"), Qt::Key_Home);
    QVERIFY(part<QLineEdit>("cacheFolder")->isEnabled());
}

void tst_DataForm::otherPreferencesAreLeftAlone()
{
    m_desk->chosen.scheme = Preferences::Scheme::Dark;
    m_desk->chosen.warnOfExpiry = false;
    part<QSpinBox>("memoryLimit")->setValue(512);
    QTRY_COMPARE(data().cache.memory, 512ULL << 20);
    QCOMPARE(m_desk->chosen.scheme, Preferences::Scheme::Dark);
    QVERIFY(!m_desk->chosen.warnOfExpiry);
}

void tst_DataForm::settingsFromElsewhereAreShownAndNotSentBack()
{
    auto& data = m_desk->chosen.data;
    data = {{false, QStringLiteral("/elsewhere"), 3ULL << 30, 128ULL << 20}, 5ULL << 20};
    Q_EMIT m_desk->preferencesChanged();
    QCOMPARE(part<QComboBox>("cacheKind")->currentText(), QStringLiteral("In memory only"));
    QCOMPARE(part<QLineEdit>("cacheFolder")->text(), QStringLiteral("/elsewhere"));
    QCOMPARE(part<QDoubleSpinBox>("diskLimit")->text(), QStringLiteral("3.00 GiB"));
    QCOMPARE(part<QSpinBox>("memoryLimit")->text(), QStringLiteral("128 MiB"));
    QCOMPARE(part<BandwidthField>("bandwidth")->text(), QStringLiteral("5.0 MiB/s"));
    m_form->hide();
    QCOMPARE(m_desk->asked, QStringList());
}

void tst_DataForm::wishOfHiddenFormsIsNotLost()
{
    part<QSpinBox>("memoryLimit")->setValue(512);
    m_form->hide();
    QCOMPARE(data().cache.memory, 512ULL << 20);
}

void tst_DataForm::everyControlHasAName()
{
    QCOMPARE(test::controlsWithoutName(*m_form), QStringList());
}

QTEST_MAIN(tst_DataForm)
#include "tst_dataform.moc"
