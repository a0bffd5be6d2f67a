// SPDX-License-Identifier: Apache-2.0
#include "projecttree.h"
#include "run.h"
#include "scene.h"
#include "support/processes.h"
#include "support/shell.h"
#include "support/smallworld.h"

#include <QAccessible>

using namespace arv;
using namespace arv::test;

// A person's first day with the program, in order: each step stands on those before it.
class TestFirstRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void firstStartOpensTheAssistant();
    void exportBlockFillsInTheHost();
    void wrongTokenIsToldInWords();
    void clusterIsAskedForReal();
    void assistantEndsWithAMount();
    void keyringHoldsTheToken();
    void tokenStandsNowhereElse();
    void fileHasTheClustersBytes();
    void otherProgramsGetNoTokenAndNoBlockedSignals();
    void treeShowsWhatTheClusterHas();
    void screenReadersFindTheRows();
    void detailsTellOfTheSelectedRow();
    void trayMenuUnmountsAndMounts();
    void quitLeavesNothing();
    void nextStartIsAsItWas();

private:
    [[nodiscard]] QByteArray secret() const
    {
        return QByteArray::fromStdString(m_demo.token).split('/').value(2);
    }
    [[nodiscard]] QString exportBlock(const QString& token) const;
    [[nodiscard]] QString file() const
    {
        return m_directory + QStringLiteral("/home/sample/hello.txt");
    }
    [[nodiscard]] ProjectTree* tree() { return m_run->window().findChild<ProjectTree*>(); }
    [[nodiscard]] QModelIndex row(const QString& text, const QModelIndex& below = {});
    [[nodiscard]] static QStringList descendants(const QString& process);

    DemoAccount m_demo;
    std::unique_ptr<Run> m_run;
    QString m_directory;
    QString m_id; // of the account
    QString m_project; // UUID
    QStringList m_threadsBefore;
};

namespace {

QStringList threadNames()
{
    QStringList names;
    for (const auto& thread : threadsOf(QStringLiteral("self")))
        names += QString::fromLatin1(procFile(QStringLiteral("self/task/%1/comm").arg(thread)))
                     .trimmed();
    names.sort();
    return names;
}

// Names of the rows that a screen reader is told of, whatever Qt's tree does inside.
QStringList accessibleRows(QWidget& view)
{
    QStringList names;
    auto* interface = QAccessible::queryAccessibleInterface(&view);
    for (int i = 0; interface && i < interface->childCount(); ++i) {
        const auto* child = interface->child(i);
        if (child && child->role() == QAccessible::TreeItem)
            names += child->text(QAccessible::Name);
    }
    return names;
}

} // namespace

void TestFirstRun::initTestCase()
{
    auto& scene = Scene::current();
    QVERIFY(scene.bus().startKeyring());
    QVERIFY2(scene.session().startHost(DesktopSession::Host::Tint2),
             qPrintable(scene.session().error()));
    SmallWorld::addCollection(m_demo, "sample",
                              {{"hello.txt", "Hello from the cluster\n"}, {"empty", ""}});
    demo::NewGroup project;
    project.owner = m_demo.user;
    project.name = "Reads of 2024";
    const auto added = m_demo.cluster.store().addGroup(project);
    QVERIFY(added.hasValue());
    m_project = QString::fromStdString(*added);
    for (int i = 0; i < 3; ++i) {
        demo::NewCollection inside;
        inside.owner = *added;
        inside.name = "run " + std::to_string(i);
        QVERIFY(m_demo.cluster.store().addCollection(inside).hasValue());
    }
}

void TestFirstRun::cleanupTestCase()
{
    m_run.reset();
    Scene::current().clearMounts();
    Scene::current().bus().stopKeyring();
}

QString TestFirstRun::exportBlock(const QString& token) const
{
    return QStringLiteral("HISTIGNORE=$HISTIGNORE:'export ARVADOS_API_TOKEN=*'\n"
                          "export ARVADOS_API_TOKEN=%1\n"
                          "export ARVADOS_API_HOST=%2\n"
                          "unset ARVADOS_API_HOST_INSECURE\n")
        .arg(token, m_demo.credentials().host);
}

QModelIndex TestFirstRun::row(const QString& text, const QModelIndex& below)
{
    const auto* model = tree()->model();
    for (int i = 0; i < model->rowCount(below); ++i) {
        const auto index = model->index(i, 0, below);
        if (index.data().toString().contains(text))
            return index;
    }
    return {};
}

QStringList TestFirstRun::descendants(const QString& process)
{
    QStringList all;
    for (const auto& child : childrenOf(process)) {
        all += child;
        all += descendants(child);
    }
    return all;
}

void TestFirstRun::firstStartOpensTheAssistant()
{
    m_threadsBefore = threadNames();
    m_run = std::make_unique<Run>();
    m_run->desk().setLogDetail(true);
    QTRY_VERIFY(m_run->window().isVisible());
    QTRY_VERIFY(m_run->assistant());
    QTRY_VERIFY_WITH_TIMEOUT(m_run->tray().isHosted(), patience);
}

