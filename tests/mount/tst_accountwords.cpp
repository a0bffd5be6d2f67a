// SPDX-License-Identifier: Apache-2.0
#include "mount/accountwords.h"

#include <QtTest>

using namespace arv;
using State = AccountSnapshot::State;

namespace {

const QString host = QStringLiteral("api.example.com");
const QString certificate = QStringLiteral("api.example.com: no trusted TLS connection: The host "
                                           "name did not match any of the valid hosts");

AccountWords::Verdict verdict(Errc code, const QString& text, bool knownHost = false,
                              const QString& caFile = {})
{
    Credentials credentials;
    credentials.host = host;
    credentials.caFile = caFile;
    return AccountWords::onCheck({code, text}, credentials, knownHost);
}

} // namespace

class tst_AccountWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyErrorOfACheckNamesTheHost();
    void certificatesAreAMatterOfSettings();
    void restrictedTokenIsRefusedOnlyOnceTheHostIsKnown();
    void whatOthersSaidIsMadeVisibleAndBounded();
    void pathsOfCallsAreLeftOut();
    void everyErrorOfAPageIsASentence();
};

void tst_AccountWords::everyErrorOfACheckNamesTheHost()
{
    for (int code = 0; code <= static_cast<int>(Errc::Internal); ++code) {
        for (const bool known : {false, true}) {
            const auto found = verdict(static_cast<Errc>(code), QStringLiteral("why"), known);
            QVERIFY2(found.sentence.contains(host), qPrintable(found.sentence));
            QVERIFY2(found.sentence.contains(QStringLiteral("why")), qPrintable(found.sentence));
            QVERIFY(found.state != State::SignedIn);
        }
    }
    QCOMPARE(verdict(Errc::NotSignedIn, {}).state, State::Refused);
    QCOMPARE(verdict(Errc::Unreachable, {}).state, State::Offline);
    QCOMPARE(verdict(Errc::TimedOut, {}).state, State::Offline);
    QCOMPARE(verdict(Errc::ServerError, {}).state, State::Offline);
    QCOMPARE(verdict(Errc::BadReply, {}).state, State::Misconfigured);
    QCOMPARE(verdict(Errc::BadReply, {}, true).state, State::Offline);
    QCOMPARE(verdict(Errc::NotFound, {}).state, State::Misconfigured);
    QCOMPARE(verdict(Errc::Invalid, {}).state, State::Misconfigured);
}

void tst_AccountWords::certificatesAreAMatterOfSettings()
{
    for (const bool known : {false, true}) {
        const auto found = verdict(Errc::Unreachable, certificate, known);
        QCOMPARE(found.state, State::Misconfigured);
        QVERIFY2(found.sentence.contains(QStringLiteral("did not match")),
                 qPrintable(found.sentence));
    }
    const auto caFile = QStringLiteral("/etc/ssl/my-ca.pem");
    const auto found = verdict(Errc::Unreachable, certificate, false, caFile);
    QVERIFY2(found.sentence.contains(caFile), qPrintable(found.sentence));
}

void tst_AccountWords::restrictedTokenIsRefusedOnlyOnceTheHostIsKnown()
{
    QCOMPARE(verdict(Errc::PermissionDenied, {}, true).state, State::Refused);
    QCOMPARE(verdict(Errc::PermissionDenied, {}, false).state, State::Misconfigured);
}

void tst_AccountWords::whatOthersSaidIsMadeVisibleAndBounded()
{
    const auto wicked = QStringLiteral("\u202Eevil\x1b[31m%1%2 ") + QString(5000, u'x');
    const auto found = verdict(Errc::ServerError, wicked);
    QVERIFY(!found.sentence.contains(QChar(0x202e)));
    QVERIFY(!found.sentence.contains(QChar(0x1b)));
    QVERIFY(found.sentence.contains(QStringLiteral("%1%2")));
    QVERIFY(found.sentence.size() < 1000);
    User user;
    user.uuid = Uuid{QStringLiteral("zzzzz-tpzed-000000000000001")};
    user.email = wicked;
    QVERIFY(!AccountWords::inactive(host, user).contains(QChar(0x202e)));
    AccountSpec spec;
    spec.credentials.host = wicked;
    spec.email = wicked;
    const auto sentence = AccountWords::otherUser(spec, user);
    QVERIFY(!sentence.contains(QChar(0x202e)));
    QVERIFY(sentence.size() < 1000);
}

void tst_AccountWords::pathsOfCallsAreLeftOut()
{
    const auto text = QStringLiteral("arvados/v1/users/current: api.example.com: the connection "
                                     "was refused");
    QVERIFY2(verdict(Errc::Unreachable, text)
                 .sentence.startsWith(host + QStringLiteral(" cannot be reached (the connection")),
             qPrintable(verdict(Errc::Unreachable, text).sentence));
}

void tst_AccountWords::everyErrorOfAPageIsASentence()
{
    for (int code = 0; code <= static_cast<int>(Errc::Internal); ++code)
        QVERIFY(AccountWords::onPage(host, {static_cast<Errc>(code), {}}).contains(host));
    const auto text = QStringLiteral("arvados/v1/groups/contents: 403 Forbidden");
    QVERIFY(AccountWords::onPage(host, {Errc::PermissionDenied, text})
                .contains(QStringLiteral("(403 Forbidden)")));
}

QTEST_GUILESS_MAIN(tst_AccountWords)
#include "tst_accountwords.moc"
