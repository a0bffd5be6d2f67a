// SPDX-License-Identifier: Apache-2.0
#include "logfilter.h"
#include "logmodel.h"

#include <QtTest>
#include <QtWidgets>

using namespace arv;

namespace {

LogLine line(const QString& text, QtMsgType level = QtWarningMsg,
             const QString& category = QStringLiteral("arvados.keep"))
{
    return {QDateTime(QDate(2026, 3, 1), QTime(12, 0, 1, 234)), level, category, text};
}

} // namespace

class tst_LogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void linesComeInOrder();
    void linesAreGathered();
    void floodsAreBoundedAndFewUpdates();
    void oldLinesGoFirst();
    void pausedLinesWait();
    void pausedFloodsAreBounded();
    void clearedIsEmpty();
    void textsAreMadeVisible();
    void levelsAreWordsAndShapes();
    void copiedLinesAreWhole();
    void categoriesAreCollected();
    void filterKnowsLevelCategoryAndText();
    void filterTextIsNoPattern();

private:
    [[nodiscard]] QString text(int row) const
    {
        return m_model->index(row, LogModel::Text).data().toString();
    }
    void settle() { QTRY_COMPARE(m_model->waiting(), std::size_t(0)); }

    std::unique_ptr<LogModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void tst_LogModel::init()
{
    m_model = std::make_unique<LogModel>(100);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void tst_LogModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void tst_LogModel::linesComeInOrder()
{
    m_model->add(line(QStringLiteral("one")));
    m_model->add(line(QStringLiteral("two")));
    settle();
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(0), QStringLiteral("one"));
    QCOMPARE(text(1), QStringLiteral("two"));
    QCOMPARE(m_model->index(0, LogModel::Category).data().toString(),
             QStringLiteral("arvados.keep"));
    QCOMPARE(m_model->index(0, LogModel::Time).data().toString(), QStringLiteral("12:00:01.234"));
}

void tst_LogModel::linesAreGathered()
{
    QSignalSpy inserted(m_model.get(), &LogModel::rowsInserted);
    for (int i = 0; i < 50; ++i)
        m_model->add(line(QString::number(i)));
    QCOMPARE(inserted.size(), 0);
    settle();
    QCOMPARE(inserted.size(), 1);
}

void tst_LogModel::floodsAreBoundedAndFewUpdates()
{
    QSignalSpy inserted(m_model.get(), &LogModel::rowsInserted);
    QSignalSpy reset(m_model.get(), &LogModel::modelReset);
    for (int i = 0; i < 100'000; ++i) {
        m_model->add(line(QString::number(i)));
        if (i % 1000 == 0)
            QCoreApplication::processEvents();
    }
    QVERIFY(m_model->waiting() <= 100);
    settle();
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(text(99), QStringLiteral("99999"));
    QCOMPARE(text(0), QStringLiteral("99900"));
    QVERIFY(inserted.size() + reset.size() < 100);
}

void tst_LogModel::oldLinesGoFirst()
{
    for (int i = 0; i < 90; ++i)
        m_model->add(line(QString::number(i)));
    settle();
    for (int i = 90; i < 130; ++i)
        m_model->add(line(QString::number(i)));
    settle();
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(text(0), QStringLiteral("30"));
    QCOMPARE(text(99), QStringLiteral("129"));
}

void tst_LogModel::pausedLinesWait()
{
    m_model->setPaused(true);
    QSignalSpy waiting(m_model.get(), &LogModel::waitingChanged);
    m_model->add(line(QStringLiteral("one")));
    QTRY_VERIFY(!waiting.isEmpty());
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->waiting(), std::size_t(1));
    m_model->setPaused(false);
    QCOMPARE(m_model->rowCount(), 1);
}

void tst_LogModel::pausedFloodsAreBounded()
{
    m_model->setPaused(true);
    for (int i = 0; i < 1000; ++i)
        m_model->add(line(QString::number(i)));
    QCOMPARE(m_model->waiting(), std::size_t(100));
    m_model->setPaused(false);
    QCOMPARE(text(99), QStringLiteral("999"));
}

