// SPDX-License-Identifier: Apache-2.0
#include "demo/democluster.h"

#include "demo/apiserver.h"
#include "demo/blockstore.h"
#include "demo/certificate.h"
#include "demo/demousers.h"
#include "demo/eventserver.h"
#include "demo/httpserver.h"
#include "demo/keepserver.h"
#include "demo/requestlog.h"
#include "demo/signer.h"
#include "demo/store.h"
#ifdef ARV_DEMO_FAULTS
#include "demo/faults.h"
#endif

#include <array>
#include <atomic>

namespace arv::demo {

namespace {

constexpr int serviceCount = 2;

// The recorded cluster's signing key, so that recorded signatures are good here too.
constexpr char signingKey[] = "goldenblobsigningkey0000000000000000000000000000000000000000";

// As recorded, one of 28 characters and one of 27: clients must cope with either.
constexpr std::array<const char*, serviceCount> serviceEndings{"887edefe27fc75f4",
                                                               "a2317630bbf7ce5"};
const std::array<std::set<std::string>, serviceCount> serviceClasses{{
    {"default"},
    {"archive", "default"},
}};

// What requests to the API need, kept as long as one of them runs.
struct ApiParts
{
    std::shared_ptr<const Store> store;
    std::shared_ptr<const Signer> signer;
    std::unique_ptr<const ApiServer> server;
};

std::string feedUrl(bool tls, int port)
{
    if (port == 0)
        return {}; // no feed
    return (tls ? "wss://localhost:" : "ws://localhost:") + std::to_string(port) + "/websocket";
}

} // namespace

// Everything that handlers use is shared with them: one that is stuck may outlive the cluster.
class DemoCluster::Parts
{
public:
    explicit Parts(DemoOptions given)
        : options(std::move(given))
        , store(std::make_shared<Store>(options.clusterId))
        , signer(std::make_shared<const Signer>(signingKey, options.signatureTtl))
    {
        addDemoUsers(*store);
        for (int i = 0; i < serviceCount; ++i)
            blocks.at(i) = std::make_shared<BlockStore>();
    }

    Result<void> start()
    {
        stop();
        if (options.tls && !certificate) {
            auto made = Certificate::make();
            if (!made)
                return made.error();
            certificate = *made;
        }
        for (int i = 0; i < serviceCount; ++i) {
            if (auto started = startKeep(i); !started)
                return started;
        }
        if (auto started = startFeed(); !started)
            return started;
        api = makeServer(makeSetup("api", options.tls), makeApiHandler());
        auto started = api->start(options.apiPort);
        *apiPort = api->port();
        return started;
    }

    void stop()
    {
        api.reset();
        feed.reset();
        for (auto& server : keep)
            server.reset();
    }

    bool keepHasTls() const { return options.tls && options.keepTls; }

    const DemoOptions options;
    std::shared_ptr<Store> store;
    std::shared_ptr<const Signer> signer;
    std::shared_ptr<RequestLog> log = std::make_shared<RequestLog>();
#ifdef ARV_DEMO_FAULTS
    std::shared_ptr<Faults> faults = std::make_shared<Faults>();
#else
    std::shared_ptr<Faults> faults;
#endif
    std::array<std::shared_ptr<BlockStore>, serviceCount> blocks;
    std::shared_ptr<const Certificate> certificate;
    std::array<std::unique_ptr<HttpServer>, serviceCount> keep;
    std::unique_ptr<HttpServer> api;
    std::unique_ptr<EventServer> feed;

    std::string websocketUrl() const
    {
        return feedUrl(options.tls, *feedPort);
    }

private:
    // Known once the server runs, asked for by every discovery document.
    const std::shared_ptr<std::atomic<int>> apiPort = std::make_shared<std::atomic<int>>(0);
    const std::shared_ptr<std::atomic<int>> feedPort = std::make_shared<std::atomic<int>>(0);

    Result<void> startFeed()
    {
        if (!options.eventFeed)
            return done();
        feed = std::make_unique<EventServer>(
            EventServer::Setup{store, options.tls ? certificate : nullptr, faults, options.feed});
        auto started = feed->start(0);
        *feedPort = started ? feed->port() : 0;
        return started;
    }

