// SPDX-License-Identifier: Apache-2.0
#include "hosttext.h"
#include "objectidtext.h"
#include "tokentext.h"

#include <QtTest>

using namespace arv;

class tst_TokenText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormIsUnderstood_data();
    void everyFormIsUnderstood();
    void uselessTextIsRefusedInWords_data();
    void uselessTextIsRefusedInWords();
    void hugeTextIsRefusedAtOnce();
    void wordsHoldNothingOfWhatWasPasted();
    void hostsAreCutToWhatCounts_data();
    void hostsAreCutToWhatCounts();
    void badHostsAreRefusedInWords_data();
    void badHostsAreRefusedInWords();
    void objectIdsMustFitWhatIsShown_data();
    void objectIdsMustFitWhatIsShown();
};

namespace {

const QString bare = QStringLiteral("3kg6k6lzmp9kj5cpkcoxie963cmvjahbt2fod9zru30k1jqdmi");
const QString whole = QStringLiteral("v2/zzzzz-gj3su-077z32aux8dg2s1/") + bare;
const QString host = QStringLiteral("zzzzz.example.com");

QString block(const QString& insecureLine)
{
    return QStringLiteral("HISTIGNORE=$HISTIGNORE:'export ARVADOS_API_TOKEN=*'\n"
                          "export ARVADOS_API_TOKEN=%1\n"
                          "export ARVADOS_API_HOST=%2\n%3\n")
        .arg(whole, host, insecureLine);
}

// 1: said so, 0: said not, -1: nothing said
int said(const std::optional<bool>& insecure)
{
    return insecure ? static_cast<int>(*insecure) : -1;
}

void form(const char* name, const QString& pasted, const QString& token,
          const QString& expectedHost = {}, int insecure = -1)
{
    QTest::newRow(name) << pasted << token << expectedHost << insecure;
}

void row(const char* given, const char* expected)
{
    QTest::newRow(given) << QString::fromUtf8(given) << QString::fromUtf8(expected);
}

void addBareForms()
{
    form("bare", bare, bare);
    form("v2", whole, whole);
    form("v2 with more", whole + QStringLiteral("/zzzzz-dz642-0a1b2c3d4e5f6g7"),
         whole + QStringLiteral("/zzzzz-dz642-0a1b2c3d4e5f6g7"));
    form("Bearer", QStringLiteral("Bearer ") + whole, whole);
    form("OAuth2", QStringLiteral("OAuth2 ") + bare, bare);
    form("header", QStringLiteral("Authorization: Bearer ") + whole, whole);
    form("double quotes", u'"' + whole + u'"', whole);
    form("single quotes", u'\'' + bare + u'\'', bare);
    form("quotes of a letter", QStringLiteral("“%1”").arg(bare), bare);
    form("quotes after Bearer", QStringLiteral("Bearer \"%1\"").arg(bare), bare);
    form("blanks around", QStringLiteral("\r\n\t  %1 \n\n").arg(whole), whole);
    form("invisible around", QStringLiteral("\uFEFF\u200B%1\u200B").arg(whole), whole);
    form("OpenID Connect", QStringLiteral("eyJhbGciOiJS.eyJpc3MiOiJo.c2lnbmF0_dXJl-A=="),
         QStringLiteral("eyJhbGciOiJS.eyJpc3MiOiJo.c2lnbmF0_dXJl-A=="));
}

void addAddresses()
{
    form("address", QStringLiteral("https://wb.example.com/token?api_token=") + whole, whole);
    form("escaped address",
         QStringLiteral(
             "https://wb.example.com/?x=1&api_token=v2%2Fzzzzz-gj3su-077z32aux8dg2s1%2F%1")
             .arg(bare),
         whole);
}

void addBlocks()
{
    const auto unset = QStringLiteral("unset ARVADOS_API_HOST_INSECURE");
    form("block", block(unset), whole, host, 0);
    form("block, insecure", block(QStringLiteral("export ARVADOS_API_HOST_INSECURE=1")), whole,
         host, 1);
    form("block, not insecure", block(QStringLiteral("export ARVADOS_API_HOST_INSECURE=0")), whole,
         host, 0);
    form("block in one line", block(unset).replace(u'\n', u' '), whole, host, 0);
    form("block of another system", block(unset).replace(u'\n', QStringLiteral("\r\n")), whole,
         host, 0);
    form("block, quoted values",
         QStringLiteral("export ARVADOS_API_TOKEN=\"%1\"; export ARVADOS_API_HOST='%2:8000'")
             .arg(bare, host),
         bare, host + QStringLiteral(":8000"));
    form("settings.conf",
         QStringLiteral("# ARVADOS_API_TOKEN=old\n\n ARVADOS_API_HOST = https://%1/\n"
                        "ARVADOS_API_TOKEN=%2\nARVADOS_API_HOST_INSECURE=Yes\n")
             .arg(host, whole),
         whole, host, 1);
    form("the last one counts",
         QStringLiteral("ARVADOS_API_TOKEN=%1\nARVADOS_API_TOKEN=%2").arg(bare, whole), whole);
    form("bad host, good token",
         QStringLiteral("ARVADOS_API_HOST=a_@_b\nARVADOS_API_TOKEN=%1").arg(bare), bare);
}

} // namespace

