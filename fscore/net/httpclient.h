// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/gate.h"
#include "async/task.h"
#include "net/credentials.h"
#include "net/httpmessage.h"

#include <QUrl>

#include <functional>
#include <map>
#include <memory>

class QNetworkAccessManager;
class QNetworkRequest;
class QNetworkReply;

namespace arv {

// Sends the requests of one account: adds the token, the ids, the TLS choice and the way there,
// follows no redirect, keeps no cookie, and lets in six requests per host, so that nothing queues
// inside Qt where it could be neither ordered nor given up. One thread, with event loop and
// Mailbox; must outlive its tasks, and be destroyed there.
class HttpClient
{
public:
    explicit HttpClient(Credentials credentials);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // The answer of any status but a redirect. Errors: Unreachable, TimedOut, TooLarge, BadReply,
    // NotSignedIn (a token that cannot be sent), Invalid (host, CA file or proxy), Cancelled. Gives
    // up at once when the token fires.
    [[nodiscard]] Task<HttpReply> send(HttpRequest request, CancelToken token = {});

    // For requests that begin from now on.
    void setToken(const QString& token);

    // Told of the outcome of every request that showed the token of now to the account's own host,
    // but for those given up.
    using Watcher = std::function<void(const Result<HttpReply>&)>;
    void watch(Watcher watcher) { m_watcher = std::move(watcher); }

    [[nodiscard]] const QString& host() const { return m_credentials.host; }

private:
    class Way;

    [[nodiscard]] Result<QUrl> urlOf(const HttpRequest& request) const;
    [[nodiscard]] Result<void> mayBegin(const HttpRequest& request) const;
    [[nodiscard]] QNetworkRequest prepare(const HttpRequest& request, const QUrl& url) const;
    [[nodiscard]] QNetworkReply* begin(const HttpRequest& request, const QUrl& url);
    [[nodiscard]] Gate& gateFor(const QUrl& url);

    Credentials m_credentials;
    std::unique_ptr<Way> m_way;
    void tellWatcher(const Result<HttpReply>& reply) const;
    [[nodiscard]] Task<HttpReply> sendThere(HttpRequest request, QUrl url, CancelToken token);

    Watcher m_watcher;
    std::uint64_t m_tokens = 0; // how many there have been
    std::map<QString, Gate> m_gates; // by host and port
    std::unique_ptr<QNetworkAccessManager> m_manager;
};

} // namespace arv
