// SPDX-License-Identifier: Apache-2.0
#include "application.h"

#include "base/log.h"
#include "formatting.h"
#include "mainwindow.h"

#include <QCoreApplication>

#include <unistd.h>

namespace arv {

namespace {

const QString raiseWord = QStringLiteral("raise");
const QString demoWord = QStringLiteral("demo");

// What a second start has time for, which waits for the first one.
constexpr std::chrono::seconds tellLimit{5};

} // namespace

Application::Application(Launch launch, QObject* parent)
    : QObject(parent)
    , m_launch(std::move(launch))
{ }

Application::~Application() = default;

bool Application::begin()
{
    const auto isFirst = m_instance.begin();
    if (isFirst && !*isFirst) {
        const auto told = SingleInstance::tell({m_launch.demo ? demoWord : raiseWord}, tellLimit);
        if (!told)
            qCWarning(logApp).noquote() << told.error().text;
        return false;
    }
    if (!isFirst)
        qCWarning(logApp).noquote() << isFirst.error().text;
    m_drive = std::make_unique<Drive>(m_settings, m_launch.elsewhere);
    m_face = std::make_unique<Face>(*m_drive);
    connectDesktop();
    connectAccounts();
    m_drive->begin(m_launch.autostarted);
    if (const auto& loaded = m_drive->loaded(); !loaded)
        Q_EMIT m_drive->complained(loaded.error().text);
    if (!m_launch.autostarted)
        m_face->showWindow();
    if (m_launch.demo)
        m_demo.start();
    else if (m_drive->accounts().isEmpty() && !m_launch.autostarted)
        m_face->addAccount();
    return true;
}

void Application::connectDesktop()
{
    connect(&m_instance, &SingleInstance::asked, this, &Application::takeWords);
    connect(&m_signals, &SignalWatcher::endRequested, this, &Application::endBySignal);
    connect(m_drive.get(), &Drive::ended, this, &Application::driveEnded);
    connect(m_drive.get(), &Desk::preferencesChanged, this, &Application::followPreferences);
    connect(&m_demo, &DemoProcess::ready, this, [this](const DemoProcess::Cluster& cluster) {
        m_drive->showDemo(cluster.account, cluster.token);
    });
    connect(&m_demo, &DemoProcess::failed, m_drive.get(), &Desk::complained);
    connect(&m_demo, &DemoProcess::stopped, this, &Application::finished);
    connect(&m_scheme, &ColourScheme::changed, this, &Application::followScheme);
    connect(&m_trayHosts, &TrayHostWatcher::hostChanged, m_face.get(),
            &Face::trayHostMayHaveChanged);
    m_trayHosts.start();
}

void Application::connectAccounts()
{
    connect(m_drive.get(), &Desk::accountChanged, this, &Application::followAccount);
    connect(&m_expiry, &ExpiryWatch::soonOver, this, &Application::warnOfExpiry);
    connect(m_drive.get(), &Desk::accountsChanged, this, [this] {
        for (const auto& account : m_drive->accounts())
            followAccount(account.settings.id);
    });
}

void Application::takeWords(const QStringList& words)
{
    m_face->showWindow();
    if (words.contains(demoWord))
        m_demo.start();
}

void Application::followScheme()
{
    switch (m_scheme.scheme()) {
    case ColourScheme::Scheme::Unknown:
        return m_face->setDesktopIsDark(std::nullopt);
    case ColourScheme::Scheme::Dark:
        return m_face->setDesktopIsDark(true);
    case ColourScheme::Scheme::NoPreference:
    case ColourScheme::Scheme::Light:
        return m_face->setDesktopIsDark(false);
    }
}

void Application::followPreferences()
{
    const Autostart autostart(QCoreApplication::applicationFilePath());
    const bool wanted = m_drive->preferences().startAtLogin;
    if (autostart.isOn() == wanted)
        return;
    if (const auto set = autostart.set(wanted); !set)
        Q_EMIT m_drive->complained(set.error().text);
}

void Application::followAccount(const QString& id)
{
    const auto account = m_drive->account(id);
    if (!account) {
        m_expiry.follow(id, std::nullopt);
        m_refused.remove(id);
        return;
    }
    if (account->isTrial)
        return; // whoever tries a token is before the dialog that tells
    using State = AccountSnapshot::State;
    const auto& snapshot = account->snapshot;
    if (snapshot.state == State::SignedIn) {
        m_expiry.follow(id, snapshot.tokenExpires);
        if (m_refused.remove(id))
            m_notifier.withdraw(id);
    }
    const bool isMissing =
        snapshot.state == State::NoToken && account->token.state == TokenSnapshot::State::Missing;
    if ((snapshot.state == State::Refused || isMissing) && !m_refused.contains(id)) {
        m_refused.insert(id);
        askForToken(id);
    }
}

// Once until the account is signed in again: a notification, and the prompt if the window is open.
void Application::askForToken(const QString& accountId)
{
    const auto account = m_drive->account(accountId);
    DesktopNotifier::Note note;
    note.kind = accountId;
    note.title = tr("%1 needs a new token").arg(visibleText(account->settings.name, 100));
    note.body = tr("Mounts stay as they are; what was read before stays readable.");
    note.isUrgent = true;
    note.buttonText = tr("New token…");
    note.onButton = [this, accountId] { m_face->askForToken(accountId); };
    m_notifier.show(note, [this, accountId](bool taken) {
        if (!taken)
            m_face->askForToken(accountId);
    });
    if (m_face->window().isVisible())
        m_face->askForToken(accountId);
}

void Application::warnOfExpiry(const QString& accountId, const QDateTime& expires)
{
    const auto account = m_drive->account(accountId);
    if (!account || !m_drive->preferences().warnOfExpiry)
        return;
    const auto name = visibleText(account->settings.name, 100);
    const auto now = QDateTime::currentDateTimeUtc();
    DesktopNotifier::Note note;
    note.kind = accountId;
    note.title = tr("The token of %1 ends %2").arg(name, distanceText(expires, now));
    note.body =
        tr("Get a new one in Workbench; until %1 everything goes on.").arg(timeText(expires));
    note.buttonText = tr("New token…");
    note.onButton = [this, accountId] { m_face->askForToken(accountId); };
    m_notifier.show(note);
}

// Who asks twice means it: what is stuck is left to the next start, which cleans up.
void Application::endBySignal()
{
    if (std::exchange(m_endAsked, true))
        ::_exit(1);
    m_drive->endNow();
}

void Application::driveEnded()
{
    m_face->hideWindow();
    m_demo.stop(); // finished() follows
}

} // namespace arv
