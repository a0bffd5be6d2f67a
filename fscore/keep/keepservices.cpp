// SPDX-License-Identifier: Apache-2.0
#include "keep/keepservices.h"

#include "keep/md5.h"

#include <QUrl>

#include <algorithm>
#include <optional>
#include <utility>

namespace arv {

namespace {

constexpr qsizetype weighedCharacters = 15;

// Only a service of our own list: a hint that names another cluster would have our token sent to a
// host that whoever wrote the manifest has chosen.
std::optional<KeepService> namedBy(const QByteArray& hint, const QList<KeepService>& services)
{
    const auto named = std::find_if(services.begin(), services.end(), [&hint](const auto& service) {
        return service.uuid.text == QLatin1String(hint);
    });
    if (named == services.end())
        return std::nullopt;
    return *named;
}

bool holds(const QList<KeepService>& services, const Uuid& uuid)
{
    return std::any_of(services.begin(), services.end(),
                       [&uuid](const auto& service) { return service.uuid == uuid; });
}

QByteArray weight(const QByteArray& hash, const KeepService& service)
{
    return md5Hex(hash + service.uuid.text.right(weighedCharacters).toUtf8());
}

} // namespace

Result<KeepService> KeepService::fromParts(Uuid uuid, const QString& host, int port, bool tls,
                                           const QString& type, bool readOnly)
{
    const bool isBareV6 = host.contains(u':') && !host.startsWith(u'[');
    KeepService service;
    service.baseUrl = QStringLiteral("%1://%2:%3/")
                          .arg(tls ? QStringLiteral("https") : QStringLiteral("http"),
                               isBareV6 ? u'[' + host + u']' : host)
                          .arg(port);
    const QUrl url(service.baseUrl, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.port() != port || url.path() != u'/'
        || !url.userInfo().isEmpty())
        return Error{Errc::BadReply,
                     QStringLiteral("Keep service %1 has no usable address: %2")
                         .arg(uuid.text, service.baseUrl)};
    service.uuid = std::move(uuid);
    service.gateway = type.startsWith(QLatin1String("gateway:"));
    service.proxy = type == QLatin1String("proxy");
    service.disk = type == QLatin1String("disk");
    service.readOnly = readOnly;
    return service;
}

QList<KeepService> rendezvousOrder(const QByteArray& hash, const QList<KeepService>& services,
                                   const QList<QByteArray>& hints)
{
    QList<KeepService> order;
    for (const auto& hint : hints) {
        const auto service = namedBy(hint, services);
        if (service && !holds(order, service->uuid))
            order.append(*service);
    }
    QList<std::pair<QByteArray, KeepService>> weighed;
    for (const auto& service : services) {
        if (!service.gateway && !holds(order, service.uuid))
            weighed.append({weight(hash, service), service});
    }
    std::stable_sort(weighed.begin(), weighed.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [heavy, service] : weighed)
        order.append(service);
    return order;
}

} // namespace arv
