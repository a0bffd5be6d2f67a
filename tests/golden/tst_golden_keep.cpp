// SPDX-License-Identifier: Apache-2.0
// Replays what was sent to two real keepstores on the demo cluster's and compares what came back.
#include "demo/httpserver.h"
#include "demo/keepserver.h"

#include "support/rawhttp.h"

#include <QtTest>

using namespace arv::demo;
using namespace arv::test;

namespace {

constexpr std::int64_t signatureLife = 1209600; // of the recorded cluster, seconds
const std::string binary = "e2c865db4162bed963bfaa9ef6ac18f0"; // bytes 0 to 255
const std::string bigBlock =
    "a6708f507286a4d068fccf193d783b83"; // a million bytes that are not at hand

// Cases that the demo cluster answers otherwise, and why. One that passes all the same is a
// failure.
const std::map<QString, QString> exceptions{
    {QStringLiteral("busy-503"), QStringLiteral("needs a service with one slot; faults do that")},
    {QStringLiteral("delete-root"),
     QStringLiteral("the system's own token is not part of the demo")},
    {QStringLiteral("index-root"),
     QStringLiteral("the system's own token is not part of the demo")},
    {QStringLiteral("mounts-root"),
     QStringLiteral("the system's own token is not part of the demo")},
};

// Differ from one reply to the next, or belong to the transport.
const QStringList freeHeaders{QStringLiteral("date"), QStringLiteral("x-request-id"),
                              QStringLiteral("connection"), QStringLiteral("keep-alive")};

class FixedClock : public arv::Clock
{
public:
    Wall wall() const override { return Wall(std::chrono::seconds(seconds)); }
    std::int64_t seconds = 0;
};

std::string text(const QJsonObject& object, const char* key)
{
    return object[QLatin1String(key)].toString().toStdString();
}

// Date of a reply in seconds since 1970: the servers lived then, and so must ours.
std::int64_t whenSent(const QJsonArray& headers)
{
    for (const auto& pair : headers) {
        if (pair.toArray()[0].toString() != QLatin1String("Date"))
            continue;
        auto date = pair.toArray()[1].toString();
        date.replace(QLatin1String("GMT"), QLatin1String("+0000"));
        return QDateTime::fromString(date, Qt::RFC2822Date).toSecsSinceEpoch();
    }
    return 0;
}

std::multimap<std::string, std::string> comparable(std::multimap<std::string, std::string> headers)
{
    for (const auto& name : freeHeaders)
        headers.erase(name.toStdString());
    return headers;
}

QByteArray shown(const std::multimap<std::string, std::string>& headers)
{
    std::string all;
    for (const auto& [name, value] : headers)
        all += name + ": " + value + "\n";
    return QByteArray::fromStdString(all);
}

struct Keepstore
{
    std::shared_ptr<BlockStore> blocks = std::make_shared<BlockStore>();
    std::shared_ptr<FixedClock> clock = std::make_shared<FixedClock>();
    std::unique_ptr<KeepServer> keep;
    std::unique_ptr<HttpServer> server;

