// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "desk.h"
#include "mount/accountsettings.h"
#include "mount/mountsettings.h"

#include <QByteArray>
#include <QList>

namespace arv {

// Everything that the application keeps between two runs; never a token. A value.
struct StoredSettings
{
    QList<AccountSettings> accounts;
    QList<MountSettings> mounts;
    Preferences preferences;
    bool operator==(const StoredSettings&) const = default;
};

// The settings as JSON and back; every key and default stands in the .cpp, once. What cannot be
// used falls back to its default, key by key, with a line in the log; entries without a good id,
// twice the same id, and mounts of unknown accounts are left out. An error only if it is no JSON
// object at all. Pure.
[[nodiscard]] QByteArray settingsText(const StoredSettings& settings);
[[nodiscard]] Result<StoredSettings> settingsFrom(const QByteArray& text);

} // namespace arv
