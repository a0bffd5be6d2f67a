// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/httpmessage.h"

#include <nlohmann/json.hpp>

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <map>
#include <set>
#include <string>

namespace arv::test {

using nlohmann::json;

// One recorded exchange with the API server of a real cluster.
struct ApiCase
{
    std::string name; // "groups/list"
    json request;
    json response;
    int itemsInReply = -1; // where the recording was cut

    [[nodiscard]] std::string header(const char* wanted) const
    {
        for (const json& pair : response.value("headers", json::array()))
            if (pair[0] == wanted)
                return pair[1];
        return {};
    }

    // The second in which the reply was made, in the form of the API's times.
    [[nodiscard]] std::string second() const
    {
        QString date = QString::fromStdString(header("Date"));
        date.replace(QStringLiteral("GMT"), QStringLiteral("+0000"));
        return QDateTime::fromString(date, Qt::RFC2822Date)
            .toUTC()
            .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"))
            .toStdString();
    }

    [[nodiscard]] const json& reply() const
    {
        static const json none;
        const auto found = response.find("body_json");
        return found == response.end() ? none : *found;
    }

    // The cluster was in a state that the demo's faults bring about.
    [[nodiscard]] bool isTrouble() const
    {
        return name == "down/controller-down" || name == "down/rails-down-get"
            || name == "down/rails-down-post" || name == "overload/too-many-requests";
    }

    // Empty for what reads, and for what is refused whoever asks: the demo answers that.
    [[nodiscard]] std::string whyNotReplayed() const
    {
        static const std::set<std::string> refused{
            "odd/method-not-allowed", "odd/unknown-path-post", "collections/update-bad-json",
            "overload/request-too-large"};
        const std::string method = request["method"];
        const bool reads = method == "GET" || method == "OPTIONS"
            || name.find("list-as-post") != std::string::npos;
        if (reads || isTrouble() || refused.count(name) > 0)
            return {};
        if (name == "auth/authenticate-bad")
            return "signing in with a password is not part of the demo";
        return "it writes: " + method;
    }
};

inline std::map<std::string, ApiCase> loadApiCases()
{
    std::map<std::string, ApiCase> cases;
    const QString root = QStringLiteral(ARV_TEST_DATA "/golden/api/");
    QDirIterator files(root, {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        const QByteArray bytes = file.readAll();
        const json recorded = json::parse(bytes.begin(), bytes.end());
        ApiCase entry{recorded["case"].get<std::string>().substr(4), recorded["request"],
                      recorded["response"], recorded.value("items_in_reply", -1)};
        cases.emplace(entry.name, std::move(entry));
    }
    return cases;
}

inline std::string percentDecoded(const std::string& text)
{
    return QByteArray::fromPercentEncoding(QByteArray::fromStdString(text)).toStdString();
}

inline demo::HttpRequest requestOf(const ApiCase& recorded)
{
    demo::HttpRequest request;
    const std::string target = recorded.request["target"];
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.method = recorded.request["method"];
    request.path = percentDecoded(target.substr(0, mark));
    request.query = target.substr(std::min(mark + 1, target.size()));
    for (const auto& [name, value] : recorded.request["headers"].items())
        request.headers.emplace(QString::fromStdString(name).toLower().toStdString(), value);
    if (recorded.request.contains("body_text"))
        request.body = recorded.request["body_text"];
    else if (recorded.request.contains("body_json"))
        request.body = recorded.request["body_json"].dump();
    return request;
}

} // namespace arv::test