    // What the handler holds must be shared, not borrowed.
    HttpHandler makeApiHandler() const
    {
        ApiServerOptions settings;
        settings.clusterId = options.clusterId;
        settings.signatureTtl = options.signatureTtl;
        settings.maxItemsPerResponse = options.maxItemsPerResponse;
        settings.maxRequestSize = options.maxRequestSize;
        settings.maxIndexDatabaseRead = options.maxIndexDatabaseRead;
        settings.forwardSlashSubstitution = options.forwardSlashSubstitution;
        settings.servesSharedGroups = options.servesSharedGroups;
        settings.clock = options.clock;
        const std::string scheme = options.tls ? "https" : "http";
        settings.apiBaseUrl = [scheme, port = apiPort] {
            return scheme + "://localhost:" + std::to_string(*port) + '/';
        };
        settings.websocketUrl = [tls = options.tls, port = feedPort] {
            return feedUrl(tls, *port);
        };
        const auto parts = std::make_shared<ApiParts>();
        parts->store = store;
        parts->signer = signer;
        parts->server = std::make_unique<const ApiServer>(*store, *signer, std::move(settings));
        return [parts](const HttpRequest& request) { return parts->server->handle(request); };
    }

    HttpServer::Setup makeSetup(std::string name, bool tls) const
    {
        return {std::move(name), tls ? certificate : nullptr, log, faults};
    }

    std::unique_ptr<HttpServer> makeServer(HttpServer::Setup setup, HttpHandler handler) const
    {
        return std::make_unique<HttpServer>(std::move(setup), std::move(handler));
    }

    // One for both services.
    const std::shared_ptr<Pace> line =
        options.link ? std::make_shared<Pace>(options.link->bytesPerSecond()) : nullptr;

    Result<void> startKeep(int i)
    {
        const auto at = static_cast<std::size_t>(i);
        const auto service = std::make_shared<const KeepServer>(KeepServer::Setup{
            blocks[at], signer, options.clock, options.enforceSignatures, serviceClasses[at]});
        auto setup = makeSetup("keep" + std::to_string(i), keepHasTls());
        setup.line = line;
        setup.latency = options.link ? options.link->latency : setup.latency;
        keep[at] = makeServer(std::move(setup), [service](const HttpRequest& request) {
            return service->handle(request);
        });
        if (auto started = keep[at]->start(0); !started)
            return started;
        NewKeepService record;
        record.host = "127.0.0.1"; // not "localhost", which would cost clients a try of ::1
        record.port = keep[at]->port();
        record.tls = keepHasTls();
        record.uuid = options.clusterId + "-bi6l4-" + serviceEndings[at];
        store->addKeepService(record);
        return done();
    }
};

DemoCluster::DemoCluster(DemoOptions options)
    : m_parts(std::make_unique<Parts>(std::move(options)))
{ }

DemoCluster::~DemoCluster()
{
    stop();
}

Result<void> DemoCluster::start()
{
    return m_parts->start();
}

void DemoCluster::stop()
{
    m_parts->stop();
}

std::string DemoCluster::apiHost() const
{
    return "localhost:" + std::to_string(m_parts->api ? m_parts->api->port() : 0);
}

std::string DemoCluster::caFile() const
{
    return m_parts->certificate ? m_parts->certificate->caFile() : std::string();
}

std::string DemoCluster::keepBaseUrl(int service) const
{
    const auto& server = m_parts->keep.at(static_cast<std::size_t>(service));
    return std::string(m_parts->keepHasTls() ? "https" : "http")
        + "://127.0.0.1:" + std::to_string(server ? server->port() : 0) + '/';
}

Store& DemoCluster::store()
{
    return *m_parts->store;
}

BlockStore& DemoCluster::blocks(int service)
{
    return *m_parts->blocks.at(static_cast<std::size_t>(service));
}

const Signer& DemoCluster::signer() const
{
    return *m_parts->signer;
}

#ifdef ARV_DEMO_FAULTS
Faults& DemoCluster::faults()
{
    return *m_parts->faults;
}
#endif

std::vector<std::string> DemoCluster::requestsSeen() const
{
    return m_parts->log->lines();
}

void DemoCluster::forgetRequestsSeen()
{
    m_parts->log->forget();
}

std::string DemoCluster::websocketUrl() const
{
    return m_parts->websocketUrl();
}

std::size_t DemoCluster::feedConnections() const
{
    return m_parts->feed ? m_parts->feed->state().connections() : 0;
}

std::vector<std::string> DemoCluster::feedFrames() const
{
    return m_parts->feed ? m_parts->feed->state().frames() : std::vector<std::string>();
}

void DemoCluster::closeFeeds()
{
    if (m_parts->feed)
        m_parts->feed->closeAll();
}

} // namespace arv::demo
