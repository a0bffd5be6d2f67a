// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "golden/apicases.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>

#include <map>
#include <string>
#include <vector>

namespace arv::test {

// One request of a recorded mount, and what a real server answered. Replies of the API are whole
// but for two very large ones, of blocks only the length is known.
struct SessionExchange
{
    std::string server; // "api", "keep0", "keep1"
    ApiCase asCase; // named "07-read-hello-txt/2": session, place in it
    json reply; // null: not recorded
    int replyLength = -1; // bytes; -1: not recorded

    [[nodiscard]] std::string method() const { return asCase.request["method"]; }
    [[nodiscard]] std::string target() const { return asCase.request["target"]; }

    [[nodiscard]] std::string whyNotReplayed() const
    {
        return method() == "GET" ? std::string() : "it writes: " + method();
    }
};

// What the mount did for one file system operation; many need no request at all.
struct Session
{
    int number = 0;
    std::string name; // "07-read-hello-txt"
    std::vector<SessionExchange> exchanges; // in the order of their replies
};

inline SessionExchange sessionExchange(const json& recorded, std::string name)
{
    std::string target = recorded["path"];
    char mark = '?';
    const json query = recorded.value("query", json::object());
    for (const auto& [parameter, value] : query.items()) {
        const QByteArray text = QByteArray::fromStdString(value.get<std::string>());
        target += mark + parameter + '=' + text.toPercentEncoding().toStdString();
        mark = '&';
    }
    SessionExchange exchange;
    exchange.server = recorded["server"];
    exchange.asCase.name = std::move(name);
    exchange.asCase.request = {{"method", recorded["method"]},
                               {"target", std::move(target)},
                               {"headers", recorded["headers"]}};
    if (recorded.contains("body"))
        exchange.asCase.request["body_json"] = recorded["body"];
    exchange.asCase.response = {{"status", recorded["status"]}};
    exchange.reply = recorded.value("reply", json());
    exchange.replyLength = recorded.value("reply_length", -1);
    return exchange;
}

// By their numbers; they belong together, each begins where the one before it ended.
inline std::map<int, Session> loadSessions()
{
    std::map<int, Session> sessions;
    const QDir folder(QStringLiteral(ARV_TEST_DATA "/golden/sessions"));
    for (const QString& entry : folder.entryList({QStringLiteral("*.json")})) {
        QFile file(folder.filePath(entry));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        const QByteArray bytes = file.readAll();
        const json recorded = json::parse(bytes.begin(), bytes.end());
        Session session;
        session.number = entry.left(2).toInt();
        session.name = entry.chopped(5).toStdString();
        for (const json& exchange : recorded["exchanges"])
            session.exchanges.push_back(sessionExchange(
                exchange, session.name + '/' + std::to_string(session.exchanges.size())));
        sessions.emplace(session.number, std::move(session));
    }
    return sessions;
}

} // namespace arv::test
