// SPDX-License-Identifier: Apache-2.0
#include "mount/keeprecords.h"

#include "base/log.h"

namespace arv {

QList<KeepService> usableServices(const QList<KeepServiceRecord>& records)
{
    QList<KeepService> services;
    for (const auto& record : records) {
        const auto service = KeepService::fromParts(record.uuid, record.host, record.port,
                                                    record.tls, record.type, record.readOnly);
        if (service)
            services.append(*service);
        else
            qCWarning(logMount).noquote() << "Keep service left out:" << service.error().text;
    }
    return services;
}

} // namespace arv
