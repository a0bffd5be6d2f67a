// SPDX-License-Identifier: Apache-2.0
#include "net/httpclient.h"

#include "base/log.h"
#include "base/visibletext.h"
#include "net/exchange.h"
#include "net/proxyroute.h"
#include "net/tlssetup.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace arv {

namespace {

// What QNetworkAccessManager runs in parallel to one host and port over HTTP/1.1.
constexpr unsigned requestsPerHost = 6;

bool canStandInAHeader(const QString& token)
{
    return std::all_of(token.begin(), token.end(),
                       [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

bool isToOwnHost(const HttpRequest& request)
{
    return !request.target.startsWith(QLatin1String("https://"))
        && !request.target.startsWith(QLatin1String("http://"));
}

class RouteFactory : public QNetworkProxyFactory
{
public:
    explicit RouteFactory(ProxyRoute route)
        : m_route(std::move(route))
    { }
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override
    {
        return {m_route.proxyFor(query.url())};
    }

private:
    const ProxyRoute m_route;
};

Result<HttpReply> withoutRedirect(Result<HttpReply> reply, const QUrl& url)
{
    if (!reply || reply->status < 300 || reply->status > 399)
        return reply;
    const auto place = visibleText(QString::fromUtf8(reply->headers.value("location")), 200);
    return Error{Errc::BadReply,
                 redact(QStringLiteral("%1 answers %2 and points to \"%3\", which "
                                       "is not followed")
                            .arg(url.authority())
                            .arg(reply->status)
                            .arg(place))};
}

} // namespace

// Whom to trust, and through whom.
class HttpClient::Way
{
public:
    explicit Way(const Credentials& credentials)
        : tls(tlsSetup(credentials))
        , route(ProxyRoute::of(credentials))
    { }
    [[nodiscard]] QString proxyName(const QUrl& url) const
    {
        return route ? route->nameFor(url) : QString();
    }
    const Result<QSslConfiguration> tls;
    const Result<ProxyRoute> route;
};

HttpClient::HttpClient(Credentials credentials)
    : m_credentials(std::move(credentials))
    , m_way(std::make_unique<Way>(m_credentials))
    , m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    // Even where it is straight: Qt may be built to look into the environment itself.
    m_manager->setProxyFactory(new RouteFactory(m_way->route ? *m_way->route : ProxyRoute()));
}

HttpClient::~HttpClient() = default;

Task<HttpReply> HttpClient::send(HttpRequest request, CancelToken token)
{
    const auto url = urlOf(request);
    if (!url)
        co_return url.error();
    const bool isTold = request.authorised && isToOwnHost(request);
    const auto tokensBefore = m_tokens;
    auto sending = sendThere(std::move(request), *url, std::move(token));
    auto reply = co_await sending;
    if (isTold && tokensBefore == m_tokens)
        tellWatcher(reply);
    co_return reply;
}

Task<HttpReply> HttpClient::sendThere(HttpRequest request, QUrl url, CancelToken token)
{
    auto entering = gateFor(url).enter(token);
    const auto pass = co_await entering;
    if (!pass)
        co_return pass.error();
    const auto allowed = mayBegin(request);
    if (!allowed)
        co_return allowed.error();
    // Qt lets a connection that breaks take along what was only waiting for a connection. That has
    // not been sent, and goes out once more.
    for (bool isFirst = true;; isFirst = false) {
        const Exchange exchange(begin(request, url), request.limits, token, request.sink,
                                m_way->proxyName(url));
        auto answering = exchange.finished();
        auto reply = co_await answering;
        qCDebug(logNet).noquote() << request.method << redact(url.toString(QUrl::RemoveQuery))
                                  << (reply ? QString::number(reply->status) : reply.error().text);
        const bool wasTakenAlong =
            !reply && reply.error().code == Errc::Unreachable && !exchange.wasSent();
        if (!isFirst || !wasTakenAlong)
            co_return withoutRedirect(std::move(reply), url);
    }
}

void HttpClient::tellWatcher(const Result<HttpReply>& reply) const
{
    const bool isGivenUp = !reply && reply.error().code == Errc::Cancelled;
    if (m_watcher && !isGivenUp)
        m_watcher(reply);
}

void HttpClient::setToken(const QString& token)
{
    m_credentials.token = token;
    ++m_tokens;
}

Result<QUrl> HttpClient::urlOf(const HttpRequest& request) const
{
    auto text = request.target;
    if (isToOwnHost(request))
        text = QStringLiteral("https://%1/%2").arg(m_credentials.host, text);
    auto bytes = text.toUtf8();
    if (!request.query.isEmpty())
        bytes += '?' + encodedParameters(request.query);
    const auto url = QUrl::fromEncoded(bytes, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return Error{Errc::Invalid,
                     QStringLiteral("\"%1\" is no address of a server").arg(m_credentials.host)};
    return url;
}

// Asked when the turn comes: the token may have been replaced while the request waited.
Result<void> HttpClient::mayBegin(const HttpRequest& request) const
{
    if (!m_way->tls)
        return m_way->tls.error();
    if (!m_way->route)
        return m_way->route.error();
    if (request.authorised && !canStandInAHeader(m_credentials.token))
        return Error{Errc::NotSignedIn,
                     QStringLiteral("the token holds characters that no token has")};
    return done();
}

QNetworkRequest HttpClient::prepare(const HttpRequest& request, const QUrl& url) const
{
    QNetworkRequest prepared(url);
    prepared.setSslConfiguration(*m_way->tls);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    // Manifests compress so well that Qt would take them for an attack; maxBody bounds them.
    prepared.setDecompressedSafetyCheckThreshold(-1);
    prepared.setTransferTimeout(static_cast<int>(request.limits.silence.count()));
    prepared.setRawHeader("User-Agent", "arvados-drive/" ARV_VERSION);
    prepared.setRawHeader("X-Request-Id",
                          request.requestId.isEmpty() ? newRequestId() : request.requestId);
    if (request.authorised && !m_credentials.token.isEmpty())
        prepared.setRawHeader("Authorization", "Bearer " + m_credentials.token.toLatin1());
    if (!request.contentType.isEmpty())
        prepared.setRawHeader("Content-Type", request.contentType);
    for (const auto& [name, value] : request.headers)
        prepared.setRawHeader(name, value);
    return prepared;
}

QNetworkReply* HttpClient::begin(const HttpRequest& request, const QUrl& url)
{
    const auto prepared = prepare(request, url);
    if (request.method == "GET")
        return m_manager->get(prepared);
    if (request.method == "HEAD")
        return m_manager->head(prepared);
    if (request.method == "PUT")
        return m_manager->put(prepared, request.body);
    if (request.method == "POST")
        return m_manager->post(prepared, request.body);
    return m_manager->sendCustomRequest(prepared, request.method, request.body);
}

Gate& HttpClient::gateFor(const QUrl& url)
{
    const auto key = url.scheme() + u':' + url.authority();
    return m_gates.try_emplace(key, requestsPerHost).first->second;
}

} // namespace arv
