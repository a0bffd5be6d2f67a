// SPDX-License-Identifier: Apache-2.0
#include "statetext.h"
#include "support/deskvalues.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

Q_DECLARE_METATYPE(arv::MountSnapshot)
Q_DECLARE_METATYPE(arv::AccountSnapshot)
Q_DECLARE_METATYPE(arv::TokenSnapshot)
Q_DECLARE_METATYPE(arv::Desk::Account)

class tst_StateText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mountsAreToldInWords_data();
    void mountsAreToldInWords();
    void accountsAreToldInWords_data();
    void accountsAreToldInWords();
    void tokensAreToldInWords_data();
    void tokensAreToldInWords();
    void lockedKeychainIsNoMissingToken();
    void whatIsShownHasWords_data();
    void whatIsShownHasWords();
    void filteredMountSaysSo();
    void longLayoutIsCutShort();
    void waysThatChangesComeAreTold_data();
    void waysThatChangesComeAreTold();
    void hostileIdentityIsMadeVisible();
    void expiryWarnsFromSevenDaysBefore_data();
    void expiryWarnsFromSevenDaysBefore();
    void trayTellsTheWorst_data();
    void trayTellsTheWorst();
    void attentionOutranksOfflineOutranksReading();
    void pauseIsTheStateUnlessAPersonIsNeeded();
    void stoppedMountsAreNotOffline();
    void trayStatesHaveWordsAndIconsOfTheirOwn();
};

namespace {

MountSnapshot mountIn(MountSnapshot::State state,
                      MountSnapshot::Trouble trouble = MountSnapshot::Trouble::None,
                      const char* error = "")
{
    MountSnapshot mount;
    mount.state = state;
    mount.trouble = trouble;
    mount.error = QLatin1String(error);
    return mount;
}

Desk::Account accountIn(AccountSnapshot::State state,
                        TokenSnapshot::State token = TokenSnapshot::State::InKeychain)
{
    auto account = signedIn(QStringLiteral("a"), QStringLiteral("A"));
    account.snapshot.state = state;
    account.token.state = token;
    return account;
}

// One line a state, so that a forgotten one is seen: words, icon, role, and whether it says what to
// do.
template <class Snapshot>
void addRow(const char* name, const Snapshot& snapshot, const char* words, const char* icon,
            StateRole role, bool hasAdvice)
{
    QTest::newRow(name) << QVariant::fromValue(snapshot) << QString::fromUtf8(words)
                        << QStringLiteral("state-") + QLatin1String(icon) << static_cast<int>(role)
                        << hasAdvice;
}

void addColumns()
{
    QTest::addColumn<QVariant>("snapshot");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("icon");
    QTest::addColumn<int>("role");
    QTest::addColumn<bool>("hasAdvice");
}

template <class Snapshot>
void checkRow(StateWords (*wordsOf)(const Snapshot&))
{
    QFETCH(QVariant, snapshot);
    const auto words = wordsOf(snapshot.value<Snapshot>());
    QTEST(words.words, "words");
    QTEST(words.icon, "icon");
    QTEST(static_cast<int>(words.role), "role");
    QTEST(!words.advice.isEmpty(), "hasAdvice");
}

} // namespace

void tst_StateText::mountsAreToldInWords_data()
{
    using S = MountSnapshot::State;
    using T = MountSnapshot::Trouble;
    addColumns();
    addRow("stopped", mountIn(S::Stopped), "Not mounted", "stopped", StateRole::Quiet, false);
    addRow("failed", mountIn(S::Stopped, T::None, "no"), "Could not be mounted", "attention",
           StateRole::Bad, true);
    addRow("starting", mountIn(S::Starting), "Mounting…", "working", StateRole::Working, false);
    addRow("mounted", mountIn(S::Mounted), "Mounted", "mounted", StateRole::Good, false);
    auto reading = mountIn(S::Mounted);
    reading.reading = true;
    addRow("reading", reading, "Mounted, reading", "mounted", StateRole::Good, false);
    addRow("refused", mountIn(S::Mounted, T::NotSignedIn), "Mounted, not signed in",
           "not-signed-in", StateRole::Warning, true);
    addRow("offline", mountIn(S::Mounted, T::Offline), "Mounted, offline", "offline",
           StateRole::Warning, true);
    addRow("other", mountIn(S::Mounted, T::Other, "no"), "Mounted, with a problem", "attention",
           StateRole::Bad, true);
    addRow("stopping", mountIn(S::Stopping), "Unmounting…", "working", StateRole::Working, false);
    auto held = mountIn(S::Stopping);
    held.waitsForHolders = true;
    addRow("held", held, "Waits for programs", "attention", StateRole::Bad, true);
}