void TestFirstRun::exportBlockFillsInTheHost()
{
    auto* assistant = m_run->assistant();
    QVERIFY(Run::paste(assistant, "token",
                       exportBlock(QStringLiteral("v2/zzzzz-gj3su-000000000000000/0123456789abcdef"
                                                  "0123456789abcdef0123456789abcdef01"))));
    QCOMPARE(Run::find<QLineEdit>(*assistant, QStringLiteral("host"))->text(),
             m_demo.credentials().host);
    QVERIFY(!Run::words(*assistant).contains(QStringLiteral("0123456789abcdef")));
}

void TestFirstRun::wrongTokenIsToldInWords()
{
    auto* assistant = m_run->assistant();
    // Its certificate is nobody's: first that is told, then what the cluster says of the token.
    QVERIFY(Run::press(assistant, "next"));
    QVERIFY(Run::says(assistant, "CA file"));
    QVERIFY(Run::write(assistant, "caFile", m_demo.credentials().caFile));
    QVERIFY(Run::press(assistant, "next"));
    QVERIFY(Run::says(assistant, "does not take this token"));
    QVERIFY(m_run->desk().accounts().isEmpty());
}

void TestFirstRun::clusterIsAskedForReal()
{
    auto* assistant = m_run->assistant();
    m_demo.cluster.forgetRequestsSeen();
    QVERIFY(Run::paste(assistant, "token", exportBlock(m_demo.credentials().token)));
    QCOMPARE(Run::find<QLineEdit>(*assistant, QStringLiteral("caFile"))->text(),
             m_demo.credentials().caFile);
    QVERIFY(Run::press(assistant, "next"));
    QVERIFY(Run::says(assistant, "Signed in as"));
    QVERIFY(SmallWorld::requestsWith(m_demo, "users/current") > 0);
}

void TestFirstRun::assistantEndsWithAMount()
{
    auto* assistant = m_run->assistant();
    const auto* line = Run::find<QLineEdit>(*assistant, QStringLiteral("directory"));
    QVERIFY(line);
    m_directory = line->text();
    QVERIFY2(m_directory.startsWith(Scene::current().home()), qPrintable(m_directory));
    QVERIFY(Run::press(assistant, "next"));
    QVERIFY(Run::says(assistant, "Mounted at"));
    QVERIFY(Run::says(assistant, "in the keychain"));
    QVERIFY(Run::press(assistant, "Finish"));
    QTRY_VERIFY(!m_run->assistant());
    QVERIFY(Scene::isMounted(m_directory));
    QTRY_COMPARE(m_run->account().snapshot.state, AccountSnapshot::State::SignedIn);
    m_id = m_run->account().settings.id;
}

void TestFirstRun::keyringHoldsTheToken()
{
    QCOMPARE(Scene::current().bus().tokenInKeyring(m_id), QByteArray::fromStdString(m_demo.token));
}

void TestFirstRun::tokenStandsNowhereElse()
{
    auto& scene = Scene::current();
    QCOMPARE(Scene::filesWith(scene.home() + QStringLiteral("/config"), secret()), QStringList());
    for (const auto* folder : {"/cache", "/state", "/data", "/run"})
        QCOMPARE(Scene::filesWith(scene.home() + QLatin1String(folder), secret()), QStringList());
    for (const auto& line : m_run->desk().logLines())
        QVERIFY(!line.text.contains(QLatin1String(secret())));
    auto processes = descendants(QStringLiteral("self"));
    processes += QStringLiteral("self");
    for (const auto& process : processes) {
        QVERIFY(!procFile(process + QStringLiteral("/cmdline")).contains(secret()));
        QVERIFY(!procFile(process + QStringLiteral("/environ")).contains(secret()));
    }
}

void TestFirstRun::fileHasTheClustersBytes()
{
    const auto read = shell(QStringLiteral("cat \"$1\""), {file()});
    QVERIFY2(read.isSuccess(), qPrintable(read.told()));
    QCOMPARE(read.out, QByteArray("Hello from the cluster\n"));
}

void TestFirstRun::otherProgramsGetNoTokenAndNoBlockedSignals()
{
    QVERIFY(m_run->chooseInTray(QStringLiteral("Open folder")));
    QTRY_VERIFY_WITH_TIMEOUT(!Scene::current().opened().isEmpty(), patience);
    const auto opened = Scene::current().opened();
    QVERIFY2(opened.contains("opened file://" + m_directory.toUtf8()), opened.constData());
    QVERIFY(!opened.contains(secret()));
    QVERIFY2(opened.contains("SigBlk:\t0000000000000000"), opened.left(200).constData());
}

