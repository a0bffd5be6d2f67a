// SPDX-License-Identifier: Apache-2.0
#include "demo/configresource.h"

#include "demo/apitime.h"

#include <QFile>
#include <QString>

// Q_INIT_RESOURCE must stand outside of any namespace: a static library's resources are not found
// otherwise.
static void initDemoData()
{
    Q_INIT_RESOURCE(demo);
}

namespace arv::demo {

using nlohmann::json;

namespace {

json dataFile(const char* name)
{
    QFile file(QStringLiteral(":/demo/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        return json::object();
    const QByteArray bytes = file.readAll();
    json value = json::parse(bytes.begin(), bytes.end(), nullptr, false);
    return value.is_discarded() ? json::object() : value;
}

void leaveOutUnserved(json& discovery)
{
    for (const char* method : {"create", "update"}) {
        const json::json_pointer parameters(std::string("/resources/collections/methods/") + method
                                            + "/parameters");
        if (!discovery.contains(parameters))
            continue;
        for (const char* name : {"replace_files", "replace_segments"})
            discovery[parameters].erase(name);
    }
}

// Seconds as the configuration writes durations: whole units, the largest that fits.
std::string duration(std::int64_t seconds)
{
    if (seconds % 3600 == 0)
        return std::to_string(seconds / 3600) + 'h';
    return seconds % 60 == 0 ? std::to_string(seconds / 60) + 'm' : std::to_string(seconds) + 's';
}

std::string textOf(const std::function<std::string()>& provider)
{
    return provider ? provider() : std::string();
}

} // namespace

ConfigResource::ConfigResource(const ApiContext& context)
    : m_context(context)
{
    initDemoData();
    m_discovery = dataFile("discovery.json");
    m_config = dataFile("config.json");
    leaveOutUnserved(m_discovery);
    if (!context.options.servesSharedGroups)
        m_discovery["resources"]["groups"]["methods"].erase("shared");
    m_discovery["generatedAt"] = nowText().substr(0, 19) + 'Z';
}

json ConfigResource::discovery() const
{
    const ApiServerOptions& options = m_context.options;
    const std::string root = textOf(options.apiBaseUrl);
    json document = m_discovery;
    document.update({{"uuidPrefix", options.clusterId},
                     {"rootUrl", root},
                     {"baseUrl", root + "arvados/v1/"},
                     {"source_version", "unknown"},
                     {"sourceVersion", "unknown"},
                     {"packageVersion", "unknown"},
                     {"defaultCollectionReplication", options.defaultReplication},
                     {"defaultTrashLifetime", 1209600},
                     {"blobSignatureTtl", options.signatureTtl},
                     {"maxRequestSize", options.maxRequestSize},
                     {"maxItemsPerResponse", options.maxItemsPerResponse},
                     {"dockerImageFormats", json::array({"v2"})},
                     {"crunchLogUpdatePeriod", 1800},
                     {"crunchLogUpdateSize", 33554432},
                     {"remoteHosts", json::object()},
                     {"remoteHostsViaDNS", false},
                     {"websocketUrl", textOf(options.websocketUrl)},
                     {"workbenchUrl", ""},
                     {"workbench2Url", ""},
                     {"keepWebServiceUrl", ""}});
    return document;
}

json ConfigResource::config() const
{
    const ApiServerOptions& options = m_context.options;
    json exported = m_config;
    exported["ClusterID"] = options.clusterId;
    exported["API"]["MaxItemsPerResponse"] = options.maxItemsPerResponse;
    exported["API"]["MaxRequestSize"] = options.maxRequestSize;
    exported["Collections"]["BlobSigningTTL"] = duration(options.signatureTtl);
    exported["Collections"]["DefaultReplication"] = options.defaultReplication;
    exported["Collections"]["ForwardSlashNameSubstitution"] = options.forwardSlashSubstitution;
    exported["Services"]["Controller"]["ExternalURL"] = textOf(options.apiBaseUrl);
    exported["Services"]["Websocket"]["ExternalURL"] = textOf(options.websocketUrl);
    return exported;
}

json ConfigResource::vocabulary() const
{
    return {{"kind", "arvados#vocabulary"}, {"strict_tags", false}, {"tags", json::object()}};
}

} // namespace arv::demo