void tst_StateText::mountsAreToldInWords()
{
    checkRow<MountSnapshot>(&mountWords);
}

void tst_StateText::accountsAreToldInWords_data()
{
    using S = AccountSnapshot::State;
    addColumns();
    const auto add = [](const char* name, S state, const char* words, const char* icon,
                        StateRole role, bool hasAdvice) {
        addRow(name, accountIn(state).snapshot, words, icon, role, hasAdvice);
    };
    add("no token", S::NoToken, "Not signed in", "not-signed-in", StateRole::Warning, true);
    add("checking", S::Checking, "Checking the token…", "working", StateRole::Working, false);
    add("signed in", S::SignedIn, "Signed in", "mounted", StateRole::Good, false);
    add("refused", S::Refused, "Token refused", "not-signed-in", StateRole::Warning, true);
    add("inactive", S::Inactive, "User is not active", "attention", StateRole::Bad, true);
    add("offline", S::Offline, "Offline", "offline", StateRole::Warning, true);
    add("misconfigured", S::Misconfigured, "Cannot be reached as set up", "attention",
        StateRole::Bad, true);
}

void tst_StateText::accountsAreToldInWords()
{
    checkRow<AccountSnapshot>(&accountWords);
}

void tst_StateText::tokensAreToldInWords_data()
{
    using S = TokenSnapshot::State;
    addColumns();
    const auto add = [](const char* name, S state, const char* words, const char* icon,
                        StateRole role, bool hasAdvice) {
        TokenSnapshot token;
        token.state = state;
        addRow(name, token, words, icon, role, hasAdvice);
    };
    add("missing", S::Missing, "No token", "not-signed-in", StateRole::Warning, true);
    add("waiting", S::Waiting, "Waiting for the keychain…", "working", StateRole::Working, true);
    add("kept", S::InKeychain, "In the keychain", "mounted", StateRole::Good, false);
    add("session", S::SessionOnly, "For this session only", "mounted", StateRole::Good, false);
    add("locked", S::Locked, "Keychain is locked", "attention", StateRole::Bad, true);
    add("no service", S::NoService, "No keychain", "attention", StateRole::Bad, true);
    add("failed", S::Failed, "Keychain failed", "attention", StateRole::Bad, true);
}

void tst_StateText::tokensAreToldInWords()
{
    checkRow<TokenSnapshot>(&tokenWords);
}

void tst_StateText::lockedKeychainIsNoMissingToken()
{
    using A = AccountSnapshot::State;
    using T = TokenSnapshot::State;
    for (const auto state : {T::Waiting, T::Locked, T::NoService, T::Failed}) {
        const auto account = accountIn(A::NoToken, state);
        QCOMPARE(accountWords(account), tokenWords(account.token));
        QVERIFY(!needsToken(account));
        QCOMPARE(needsKeychain(account), state != T::Waiting);
    }
    QVERIFY(needsToken(accountIn(A::NoToken, T::Missing)));
    QVERIFY(needsToken(accountIn(A::Refused)));
    QCOMPARE(accountWords(accountIn(A::Offline)).words, QStringLiteral("Offline"));
    // Signed in, but the keychain would not keep the token.
    QCOMPARE(accountWords(accountIn(A::SignedIn, T::Failed)).words,
             QStringLiteral("Keychain failed"));
}

void tst_StateText::whatIsShownHasWords_data()
{
    QTest::addColumn<int>("show");
    QTest::addColumn<QString>("words");
    const auto add = [](const char* name, MountSettings::Show show, const char* words) {
        QTest::newRow(name) << static_cast<int>(show) << QString::fromLatin1(words);
    };
    add("all", MountSettings::Show::All, "Everything: home, shared, by_tag and by_id");
    add("home", MountSettings::Show::Home, "Home project");
    add("by id", MountSettings::Show::ById, "Any object by its UUID or PDH");
    add("shared", MountSettings::Show::Shared, "What others share");
    add("by hash", MountSettings::Show::ByPdh, "Any collection by its PDH");
    add("by tag", MountSettings::Show::ByTag, "Collections by their tags");
    add("custom", MountSettings::Show::Custom, "A layout of its own: a, b");
    add("project", MountSettings::Show::Project, "Project ID");
    add("collection", MountSettings::Show::Collection, "Collection ID");
}

