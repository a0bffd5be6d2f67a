// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/accountsettings.h"
#include "mount/accountsnapshot.h"
#include "mount/accountspec.h"
#include "mount/collectionblocks.h"
#include "mount/projectitem.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>

namespace arv {

class AccountThread;

// An account as the outside sees it: how it stands with its cluster, and the pages of its project
// tree. Lives in the thread of the window, which needs a Mailbox, and never waits for the network:
// it asks, and tells by signals what came of it. An account that is signed in is looked at once an
// hour; one that has no answer is asked again by itself, with growing waits.
class AccountController : public QObject
{
    Q_OBJECT

public:
    explicit AccountController(AccountPatience patience = {}, QObject* parent = nullptr);
    ~AccountController() override; // ends its thread; pages on their way are given up

    // Checks the token at once; an empty one is NoToken. May be called again: with the same host,
    // TLS choice, proxy and token it only takes the other settings, else pages on their way fail.
    void open(const AccountSettings& settings, const QString& token);
    void setToken(const QString& token); // of the account that is open; checked at once
    // Once more, at once; changed() tells the outcome even if it is the same.
    void check();

    [[nodiscard]] const AccountSnapshot& snapshot() const { return m_snapshot; }

    // The answer comes by pageArrived(), later, once, unless it is given up.
    std::uint64_t fetchPage(const ProjectQuery& query);
    void giveUp(std::uint64_t ticket);

    // Asks for the blocks of a collection, by its UUID or portable data hash. The answer comes
    // later, once, unless this is destroyed before. The pool outlives this.
    using BlockTaker = std::function<void(const CollectionBlocks&)>;
    void fetchBlocks(const QString& collection, Pool& pool, BlockTaker taker);

Q_SIGNALS:
    void changed(const arv::AccountSnapshot& snapshot);
    void pageArrived(std::uint64_t ticket, const arv::ProjectPage& page);

private:
    void begin();
    void enter(const AccountSnapshot& snapshot);
    void answer(std::uint64_t ticket, const ProjectPage& page);
    void answerLater(std::uint64_t ticket, const QString& error);
    void answerBlocks(std::uint64_t ticket, const CollectionBlocks& blocks);
    void answerBlocksLater(std::uint64_t ticket, const QString& error);

    AccountPatience m_patience;
    AccountSettings m_settings;
    QString m_token;
    AccountSnapshot m_snapshot;
    std::uint64_t m_turn = 0; // outcomes of older questions are not told
    std::uint64_t m_lastTicket = 0;
    std::set<std::uint64_t> m_awaited; // tickets of pages
    std::map<std::uint64_t, BlockTaker> m_blockTakers; // by ticket
    std::unique_ptr<AccountThread> m_thread;
};

} // namespace arv