void tst_TokenText::everyFormIsUnderstood_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("insecure");
    addBareForms();
    addAddresses();
    addBlocks();
}

void tst_TokenText::everyFormIsUnderstood()
{
    QFETCH(QString, pasted);
    const auto text = readTokenText(pasted);
    QCOMPARE(text.problem, QString());
    QTEST(text.token, "token");
    QTEST(text.host, "host");
    QTEST(said(text.insecure), "insecure");
}

void tst_TokenText::uselessTextIsRefusedInWords_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << QStringLiteral(" \n\t ");
    QTest::newRow("quotes alone") << QStringLiteral("\"\"");
    QTest::newRow("Bearer alone") << QStringLiteral("Bearer");
    QTest::newRow("short") << QStringLiteral("hunter2");
    QTest::newRow("prose") << QStringLiteral("please copy your token from Workbench");
    QTest::newRow("broken in two") << bare.left(25) + u'\n' + bare.mid(25);
    QTest::newRow("letters of elsewhere") << QStringLiteral("пароль") + bare;
    QTest::newRow("control characters") << bare.left(20) + QChar(7) + bare.mid(20);
    QTest::newRow("null inside") << bare.left(20) + QChar(0) + bare.mid(20);
    QTest::newRow("v2 without secret") << QStringLiteral("v2/zzzzz-gj3su-077z32aux8dg2s1");
    QTest::newRow("v2 with empty secret") << QStringLiteral("v2/zzzzz-gj3su-077z32aux8dg2s1/");
    QTest::newRow("v2 with a cut secret") << whole.left(40);
    QTest::newRow("v2 of a collection") << QStringLiteral("v2/zzzzz-4zz18-077z32aux8dg2s1/") + bare;
    QTest::newRow("UUID of a token") << QStringLiteral("zzzzz-gj3su-077z32aux8dg2s1");
    QTest::newRow("address without token") << QStringLiteral("https://wb.example.com/projects");
    QTest::newRow("address with empty token")
        << QStringLiteral("https://wb.example.com/?api_token=");
    QTest::newRow("host alone") << QStringLiteral("export ARVADOS_API_HOST=zzzzz.example.com");
    QTest::newRow("only the pattern") << QStringLiteral("H=$H:'export ARVADOS_API_TOKEN=*'");
    QTest::newRow("quote over a blank")
        << QStringLiteral("ARVADOS_API_TOKEN='") + bare + u' ' + bare;
    QTest::newRow("long") << bare.repeated(200);
}

void tst_TokenText::uselessTextIsRefusedInWords()
{
    QFETCH(QString, pasted);
    const auto text = readTokenText(pasted);
    QCOMPARE(text.token, QString());
    QVERIFY(text.problem.endsWith(u'.'));
}

void tst_TokenText::hugeTextIsRefusedAtOnce()
{
    const auto huge = block(QStringLiteral("x")).repeated(100'000); // about 20 million characters
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 1000; ++i)
        QVERIFY(!readTokenText(huge).problem.isEmpty());
    QVERIFY(clock.elapsed() < 1000);
    // As much as is read at all must be quick as well, whatever it is.
    for (const auto& piece : {QStringLiteral("ARVADOS_API_TOKEN="), QStringLiteral("ARVADOS_ = "),
                              QStringLiteral("'\""), QStringLiteral("unset ARVADOS_API_X ")}) {
        const auto long1 = QStringLiteral("ARVADOS_API_X ") + piece.repeated(16000 / piece.size());
        QVERIFY(readTokenText(long1.left(longestTokenText)).token.isEmpty());
    }
    QVERIFY(clock.elapsed() < 3000);
}

