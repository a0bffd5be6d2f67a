// SPDX-License-Identifier: Apache-2.0
#include "fuse/mountpoint.h"
#include "support/desktopsession.h"
#include "support/mountedprocess.h"
#include "support/processes.h"
#include "support/waiting.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <csignal>

using namespace arv;
using namespace arv::test;

namespace {

constexpr int patience = 30000; // ms

// A program of a desktop; ended as by its session, then by force.
class Program
{
public:
    Program(const QProcessEnvironment& environment, const QStringList& arguments)
    {
        m_process.setProcessEnvironment(environment);
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(programPath(), arguments);
        m_process.waitForStarted();
    }
    ~Program() { (void)end(); }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    [[nodiscard]] QString pid() const { return QString::number(m_process.processId()); }
    [[nodiscard]] Outcome ended(int milliseconds = patience)
    {
        return outcomeOf(m_process, milliseconds);
    }
    Outcome end()
    {
        m_process.terminate();
        return ended(10000);
    }
    [[nodiscard]] QProcess& process() { return m_process; }

private:
    QProcess m_process;
};

} // namespace

// The program as people and their sessions start it, each time as a process of its own on a desktop
// of its own.
class tst_Process : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void withoutDisplayItSaysSo();
    void displayThatIsNotThereIsSaidInOneLine();
    void secondStartRaisesTheFirst();
    void autostartedWithTrayHasNoWindow();
    void autostartedWithoutTrayHasAWindow();
    void iconComesAndComesBackWithItsHost();
    void closingWithoutTrayAsks();
    void closingWithTrayHides();
    void demoShowsItsMount();
    void headlessDemoMountsWithoutDisplay();
    void servedDemoTellsItsEnvironment();
    void settingsSwitchWritesTheAutostartEntry();

private:
    [[nodiscard]] std::unique_ptr<Program> start(const QStringList& arguments = {}) const;
    [[nodiscard]] QStringList windows(const QString& title);
    // The first of that title, when there is one; empty: none came.
    [[nodiscard]] QString window(const QString& title);
    [[nodiscard]] bool hasWindow() { return !windows(mainTitle).isEmpty(); }
    [[nodiscard]] bool waitForWindow();
    [[nodiscard]] bool waitForIcon();
    [[nodiscard]] bool isActive(const QString& window);
    [[nodiscard]] bool hasIcon();
    [[nodiscard]] bool keys(const QString& window, const QStringList& names);
    [[nodiscard]] bool closeAssistant(); // of a first start
    [[nodiscard]] bool close(const QString& window);
    [[nodiscard]] QString demoPlace() const;

    const QString mainTitle = QStringLiteral("^Arvados Drive$");
    const QString question = QStringLiteral("^Quit Arvados Drive");
    const QString assistant = QStringLiteral("^Add an account");
    std::unique_ptr<DesktopSession> m_session;
};

void tst_Process::initTestCase()
{
    const auto missing = DesktopSession::missing(
        {QStringLiteral("Xvfb"), QStringLiteral("dbus-daemon"), QStringLiteral("openbox"),
         QStringLiteral("tint2"), QStringLiteral("xdotool"), QStringLiteral("wmctrl")});
    if (!missing.isEmpty())
        QSKIP(qPrintable(missing + QStringLiteral(" is not installed")));
}

void tst_Process::init()
{
    m_session = std::make_unique<DesktopSession>();
    QVERIFY2(m_session->start(), qPrintable(m_session->error()));
    QVERIFY(m_session->startHelper(QStringLiteral("openbox")));
    QVERIFY(QTest::qWaitFor(
        [this] { return m_session->succeeds(QStringLiteral("wmctrl"), {QStringLiteral("-m")}); },
        patience));
}

void tst_Process::cleanup()
{
    if (!m_session)
        return;
    if (mountedAt(demoPlace()))
        (void)run(QStringLiteral("fusermount3"),
                  {QStringLiteral("-u"), QStringLiteral("-z"), demoPlace()});
    m_session.reset();
}

QString tst_Process::demoPlace() const
{
    return m_session->home() + QStringLiteral("/Arvados/Demo");
}

