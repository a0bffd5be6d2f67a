// SPDX-License-Identifier: Apache-2.0
#include "mount/accountcontroller.h"

#include "mount/accountthread.h"
#include "mount/accountwords.h"

#include <QPointer>

namespace arv {

using State = AccountSnapshot::State;

namespace {

bool isSameConnection(const AccountSettings& a, const AccountSettings& b)
{
    return a.host == b.host && a.caFile == b.caFile && a.insecure == b.insecure
        && a.proxy == b.proxy && a.noProxy == b.noProxy;
}

} // namespace

AccountController::AccountController(AccountPatience patience, QObject* parent)
    : QObject(parent)
    , m_patience(patience)
{ }

AccountController::~AccountController() = default;

void AccountController::open(const AccountSettings& settings, const QString& token)
{
    const bool goesOn = m_thread && token == m_token && isSameConnection(settings, m_settings);
    m_settings = settings;
    m_token = token;
    if (!goesOn)
        return begin();
    m_thread->ask([uuid = settings.userUuid, email = settings.email](Account& account) {
        account.expectUser(uuid, email);
    });
}

// A thread of its own for each host, TLS choice and proxy: none can be changed under a client.
void AccountController::begin()
{
    m_thread.reset();
    for (const auto ticket : m_awaited)
        answerLater(ticket, AccountWords::notOpen());
    for (const auto& [ticket, taker] : m_blockTakers)
        answerBlocksLater(ticket, AccountWords::notOpen());
    AccountSpec spec;
    spec.credentials = credentialsOf(m_settings);
    spec.userUuid = m_settings.userUuid;
    spec.email = m_settings.email;
    spec.patience = m_patience;
    Account::Listener listener;
    listener.changed = [this](std::uint64_t turn, const AccountSnapshot& found) {
        if (turn == m_turn)
            enter(found);
    };
    listener.pageArrived = [this](std::uint64_t ticket, const ProjectPage& page) {
        answer(ticket, page);
    };
    listener.blocksArrived = [this](std::uint64_t ticket, const CollectionBlocks& blocks) {
        answerBlocks(ticket, blocks);
    };
    m_thread = std::make_unique<AccountThread>(std::move(spec), std::move(listener));
    setToken(m_token);
}

void AccountController::setToken(const QString& token)
{
    m_token = token;
    if (!m_thread)
        return;
    m_thread->ask([token, turn = ++m_turn](Account& account) { account.setToken(token, turn); });
    AccountSnapshot fresh;
    fresh.state = token.isEmpty() ? State::NoToken : State::Checking;
    enter(fresh);
}

void AccountController::check()
{
    if (!m_thread || m_token.isEmpty())
        return;
    if (m_snapshot.state == State::Misconfigured)
        return begin(); // the CA file is read when a client is made
    m_thread->ask([turn = ++m_turn](Account& account) { account.check(turn); });
    auto now = m_snapshot;
    now.state = State::Checking;
    now.error.clear();
    if (m_snapshot.state != State::SignedIn)
        enter(now);
}

void AccountController::enter(const AccountSnapshot& snapshot)
{
    m_snapshot = snapshot;
    Q_EMIT changed(m_snapshot);
}

std::uint64_t AccountController::fetchPage(const ProjectQuery& query)
{
    const auto ticket = ++m_lastTicket;
    m_awaited.insert(ticket);
    if (m_thread)
        m_thread->ask([ticket, query](Account& account) { account.fetchPage(ticket, query); });
    else
        answerLater(ticket, AccountWords::notOpen());
    return ticket;
}

void AccountController::giveUp(std::uint64_t ticket)
{
    if (m_awaited.erase(ticket) > 0 && m_thread)
        m_thread->ask([ticket](Account& account) { account.giveUp(ticket); });
}

void AccountController::answer(std::uint64_t ticket, const ProjectPage& page)
{
    if (m_awaited.erase(ticket) > 0)
        Q_EMIT pageArrived(ticket, page);
}

void AccountController::answerLater(std::uint64_t ticket, const QString& error)
{
    Mailbox::current().post([self = QPointer(this), ticket, error] {
        ProjectPage none;
        none.error = error;
        if (self)
            self->answer(ticket, none);
    });
}

void AccountController::fetchBlocks(const QString& collection, Pool& pool, BlockTaker taker)
{
    const auto ticket = ++m_lastTicket;
    m_blockTakers[ticket] = std::move(taker);
    if (m_thread)
        m_thread->ask([ticket, collection, &pool](Account& account) {
            account.fetchBlocks(ticket, collection, pool);
        });
    else
        answerBlocksLater(ticket, AccountWords::notOpen());
}

void AccountController::answerBlocks(std::uint64_t ticket, const CollectionBlocks& blocks)
{
    if (const auto taken = m_blockTakers.extract(ticket))
        taken.mapped()(blocks);
}

void AccountController::answerBlocksLater(std::uint64_t ticket, const QString& error)
{
    Mailbox::current().post([self = QPointer(this), ticket, error] {
        CollectionBlocks none;
        none.error = error;
        if (self)
            self->answerBlocks(ticket, none);
    });
}

} // namespace arv
