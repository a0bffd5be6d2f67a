// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "base/result.h"
#include "mount/accountsnapshot.h"
#include "mount/accountspec.h"

#include <QCoreApplication>

namespace arv {

// What an account's errors mean, and the sentences for them: which host, what is wrong, what to do.
// Whatever others said in them is made visible and bounded. Pure; any thread.
class AccountWords
{
    Q_DECLARE_TR_FUNCTIONS(AccountWords)

public:
    struct Verdict
    {
        AccountSnapshot::State state = AccountSnapshot::State::Offline;
        QString sentence;
    };

    // knownHost: an Arvados cluster has answered there before, so that nonsense is a bad moment of
    // it and not a wrong address.
    [[nodiscard]] static Verdict onCheck(const Error& error, const Credentials& credentials,
                                         bool knownHost);
    [[nodiscard]] static QString refused(const QString& host, const Error& error);
    [[nodiscard]] static QString inactive(const QString& host, const User& user);
    [[nodiscard]] static QString otherUser(const AccountSpec& spec, const User& user);

    [[nodiscard]] static QString onPage(const QString& host, const Error& error);
    // Of a collection whose blocks were asked for.
    [[nodiscard]] static QString onBlocks(const QString& host, const Error& error);
    [[nodiscard]] static QString noToken(const QString& host);
    [[nodiscard]] static QString notOpen(); // the account has gone, or not come yet
    [[nodiscard]] static QString tooMuchShared(qsizetype groups);

private:
    [[nodiscard]] static QString detail(const QString& host, const Error& error);
    [[nodiscard]] static QString shown(const QString& host);
    [[nodiscard]] static QString nameOf(const QString& email, const QString& uuid);
    [[nodiscard]] static Verdict misconfigured(const Error& error, const Credentials& credentials);
};

} // namespace arv
