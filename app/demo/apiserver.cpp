// SPDX-License-Identifier: Apache-2.0
#include "demo/apiserver.h"

#include "demo/blockstore.h"
#include "demo/listoptions.h"
#include "demo/randomid.h"
#include "demo/store.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <utility>

namespace arv::demo {

using nlohmann::json;

namespace {

// Seconds; with a time to live below this, a reply must have signatures of its own moment.
constexpr std::int64_t shortSignatures = 3600;

constexpr std::string_view apiPrefix = "/arvados/v1/";
constexpr std::string_view discoveryPath = "/discovery/v1/apis/arvados/v1/rest";
constexpr std::array<std::string_view, 9> servedResources{"api_client_authorizations",
                                                          "collections",
                                                          "container_requests",
                                                          "groups",
                                                          "keep_services",
                                                          "links",
                                                          "logs",
                                                          "users",
                                                          "workflows"};

const char* reasonPhrase(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 422:
        return "Unprocessable Content";
    default:
        return "Internal Server Error";
    }
}

ApiError unknownPath()
{
    return {404, "Path not found", false, {}, true};
}

ApiError unknownMethod()
{
    return frontError(404, "API endpoint not found");
}

std::vector<std::string> partsOf(const std::string& path)
{
    std::vector<std::string> parts;
    std::size_t begin = apiPrefix.size();
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        parts.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

// A POST may stand for another method (api.md 1.3); the parameter wins over the header.
std::string methodOf(const HttpRequest& request, const Parameters& parameters)
{
    if (request.method == "HEAD")
        return "GET";
    if (request.method != "POST")
        return request.method;
    const std::string parameter = parameters.text("_method");
    const std::string header = request.header("x-http-method-override");
    return !parameter.empty() ? parameter : !header.empty() ? header : request.method;
}

// The client's own id if it is one that may stand in a header, else a new one.
std::string requestId(const HttpRequest& request)
{
    const std::string given = request.header("x-request-id");
    const bool plain =
        std::all_of(given.begin(), given.end(), [](unsigned char c) { return c > ' ' && c < 127; });
    return !given.empty() && given.size() < 128 && plain ? given : "req-" + randomCharacters(20);
}

std::string errorText(const ApiError& error, const std::string& id)
{
    if (error.withRequestId)
        return error.reason + " (" + id + ')';
    if (!error.fromBehind)
        return error.reason;
    return "//railsapi.internal" + error.target + ": " + std::to_string(error.status) + ' '
        + reasonPhrase(error.status) + ": " + error.reason + " (" + id + ')';
}

json errorBody(const ApiError& error, const std::string& id)
{
    json body{{"errors", json::array({errorText(error, id)})}};
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    if (error.withRequestId)
        body["error_token"] = std::to_string(now) + '+' + md5Hex(id).substr(0, 8);
    return body;
}

HttpResponse responseOf(const Reply& reply, const std::string& id)
{
    HttpResponse response;
    response.headers = {
        {"Access-Control-Allow-Headers",
         "Authorization, Content-Type, Range, X-Http-Method-Override"},
        {"Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, PROPFIND, PUT, POST, PATCH, DELETE"},
        {"Access-Control-Allow-Origin", "*"},
        {"Access-Control-Expose-Headers", "Content-Range"},
        {"Access-Control-Max-Age", "86486400"},
        {"X-Request-Id", id}};
    response.status = reply ? 200 : reply.error().status;
    if (!reply)
        response.headers.emplace("X-Content-Type-Options", "nosniff");
    const json errors = reply ? json() : errorBody(reply.error(), id);
    response.body = (reply ? *reply : errors).dump(-1, ' ', false, json::error_handler_t::replace);
    response.body += '\n';
    return response;
}

// Replies that a real cluster's front passes on as they are carry the type of the server behind it.
bool isPassedOn(const HttpRequest& request, int status)
{
    const std::string& path = request.path;
    const std::size_t end = path.find('/', apiPrefix.size());
    const bool isApi = path.compare(0, apiPrefix.size(), apiPrefix) == 0;
    const std::string resource = isApi ? path.substr(apiPrefix.size(), end - apiPrefix.size()) : "";
    const bool known = std::find(servedResources.begin(), servedResources.end(), resource)
        != servedResources.end();
    return status == 200
        ? path == discoveryPath || resource == "keep_services" || resource == "logs"
        : status == 404 && !known;
}

} // namespace

ApiServer::ApiServer(const Store& store, const Signer& signer, ApiServerOptions options)
    : m_options(std::move(options))
    , m_context{store, signer, m_options}
    , m_users(m_context)
    , m_groups(m_context)
    , m_contents(m_context)
    , m_collections(m_context)
    , m_keepServices(m_context)
    , m_links(m_context)
    , m_logs(m_context)
    , m_containerRequests(m_context, Kind::ContainerRequest)
    , m_workflows(m_context, Kind::Workflow)
    , m_tokens(m_context)
    , m_config(m_context)
{ }

HttpResponse ApiServer::handle(const HttpRequest& request) const
{
    const std::string id = requestId(request);
    if (request.method == "OPTIONS") {
        HttpResponse response = responseOf(json(), id);
        response.body.clear();
        response.contentType.clear();
        return response;
    }
    const auto revision = m_context.store.revision();
    const auto key = LargeReplies::keyOf(request);
    HttpResponse response;
    if (m_largeReplies.find(key, revision, response)) {
        response.headers.find("X-Request-Id")->second = id;
        return response;
    }
    try {
        response = responseOf(answer(request, request.method), id);
        if (isPassedOn(request, response.status)) {
            response.contentType = "application/json; charset=utf-8";
            response.headers.erase("X-Content-Type-Options");
            response.headers.emplace("X-Content-Type-Options", "nosniff");
        }
        if (request.path == discoveryPath && response.status == 200)
            response.headers.emplace("Cache-Control", "max-age=86400, public");
        if (response.status == 200 && m_options.signatureTtl > shortSignatures)
            m_largeReplies.keep(key, revision, response);
        return response;
    } catch (const std::exception& error) { // the JSON library, or no memory
        return responseOf(frontError(500, error.what()), id);
    }
}

Reply ApiServer::answer(const HttpRequest& request, const std::string& sentMethod) const
{
    const bool isGet = sentMethod == "GET" || sentMethod == "HEAD";
    if (request.path == discoveryPath && isGet)
        return m_config.discovery();
    if (request.path.compare(0, apiPrefix.size(), apiPrefix) != 0)
        return unknownPath();
    if (request.body.size() > static_cast<std::size_t>(m_options.maxRequestSize))
        return frontError(400, "http: request body too large");
    auto parameters = Parameters::of(request);
    if (!parameters)
        return parameters.error();
    ApiCall call;
    call.method = methodOf(request, *parameters);
    call.path = request.path;
    call.parts = partsOf(request.path);
    call.parameters = std::move(*parameters);
    call.external = request.header("x-external-client") == "1";
    call.caller = m_tokens.identify(request, call.parameters);
    return answerPublic(call);
}

Reply ApiServer::answerPublic(const ApiCall& call) const
{
    const bool isGet = call.method == "GET";
    if (isGet && call.path == "/arvados/v1/config")
        return m_config.config();
    if (isGet && call.path == "/arvados/v1/vocabulary")
        return m_config.vocabulary();
    if (isGet && call.path == "/arvados/v1/keep_services/accessible")
        return m_keepServices.accessible(call);
    const auto served = std::find(servedResources.begin(), servedResources.end(), call.parts[0]);
    if (served == servedResources.end())
        return unknownPath();
    if (!isGet)
        return unknownMethod();
    if (!call.caller.user)
        return errorBehind(401, "Not logged in", targetOf(call));
    if (!TokensResource::allows(*call.caller.tokenRow, call))
        return errorBehind(403, "Forbidden", targetOf(call));
    return dispatch(call);
}

Reply ApiServer::dispatch(const ApiCall& call) const
{
    if (call.parts[0] == "groups" && call.parts.size() >= 2)
        return dispatchGroups(call);
    if (call.parts.size() == 1)
        return dispatchList(call);
    return call.parts.size() == 2 ? dispatchRecord(call) : Reply(unknownMethod());
}

Reply ApiServer::dispatchGroups(const ApiCall& call) const
{
    const std::vector<std::string>& parts = call.parts;
    if (parts.size() == 3 && parts[2] == "contents")
        return m_contents.contents(call, parts[1]);
    if (parts.size() > 2)
        return unknownMethod();
    if (parts[1] == "contents")
        return m_contents.contents(call, {});
    const bool isShared = parts[1] == "shared" && m_options.servesSharedGroups;
    return isShared ? m_groups.shared(call) : m_groups.get(call);
}

Reply ApiServer::dispatchList(const ApiCall& call) const
{
    const std::string& resource = call.parts[0];
    if (resource == "users")
        return m_users.list(call);
    if (resource == "groups")
        return m_groups.list(call);
    if (resource == "collections")
        return m_collections.list(call);
    if (resource == "links")
        return m_links.list(call);
    if (resource == "logs")
        return m_logs.list(call);
    if (resource == "container_requests")
        return m_containerRequests.list(call);
    if (resource == "workflows")
        return m_workflows.list(call);
    return resource == "keep_services" ? m_keepServices.list(call) : Reply(unknownMethod());
}

Reply ApiServer::dispatchRecord(const ApiCall& call) const
{
    const std::string& resource = call.parts[0];
    const std::string& name = call.parts[1];
    if (resource == "users")
        return name == "current" ? m_users.current(call) : m_users.get(call);
    if (resource == "collections")
        return m_collections.get(call);
    if (resource == "links")
        return m_links.get(call);
    if (resource == "container_requests")
        return m_containerRequests.get(call);
    if (resource == "workflows")
        return m_workflows.get(call);
    const bool isToken = resource == "api_client_authorizations" && name == "current";
    return isToken ? m_tokens.current(call) : Reply(unknownMethod());
}

// What the front asks behind itself: lists with parameters, the rest by path.
std::string ApiServer::targetOf(const ApiCall& call) const
{
    const bool federated = call.parts.size() == 1 && call.parts[0] != "keep_services";
    if (!federated && call.path != "/arvados/v1/groups/contents")
        return call.path;
    return ListOptions::targetOf(call.parameters, call.path, federated, m_options.clusterId);
}

} // namespace arv::demo
