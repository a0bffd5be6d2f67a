// SPDX-License-Identifier: Apache-2.0
#include "net/proxyname.h"

#include "net/proxyroute.h"

namespace arv {

QString proxyNameOf(const Credentials& credentials)
{
    const auto route = ProxyRoute::of(credentials);
    return route ? route->nameFor(QUrl(QStringLiteral("https://") + credentials.host)) : QString();
}

} // namespace arv
