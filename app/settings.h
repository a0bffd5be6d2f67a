// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "settingstext.h"

namespace arv {

// The settings' file: arvados-drive/settings.json in the person's configuration folder, for the
// owner only. It is replaced in one step, so whatever kills us leaves the old or the new one. What
// cannot be read or written is one sentence, and the program goes on with what it has in memory.
// UI thread; the file is small and on no mount of ours.
class Settings
{
public:
    explicit Settings(QString path = standardPath());

    // No file yet: the defaults. A damaged one is put aside beside it (.broken); after one that
    // could not be read, save() refuses, as it would destroy it.
    [[nodiscard]] Result<void> load();
    [[nodiscard]] Result<void> save() const;

    StoredSettings values;

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] static QString standardPath();

private:
    QString m_path;
    bool m_isUnread = false; // there is a file, and what it says is not known
};

} // namespace arv
