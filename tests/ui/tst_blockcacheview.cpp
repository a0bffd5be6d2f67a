// SPDX-License-Identifier: Apache-2.0
#include "blockcacheview.h"
#include "cachespage.h"
#include "cachesview.h"
#include "notice.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"

#include <QtTest>

using namespace arv;
using test::FakeDesk;

namespace {

constexpr std::uint64_t MiB = 1ULL << 20;

BlockCacheFigures example()
{
    BlockCacheFigures figures;
    figures.memory = {192 * MiB, 256 * MiB, 3, 120, 4};
    figures.disk = {10'240 * MiB, 20'480 * MiB, 160, 60, 7};
    figures.misses = 20;
    figures.arriving = 64 * MiB;
    figures.verified = 181;
    figures.mismatches = 2;
    figures.folder = QStringLiteral("/home/rosa/.cache/arvados/keep");
    return figures;
}

} // namespace

class tst_BlockCacheView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup();
    void figuresAreThoseOfTheCache();
    void figuresFollow();
    void withoutADiskLayerItSaysSo();
    void troubleIsASentence();
    void nonsenseStaysInsideTheBars();
    void hostileFolderIsPlain();
    void clearingAsksFirst();
    void whatIsEmptyCannotBeCleared();
    void watchesOnlyWhileItCanBeSeen();
    void pageHasBothCaches();
    void everyControlHasAName();

private:
    [[nodiscard]] bool shows(const QString& text, const char* below = nullptr) const
    {
        const QWidget* root = m_view.get();
        if (below)
            root = m_view->findChild<QWidget*>(QLatin1String(below));
        const auto labels = root->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&text](const QLabel* label) {
            return label->text() == text && label->isVisible();
        });
    }
    void tell() { Q_EMIT m_desk->dataChanged(); }
    [[nodiscard]] QProgressBar* bar(const char* layer) const
    {
        return m_view->findChild<QWidget*>(QLatin1String(layer))->findChild<QProgressBar*>();
    }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<BlockCacheView> m_view;
};

void tst_BlockCacheView::init()
{
    m_desk = std::make_unique<FakeDesk>();
    m_desk->dataNow.cache = example();
    m_view = std::make_unique<BlockCacheView>(*m_desk);
    m_view->show();
}

void tst_BlockCacheView::cleanup()
{
    m_view.reset();
    m_desk.reset();
}

void tst_BlockCacheView::figuresAreThoseOfTheCache()
{
    QVERIFY(shows(QStringLiteral("192.0 MiB of 256.0 MiB, 75 %"), "memory"));
    QVERIFY(shows(QStringLiteral("Blocks: 3 · Hits: 120 · Evictions: 4"), "memory"));
    QVERIFY(shows(QStringLiteral("10.0 GiB of 20.0 GiB, 50 %"), "disk"));
    QVERIFY(shows(QStringLiteral("Blocks: 160 · Hits: 60 · Evictions: 7"), "disk"));
    for (const auto* text : {"20", "90 %", "64.0 MiB", "181", "2"})
        QVERIFY2(shows(QString::fromLatin1(text)), text);
    QVERIFY(m_view->findChild<QLabel*>(QStringLiteral("folder"))
                ->text()
                .remove(QChar(0x200b))
                .contains(QStringLiteral("/home/rosa/.cache/arvados/keep")));
    QCOMPARE(bar("memory")->value(), 750);
    QCOMPARE(bar("disk")->accessibleDescription(), QStringLiteral("10.0 GiB of 20.0 GiB, 50 %"));
}

void tst_BlockCacheView::figuresFollow()
{
    m_desk->dataNow.cache.misses = 4711;
    tell();
    QVERIFY(shows(QStringLiteral("4711")));
    m_view->hide();
    m_desk->dataNow.cache.misses = 4712;
    tell();
    m_view->show();
    QVERIFY(shows(QStringLiteral("4712")));
}

