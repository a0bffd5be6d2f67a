// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scene.h"
#include "secretstore.h"
#include "settings.h"
#include "support/demoaccount.h"

namespace arv::test {

// What an earlier run has left: one account of the demo cluster's Alice with one mount of her home,
// and her token in the keychain if wished.
struct Stored
{
    AccountSettings account;
    MountSettings mount;

    explicit Stored(const DemoAccount& demo)
    {
        const auto credentials = demo.credentials();
        account.id = QStringLiteral("alice");
        account.name = QStringLiteral("Alice");
        account.host = credentials.host;
        account.caFile = credentials.caFile;
        account.userUuid = QString::fromStdString(demo.user);
        mount.id = QStringLiteral("home");
        mount.accountId = account.id;
        mount.name = QStringLiteral("Home");
        mount.show = MountSettings::Show::Home;
        mount.directory = Scene::current().home() + QStringLiteral("/Arvados/Home");
        mount.mounted = true;
    }
    [[nodiscard]] bool write() const
    {
        Settings settings;
        settings.values.accounts = {account};
        settings.values.mounts = {mount};
        return settings.save().hasValue();
    }
    // In the keychain that runs now.
    [[nodiscard]] bool writeToken(const QString& token) const
    {
        SecretStore store;
        std::optional<SecretOutcome> got;
        store.write(account.id, token, [&got](const SecretOutcome& outcome) { got = outcome; });
        return QTest::qWaitFor([&got] { return got.has_value(); }, 20000)
            && got->state == SecretOutcome::State::Ok;
    }
};

} // namespace arv::test
