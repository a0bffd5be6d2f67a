// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/fakedesk.h"

namespace arv::test {

// Accounts and mounts as tests and pictures of the window need them.

[[nodiscard]] inline Desk::Account signedIn(const QString& id, const QString& name)
{
    Desk::Account account;
    account.settings.id = id;
    account.settings.name = name;
    account.settings.host = QStringLiteral("workbench.example.org");
    account.snapshot.state = AccountSnapshot::State::SignedIn;
    account.snapshot.fullName = QStringLiteral("Rosa Lindqvist");
    account.snapshot.email = QStringLiteral("rosa@example.org");
    account.token.state = TokenSnapshot::State::InKeychain;
    return account;
}

[[nodiscard]] inline Desk::Mount mounted(const QString& id, const QString& accountId,
                                         const QString& name)
{
    Desk::Mount mount;
    mount.settings.id = id;
    mount.settings.accountId = accountId;
    mount.settings.name = name;
    mount.settings.directory = QStringLiteral("/home/rosa/Arvados/") + name;
    mount.snapshot.state = MountSnapshot::State::Mounted;
    return mount;
}

// Two clusters, four mounts, most states that are worth a look.
inline void fillSample(FakeDesk& desk)
{
    auto sequencing = signedIn(QStringLiteral("a1"), QStringLiteral("Sequencing cluster"));
    sequencing.snapshot.tokenExpires = QDateTime::currentDateTimeUtc().addDays(3).addSecs(600);
    auto trial = signedIn(QStringLiteral("a2"), QStringLiteral("Trial cluster"));
    trial.settings.host = QStringLiteral("trial.example.org:8443");
    trial.settings.insecure = true;
    trial.token.state = TokenSnapshot::State::SessionOnly;
    desk.accountList = {sequencing, trial};

    auto home = mounted(QStringLiteral("m1"), QStringLiteral("a1"), QStringLiteral("Everything"));
    home.snapshot.reading = true;
    auto project = mounted(QStringLiteral("m2"), QStringLiteral("a1"), QStringLiteral("Exomes"));
    project.settings.show = MountSettings::Show::Project;
    project.settings.objectId = QStringLiteral("zzzzz-j7d0g-0123456789abcde");
    project.snapshot.state = MountSnapshot::State::Stopped;
    auto offline = mounted(QStringLiteral("m3"), QStringLiteral("a2"), QStringLiteral("Trial"));
    offline.settings.show = MountSettings::Show::Home;
    offline.snapshot.trouble = MountSnapshot::Trouble::Offline;
    offline.snapshot.error = QStringLiteral("trial.example.org:8443 does not answer: connection "
                                            "timed out");
    auto failed = mounted(QStringLiteral("m4"), QStringLiteral("a2"), QStringLiteral("Reference"));
    failed.settings.show = MountSettings::Show::Collection;
    failed.settings.objectId = QStringLiteral("zzzzz-4zz18-0123456789abcde");
    failed.snapshot.state = MountSnapshot::State::Stopped;
    failed.snapshot.error = QStringLiteral("/home/rosa/Arvados/Reference is not empty");
    desk.mountList = {home, project, offline, failed};
}

} // namespace arv::test