void tst_BlockCacheView::withoutADiskLayerItSaysSo()
{
    m_desk->dataNow.cache.disk = {};
    m_desk->dataNow.cache.folder.clear();
    tell();
    QVERIFY(shows(QStringLiteral("Nothing is kept on disk."), "disk"));
    QCOMPARE(bar("disk")->value(), 0);
    QCOMPARE(m_view->findChild<QLabel*>(QStringLiteral("folder"))->text(), QString());
}

void tst_BlockCacheView::troubleIsASentence()
{
    auto* trouble = m_view->findChild<Notice*>(QStringLiteral("trouble"));
    QVERIFY(!trouble->isVisible());
    m_desk->dataNow.cache.trouble = QStringLiteral("The folder cannot be written <b>\u202E.");
    tell();
    QVERIFY(trouble->isVisible());
    QCOMPARE(trouble->kind(), Notice::Kind::Warning);
    for (const auto* label : trouble->findChildren<QLabel*>())
        QVERIFY(!label->text().contains(QChar(0x202e)));
    m_desk->dataNow.cache.trouble.clear();
    tell();
    QVERIFY(!trouble->isVisible());
}

void tst_BlockCacheView::nonsenseStaysInsideTheBars()
{
    m_desk->dataNow.cache.memory = {~0ULL, 1, ~0ULL, ~0ULL, ~0ULL};
    m_desk->dataNow.cache.misses = ~0ULL;
    tell();
    QCOMPARE(bar("memory")->value(), 1000);
}

void tst_BlockCacheView::hostileFolderIsPlain()
{
    m_desk->dataNow.cache.folder = QStringLiteral("/<img src=x>\u202E\n") + QString(100'000, u'x');
    tell();
    const auto* folder = m_view->findChild<QLabel*>(QStringLiteral("folder"));
    QCOMPARE(folder->textFormat(), Qt::PlainText);
    QVERIFY(!folder->text().contains(QChar(0x202e)) && !folder->text().contains(u'\n'));
    QVERIFY(folder->text().size() < 2000);
    QVERIFY(m_view->minimumSizeHint().width() < 900);
}

void tst_BlockCacheView::clearingAsksFirst()
{
    auto* clear = m_view->findChild<QPushButton*>(QStringLiteral("clear"));
    clear->click();
    auto* question = m_view->findChild<QMessageBox*>();
    QVERIFY(question);
    question->button(QMessageBox::Cancel)->click();
    QCOMPARE(m_desk->asked, QStringList());
    QTRY_VERIFY(!m_view->findChild<QMessageBox*>());
    clear->click();
    question = m_view->findChild<QMessageBox*>();
    for (auto* button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    }
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("clearBlockCache")});
}

void tst_BlockCacheView::whatIsEmptyCannotBeCleared()
{
    m_desk->dataNow.cache = {};
    tell();
    QVERIFY(!m_view->findChild<QPushButton*>(QStringLiteral("clear"))->isEnabled());
}

void tst_BlockCacheView::watchesOnlyWhileItCanBeSeen()
{
    QCOMPARE(m_desk->dataWatchers, 1);
    m_view->hide();
    QCOMPARE(m_desk->dataWatchers, 0);
    m_view->show();
    QCOMPARE(m_desk->dataWatchers, 1);
    m_view.reset();
    QCOMPARE(m_desk->dataWatchers, 0);
}

void tst_BlockCacheView::pageHasBothCaches()
{
    CachesPage page(*m_desk);
    page.show();
    QVERIFY(page.findChild<BlockCacheView*>()->isVisible());
    QVERIFY(page.inodes().isVisible());
    QCOMPARE(m_desk->dataWatchers, 2);
    QCOMPARE(test::controlsWithoutName(page), QStringList());
}

void tst_BlockCacheView::everyControlHasAName()
{
    QCOMPARE(test::controlsWithoutName(*m_view), QStringList());
}

QTEST_MAIN(tst_BlockCacheView)
#include "tst_blockcacheview.moc"
