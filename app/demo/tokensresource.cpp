// SPDX-License-Identifier: Apache-2.0
#include "demo/tokensresource.h"

#include "demo/httpmessage.h"
#include "demo/listreply.h"
#include "demo/store.h"
#include "demo/tokencheck.h"

#include <QByteArray>

namespace arv::demo {

using nlohmann::json;

namespace {

// Behind the scheme; with Basic the password is the token.
std::string tokenOfHeader(const std::string& header)
{
    const std::size_t blank = header.find(' ');
    if (blank == std::string::npos)
        return {};
    const std::string scheme = header.substr(0, blank);
    const std::string rest = header.substr(blank + 1);
    if (scheme == "Bearer" || scheme == "OAuth2")
        return rest;
    if (scheme != "Basic")
        return {};
    const std::string pair = QByteArray::fromBase64(QByteArray::fromStdString(rest)).toStdString();
    const std::size_t colon = pair.find(':');
    return colon == std::string::npos ? std::string() : pair.substr(colon + 1);
}

} // namespace

Caller TokensResource::identify(const HttpRequest& request, const Parameters& parameters) const
{
    Caller caller;
    caller.token = tokenOfHeader(request.header("authorization"));
    if (caller.token.empty())
        caller.token = parameters.text("api_token");
    caller.tokenRow = goodToken(m_context.store, caller.token);
    if (!caller.tokenRow)
        return caller;
    caller.user = m_context.store.find(Kind::User, caller.tokenRow->owner());
    if (caller.user)
        caller.access = m_context.store.access(caller.user->uuid());
    return caller;
}

bool TokensResource::allows(const Record& token, const ApiCall& call)
{
    const json& scopes = token.attributes["scopes"];
    for (const json& scope : scopes.is_array() ? scopes : json::array()) {
        if (!scope.is_string())
            continue;
        const std::string& text = scope.get_ref<const std::string&>();
        const std::string asked = call.method + ' ' + call.path;
        const bool subtree =
            !text.empty() && text.back() == '/' && asked.compare(0, text.size(), text) == 0;
        if (text == "all" || text == asked || subtree)
            return true;
    }
    return call.path == "/arvados/v1/api_client_authorizations/current";
}

Reply TokensResource::current(const ApiCall& call) const
{
    const auto select = readSelect(call.parameters);
    if (!select)
        return select.error();
    if (const auto error = checkSelect(*select, Schema::of(Kind::Token), call.path))
        return *error;
    return selected(call.caller.tokenRow->attributes, *select);
}

} // namespace arv::demo