std::unique_ptr<Program> tst_Process::start(const QStringList& arguments) const
{
    return std::make_unique<Program>(m_session->environment(), arguments);
}

// Those that the window manager knows of: X11's numbers in decimal.
QStringList tst_Process::windows(const QString& title)
{
    const QRegularExpression wanted(title);
    QStringList found;
    // It fails when a window goes between being listed and being asked for its title.
    const auto list = [this] {
        return m_session->succeeds(QStringLiteral("wmctrl"), {QStringLiteral("-l")});
    };
    if (!QTest::qWaitFor(list, patience))
        return found;
    for (const auto& line : QString::fromUtf8(m_session->output()).split(u'\n')) {
        // number, desktop, machine, title
        const auto fields = line.simplified().split(u' ');
        if (wanted.match(fields.mid(3).join(u' ')).hasMatch())
            found += QString::number(fields.first().toULongLong(nullptr, 16));
    }
    return found;
}

QString tst_Process::window(const QString& title)
{
    QStringList found;
    (void)QTest::qWaitFor(
        [&] {
            found = windows(title);
            return !found.isEmpty();
        },
        patience);
    return found.value(0);
}

bool tst_Process::waitForWindow()
{
    return QTest::qWaitFor([this] { return hasWindow(); }, patience);
}

bool tst_Process::isActive(const QString& window)
{
    return m_session->succeeds(QStringLiteral("xdotool"), {QStringLiteral("getactivewindow")})
        && QString::fromLatin1(m_session->output()).trimmed() == window;
}

// In the tray of tint2: a window of ours within its panel.
bool tst_Process::hasIcon()
{
    if (!m_session->succeeds(QStringLiteral("xwininfo"),
                             {QStringLiteral("-root"), QStringLiteral("-tree")}))
        return false;
    const QRegularExpression icon(
        QStringLiteral("\\(\"arvados-drive\" \"arvados-drive\"\\)\\s+24x24\\+0\\+0"));
    return icon.match(QString::fromUtf8(m_session->output())).hasMatch();
}

bool tst_Process::waitForIcon()
{
    return QTest::qWaitFor([this] { return hasIcon(); }, patience);
}

bool tst_Process::keys(const QString& window, const QStringList& names)
{
    return m_session->succeeds(QStringLiteral("xdotool"),
                               QStringList{QStringLiteral("windowfocus"), QStringLiteral("--sync"),
                                           window, QStringLiteral("key")}
                                   + names);
}

bool tst_Process::close(const QString& window)
{
    return m_session->succeeds(QStringLiteral("wmctrl"),
                               {QStringLiteral("-i"), QStringLiteral("-c"), window});
}

bool tst_Process::closeAssistant()
{
    return QTest::qWaitFor([this] { return !windows(assistant).isEmpty(); }, patience)
        && keys(this->window(assistant), {QStringLiteral("Escape")})
        && QTest::qWaitFor([this] { return windows(assistant).isEmpty(); }, patience);
}

void tst_Process::withoutDisplayItSaysSo()
{
    auto environment = m_session->environment();
    for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QLatin1String(name));
    Program program(environment, {});
    const auto outcome = program.ended();
    QCOMPARE(outcome.status, 1);
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY(outcome.err.contains("no display"));
    QVERIFY(outcome.out.isEmpty());
}

void tst_Process::displayThatIsNotThereIsSaidInOneLine()
{
    auto environment = m_session->environment();
    environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":98765"));
    for (const bool named : {true, false}) {
        if (!named)
            environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
        Program program(environment, {});
        const auto outcome = program.ended();
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.count('\n') == 1, outcome.err.constData());
        QVERIFY(outcome.err.contains(":98765"));
    }
}

