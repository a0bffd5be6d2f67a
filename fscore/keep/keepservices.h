// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace arv {

// One place that has blocks. A value.
struct KeepService
{
    Uuid uuid; // 27 or 28 characters; its last 15 decide the probe order
    QString baseUrl; // ends with "/"
    bool disk = true; // a keepstore; others take care of copies themselves
    bool proxy = false; // a keepproxy: other statuses, longer timeouts
    bool readOnly = false;
    bool gateway = false; // only for blocks that name it in a hint

    // type: the API's service_type. Fails for a host or port that no URL can be made of.
    [[nodiscard]] static Result<KeepService> fromParts(Uuid uuid, const QString& host, int port,
                                                       bool tls, const QString& type,
                                                       bool readOnly);
};

// Where to ask for a block, first place first: what its K@ hints name, in their order, then all
// ordinary services by rendezvous weight, the MD5 of hash and the last 15 characters of the UUID.
// hints: as Locator::serviceHints() gives them. Pure.
[[nodiscard]] QList<KeepService> rendezvousOrder(const QByteArray& hash,
                                                 const QList<KeepService>& services,
                                                 const QList<QByteArray>& hints);

} // namespace arv
