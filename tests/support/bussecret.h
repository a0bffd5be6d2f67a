// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QMap>

namespace arv::test {

// A secret as the Secret Service sends it, type (oayays).
struct BusSecret
{
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString type;
};
inline QDBusArgument& operator<<(QDBusArgument& to, const BusSecret& secret)
{
    to.beginStructure();
    to << secret.session << secret.parameters << secret.value << secret.type;
    to.endStructure();
    return to;
}
inline const QDBusArgument& operator>>(const QDBusArgument& from, BusSecret& secret)
{
    from.beginStructure();
    from >> secret.session >> secret.parameters >> secret.value >> secret.type;
    from.endStructure();
    return from;
}
using BusSecrets = QMap<QDBusObjectPath, BusSecret>;

void registerBusSecrets();

} // namespace arv::test

Q_DECLARE_METATYPE(arv::test::BusSecret)
Q_DECLARE_METATYPE(arv::test::BusSecrets)

namespace arv::test {

inline void registerBusSecrets()
{
    qDBusRegisterMetaType<BusSecret>();
    qDBusRegisterMetaType<BusSecrets>();
}

} // namespace arv::test
