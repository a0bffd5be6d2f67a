// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/taskscope.h"
#include "mount/accountsnapshot.h"
#include "mount/accountspec.h"
#include "mount/collectionblocks.h"
#include "mount/projectpages.h"
#include "net/httpclient.h"

#include <functional>
#include <map>

namespace arv {

// One account: finds out how it stands with host and token, keeps asking while there is no answer,
// and fetches pages of its project tree and blocks of collections. Begins without a token. Lives in
// its account thread.
class Account
{
public:
    // turn: that of the last setToken() or check(), so that the news of an older one are known.
    struct Listener
    {
        std::function<void(std::uint64_t turn, const AccountSnapshot&)> changed; // outcomes
        std::function<void(std::uint64_t ticket, const ProjectPage&)> pageArrived;
        std::function<void(std::uint64_t ticket, const CollectionBlocks&)> blocksArrived;
    };
    Account(AccountSpec spec, Listener listener);

    void setToken(const QString& token, std::uint64_t turn);
    void check(std::uint64_t turn);
    void expectUser(const QString& uuid, const QString& email); // from the next check on

    void fetchPage(std::uint64_t ticket, const ProjectQuery& query);
    void giveUp(std::uint64_t ticket);
    void fetchBlocks(std::uint64_t ticket, const QString& collection, Pool& pool);

    // Once, as the last call: ends all that runs, without waiting for the network.
    [[nodiscard]] Task<void> stop();

private:
    void beginChecking();
    [[nodiscard]] Task<void> keepChecking(CancelToken token);
    [[nodiscard]] std::optional<std::chrono::milliseconds> waitBeforeNext(int failures) const;
    [[nodiscard]] Task<AccountSnapshot> checkOnce(CancelToken token);
    [[nodiscard]] Task<void> ask(AccountSnapshot* found, CancelToken token);
    void takeDiscovery(const Discovery& discovery, AccountSnapshot* found);
    void takeUser(const User& user, AccountSnapshot* found);
    void enter(const AccountSnapshot& found);

    [[nodiscard]] Task<void> answerPage(std::uint64_t ticket, ProjectQuery query,
                                        CancelToken token);
    [[nodiscard]] Task<void> answerBlocks(std::uint64_t ticket, QString collection, Pool* pool);
    void noteOutcome(const Error* error, std::uint64_t tokenNumber);
    [[nodiscard]] QString whyNothingIsAsked() const;

    AccountSpec m_spec;
    Listener m_listener;
    HttpClient m_http;
    ArvadosApi m_once; // one try: the next one is a decision of ours
    ArvadosApi m_api;
    ProjectPages m_pages;
    TaskScope m_scope;

    AccountSnapshot m_snapshot;
    std::uint64_t m_turn = 0;
    std::uint64_t m_tokenNumber = 0; // answers to requests of an older one say nothing of this
    bool m_isAsked = false; // somebody waits for the outcome, changed or not
    bool m_knowsHost = false;
    CancelSource m_checking;
    CancelSource m_stopping;
    std::map<std::uint64_t, CancelSource> m_fetching; // by ticket
};

} // namespace arv
