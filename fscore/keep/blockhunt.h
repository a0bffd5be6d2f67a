// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/keepservices.h"
#include "keep/locator.h"
#include "net/httpmessage.h"

#include <QHash>

#include <vector>

namespace arv {

// The search for one block among the services: what each has said so far, whom to ask next, and
// what it comes to when nobody had it. Pure: no time, no network.
class BlockHunt
{
public:
    explicit BlockHunt(Locator locator)
        : m_locator(std::move(locator))
    { }

    [[nodiscard]] const Locator& locator() const { return m_locator; }

    // The services of one round: in probe order, without those that have failed for good.
    [[nodiscard]] QList<KeepService> round(const QList<KeepService>& services);

    // True if the reply is as long as the block, with what its sink took; else the failure is
    // noted. The MD5 is the caller's business, since it takes time.
    [[nodiscard]] bool hasItsBytes(const KeepService& service, const Result<HttpReply>& reply);

    // The right number of bytes, but not those of the hash.
    void noteWrongBytes(const KeepService& service);

    // Whether a further round could bring the block. Not when a signature was refused: a new one
    // from the API is the better try.
    [[nodiscard]] bool isWorthAnotherRound() const;

    // Why there is no block. Only after a round without success.
    [[nodiscard]] Error outcome() const;

private:
    enum class Failure
    {
        NotThere,
        SignatureRefused,
        Forbidden, // by a proxy: the token or a policy
        WrongBytes, // whole, but wrong
        BrokenOff, // closed in the middle or said to be damaged
        Passing, // busy, unreachable
        Refused, // any other status
    };
    struct Record
    {
        Failure failure = Failure::Passing;
        int times = 0; // of WrongBytes and BrokenOff together
        Error error;
        QString place; // for people
    };

    void note(const KeepService& service, Failure failure, const Error& error);
    [[nodiscard]] static Failure failureFor(const KeepService& service, int status);
    [[nodiscard]] static Failure failureFor(const Error& error);
    [[nodiscard]] static bool isFinal(const Record& record);
    [[nodiscard]] std::vector<Record> recordsOf(Failure failure) const;
    [[nodiscard]] std::vector<Record> damaged() const;
    [[nodiscard]] bool all(Failure failure) const;
    [[nodiscard]] QString places(const std::vector<Record>& records) const;

    Locator m_locator;
    QList<KeepService> m_services; // of the last round, in probe order
    QHash<QString, Record> m_records; // by UUID
};

} // namespace arv