void tst_StateText::whatIsShownHasWords()
{
    QFETCH(int, show);
    MountSettings mount;
    mount.show = static_cast<MountSettings::Show>(show);
    mount.objectId = QStringLiteral("ID");
    mount.custom = {{CustomMount::Kind::Home, QStringLiteral("a")},
                    {CustomMount::Kind::ByTag, QStringLiteral("b")}};
    QTEST(showWords(mount), "words");
}

void tst_StateText::filteredMountSaysSo()
{
    MountSettings mount;
    mount.show = MountSettings::Show::Home;
    mount.filters = QStringLiteral("[]");
    QCOMPARE(showWords(mount), QStringLiteral("Home project, filtered"));
}

void tst_StateText::longLayoutIsCutShort()
{
    MountSettings mount;
    mount.show = MountSettings::Show::Custom;
    QVERIFY(showWords(mount).contains(QStringLiteral("without any entry")));
    for (int i = 0; i < 100; ++i)
        mount.custom += CustomMount{CustomMount::Kind::Home, QString(255, u'x')};
    mount.custom.first().name = QStringLiteral("a\u202Eb");
    QVERIFY(showWords(mount).size() < 400);
    QVERIFY(!showWords(mount).contains(QChar(0x202e)));
}

void tst_StateText::waysThatChangesComeAreTold_data()
{
    using Feed = MountSnapshot::Feed;
    QTest::addColumn<int>("feed");
    QTest::addColumn<QString>("words");
    QTest::newRow("off") << static_cast<int>(Feed::Off)
                         << QStringLiteral("Changes are looked for every 15 second(s)");
    QTest::newRow("connecting") << static_cast<int>(Feed::Connecting)
                                << QStringLiteral("Changes are looked for every 15 second(s), "
                                                  "until the cluster tells of them");
    QTest::newRow("connected") << static_cast<int>(Feed::Connected)
                               << QStringLiteral("Changes arrive at once");
}

void tst_StateText::waysThatChangesComeAreTold()
{
    QFETCH(int, feed);
    MountSnapshot mount;
    mount.feed = static_cast<MountSnapshot::Feed>(feed);
    QCOMPARE(feedWords({}, mount), QString()); // it is not mounted
    mount.state = MountSnapshot::State::Mounted;
    QTEST(feedWords({}, mount), "words");
}

void tst_StateText::hostileIdentityIsMadeVisible()
{
    MountSettings mount;
    mount.show = MountSettings::Show::Project;
    mount.objectId = QStringLiteral("a\u202Eb\n") + QString(5000, u'x');
    QVERIFY(!showWords(mount).contains(QChar(0x202e)));
    QVERIFY(!showWords(mount).contains(u'\n'));
    QVERIFY(showWords(mount).size() < 300);
}

void tst_StateText::expiryWarnsFromSevenDaysBefore_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("warning");
    QTest::newRow("in 8 days") << qint64(8 * 86400) << QString();
    QTest::newRow("in 6 days") << qint64(6 * 86400) << QStringLiteral("Token ends in 6 day(s)");
    QTest::newRow("in half an hour")
        << qint64(1800) << QStringLiteral("Token ends in 30 minute(s)");
    QTest::newRow("yesterday") << qint64(-3 * 86400) << QStringLiteral("Token ended 3 day(s) ago");
}

void tst_StateText::expiryWarnsFromSevenDaysBefore()
{
    QFETCH(qint64, seconds);
    const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
    AccountSnapshot account;
    QCOMPARE(expiryWarning(account, now), QString());
    account.tokenExpires = QDateTime();
    QCOMPARE(expiryWarning(account, now), QString());
    account.tokenExpires = now.addSecs(seconds);
    QTEST(expiryWarning(account, now), "warning");
}

void tst_StateText::trayTellsTheWorst_data()
{
    using A = AccountSnapshot::State;
    using T = TokenSnapshot::State;
    QTest::addColumn<Desk::Account>("account");
    QTest::addColumn<int>("alone");
    QTest::addColumn<int>("besideAGoodOne");
    const auto add = [](const char* name, const Desk::Account& account, TrayState alone,
                        TrayState beside) {
        QTest::newRow(name) << account << static_cast<int>(alone) << static_cast<int>(beside);
    };
    add("no token", accountIn(A::NoToken, T::Missing), TrayState::NotSignedIn,
        TrayState::Attention);
    add("refused", accountIn(A::Refused), TrayState::NotSignedIn, TrayState::Attention);
    add("waiting", accountIn(A::NoToken, T::Waiting), TrayState::Idle, TrayState::Idle);
    add("locked", accountIn(A::NoToken, T::Locked), TrayState::Attention, TrayState::Attention);
    add("no service", accountIn(A::NoToken, T::NoService), TrayState::Attention,
        TrayState::Attention);
    add("failed", accountIn(A::NoToken, T::Failed), TrayState::Attention, TrayState::Attention);
    add("checking", accountIn(A::Checking), TrayState::Idle, TrayState::Idle);
    add("signed in", accountIn(A::SignedIn), TrayState::Idle, TrayState::Idle);
    add("inactive", accountIn(A::Inactive), TrayState::Attention, TrayState::Attention);
    add("offline", accountIn(A::Offline), TrayState::Offline, TrayState::Offline);
    add("misconfigured", accountIn(A::Misconfigured), TrayState::Attention, TrayState::Attention);
}

