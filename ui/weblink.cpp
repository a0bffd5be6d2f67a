// SPDX-License-Identifier: Apache-2.0
#include "weblink.h"

#include <QUrl>

namespace arv {

bool isWebLink(const QString& url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    const auto scheme = parsed.scheme();
    return parsed.isValid() && !parsed.host().isEmpty()
        && (scheme == QStringLiteral("https") || scheme == QStringLiteral("http"));
}

QString workbenchLink(const QString& host)
{
    const QUrl cluster(QStringLiteral("https://") + host, QUrl::StrictMode);
    const auto name = cluster.host();
    if (host.isEmpty() || name.isEmpty())
        return QStringLiteral("https://doc.arvados.org/main/user/reference/api-tokens.html");
    // The names that Arvados' installation manual gives its servers; an address has no sub-domain.
    const bool isAddress = name.contains(u':') || !name.contains(u'.') || name.back().isDigit();
    return isAddress ? QStringLiteral("https://%1/").arg(host)
                     : QStringLiteral("https://workbench.%1/").arg(name);
}

} // namespace arv