void tst_Process::secondStartRaisesTheFirst()
{
    const auto first = start();
    QVERIFY(waitForWindow());
    QVERIFY(QTest::qWaitFor([this] { return windows(mainTitle).size() == 1; }, patience));
    const auto window = this->window(mainTitle);
    // Something else is in front.
    QVERIFY(m_session->startHelper(QStringLiteral("xmessage"),
                                   {QStringLiteral("-title"), QStringLiteral("other"),
                                    QStringLiteral("-geometry"), QStringLiteral("900x700"),
                                    QStringLiteral("words")}));
    QVERIFY(QTest::qWaitFor([this] { return !windows(QStringLiteral("^other$")).isEmpty(); },
                            patience));
    const auto other = this->window(QStringLiteral("^other$"));
    QVERIFY(
        m_session->succeeds(QStringLiteral("xdotool"),
                            {QStringLiteral("windowactivate"), QStringLiteral("--sync"), other}));
    QVERIFY(QTest::qWaitFor([&] { return isActive(other); }, patience));
    const auto second = start();
    const auto outcome = second->ended();
    QVERIFY2(outcome.inTime && outcome.status == 0, qPrintable(outcome.told()));
    QVERIFY2(outcome.err.isEmpty(), outcome.err.constData());
    QVERIFY(QTest::qWaitFor([&] { return isActive(window); }, patience));
    QVERIFY(first->isRunning());
    QCOMPARE(windows(mainTitle), QStringList{window});
}

void tst_Process::autostartedWithTrayHasNoWindow()
{
    QVERIFY(m_session->startHost(DesktopSession::Host::Tint2));
    QVERIFY(QTest::qWaitFor(
        [this] {
            return m_session->succeeds(QStringLiteral("xwininfo"),
                                       {QStringLiteral("-name"), QStringLiteral("tint2")});
        },
        patience));
    const auto program = start({QStringLiteral("--autostarted")});
    QVERIFY(waitForIcon());
    QVERIFY(!QTest::qWaitFor([this] { return hasWindow(); }, 1500));
    // A start by hand brings it.
    QCOMPARE(start()->ended().status, 0);
    QVERIFY(waitForWindow());
}

void tst_Process::autostartedWithoutTrayHasAWindow()
{
    const auto program = start({QStringLiteral("--autostarted")});
    QVERIFY(waitForWindow());
    QVERIFY(!hasIcon());
    QCOMPARE(program->end().status, 0);
}

void tst_Process::iconComesAndComesBackWithItsHost()
{
    const auto program = start();
    QVERIFY(waitForWindow());
    QVERIFY(!hasIcon());
    for (int round = 0; round < 2; ++round) {
        QVERIFY(m_session->startHost(DesktopSession::Host::Tint2));
        QVERIFY(waitForIcon());
        m_session->stopHost();
        QVERIFY(QTest::qWaitFor([this] { return !hasIcon(); }, patience));
    }
    QVERIFY(program->isRunning());
}

void tst_Process::closingWithoutTrayAsks()
{
    const auto program = start();
    QVERIFY(waitForWindow());
    const auto window = this->window(mainTitle);
    QVERIFY(closeAssistant());
    QVERIFY(close(window));
    QVERIFY(QTest::qWaitFor([this] { return !windows(question).isEmpty(); }, patience));
    QVERIFY(program->isRunning());
    QVERIFY(keys(this->window(question), {QStringLiteral("Escape")}));
    QVERIFY(QTest::qWaitFor([this] { return windows(question).isEmpty(); }, patience));
    QCOMPARE(windows(mainTitle), QStringList{window});
    QVERIFY(close(window));
    QVERIFY(QTest::qWaitFor([this] { return !windows(question).isEmpty(); }, patience));
    QVERIFY(keys(this->window(question), {QStringLiteral("alt+q")}));
    const auto outcome = program->ended();
    QVERIFY2(outcome.isSuccess(), qPrintable(outcome.told()));
}

void tst_Process::closingWithTrayHides()
{
    QVERIFY(m_session->startHost(DesktopSession::Host::Tint2));
    const auto program = start();
    QVERIFY(waitForWindow());
    QVERIFY(waitForIcon());
    QVERIFY(closeAssistant());
    QVERIFY(close(this->window(mainTitle)));
    QVERIFY(QTest::qWaitFor([this] { return !hasWindow(); }, patience));
    QVERIFY(program->isRunning());
    // Never a hidden program with no way in: the tray goes, the window comes.
    m_session->stopHost();
    QVERIFY(waitForWindow());
}

