// SPDX-License-Identifier: Apache-2.0
#include "api/arvadosapi.h"

#include "api/apierror.h"
#include "api/collectionreply.h"
#include "api/pages.h"
#include "api/selects.h"
#include "async/pool.h"
#include "async/sleep.h"
#include "base/idforms.h"
#include "base/log.h"
#include "net/httpclient.h"

#include <QUrl>

namespace arv {

namespace {

constexpr qsizetype parsedInPlace = 65536; // bytes; bigger ones on the pool
// Bytes. A manifest: twice what the server takes as a request. All else: 64 KiB for each row of a
// full page, properties included, or for one record a thousand times what it usually has.
constexpr qint64 largestManifest = 256 << 20;
constexpr qint64 largestAnswer = 64 << 20;

QString prefix()
{
    return QStringLiteral("arvados/v1/");
}

// Ids come from file names too: whatever they hold must stay one component of the path.
QString component(const QString& id)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(id, "+"));
}

Error inCall(const QString& call, const Error& error)
{
    return Error{error.code, call + QStringLiteral(": ") + error.text};
}

// No answer, or none that can be used. An answer beyond all measure is a bad one: TooLarge is kept
// for what the server says of our requests.
Error failedSending(const QString& call, Error error)
{
    if (error.code == Errc::TooLarge)
        error.code = Errc::BadReply;
    return inCall(call, error);
}

// The server must not answer with another record than the one it was asked for.
bool isWhatWasAsked(const Collection& collection, const QString& asked)
{
    if (isPortableDataHash(withoutHints(asked)))
        return collection.portableDataHash.text == withoutHints(asked);
    return collection.uuid.text == asked;
}

Error otherRecord()
{
    return {Errc::BadReply, QStringLiteral("the answer is another record")};
}

template <class T>
Result<T> readOnly(const Uuid& asked, const QJsonObject& json)
{
    auto read = T::fromJson(json);
    if (read && read->uuid != asked)
        return otherRecord();
    return read;
}

// Who that is decides whose home is shown, for as long as it is mounted.
Result<User> readPerson(const QJsonObject& json)
{
    auto user = User::fromJson(json);
    if (user && !isUuidOf(user->uuid.text, userInfix))
        return otherRecord();
    return user;
}

} // namespace

ArvadosApi::ArvadosApi(HttpClient& http, RetryPolicy retry, Pool* parsing)
    : m_http(http)
    , m_retry(retry)
    , m_parsing(parsing)
{ }

Task<Discovery> ArvadosApi::discovery(CancelToken token)
{
    return read<Discovery>(QStringLiteral("discovery/v1/apis/arvados/v1/rest"), ListQuery(), token,
                           Discovery::fromJson, Auth::None);
}

Task<ClusterConfig> ArvadosApi::config(CancelToken token)
{
    return read<ClusterConfig>(prefix() + QStringLiteral("config"), ListQuery(), token,
                               ClusterConfig::fromJson, Auth::None);
}

Task<User> ArvadosApi::currentUser(CancelToken token)
{
    return read<User>(prefix() + QStringLiteral("users/current"), ListQuery(), token, readPerson);
}

Task<TokenInfo> ArvadosApi::currentToken(CancelToken token)
{
    return read<TokenInfo>(prefix() + QStringLiteral("api_client_authorizations/current"),
                           ListQuery(), token, TokenInfo::fromJson);
}

Task<QList<KeepServiceRecord>> ArvadosApi::keepServices(CancelToken token)
{
    return read<QList<KeepServiceRecord>>(prefix() + QStringLiteral("keep_services/accessible"),
                                          ListQuery(), token, readList<KeepServiceRecord>);
}

Task<User> ArvadosApi::user(Uuid uuid, CancelToken token)
{
    return read<User>(prefix() + QStringLiteral("users/") + component(uuid.text), ListQuery(),
                      token,
                      [uuid](const QJsonObject& json) { return readOnly<User>(uuid, json); });
}

Task<Group> ArvadosApi::group(Uuid uuid, CancelToken token)
{
    return read<Group>(prefix() + QStringLiteral("groups/") + component(uuid.text), ListQuery(),
                       token,
                       [uuid](const QJsonObject& json) { return readOnly<Group>(uuid, json); });
}

Task<Collection> ArvadosApi::collection(QString uuidOrHash, CancelToken token)
{
    const auto path = prefix() + QStringLiteral("collections/") + component(uuidOrHash);
    ListQuery query;
    query.selecting(recordAttributes(isPortableDataHash(withoutHints(uuidOrHash))));
    auto reading =
        readBody<Collection>(path, query, token, readCollection, Auth::Token, largestManifest);
    auto found = co_await reading;
    if (found && !isWhatWasAsked(*found, uuidOrHash))
        co_return Error{Errc::BadReply, path + QStringLiteral(": the answer is another record")};
    co_return found;
}