void tst_TokenText::wordsHoldNothingOfWhatWasPasted()
{
    for (const auto& pasted :
         {whole.left(40), bare + QStringLiteral(" x"), QStringLiteral("hunter2"),
          QStringLiteral("ARVADOS_API_TOKEN=hunter2")}) {
        const auto problem = readTokenText(pasted).problem;
        QVERIFY(!problem.isEmpty());
        QVERIFY(!problem.contains(QStringLiteral("hunter2")));
        QVERIFY(!problem.contains(bare.left(5)));
    }
}

void tst_TokenText::hostsAreCutToWhatCounts_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("expected");
    row("zzzzz.example.com", "zzzzz.example.com");
    row("  ZZZZZ.Example.com \n", "zzzzz.example.com");
    row("zzzzz.example.com:8000", "zzzzz.example.com:8000");
    row("https://zzzzz.example.com/", "zzzzz.example.com");
    row("HTTPS://zzzzz.example.com:443/arvados/v1/users?x=1#y", "zzzzz.example.com:443");
    row("zzzzz.example.com/path", "zzzzz.example.com");
    row("zzzzz.example.com.", "zzzzz.example.com");
    row("localhost:8000", "localhost:8000");
    row("127.0.0.1:34567", "127.0.0.1:34567");
    row("[::1]:8000", "[::1]:8000");
    row("bücher.example.com", "xn--bcher-kva.example.com");
}

void tst_TokenText::hostsAreCutToWhatCounts()
{
    QFETCH(QString, given);
    const auto text = readHostText(given);
    QCOMPARE(text.problem, QString());
    QTEST(text.host, "expected");
}

void tst_TokenText::badHostsAreRefusedInWords_data()
{
    QTest::addColumn<QString>("given");
    for (const char* given :
         {"", "  ", "https://", "zzzzz example com", "user@zzzzz.example.com", "a..b", "-a.example",
          "host:0", "host:65536", "host:", "host:80:80", "host:8o", "[::1", "[zz]", "ftp://host/",
          "a\nb", "<b>host</b>", "host\u202Egro.example", "host,other"})
        QTest::newRow(given) << QString::fromUtf8(given);
    QTest::newRow("long label") << QString(64, u'a');
    QTest::newRow("long") << QStringLiteral("a.").repeated(150);
    QTest::newRow("huge") << QString(5'000'000, u'a');
}

void tst_TokenText::badHostsAreRefusedInWords()
{
    QFETCH(QString, given);
    const auto text = readHostText(given);
    QCOMPARE(text.host, QString());
    QVERIFY(text.problem.endsWith(u'.'));
}

void tst_TokenText::objectIdsMustFitWhatIsShown_data()
{
    using Show = MountSettings::Show;
    QTest::addColumn<int>("show");
    QTest::addColumn<QString>("given");
    QTest::addColumn<bool>("fits");
    const auto add = [](const char* name, Show show, const char* given, bool fits) {
        QTest::newRow(name) << static_cast<int>(show) << QString::fromUtf8(given) << fits;
    };
    add("none needed", Show::All, "", true);
    add("project", Show::Project, " zzzzz-j7d0g-0123456789abcde\n", true);
    add("project by address", Show::Project,
        "https://wb.example.com/projects/zzzzz-j7d0g-0123456789abcde?x=1", true);
    add("collection", Show::Collection, "zzzzz-4zz18-0123456789abcde", true);
    add("hash", Show::Collection, "d41d8cd98f00b204e9800998ecf8427e+0", true);
    add("no project", Show::Project, "", false);
    add("collection as project", Show::Project, "zzzzz-4zz18-0123456789abcde", false);
    add("hash as project", Show::Project, "d41d8cd98f00b204e9800998ecf8427e+0", false);
    add("project as collection", Show::Collection, "zzzzz-j7d0g-0123456789abcde", false);
    add("nonsense", Show::Collection, "../../etc", false);
    add("address without id", Show::Collection, "https://wb.example.com/collections/", false);
}

void tst_TokenText::objectIdsMustFitWhatIsShown()
{
    QFETCH(int, show);
    QFETCH(QString, given);
    QFETCH(bool, fits);
    const auto id = readObjectId(given);
    QCOMPARE(objectIdProblem(static_cast<MountSettings::Show>(show), id).isEmpty(), fits);
    QVERIFY(objectIdProblem(MountSettings::Show::Project, QString(3'000'000, u'a')).size() < 200);
}

QTEST_MAIN(tst_TokenText)
#include "tst_tokentext.moc"