void tst_Process::demoShowsItsMount()
{
    auto program = start({QStringLiteral("demo")});
    QVERIFY(waitForWindow());
    QVERIFY(QTest::qWaitFor([this] { return mountedAt(demoPlace()).has_value(); }, patience));
    const auto listed = shell(QStringLiteral("ls \"$1\"/home"), {demoPlace()});
    QVERIFY2(listed.isSuccess() && listed.out.contains("Genomes"), qPrintable(listed.told()));
    QVERIFY(QTest::qWaitFor([this] { return hasWindow(); }, patience));
    // The assistant of a first run has nothing to do here.
    QCOMPARE(windows(assistant), QStringList());
    const auto children = childrenOf(program->pid());
    QCOMPARE(children.size(), 1);
    QVERIFY(procFile(children.first() + QStringLiteral("/cmdline")).contains("arvados-drive-demo"));
    QCOMPARE(program->end().status, 0);
    QVERIFY(!mountedAt(demoPlace()));
    QVERIFY(QTest::qWaitFor([&] { return !isRunning(children.first()); }, patience));
    // A cluster that is gone is not remembered.
    program = start();
    QVERIFY(QTest::qWaitFor([this] { return !windows(assistant).isEmpty(); }, patience));
}

void tst_Process::headlessDemoMountsWithoutDisplay()
{
    auto environment = m_session->environment();
    for (const auto* name : {"DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS"})
        environment.remove(QLatin1String(name));
    QVERIFY(QDir().mkpath(demoPlace()));
    Program program(environment,
                    {QStringLiteral("demo"), QStringLiteral("--headless"), demoPlace()});
    QVERIFY(QTest::qWaitFor([this] { return mountedAt(demoPlace()).has_value(); }, patience));
    const auto listed = shell(QStringLiteral("ls \"$1\"/home"), {demoPlace()});
    QVERIFY2(listed.isSuccess() && listed.out.contains("Genomes"), qPrintable(listed.told()));
    const auto children = childrenOf(program.pid());
    const auto outcome = program.end();
    QVERIFY2(outcome.isSuccess(), qPrintable(outcome.told()));
    QVERIFY(!mountedAt(demoPlace()));
    for (const auto& child : children)
        QVERIFY(QTest::qWaitFor([&] { return !isRunning(child); }, patience));
}

void tst_Process::servedDemoTellsItsEnvironment()
{
    Program program(m_session->environment(), {QStringLiteral("demo"), QStringLiteral("--serve")});
    QByteArray said;
    while (!said.contains("ARVADOS_API_TOKEN") && program.process().waitForReadyRead(patience))
        said += program.process().readAllStandardOutput();
    for (const auto* name : {"ARVADOS_API_HOST", "ARVADOS_API_TOKEN", "SSL_CERT_FILE"})
        QVERIFY2(said.contains(name), said.constData());
    const auto outcome = program.end();
    QVERIFY2(outcome.isSuccess(), qPrintable(outcome.told()));
}

void tst_Process::settingsSwitchWritesTheAutostartEntry()
{
    const auto entry =
        m_session->home() + QStringLiteral("/config/autostart/org.arvados.Drive.desktop");
    const auto program = start();
    QVERIFY(waitForWindow());
    QVERIFY(closeAssistant());
    const auto window = this->window(mainTitle);
    // The last page, and there the switch by its letter.
    QVERIFY(keys(window, {QStringLiteral("ctrl+comma")}));
    QVERIFY(keys(window, {QStringLiteral("alt+s")}));
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(entry); }, patience));
    QFile file(entry);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto text = file.readAll();
    QVERIFY2(text.contains("--autostarted") && text.contains(programPath().toUtf8()),
             text.constData());
    QVERIFY(keys(window, {QStringLiteral("alt+s")}));
    QVERIFY(QTest::qWaitFor([&] { return !QFile::exists(entry); }, patience));
}

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    tst_Process test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_process.moc"