void TestFirstRun::treeShowsWhatTheClusterHas()
{
    QTest::keyClick(&m_run->window(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(tree()->isVisible());
    QTRY_VERIFY(tree()->model()->rowCount() > 0);
    const auto account = tree()->model()->index(0, 0);
    tree()->setFocus();
    tree()->setCurrentIndex(account);
    if (!tree()->isExpanded(account))
        QTest::keyClick(tree(), Qt::Key_Right);
    QTRY_VERIFY_WITH_TIMEOUT(row(QStringLiteral("Home"), account).isValid(), patience);
    tree()->setCurrentIndex(row(QStringLiteral("Home"), account));
    if (!tree()->isExpanded(tree()->currentIndex()))
        QTest::keyClick(tree(), Qt::Key_Right);
    const auto inHome = [&](const char* name) {
        return row(QLatin1String(name), row(QStringLiteral("Home"), account));
    };
    QTRY_VERIFY_WITH_TIMEOUT(inHome("sample").isValid(), patience);
    tree()->setCurrentIndex(inHome("Reads of 2024"));
    QTest::keyClick(tree(), Qt::Key_Right);
    QTRY_VERIFY_WITH_TIMEOUT(row(QStringLiteral("run 2"), inHome("Reads of 2024")).isValid(),
                             patience);
}

void TestFirstRun::screenReadersFindTheRows()
{
    QAccessible::setActive(true);
    const auto rows = accessibleRows(*tree());
    for (const auto* name : {"Home", "sample", "Reads of 2024", "run 0", "run 1", "run 2"}) {
        const bool isThere = std::any_of(rows.begin(), rows.end(), [name](const QString& row) {
            return row.contains(QLatin1String(name));
        });
        QVERIFY2(isThere, qPrintable(rows.join(u'|')));
    }
}

void TestFirstRun::detailsTellOfTheSelectedRow()
{
    const auto uuid = [this] {
        const auto* line = Run::find<QLineEdit>(m_run->window(), QStringLiteral("UUID"));
        return line ? line->text() : QString();
    };
    QTRY_COMPARE(uuid(), m_project);
    const auto account = tree()->model()->index(0, 0);
    tree()->setCurrentIndex(row(QStringLiteral("sample"), row(QStringLiteral("Home"), account)));
    const auto files = [this] {
        const auto* line = Run::find<QLineEdit>(m_run->window(), QStringLiteral("Files"));
        return line ? line->text() : QString();
    };
    QTRY_COMPARE(files(), QStringLiteral("2"));
}

void TestFirstRun::trayMenuUnmountsAndMounts()
{
    QVERIFY(m_run->chooseInTray(QStringLiteral("Unmount")));
    QTRY_VERIFY_WITH_TIMEOUT(!Scene::isMounted(m_directory), patience);
    QTRY_COMPARE(m_run->mount().snapshot.state, MountSnapshot::State::Stopped);
    QVERIFY(m_run->chooseInTray(QStringLiteral("Mount")));
    QTRY_VERIFY_WITH_TIMEOUT(m_run->isMounted(), patience);
    QVERIFY(Scene::isMounted(m_directory));
}

void TestFirstRun::quitLeavesNothing()
{
    QVERIFY(m_run->chooseInTray(QStringLiteral("Quit")));
    QTRY_VERIFY_WITH_TIMEOUT(m_run->hasFinished(), patience);
    QVERIFY(!Scene::isMounted(m_directory));
    m_run.reset();
    const auto left = [this] {
        auto names = threadNames();
        for (const auto& name : m_threadsBefore)
            names.removeOne(name);
        return names;
    };
    // Those of the libraries stay, and Qt's pool ends its own after half a minute without work.
    const QStringList others{QStringLiteral("Thread (pooled)"), QStringLiteral("gdbus"),
                             QStringLiteral("gmain"), QStringLiteral("QDBusConnection")};
    const auto ours = [&] {
        auto names = left();
        for (const auto& name : others)
            names.removeAll(name);
        return names.filter(QRegularExpression(QStringLiteral("^(?!pool)"))); // GLib's
    };
    QTRY_COMPARE_WITH_TIMEOUT(ours(), QStringList(), patience);
    for (const auto& process : descendants(QStringLiteral("self")))
        QVERIFY(!procFile(process + QStringLiteral("/comm")).contains("fusermount"));
}

void TestFirstRun::nextStartIsAsItWas()
{
    m_run = std::make_unique<Run>();
    QTRY_VERIFY_WITH_TIMEOUT(m_run->isMounted(), patience);
    QCOMPARE(m_run->account().settings.id, m_id);
    QTRY_COMPARE_WITH_TIMEOUT(m_run->account().snapshot.state, AccountSnapshot::State::SignedIn,
                              patience);
    QCOMPARE(m_run->account().token.state, TokenSnapshot::State::InKeychain);
    QCOMPARE(m_run->mount().settings.directory, m_directory);
    fileHasTheClustersBytes();
    QCOMPARE(m_run->dialogs<QDialog>(), 0);
    QTRY_COMPARE(m_run->mount().snapshot.trouble, MountSnapshot::Trouble::None);
}

int main(int argc, char** argv)
{
    return runScene<TestFirstRun>(argc, argv);
}

#include "tst_firstrun.moc"
