// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QNetworkProxy>
#include <QStringList>
#include <QUrl>

namespace arv {

struct Credentials;

// Which way an account's connections go: straight, or through its HTTP proxy, which is asked by
// CONNECT alone and so sees names and ports, but neither token nor data. What goes without TLS goes
// straight: a proxy could read it. A value; any thread.
class ProxyRoute
{
public:
    ProxyRoute() = default; // straight

    // Error: Invalid, for what is no proxy that can be used; its sentence shows no password.
    [[nodiscard]] static Result<ProxyRoute> of(const Credentials& credentials);

    // For https: and wss:; NoProxy: straight.
    [[nodiscard]] QNetworkProxy proxyFor(const QUrl& url) const;

    // host:port of the proxy that this URL is asked through, for people; empty: straight.
    [[nodiscard]] QString nameFor(const QUrl& url) const;

private:
    [[nodiscard]] bool isException(const QUrl& url) const;

    QNetworkProxy m_proxy{QNetworkProxy::NoProxy};
    QStringList m_exceptions; // lower case, as in no_proxy
};

} // namespace arv
