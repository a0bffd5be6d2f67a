// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"
#include "demo/collectionsresource.h"
#include "demo/configresource.h"
#include "demo/contentsresource.h"
#include "demo/groupsresource.h"
#include "demo/httpmessage.h"
#include "demo/keepservicesresource.h"
#include "demo/largereplies.h"
#include "demo/linksresource.h"
#include "demo/logsresource.h"
#include "demo/plainresource.h"
#include "demo/tokensresource.h"
#include "demo/usersresource.h"

namespace arv::demo {

class Signer;
class Store;

// The API server of the demo cluster: answers what a real one answers, in its words where they were
// recorded, for the methods it serves. Reading only, so far. Store and signer must outlive it.
// handle() may be called from many threads at once; the rest belongs to whoever built it.
class ApiServer
{
public:
    ApiServer(const Store& store, const Signer& signer, ApiServerOptions options);
    ApiServer(const ApiServer&) = delete;
    ApiServer& operator=(const ApiServer&) = delete;

    // HEAD is answered like GET, body included: leaving it out is for the HTTP front.
    [[nodiscard]] HttpResponse handle(const HttpRequest& request) const;

private:
    [[nodiscard]] Reply answer(const HttpRequest& request, const std::string& method) const;
    [[nodiscard]] Reply answerPublic(const ApiCall& call) const;
    [[nodiscard]] Reply dispatch(const ApiCall& call) const;
    [[nodiscard]] Reply dispatchGroups(const ApiCall& call) const;
    [[nodiscard]] Reply dispatchList(const ApiCall& call) const;
    [[nodiscard]] Reply dispatchRecord(const ApiCall& call) const;
    [[nodiscard]] std::string targetOf(const ApiCall& call) const;

    ApiServerOptions m_options;
    ApiContext m_context;
    UsersResource m_users;
    GroupsResource m_groups;
    ContentsResource m_contents;
    CollectionsResource m_collections;
    KeepServicesResource m_keepServices;
    LinksResource m_links;
    LogsResource m_logs;
    PlainResource m_containerRequests;
    PlainResource m_workflows;
    TokensResource m_tokens;
    ConfigResource m_config;
    mutable LargeReplies m_largeReplies;
};

} // namespace arv::demo
