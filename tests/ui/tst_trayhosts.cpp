// SPDX-License-Identifier: Apache-2.0
#include "colouricons.h"
#include "support/desktopsession.h"
#include "support/fakedesk.h"
#include "trayhostwatcher.h"
#include "trayicon.h"

#include <QtTest>

#include <cstring>

using namespace arv;
using namespace arv::test;

// Qt chooses between StatusNotifierItem and XEmbed once per process: every scene is a process of
// its own, this program with the scene's name in ARV_TRAY_SCENE.
class tst_TrayHosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void iconSurvivesItsHost_data();
    void iconSurvivesItsHost();
};

namespace {

constexpr int patience = 30000; // ms; panels take their time on a busy machine

struct Scene
{
    const char* name;
    DesktopSession::Host host;
    bool isLate; // the host starts after the program
};
constexpr std::array scenes{
    Scene{"xfce", DesktopSession::Host::Xfce, false},
    Scene{"xfce-late", DesktopSession::Host::Xfce, true},
    Scene{"tint2", DesktopSession::Host::Tint2, false},
    Scene{"tint2-late", DesktopSession::Host::Tint2, true},
};

// Whether the drawing of the "!" of tray-attention is anywhere on the screen: its yellow, which
// neither panel has.
bool isOnScreen(DesktopSession& session)
{
    const auto file = session.home() + QStringLiteral("/screen.png");
    if (!session.grab(file))
        return false;
    const QImage screen(file);
    int found = 0;
    for (int y = 0; y < screen.height(); ++y) {
        for (int x = 0; x < screen.width(); ++x) {
            const auto colour = screen.pixelColor(x, y);
            found += colour.red() > 200 && colour.green() > 140 && colour.blue() < 80 ? 1 : 0;
        }
    }
    return found > 12;
}

// The inside of one process. Says on standard error what did not come true.
class Stage
{
public:
    Stage(DesktopSession& session, const Scene& scene)
        : m_session(session)
        , m_scene(scene)
        , m_tray(m_desk)
    {
        Desk::Account account;
        account.settings.id = QStringLiteral("a");
        account.snapshot.state = AccountSnapshot::State::Inactive;
        m_desk.accountList = {account};
        Q_EMIT m_desk.accountsChanged();
        QObject::connect(&m_watcher, &TrayHostWatcher::hostChanged, &m_tray,
                         &TrayIcon::hostMayHaveChanged);
    }

    [[nodiscard]] bool play()
    {
        if (!m_scene.isLate && !startHost())
            return fails("the host does not start");
        m_watcher.start();
        if (m_scene.isLate) {
            if (isShown(2000) || m_tray.isHosted())
                return fails("an icon without a host");
            if (!startHost())
                return fails("the host does not start");
        }
        if (!isShown(patience))
            return fails("the icon does not appear");
        keepPicture();
        for (int round = 0; round < 2; ++round) {
            m_session.stopHost();
            if (!waits([this] { return !m_tray.isHosted(); }, patience))
                return fails("nobody notices that the host went");
            if (!startHost() || !isShown(patience))
                return fails("the icon does not come back");
        }
        return true;
    }

private:
    template <class Condition>
    static bool waits(Condition condition, int milliseconds)
    {
        return QTest::qWaitFor(condition, milliseconds);
    }
    [[nodiscard]] bool startHost()
    {
        if (!m_session.startHost(m_scene.host))
            return false;
        // A host that is there before the program must have its tray by then.
        return m_tray.isHosted() || m_scene.isLate || waits([this] { return hasHost(); }, patience);
    }
    [[nodiscard]] static bool hasHost()
    {
        TrayHostWatcher probe;
        QSignalSpy answered(&probe, &TrayHostWatcher::hostChanged);
        probe.start();
        return (!answered.isEmpty() || answered.wait(1000)) && probe.isPresent();
    }
    [[nodiscard]] bool isShown(int milliseconds)
    {
        return waits([this] { return m_tray.isHosted() && isOnScreen(m_session); }, milliseconds);
    }
    void keepPicture()
    {
        const auto folder = qEnvironmentVariable("ARV_SCREENSHOTS");
        if (!folder.isEmpty()
            && !m_session.grab(folder + u'/' + QLatin1String(m_scene.name)
                               + QStringLiteral(".png")))
            qWarning("no picture");
    }
    bool fails(const char* what)
    {
        std::fprintf(stderr, "%s: %s\n", m_scene.name, what);
        return false;
    }

    DesktopSession& m_session;
    Scene m_scene;
    FakeDesk m_desk;
    TrayIcon m_tray;
    TrayHostWatcher m_watcher;
};

int playScene(const QByteArray& name, int& argc, char** argv)
{
    const auto scene = std::find_if(scenes.begin(), scenes.end(),
                                    [&](const Scene& each) { return name == each.name; });
    DesktopSession session;
    if (scene == scenes.end() || !session.start(QStringLiteral("640x400x24"))) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(session.error()));
        return 2;
    }
    session.enter();
    QApplication application(argc, argv);
    Stage stage(session, *scene);
    return stage.play() ? 0 : 1;
}

} // namespace

void tst_TrayHosts::iconSurvivesItsHost_data()
{
    QTest::addColumn<QString>("program");
    for (const auto& scene : scenes)
        QTest::newRow(scene.name) << (scene.host == DesktopSession::Host::Xfce
                                          ? QStringLiteral("xfce4-panel")
                                          : QStringLiteral("tint2"));
}

void tst_TrayHosts::iconSurvivesItsHost()
{
    QFETCH(QString, program);
    QStringList needed{program, QStringLiteral("Xvfb"), QStringLiteral("dbus-daemon"),
                       QStringLiteral("import")};
    if (program == QLatin1String("tint2"))
        needed += {QStringLiteral("openbox"), QStringLiteral("xdotool")};
    const auto missing = DesktopSession::missing(needed);
    if (!missing.isEmpty())
        QSKIP(qPrintable(missing + QStringLiteral(" is not installed")));
    QProcess scene;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ARV_TRAY_SCENE"),
                       QString::fromLatin1(QTest::currentDataTag()));
    scene.setProcessEnvironment(environment);
    scene.start(QCoreApplication::applicationFilePath(), {});
    QVERIFY(scene.waitForFinished(160000));
    QVERIFY2(scene.exitStatus() == QProcess::NormalExit && scene.exitCode() == 0,
             scene.readAllStandardError().constData());
}

int main(int argc, char** argv)
{
    const auto scene = qgetenv("ARV_TRAY_SCENE");
    if (!scene.isEmpty())
        return playScene(scene, argc, argv);
    QCoreApplication application(argc, argv);
    tst_TrayHosts test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_trayhosts.moc"
