// SPDX-License-Identifier: Apache-2.0
#include "demo/signer.h"

#include <QtTest>

using arv::demo::Signer;
using Verdict = arv::demo::Signer::Verdict;

namespace {

constexpr std::int64_t now = 1787500000;
constexpr std::int64_t later = 1787543552;
const std::string token = "v2/zzzzz-gj3su-0123456789abcde/exampletokensecret";
const std::string foo = "acbd18db4cc2f85cedef654fccc4a4d8";

Signer exampleSigner()
{
    return Signer("example-signing-key", 1209600);
}

std::string text(const QJsonObject& object, const char* key)
{
    return object[QLatin1String(key)].toString().toStdString();
}

} // namespace

class TestSigner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedVectorsAreReproduced()
    {
        QFile file(QStringLiteral(ARV_TEST_DATA "/golden/keep/signature-vectors.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto vectors =
            QJsonDocument::fromJson(file.readAll()).object()[QLatin1String("vectors")].toArray();
        QCOMPARE(vectors.size(), 6);
        for (const auto& value : vectors) {
            const auto v = value.toObject();
            const Signer signer(text(v, "signing_key"),
                                v[QLatin1String("ttl_seconds")].toInteger());
            const auto expiry = v[QLatin1String("expiry_unix")].toInteger();
            const auto made = signer.sign(text(v, "locator"), text(v, "token"), expiry);
            QCOMPARE(made, text(v, "signed"));
            QCOMPARE(signer.check(made, text(v, "token"), expiry), Verdict::Good);
        }
    }

    void oldSignatureIsReplacedAndOtherHintsStay()
    {
        const auto signer = exampleSigner();
        const auto once = signer.sign(foo + "+3", token, later);
        QCOMPARE(once, foo + "+3+A1e2a4bd36f62fbba474325160b9b57ed07e50321@6a8bc000");
        QCOMPARE(signer.sign(once, token, later), once);
        const auto hinted = signer.sign(once + "+Kzzzzz", token, later);
        QCOMPARE(hinted.substr(0, 41), foo + "+3+Kzzzzz");
        QCOMPARE(signer.check(hinted, token, now), Verdict::Good);
    }

    void verdictsTellWhatIsWrong()
    {
        const auto signer = exampleSigner();
        const auto good = signer.sign(foo + "+3", token, later);
        QCOMPARE(signer.check(good, token, now), Verdict::Good);
        QCOMPARE(signer.check(good + "+Kzzzzz", token, now), Verdict::Good);
        QCOMPARE(signer.check(good, token, later + 1), Verdict::Expired);
        QCOMPARE(signer.check(foo + "+3", token, now), Verdict::Missing);
        QCOMPARE(signer.check(good + good.substr(34), token, now), Verdict::Missing);
        QCOMPARE(signer.check("", token, now), Verdict::Missing);
        auto altered = good;
        altered.back() = '1';
        QCOMPARE(signer.check(altered, token, now), Verdict::Wrong);
    }

    void bareSecretIsAnotherIdentity()
    {
        const auto signer = exampleSigner();
        const auto good = signer.sign(foo + "+3", token, later);
        QCOMPARE(signer.check(good, "exampletokensecret", now), Verdict::Wrong);
    }

    void withoutTokenNothingIsSigned()
    {
        QCOMPARE(exampleSigner().sign(foo + "+3+A1@2", "", later), foo + "+3");
    }

    void everyLocatorOfAManifestIsSigned()
    {
        const auto signer = exampleSigner();
        const std::string manifest = ". " + foo
            + "+3 37b51d194a7513e45b56f6524f2d51f2+3 0:6:a+b\n./d " + foo + "+3+Rxxxxx-1@2 0:3:f\n";
        const auto made = signer.signManifest(manifest, token, later);
        const auto one = signer.sign(foo + "+3", token, later);
        const auto two = signer.sign("37b51d194a7513e45b56f6524f2d51f2+3", token, later);
        const auto three = signer.sign(foo + "+3+Rxxxxx-1@2", token, later);
        QCOMPARE(made, ". " + one + " " + two + " 0:6:a+b\n./d " + three + " 0:3:f\n");
        QCOMPARE(signer.signManifest(made, token, later), made);
    }
};

QTEST_APPLESS_MAIN(TestSigner)
#include "tst_signer.moc"
