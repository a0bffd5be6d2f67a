// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/query.h"
#include "api/records.h"
#include "api/userfilters.h"
#include "async/canceltoken.h"
#include "async/task.h"
#include "net/retry.h"

#include <functional>

namespace arv {

class HttpClient;
class Pool;

// The calls of the Arvados API that we need, one coroutine each. Lives in the thread of its
// HttpClient. Every call ends: with the record, or with an Error that names the call. Calls that
// somebody waits for are bounded by the client's retry policy.
class ArvadosApi
{
public:
    // parsing: where big replies are read as JSON, so that the thread goes on meanwhile; none: in
    // place.
    explicit ArvadosApi(HttpClient& http, RetryPolicy retry = {}, Pool* parsing = nullptr);

    [[nodiscard]] Task<Discovery> discovery(CancelToken token = {});
    [[nodiscard]] Task<ClusterConfig> config(CancelToken token = {});
    [[nodiscard]] Task<User> currentUser(CancelToken token = {});
    [[nodiscard]] Task<TokenInfo> currentToken(CancelToken token = {});
    [[nodiscard]] Task<QList<KeepServiceRecord>> keepServices(CancelToken token = {});

    [[nodiscard]] Task<User> user(Uuid uuid, CancelToken token = {});
    [[nodiscard]] Task<Group> group(Uuid uuid, CancelToken token = {});
    // A project or filter group by UUID through a list, as magic directories ask: NotFound for
    // roles.
    [[nodiscard]] Task<Group> projectOrFilterGroup(Uuid uuid, CancelToken token = {});

    // By UUID or portable data hash, with its manifest.
    [[nodiscard]] Task<Collection> collection(QString uuidOrHash, CancelToken token = {});
    // uuid, portable_data_hash and modified_at only: has it changed?
    [[nodiscard]] Task<Collection> collectionVersion(Uuid uuid, CancelToken token = {});

    // uuid, portable_data_hash and properties only: what getfattr tells.
    [[nodiscard]] Task<Collection> collectionTraits(Uuid uuid, CancelToken token = {});

    // groups.contents of a user, project or filter group.
    [[nodiscard]] Task<ContentsPage> contents(Uuid owner, ListQuery query, CancelToken token = {});
    // One page, by uuid, of the groups or of the collections below owner; after: the last uuid
    // seen.
    [[nodiscard]] Task<ContentsPage> groupsPage(Uuid owner, Uuid after, CancelToken token = {});
    [[nodiscard]] Task<ContentsPage> collectionsPage(Uuid owner, Uuid after,
                                                     CancelToken token = {});
    // The same of container requests and workflows.
    [[nodiscard]] Task<ContentsPage> othersPage(Uuid owner, Uuid after, CancelToken token = {});
    // One page, by uuid, of the projects and filter groups that others share with the token's user,
    // with their owners.
    [[nodiscard]] Task<SharedPage> sharedPage(Uuid after, CancelToken token = {});
    // One page, by uuid, of all projects and filter groups that may be read: for servers without
    // groups.shared.
    [[nodiscard]] Task<ContentsPage> readableGroupsPage(Uuid after, CancelToken token = {});
    // Those of these users or groups that may be read; a few hundred at most.
    [[nodiscard]] Task<QList<User>> usersOf(QList<Uuid> uuids, CancelToken token = {});
    [[nodiscard]] Task<QList<Group>> groupsOf(QList<Uuid> uuids, CancelToken token = {});
    // Those of these collections, old versions too, that may be read and are not in the trash: UUID
    // and time only. A page at most.
    [[nodiscard]] Task<QList<Collection>> collectionsOf(QList<Uuid> uuids, CancelToken token = {});
    // Every project, filter group or collection of one of these names (one or two), groups first.
    // inFilterGroup: owner is one; it takes names only with their table.
    [[nodiscard]] Task<ContentsPage> named(Uuid owner, QStringList names, bool inFilterGroup,
                                           CancelToken token = {});

    // The same of container requests and workflows.
    [[nodiscard]] Task<ContentsPage> otherNamed(Uuid owner, QStringList names,
                                                CancelToken token = {});
    // Those of these objects that are in the project (or home) now. withOthers: container requests
    // and workflows count, too. A few hundred at most.
    [[nodiscard]] Task<ContentsPage> objectsIn(Uuid owner, QStringList uuids, bool withOthers,
                                               CancelToken token = {});
    // The record of a container request or workflow.
    [[nodiscard]] Task<QJsonObject> object(Uuid uuid, CancelToken token = {});

    // Names of tags, in the order of their names; after: the last one seen.
    [[nodiscard]] Task<TagNamesPage> tagNamesPage(QString after, CancelToken token = {});
    [[nodiscard]] Task<bool> hasTag(QString name, CancelToken token = {});
    // Collections with a tag; after: the last link seen.
    [[nodiscard]] Task<TaggedPage> taggedPage(QString tag, Uuid afterLink, CancelToken token = {});

    // A person's filters: they apply to what lists projects, shared things and tags, and to groups
    // that are asked for by identifier. None at first.
    void setFilters(UserFilters filters) { m_filters = std::move(filters); }

private:
    // Unauthorised calls are those that work before there is a token.
    enum class Auth
    {
        Token,
        None
    };

    // Makes of a reply's JSON what a call returns. Runs on the pool when the reply is big: captures
    // values only.
    template <class T>
    using Reader = std::function<Result<T>(const QJsonObject&)>;
    // The same of its bytes, which it may use up.
    template <class T>
    using BodyReader = std::function<Result<T>(QByteArray)>;

    template <class T>
    [[nodiscard]] Task<T> read(QString path, ListQuery query, CancelToken token, Reader<T> reader,
                               Auth auth = Auth::Token);
    template <class T>
    [[nodiscard]] Task<T> readBody(QString path, ListQuery query, CancelToken token,
                                   BodyReader<T> reader, Auth auth, qint64 largest);
    // largest: bytes of the answer.
    [[nodiscard]] Task<QByteArray> get(QString path, ListQuery query, CancelToken token, Auth auth,
                                       qint64 largest);
    [[nodiscard]] Task<HttpReply> sendUntilFinal(HttpRequest request, CancelToken token);
    [[nodiscard]] Task<ContentsPage> page(Uuid owner, ListQuery query, Uuid after,
                                          CancelToken token);

    HttpClient& m_http;
    UserFilters m_filters;
    RetryPolicy m_retry;
    Pool* m_parsing;
};

} // namespace arv
