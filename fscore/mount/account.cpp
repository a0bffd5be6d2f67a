// SPDX-License-Identifier: Apache-2.0
#include "mount/account.h"

#include "async/sleep.h"
#include "base/log.h"
#include "mount/accountwords.h"
#include "net/proxyname.h"

#include <QRandomGenerator>
#include <QUrl>

namespace arv {

using State = AccountSnapshot::State;

namespace {

constexpr int longestWait = 60; // in units of the policy's second

RetryPolicy oneTry()
{
    RetryPolicy policy;
    policy.tries = 1;
    return policy;
}

// 1, 2, 4 ... 60, a quarter more or less, so that not all clients come back at once.
std::chrono::milliseconds offlineWait(const RetryPolicy& policy, int failures)
{
    const int units = failures < 7 ? 1 << std::max(failures - 1, 0) : longestWait;
    const double part = 0.75 + QRandomGenerator::global()->generateDouble() / 2;
    const auto second = static_cast<double>(policy.second.count());
    return std::chrono::milliseconds(
        static_cast<qint64>(second * part * std::min(units, longestWait)));
}

bool isAboutTheWay(const Error& error)
{
    return error.code == Errc::Unreachable || error.code == Errc::TimedOut;
}

// Our patience ends before the network has said that it is the proxy that is silent.
Error namingTheProxy(Error error, const Credentials& credentials)
{
    const auto proxy = proxyNameOf(credentials);
    if (error.code == Errc::TimedOut && !proxy.isEmpty() && !error.text.contains(proxy))
        error.text += QStringLiteral(" through the proxy ") + proxy;
    return error;
}

// What is said without a token says nothing of one.
Error aboutTheHost(Error error)
{
    if (error.code == Errc::PermissionDenied)
        error.code = Errc::BadReply;
    return error;
}

// It will be opened in a browser.
QString webAddress(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isWeb =
        url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    return url.isValid() && isWeb && !url.host().isEmpty() ? url.toString(QUrl::FullyEncoded)
                                                           : QString();
}

} // namespace

Account::Account(AccountSpec spec, Listener listener)
    : m_spec(std::move(spec))
    , m_listener(std::move(listener))
    , m_http(m_spec.credentials)
    , m_once(m_http, oneTry())
    , m_api(m_http, m_spec.patience.retry)
    , m_pages(m_api, m_spec.patience.page)
{ }

void Account::setToken(const QString& token, std::uint64_t turn)
{
    m_turn = turn;
    ++m_tokenNumber;
    m_spec.credentials.token = token;
    m_http.setToken(token);
    m_pages.setUser({});
    m_checking.cancel();
    m_snapshot = AccountSnapshot();
    if (!token.isEmpty())
        beginChecking();
}

void Account::check(std::uint64_t turn)
{
    m_turn = turn;
    if (!m_spec.credentials.token.isEmpty())
        beginChecking();
}

void Account::expectUser(const QString& uuid, const QString& email)
{
    m_spec.userUuid = uuid;
    m_spec.email = email;
}

void Account::beginChecking()
{
    m_isAsked = true;
    if (m_snapshot.state != State::SignedIn)
        m_snapshot.state = State::Checking;
    m_checking.cancel();
    m_checking = CancelSource();
    m_scope.start(keepChecking(m_checking.token()));
}

Task<void> Account::keepChecking(CancelToken token)
{
    for (int failures = 0;;) {
        auto checking = checkOnce(token);
        const auto found = co_await checking;
        if (token.isCancelled() || !found)
            co_return done();
        enter(*found);
        failures = found->state == State::SignedIn ? 0 : failures + 1;
        const auto wait = waitBeforeNext(failures);
        if (!wait)
            co_return done();
        auto sleeping = sleepFor(*wait, token);
        const auto slept = co_await sleeping;
        if (!slept)
            co_return done();
    }
}

// None: nothing will change by itself. A host that has been in order before is in a bad moment,
// or the way to it is (a captive portal has certificates of its own).
std::optional<std::chrono::milliseconds> Account::waitBeforeNext(int failures) const
{
    const auto state = m_snapshot.state;
    if (state == State::SignedIn)
        return m_spec.patience.expiryLook;
    if (state == State::Offline || (state == State::Misconfigured && m_knowsHost))
        return offlineWait(m_spec.patience.retry, failures);
    return std::nullopt;
}

Task<AccountSnapshot> Account::checkOnce(CancelToken token)
{
    Deadline deadline(m_spec.patience.check, token);
    auto found = m_snapshot;
    auto asking = ask(&found, deadline.token());
    const auto asked = co_await asking;
    if (!asked) {
        const auto error = namingTheProxy(deadline.explained(asked.error()), m_spec.credentials);
        const auto verdict = AccountWords::onCheck(error, m_spec.credentials, m_knowsHost);
        found.state = verdict.state;
        found.error = verdict.sentence;
    }
    co_return found;
}

Task<void> Account::ask(AccountSnapshot* found, CancelToken token)
{
    auto discovering = m_once.discovery(token);
    const auto discovery = co_await discovering;
    if (!discovery)
        co_return aboutTheHost(discovery.error());
    takeDiscovery(*discovery, found);
    auto askingUser = m_once.currentUser(token);
    const auto user = co_await askingUser;
    if (!user)
        co_return user.error();
    takeUser(*user, found);
    auto askingToken = m_once.currentToken(token);
    const auto about = co_await askingToken; // tokens of other makers cannot be asked about
    if (about && about->expiresAt)
        found->tokenExpires = QDateTime::fromMSecsSinceEpoch(*about->expiresAt / 1000000, Qt::UTC);
    else if (about)
        found->tokenExpires.reset();
    co_return done();
}

void Account::takeDiscovery(const Discovery& discovery, AccountSnapshot* found)
{
    m_knowsHost = true;
    found->clusterId = discovery.uuidPrefix;
    found->workbenchUrl = webAddress(discovery.workbenchUrl);
}

void Account::takeUser(const User& user, AccountSnapshot* found)
{
    found->userUuid = user.uuid.text;
    found->email = user.email;
    found->fullName = user.fullName;
    found->state = State::SignedIn;
    found->error.clear();
    if (!m_spec.userUuid.isEmpty() && m_spec.userUuid != user.uuid.text) {
        found->state = State::Refused;
        found->error = AccountWords::otherUser(m_spec, user);
    } else if (!user.isActive) {
        found->state = State::Inactive;
        found->error = AccountWords::inactive(m_spec.credentials.host, user);
    }
}

void Account::enter(const AccountSnapshot& found)
{
    const bool isNews = std::exchange(m_isAsked, false) || found != m_snapshot;
    m_snapshot = found;
    m_pages.setUser(Uuid{found.userUuid});
    if (!isNews)
        return;
    if (!found.error.isEmpty())
        qCWarning(logMount).noquote() << found.error;
    m_listener.changed(m_turn, found);
}

void Account::fetchPage(std::uint64_t ticket, const ProjectQuery& query)
{
    const auto why = whyNothingIsAsked();
    if (!why.isEmpty()) {
        ProjectPage none;
        none.error = why;
        return m_listener.pageArrived(ticket, none);
    }
    const auto token = m_fetching[ticket].token();
    m_scope.start(answerPage(ticket, query, token));
}

QString Account::whyNothingIsAsked() const
{
    if (m_spec.credentials.token.isEmpty())
        return AccountWords::noToken(m_spec.credentials.host);
    return m_snapshot.state == State::Refused ? m_snapshot.error : QString();
}

void Account::giveUp(std::uint64_t ticket)
{
    const auto found = m_fetching.find(ticket);
    if (found != m_fetching.end())
        found->second.cancel();
}

Task<void> Account::answerPage(std::uint64_t ticket, ProjectQuery query, CancelToken token)
{
    const auto tokenNumber = m_tokenNumber;
    auto fetching = m_pages.fetch(query, token);
    auto page = co_await fetching;
    m_fetching.erase(ticket);
    if (token.isCancelled())
        co_return done();
    noteOutcome(page ? nullptr : &page.error(), tokenNumber);
    ProjectPage told;
    if (page)
        told = std::move(*page);
    else
        told.error = AccountWords::onPage(m_spec.credentials.host, page.error());
    m_listener.pageArrived(ticket, told);
    co_return done();
}

void Account::fetchBlocks(std::uint64_t ticket, const QString& collection, Pool& pool)
{
    CollectionBlocks none;
    none.error = whyNothingIsAsked();
    if (none.error.isEmpty())
        m_scope.start(answerBlocks(ticket, collection, &pool));
    else
        m_listener.blocksArrived(ticket, none);
}

Task<void> Account::answerBlocks(std::uint64_t ticket, QString collection, Pool* pool)
{
    const auto tokenNumber = m_tokenNumber;
    Deadline deadline(m_spec.patience.page, m_stopping.token());
    auto fetching = fetchCollectionBlocks(m_api, *pool, collection, deadline.token());
    const auto blocks = co_await fetching;
    if (m_stopping.token().isCancelled())
        co_return done();
    CollectionBlocks told;
    if (blocks) {
        noteOutcome(nullptr, tokenNumber);
        told = *blocks;
    } else {
        const auto error = deadline.explained(blocks.error());
        noteOutcome(&error, tokenNumber);
        told.error = AccountWords::onBlocks(m_spec.credentials.host, error);
    }
    m_listener.blocksArrived(ticket, told);
    co_return done();
}

// What a request came to may be news of the account; no error: it went well.
void Account::noteOutcome(const Error* error, std::uint64_t tokenNumber)
{
    const auto state = m_snapshot.state;
    if (tokenNumber != m_tokenNumber)
        return;
    if (error && error->code == Errc::NotSignedIn) {
        m_checking.cancel();
        auto found = m_snapshot;
        found.state = State::Refused;
        found.error = AccountWords::refused(m_spec.credentials.host, *error);
        return enter(found);
    }
    const bool isBack = !error && (state == State::Offline || state == State::Misconfigured);
    const bool isGone = error && isAboutTheWay(*error) && state == State::SignedIn;
    if (!isBack && !isGone)
        return;
    m_checking.cancel();
    m_checking = CancelSource();
    m_scope.start(keepChecking(m_checking.token()));
}

Task<void> Account::stop()
{
    m_checking.cancel();
    m_stopping.cancel();
    for (auto& [ticket, source] : m_fetching)
        source.cancel();
    auto idling = m_scope.idle();
    const auto idle = co_await idling;
    co_return idle;
}

} // namespace arv
