// SPDX-License-Identifier: Apache-2.0
#include "net/proxyroute.h"

#include "base/visibletext.h"
#include "net/credentials.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace arv {

namespace {

constexpr int standardPort = 80; // of an http: URL, as other clients take it
constexpr qsizetype longestShown = 200; // characters
constexpr qsizetype mostExceptions = 1000;

bool isStraight(const QString& proxy)
{
    return proxy.isEmpty() || proxy.compare(QLatin1String("none"), Qt::CaseInsensitive) == 0
        || proxy.compare(QLatin1String("direct"), Qt::CaseInsensitive) == 0;
}

// Whatever stands before the last "@" may be a password, however odd the text.
QString withoutSecret(const QString& text)
{
    const auto at = text.lastIndexOf(u'@');
    const auto slashes = text.indexOf(QLatin1String("://"));
    const auto scheme = slashes < 0 ? QString() : text.left(slashes + 3);
    const bool hasScheme = slashes >= 0 && slashes < at;
    return visibleText(at < 0 ? text : (hasScheme ? scheme : QString()) + text.mid(at + 1),
                       longestShown);
}

Error noProxy(const QString& text)
{
    return {Errc::Invalid,
            QStringLiteral("\"%1\" is no HTTP proxy that can be used: it should look like "
                           "http://proxy.example.com:3128")
                .arg(withoutSecret(text))};
}

bool isInSubnet(const QString& host, const QString& subnet)
{
    const QHostAddress address(host);
    return !address.isNull() && subnet.contains(u'/')
        && address.isInSubnet(QHostAddress::parseSubnet(subnet));
}

// An entry names a host and all below it; "*" all; an address, a subnet, each maybe with a port.
bool matches(const QString& entry, const QString& host, int port)
{
    static const QRegularExpression withPort(
        QStringLiteral("\\A(\\[[^\\]]+\\]|[^:]+):([0-9]{1,5})\\z"));
    auto name = entry;
    if (const auto found = withPort.match(entry); found.hasMatch()) {
        if (found.captured(2).toInt() != port)
            return false;
        name = found.captured(1);
    }
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.mid(1, name.size() - 2);
    if (name.startsWith(QLatin1String("*.")))
        name.remove(0, 1);
    if (name.startsWith(u'.'))
        name.remove(0, 1);
    return name == QLatin1String("*") || name == host
        || (!name.isEmpty() && host.endsWith(u'.' + name)) || isInSubnet(host, name);
}

QStringList exceptionsFrom(const QString& text)
{
    static const QRegularExpression gap(QStringLiteral("[,\\s]+"));
    return text.toLower().split(gap, Qt::SkipEmptyParts).mid(0, mostExceptions);
}

} // namespace

Result<ProxyRoute> ProxyRoute::of(const Credentials& credentials)
{
    ProxyRoute route;
    const auto text = credentials.proxy.trimmed();
    if (isStraight(text))
        return route;
    const bool hasScheme = text.contains(QLatin1String("://"));
    const QUrl url(hasScheme ? text : QStringLiteral("http://") + text, QUrl::StrictMode);
    const bool isBare = (url.path().isEmpty() || url.path() == QLatin1String("/"))
        && !url.hasQuery() && !url.hasFragment();
    const int port = url.port(standardPort);
    if (!url.isValid() || url.scheme() != QLatin1String("http") || url.host().isEmpty() || !isBare
        || port < 1)
        return noProxy(text);
    route.m_proxy =
        QNetworkProxy(QNetworkProxy::HttpProxy, url.host(), static_cast<quint16>(port),
                      url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded));
    // No caching: that would be asking by GET, with the token, where there is no TLS.
    route.m_proxy.setCapabilities(QNetworkProxy::TunnelingCapability
                                  | QNetworkProxy::HostNameLookupCapability);
    route.m_exceptions = exceptionsFrom(credentials.noProxy);
    return route;
}

bool ProxyRoute::isException(const QUrl& url) const
{
    const bool hasTls =
        url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("wss");
    const auto host = url.host().toLower();
    const int port = url.port(443);
    return !hasTls || std::any_of(m_exceptions.begin(), m_exceptions.end(), [&](const auto& entry) {
        return matches(entry, host, port);
    });
}

QNetworkProxy ProxyRoute::proxyFor(const QUrl& url) const
{
    return isException(url) ? QNetworkProxy(QNetworkProxy::NoProxy) : m_proxy;
}

QString ProxyRoute::nameFor(const QUrl& url) const
{
    const auto proxy = proxyFor(url);
    if (proxy.type() == QNetworkProxy::NoProxy)
        return {};
    const auto host = visibleText(proxy.hostName(), longestShown);
    return (host.contains(u':') ? u'[' + host + u']' : host) + u':' + QString::number(proxy.port());
}

} // namespace arv