void tst_LogModel::clearedIsEmpty()
{
    m_model->add(line(QStringLiteral("one")));
    settle();
    m_model->add(line(QStringLiteral("two")));
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->waiting(), std::size_t(0));
}

void tst_LogModel::textsAreMadeVisible()
{
    m_model->add(line(QStringLiteral("a\nb\u202Ec") + QString(100'000, u'x'), QtWarningMsg,
                      QStringLiteral("evil\ncategory")));
    settle();
    QVERIFY(!text(0).contains(u'\n'));
    QVERIFY(!text(0).contains(QChar(0x202E)));
    QVERIFY(text(0).size() < 10'000);
    QVERIFY(!m_model->plainLine(0).contains(u'\n'));
}

void tst_LogModel::levelsAreWordsAndShapes()
{
    const QList<QtMsgType> types{QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg};
    for (const auto type : types)
        m_model->add(line(QStringLiteral("x"), type));
    settle();
    QList<QImage> shapes;
    QStringList words;
    for (int row = 0; row < 4; ++row) {
        const auto level = m_model->index(row, LogModel::Level);
        words += level.data().toString();
        // Told apart by where there is ink, whatever its colour.
        shapes += level.data(Qt::DecorationRole)
                      .value<QIcon>()
                      .pixmap(16)
                      .toImage()
                      .convertToFormat(QImage::Format_Alpha8);
    }
    QCOMPARE(words,
             (QStringList{QStringLiteral("Detail"), QStringLiteral("Info"),
                          QStringLiteral("Warning"), QStringLiteral("Error")}));
    for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < i; ++j)
            QVERIFY(shapes.at(i) != shapes.at(j));
    }
}

void tst_LogModel::copiedLinesAreWhole()
{
    m_model->add(line(QStringLiteral("no answer"), QtCriticalMsg));
    settle();
    QCOMPARE(m_model->plainLine(0),
             QStringLiteral("2026-03-01 12:00:01.234 Error arvados.keep: no answer"));
    QCOMPARE(m_model->plainLine(1), QString());
    QCOMPARE(m_model->plainLine(-1), QString());
}

void tst_LogModel::categoriesAreCollected()
{
    for (int i = 0; i < 5000; ++i) {
        m_model->add(line(QStringLiteral("x"), QtWarningMsg, QString::number(i % 300)));
        if (i % 50 == 0)
            m_model->setPaused(false); // takes in
    }
    settle();
    QVERIFY(!m_model->categories().empty());
    QVERIFY(m_model->categories().size() <= 100); // however many there are
}

void tst_LogModel::filterKnowsLevelCategoryAndText()
{
    LogFilter filter;
    filter.setSourceModel(m_model.get());
    m_model->add(line(QStringLiteral("Fetched block"), QtDebugMsg));
    m_model->add(line(QStringLiteral("Mounted"), QtInfoMsg, QStringLiteral("arvados.mount")));
    m_model->add(line(QStringLiteral("Slow block"), QtWarningMsg));
    m_model->add(line(QStringLiteral("Broken"), QtFatalMsg, QStringLiteral("arvados.mount")));
    settle();
    QCOMPARE(filter.rowCount(), 4);
    filter.setLeast(LogLevel::Info);
    QCOMPARE(filter.rowCount(), 3);
    filter.setLeast(LogLevel::Error);
    QCOMPARE(filter.rowCount(), 1);
    filter.setLeast(LogLevel::Debug);
    filter.setCategory(QStringLiteral("arvados.mount"));
    QCOMPARE(filter.rowCount(), 2);
    filter.setCategory({});
    filter.setText(QStringLiteral("BLOCK"));
    QCOMPARE(filter.rowCount(), 2);
    filter.setText(QStringLiteral("keep"));
    QCOMPARE(filter.rowCount(), 2);
}

void tst_LogModel::filterTextIsNoPattern()
{
    LogFilter filter;
    filter.setSourceModel(m_model.get());
    m_model->add(line(QStringLiteral("a.c")));
    m_model->add(line(QStringLiteral("abc [x")));
    settle();
    filter.setText(QStringLiteral("a.c"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(QStringLiteral("["));
    QCOMPARE(filter.rowCount(), 1);
}

QTEST_MAIN(tst_LogModel)
#include "tst_logmodel.moc"
