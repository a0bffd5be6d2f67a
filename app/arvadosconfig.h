// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountspec.h"

#include <QHash>
#include <QProcessEnvironment>

namespace arv {

// What Arvados' own tools are configured by: ARVADOS_* in the environment, else settings.conf in
// the first configuration folder that has one.
class ArvadosConfig
{
public:
    explicit ArvadosConfig(const QProcessEnvironment& environment);

    // Host, token, TLS choice, CA file and the environment's proxy, or one sentence that says what
    // is missing and where to put it.
    [[nodiscard]] Result<Credentials> credentials() const;

    // Unless ARVADOS_DISABLE_WEBSOCKETS is true: let the cluster tell of changes.
    [[nodiscard]] bool wantsEvents() const;
    // ARVADOS_DEBUG, whatever its value: log everything.
    [[nodiscard]] bool wantsDebug() const;

private:
    [[nodiscard]] QString value(const QString& name) const;
    [[nodiscard]] QString caFile() const;
    void readSettings();

    QProcessEnvironment m_environment;
    QHash<QString, QString> m_settings;
};

// NAME=value lines; blank lines, comments, lines without "=" and names that do not begin with
// ARVADOS_ are passed over; blanks around name and value do not count. Pure.
[[nodiscard]] QHash<QString, QString> parseSettings(const QByteArray& text);

} // namespace arv
