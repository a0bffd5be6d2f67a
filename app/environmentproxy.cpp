// SPDX-License-Identifier: Apache-2.0
#include "environmentproxy.h"

namespace arv {

namespace {

// In small letters first, as curl and Python have it.
QString eitherOf(const QProcessEnvironment& environment, const QString& name)
{
    const auto small = environment.value(name);
    return small.isEmpty() ? environment.value(name.toUpper()) : small;
}

} // namespace

EnvironmentProxy EnvironmentProxy::of(const QProcessEnvironment& environment)
{
    EnvironmentProxy found;
    found.proxy = eitherOf(environment, QStringLiteral("https_proxy")).trimmed();
    if (found.proxy.isEmpty())
        return found;
    found.noProxy = eitherOf(environment, QStringLiteral("no_proxy"))
        + QStringLiteral(",localhost,127.0.0.0/8,::1");
    return found;
}

AccountSettings connectable(AccountSettings settings, const QProcessEnvironment& environment)
{
    if (!settings.proxy.isEmpty())
        return settings;
    const auto found = EnvironmentProxy::of(environment);
    settings.proxy = found.proxy;
    settings.noProxy = found.noProxy;
    return settings;
}

} // namespace arv
