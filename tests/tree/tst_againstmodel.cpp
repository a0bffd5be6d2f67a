// SPDX-License-Identifier: Apache-2.0
// The tree under changes, events, reads, evictions and time in random order, against plain maps of
// what the server has and had. ARV_SEED repeats a run, ARV_LONG=1 makes it longer.
#include "async/mailbox.h"
#include "modelrun.h"

#include <QtTest>

using namespace arv;
using test::ModelRun;

class tst_AgainstModel : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;

private Q_SLOTS:
    void whatIsShownIsWhatTheServerHasOrHadAMomentAgo();
};

void tst_AgainstModel::whatIsShownIsWhatTheServerHasOrHadAMomentAgo()
{
    const auto given = qEnvironmentVariableIntValue("ARV_SEED");
    const auto seed = given != 0 ? static_cast<unsigned>(given) : std::random_device()() >> 1U;
    const int steps = qEnvironmentVariableIsSet("ARV_LONG") ? 200000 : 10000;
    qInfo("ARV_SEED=%u, %d steps", seed, steps);
    ModelRun run(seed);
    int step = 0;
    for (; step < steps && run.complaint().isEmpty(); ++step)
        run.step();
    if (run.complaint().isEmpty())
        run.end();
    if (!run.complaint().isEmpty()) {
        const auto& past = run.lastSteps();
        const auto shown = std::min<std::ptrdiff_t>(given != 0 ? 1000 : 40, std::ssize(past));
        std::for_each(past.end() - shown, past.end(),
                      [](const QByteArray& did) { qInfo("  %s", did.constData()); });
    }
    QVERIFY2(run.complaint().isEmpty(),
             "seed " + QByteArray::number(seed) + ", step " + QByteArray::number(step) + ": "
                 + run.complaint());
    qInfo("%d times settled, %d evictions", run.settlings(), static_cast<int>(run.evictions()));
    QVERIFY(run.settlings() > 0);
    QVERIFY(run.evictions() > 0);
}

// The long form takes longer than a test may, by itself.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet("ARV_LONG"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "3600000"); // milliseconds
    const QCoreApplication application(argc, argv);
    tst_AgainstModel test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_againstmodel.moc"