    explicit Keepstore(std::set<std::string> classes)
    {
        const auto signer = std::make_shared<const Signer>(
            "goldenblobsigningkey0000000000000000000000000000000000000000", signatureLife);
        keep = std::make_unique<KeepServer>(
            KeepServer::Setup{blocks, signer, clock, true, std::move(classes)});
        server = std::make_unique<HttpServer>(
            HttpServer::Setup{"keep", nullptr, nullptr, nullptr},
            [this](const HttpRequest& request) { return keep->handle(request); });
        if (!server->start(0))
            qFatal("the server did not start");
        std::string bytes(256, '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i);
        if (!blocks->add(bytes) || !blocks->add("foo"))
            qFatal("no blocks");
    }
};

// What the recording did to the volume before it asked.
void prepare(Keepstore& store, const QString& name)
{
    if (name == QLatin1String("get-corrupt-block"))
        store.blocks->corrupt(binary, 0);
    if (name.endsWith(QLatin1String("truncated-block")))
        store.blocks->truncate(binary, 100);
    if (name == QLatin1String("get-corrupt-big-block")) {
        store.blocks->addGenerated(bigBlock, 1000000, 1);
        store.blocks->corrupt(bigBlock, 0);
    }
    if (name.startsWith(QLatin1String("put-readonly")))
        store.keep->setFull(true);
}

std::string bodyOf(const QJsonObject& request)
{
    const auto note = text(request, "body_note");
    if (!note.empty())
        return std::string(std::stoul(note), '\0');
    return text(request, "body_text");
}

std::string headersOf(const QJsonObject& request)
{
    std::string lines;
    const auto headers = request[QLatin1String("headers")].toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it)
        lines += it.key().toStdString() + ": " + it.value().toString().toStdString() + "\r\n";
    return lines;
}

// Empty: as recorded.
QByteArray difference(const QJsonObject& response, const RawReply& reply)
{
    if (reply.status != response[QLatin1String("status")].toInt())
        return "status " + QByteArray::number(reply.status);
    std::multimap<std::string, std::string> expected;
    for (const auto& pair : response[QLatin1String("headers")].toArray())
        expected.emplace(pair.toArray()[0].toString().toLower().toStdString(),
                         pair.toArray()[1].toString().toStdString());
    if (comparable(expected) != comparable(reply.headers))
        return "headers " + shown(comparable(reply.headers)) + "instead of\n"
            + shown(comparable(expected));
    if (response.contains(QLatin1String("transfer")) == reply.complete)
        return "the transfer breaks off in one and not in the other";
    if (response.contains(QLatin1String("body_md5"))) {
        const auto length =
            static_cast<std::size_t>(response[QLatin1String("body_length")].toInt());
        return reply.body.size() == length ? QByteArray()
                                           : "length " + QByteArray::number(reply.body.size());
    }
    const auto base64 = text(response, "body_base64");
    const auto body = base64.empty()
        ? text(response, "body_text")
        : QByteArray::fromBase64(QByteArray::fromStdString(base64)).toStdString();
    return reply.body == body ? QByteArray() : "body " + QByteArray::fromStdString(reply.body);
}

} // namespace

class TestGoldenKeep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void repliesAreAsRecorded_data()
    {
        QTest::addColumn<QJsonObject>("recorded");
        const QDir folder(QStringLiteral(ARV_TEST_DATA "/golden/keep"));
        for (const auto& name : folder.entryList({QStringLiteral("*.json")})) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto recorded = QJsonDocument::fromJson(file.readAll()).object();
            if (recorded.contains(QLatin1String("request")))
                QTest::addRow("%s", qPrintable(name.chopped(5))) << recorded;
        }
    }

    void repliesAreAsRecorded()
    {
        QFETCH(QJsonObject, recorded);
        const auto name = QString::fromLatin1(QTest::currentDataTag());
        const auto request = recorded[QLatin1String("request")].toObject();
        const auto response = recorded[QLatin1String("response")].toObject();
        const bool second = text(request, "server") == "keep1";
        Keepstore store(second ? std::set<std::string>{"archive", "default"}
                               : std::set<std::string>{"default"});
        store.clock->seconds = whenSent(response[QLatin1String("headers")].toArray());
        prepare(store, name);

        const auto reply = ask(store.server->port(), text(request, "method"),
                               text(request, "target"), headersOf(request), bodyOf(request));
        const auto differs = difference(response, reply);
        const auto exception = exceptions.find(name);
        if (exception == exceptions.end())
            QVERIFY2(differs.isEmpty(), differs.constData());
        else
            QVERIFY2(!differs.isEmpty(), "as recorded: strike the exception off the list");
    }

    void everyExceptionIsACase()
    {
        for (const auto& [name, reason] : exceptions) {
            QVERIFY(QFile::exists(QStringLiteral(ARV_TEST_DATA "/golden/keep/%1.json").arg(name)));
            QVERIFY(!reason.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestGoldenKeep)
#include "tst_golden_keep.moc"
