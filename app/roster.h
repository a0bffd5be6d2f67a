// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "driveaccount.h"
#include "drivemount.h"

#include <memory>
#include <vector>

namespace arv {

// The accounts and mounts of the running program, in the order in which they came. Owns them; what
// is removed lives until the event loop comes round, since one of its signals may be on its way. UI
// thread.
class Roster
{
public:
    Roster(SharedServices& shared, SecretStore& secrets)
        : m_shared(shared)
        , m_secrets(secrets)
    { }

    DriveAccount& add(const AccountSettings& settings);
    DriveMount& add(const MountSettings& settings, DriveAccount& account);
    void remove(DriveAccount& account); // no mount may be left of it
    void remove(DriveMount& mount); // must be stopped

    [[nodiscard]] DriveAccount* account(const QString& id) const; // nullptr: there is none
    [[nodiscard]] DriveMount* mount(const QString& id) const;
    [[nodiscard]] const std::vector<std::unique_ptr<DriveAccount>>& accounts() const
    {
        return m_accounts;
    }
    [[nodiscard]] const std::vector<std::unique_ptr<DriveMount>>& mounts() const
    {
        return m_mounts;
    }

    [[nodiscard]] QList<MountSettings> mountSettings() const;
    [[nodiscard]] QStringList mountsOf(const QString& accountId) const; // ids
    [[nodiscard]] bool isAllStopped() const;

private:
    SharedServices& m_shared;
    SecretStore& m_secrets;
    std::vector<std::unique_ptr<DriveAccount>> m_accounts;
    std::vector<std::unique_ptr<DriveMount>> m_mounts; // use the accounts
};

} // namespace arv
