// SPDX-License-Identifier: Apache-2.0
// Replays what was said to a real cluster's event feed on the demo's and compares what came back:
// handshake, replies, and events, of which only times and numbers may be others.
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/store.h"

#include "support/feedpeer.h"
#include "support/rawhttp.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

using namespace arv::demo;
using namespace arv::test;
using nlohmann::json;

namespace {

json recorded(const QString& name)
{
    QFile file(QStringLiteral(ARV_TEST_DATA "/golden/ws/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    const QByteArray bytes = file.readAll();
    return json::parse(bytes.begin(), bytes.end());
}

bool hasForm(const json& value, const char* form)
{
    const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(QString::fromLatin1(form)));
    return value.is_string()
        && pattern.match(QString::fromStdString(value.get<std::string>())).hasMatch();
}

// What differs from one run to another made the same, where it has the right form.
json comparable(json event, std::int64_t firstId)
{
    if (event.contains("id") && event["id"].is_number_integer())
        event["id"] = event["id"].get<std::int64_t>() - firstId;
    if (hasForm(event["event_at"], "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"))
        event["event_at"] = "a time";
    if (hasForm(event["uuid"], "zzzzz-57u5n-[0-9a-z]{15}"))
        event["uuid"] = "an entry";
    if (hasForm(event["object_uuid"], "zzzzz-o0j2j-[0-9a-z]{15}"))
        event["object_uuid"] = "a link";
    return event;
}

// One recorded conversation, and the same with the demo.
class Conversation
{
public:
    explicit Conversation(const json& transcript)
        : m_transcript(transcript)
    {
        for (const json& line : transcript["transcript"]) {
            const std::string text = line.value("server", "");
            if (text.find("msgID") != std::string::npos)
                m_events.push_back(json::parse(text));
        }
        DemoOptions options;
        options.tls = false;
        m_cluster = std::make_unique<DemoCluster>(options);
        if (!m_cluster->start())
            qFatal("the cluster did not start");
    }

    std::string target() const
    {
        std::string path = m_transcript["path"];
        const std::string user =
            m_transcript["case"].get<std::string>().find("bob") != std::string::npos ? "bob"
                                                                                     : "alice";
        const auto mark = path.find("<token>");
        return mark == std::string::npos ? path : path.replace(mark, 7, demoToken(user));
    }

    // The key was the one of RFC 6455, so the recorded answer holds.
    std::string handshake() const
    {
        RawConnection connection(static_cast<std::uint16_t>(
            QUrl(QString::fromStdString(m_cluster->websocketUrl())).port()));
        connection.send(
            requestText("GET", target(),
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
        const RawReply reply = readReply(connection, true);
        return std::to_string(reply.status) + ' ' + reply.header("sec-websocket-accept");
    }

    const DemoCluster& cluster() const { return *m_cluster; }
    const std::vector<json>& events() const { return m_events; }

    void act(const std::string& action)
    {
        const std::string alice = demoUserUuid("alice");
        const std::string uuid = action.substr(action.rfind(' ') + 1);
        Store& store = m_cluster->store();
        if (action.find("create collection ") == 0) {
            m_collection = uuid;
            NewCollection wanted{alice, nameOf(0, "ws one")};
            wanted.uuid = uuid;
            expect(store.addCollection(wanted).hasValue(), action);
        } else if (action == "rename it") {
            expect(store.rename(m_collection, nameOf(1, "ws two")).hasValue(), action);
        } else if (action == "trash it") {
            expect(store.trash(m_collection).hasValue(), action);
        } else if (action.find("create project ") == 0) {
            NewGroup wanted{alice, nameOf(3, "ws proj")};
            wanted.uuid = uuid;
            expect(store.addGroup(wanted).hasValue(), action);
        } else {
            expect(action == "create tag link", action);
            expect(!store.addTag(alice, nameOf(4, "wstag"), m_collection).empty(), action);
        }
    }

private:
    static void expect(bool good, const std::string& action)
    {
        if (!good)
            qFatal("cannot do: %s", action.c_str());
    }

    // What the recording calls it after the action of that number.
    std::string nameOf(std::size_t action, const char* otherwise) const
    {
        return action < m_events.size()
            ? m_events[action]["properties"]["new_attributes"]["name"].get<std::string>()
            : otherwise;
    }

    const json m_transcript;
    std::vector<json> m_events;
    std::unique_ptr<DemoCluster> m_cluster;
    std::string m_collection;
};

std::string acceptOf(const json& handshake)
{
    const std::string status = handshake["status_line"].get<std::string>().substr(9, 3);
    for (const std::string line : handshake["headers"])
        if (line.find("Sec-WebSocket-Accept: ") == 0)
            return status + ' ' + line.substr(22);
    return status;
}

} // namespace

class TestGoldenWs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allConversationsAreHere()
    {
        const QDir folder(QStringLiteral(ARV_TEST_DATA "/golden/ws"));
        QCOMPARE(folder.entryList({QStringLiteral("*.json")}).size(), 9);
    }

    void theFeedSaysWhatARealOneSaid_data()
    {
        QTest::addColumn<QString>("name");
        const QDir folder(QStringLiteral(ARV_TEST_DATA "/golden/ws"));
        for (const QString& name : folder.entryList({QStringLiteral("*.json")}))
            QTest::newRow(qPrintable(name)) << name;
    }

    void theFeedSaysWhatARealOneSaid()
    {
        QFETCH(QString, name);
        const json transcript = recorded(name);
        Conversation conversation(transcript);
        FeedPeer peer(conversation.cluster(), conversation.target(), FeedPeer::Target());
        for (const json& line : transcript["transcript"]) {
            const std::string server = line.value("server", "");
            if (server == "handshake") {
                QCOMPARE(conversation.handshake(), acceptOf(line));
                QVERIFY(peer.opens());
            } else if (line.contains("client")) {
                peer.say(line["client"]);
            } else if (line.contains("action")) {
                conversation.act(line["action"]);
            } else if (server.find("status") != std::string::npos) {
                QVERIFY(peer.await(1));
                QCOMPARE(peer.frames().front(), server);
                peer.forget();
            }
        }
        QVERIFY(peer.comesToRest());
        compareEvents(peer, conversation.events());
    }

private:
    static void compareEvents(const FeedPeer& peer, const std::vector<json>& expected)
    {
        QCOMPARE(peer.frames().size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const json event = peer.event(i);
            QCOMPARE(peer.frames()[i], event.dump()); // keys in order and no blanks, as recorded
            const json ours = comparable(event, peer.event(0)["id"]);
            const json theirs = comparable(expected[i], expected[0]["id"]);
            QCOMPARE(QByteArray::fromStdString(ours.dump(1)),
                     QByteArray::fromStdString(theirs.dump(1)));
        }
    }
};

QTEST_GUILESS_MAIN(TestGoldenWs)
#include "tst_golden_ws.moc"