void tst_StateText::trayTellsTheWorst()
{
    QFETCH(Desk::Account, account);
    QTEST(static_cast<int>(overallState({account}, {}, false)), "alone");
    QTEST(static_cast<int>(
              overallState({accountIn(AccountSnapshot::State::SignedIn), account}, {}, false)),
          "besideAGoodOne");
    QCOMPARE(overallState({}, {}, false), TrayState::NotSignedIn);
}

void tst_StateText::attentionOutranksOfflineOutranksReading()
{
    using T = MountSnapshot::Trouble;
    const QList accounts{accountIn(AccountSnapshot::State::SignedIn)};
    QList<Desk::Mount> mounts{mounted(QStringLiteral("m"), QStringLiteral("a"), QString())};
    QCOMPARE(overallState(accounts, mounts, false), TrayState::Idle);
    mounts[0].snapshot.reading = true;
    QCOMPARE(overallState(accounts, mounts, false), TrayState::Reading);
    auto second = mounted(QStringLiteral("n"), QStringLiteral("a"), QString());
    second.snapshot.trouble = T::Offline;
    mounts.append(second);
    QCOMPARE(overallState(accounts, mounts, false), TrayState::Offline);
    for (const auto trouble : {T::NotSignedIn, T::Other}) {
        mounts[0].snapshot.trouble = trouble;
        QCOMPARE(overallState(accounts, mounts, false), TrayState::Attention);
    }
    mounts[0].snapshot.trouble = T::None;
    mounts[0].snapshot.waitsForHolders = true;
    QCOMPARE(overallState(accounts, mounts, false), TrayState::Attention);
}

void tst_StateText::pauseIsTheStateUnlessAPersonIsNeeded()
{
    const QList accounts{accountIn(AccountSnapshot::State::SignedIn)};
    QList<Desk::Mount> mounts{mounted(QStringLiteral("m"), QStringLiteral("a"), QString())};
    mounts[0].snapshot.reading = true;
    QCOMPARE(overallState(accounts, mounts, true), TrayState::Paused);
    mounts[0].snapshot.trouble = MountSnapshot::Trouble::Offline;
    QCOMPARE(overallState(accounts, mounts, true), TrayState::Paused);
    mounts[0].snapshot.waitsForHolders = true;
    QCOMPARE(overallState(accounts, mounts, true), TrayState::Attention);
    QCOMPARE(overallState({}, {}, true), TrayState::NotSignedIn);
    FakeDesk desk;
    desk.accountList = accounts;
    QCOMPARE(overallState(desk), TrayState::Idle);
    desk.dataNow.transfers.isPaused = true;
    QCOMPARE(overallState(desk), TrayState::Paused);
}

void tst_StateText::stoppedMountsAreNotOffline()
{
    const QList accounts{accountIn(AccountSnapshot::State::SignedIn)};
    auto mount = mounted(QStringLiteral("m"), QStringLiteral("a"), QString());
    mount.snapshot.state = MountSnapshot::State::Stopped;
    mount.snapshot.trouble = MountSnapshot::Trouble::Offline;
    QCOMPARE(overallState(accounts, {mount}, false), TrayState::Idle);
    mount.snapshot.error = QStringLiteral("no");
    QCOMPARE(overallState(accounts, {mount}, false), TrayState::Attention);
}

void tst_StateText::trayStatesHaveWordsAndIconsOfTheirOwn()
{
    QSet<QString> words;
    QSet<QString> icons;
    for (const auto state : {TrayState::NotSignedIn, TrayState::Attention, TrayState::Paused,
                             TrayState::Offline, TrayState::Reading, TrayState::Idle}) {
        words.insert(trayWords(state));
        icons.insert(trayIconName(state));
    }
    QCOMPARE(words.size(), 6);
    QCOMPARE(icons.size(), 6);
    QVERIFY(!words.contains(QString()));
}

QTEST_GUILESS_MAIN(tst_StateText)
#include "tst_statetext.moc"