Task<Collection> ArvadosApi::collectionVersion(Uuid uuid, CancelToken token)
{
    ListQuery query;
    query.selecting({QStringLiteral("uuid"), QStringLiteral("portable_data_hash"),
                     QStringLiteral("modified_at")});
    const auto reader = [uuid](const QJsonObject& json) {
        return readOnly<Collection>(uuid, json);
    };
    return read<Collection>(prefix() + QStringLiteral("collections/") + component(uuid.text), query,
                            token, reader);
}

Task<Collection> ArvadosApi::collectionTraits(Uuid uuid, CancelToken token)
{
    ListQuery query;
    query.selecting({QStringLiteral("uuid"), QStringLiteral("portable_data_hash"),
                     QStringLiteral("properties")});
    const auto reader = [uuid](const QJsonObject& json) {
        return readOnly<Collection>(uuid, json);
    };
    return read<Collection>(prefix() + QStringLiteral("collections/") + component(uuid.text), query,
                            token, reader);
}

template <class T>
Task<T> ArvadosApi::read(QString path, ListQuery query, CancelToken token, Reader<T> reader,
                         Auth auth)
{
    const BodyReader<T> ofBytes = [reader](const QByteArray& body) -> Result<T> {
        const auto json = jsonObjectFrom(body);
        if (!json)
            return json.error();
        return reader(*json);
    };
    return readBody<T>(path, query, token, ofBytes, auth, largestAnswer);
}

// The bytes go from hand to hand: who has them last may work in their memory.
template <class T>
Task<T> ArvadosApi::readBody(QString path, ListQuery query, CancelToken token, BodyReader<T> reader,
                             Auth auth, qint64 largest)
{
    auto getting = get(path, query, token, auth, largest);
    auto body = co_await getting;
    if (!body)
        co_return body.error();
    const bool isBig = body->size() > parsedInPlace;
    auto job = [path, reader, bytes = std::move(*body)]() mutable -> Result<T> {
        auto read = reader(std::move(bytes));
        if (!read)
            return inCall(path, read.error());
        return read;
    };
    if (!m_parsing || !isBig)
        co_return job();
    auto parsing = m_parsing->run(std::move(job), token);
    auto parsed = co_await parsing;
    if (!parsed)
        co_return parsed.error();
    co_return std::move(*parsed);
}

Task<QByteArray> ArvadosApi::get(QString path, ListQuery query, CancelToken token, Auth auth,
                                 qint64 largest)
{
    auto request = requestFor(path, query);
    request.authorised = auth == Auth::Token;
    request.limits.maxBody = largest;
    request.limits.silence = m_retry.answer;
    request.limits.total = m_retry.answer;
    auto sending = sendUntilFinal(request, token);
    auto reply = co_await sending;
    if (!reply)
        co_return failedSending(path, reply.error());
    if (reply->status < 200 || reply->status > 299) {
        qCInfo(logApi).noquote() << path << reply->status
                                 << redact(QString::fromUtf8(reply->body.left(2000)));
        co_return apiError(path, *reply);
    }
    co_return std::move(reply->body);
}

Task<HttpReply> ArvadosApi::sendUntilFinal(HttpRequest request, CancelToken token)
{
    RetryRun run(m_retry);
    request.requestId = newRequestId();
    for (;;) {
        auto sending = m_http.send(request, token);
        auto reply = co_await sending;
        if (reply && isCutOff(*reply))
            reply = Error{
                Errc::Unreachable,
                QStringLiteral("the answer broke off after %1 bytes").arg(reply->body.size())};
        const auto wait = run.waitAfter(reply);
        if (!wait)
            co_return reply;
        qCInfo(logApi).noquote() << request.target << "again in" << wait->count() << "ms:"
                                 << (reply ? QString::number(reply->status) : reply.error().text);
        auto sleeping = sleepFor(*wait, token);
        const auto slept = co_await sleeping;
        if (!slept)
            co_return slept.error();
    }
}

// What listcalls.cpp reads.
#define ARV_READS(Type)                                                                            \
    template Task<Type> ArvadosApi::read<Type>(QString, ListQuery, CancelToken, Reader<Type>, Auth)
ARV_READS(ContentsPage);
ARV_READS(SharedPage);
ARV_READS(TagNamesPage);
ARV_READS(TaggedPage);
ARV_READS(CollectionsPage);
ARV_READS(QList<Group>);
ARV_READS(QList<User>);
ARV_READS(QJsonObject);
#undef ARV_READS

} // namespace arv
