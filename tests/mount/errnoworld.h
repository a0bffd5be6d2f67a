// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/collectionmaker.h"
#include "mount/mountspec.h"
#include "support/demoaccount.h"

#include <nlohmann/json.hpp>

namespace arv::test {

// What one row of the table is about: a thing of a mount that nobody has asked for yet.
struct Subject
{
    enum class Operation
    {
        Stat,
        List,
        Read,
        Attribute // an extended one
    };
    // When the server fails although all of it was had before.
    enum class Later
    {
        ServedOn, // and the server is asked
        NeverAsked, // and it is not even asked
        Local, // no server has to do with it, not even the first time
        Believed // unless it says that the thing is gone
    };
    const char* kind;
    Operation operation;
    QString known; // looked at while all is well; empty: nothing
    QString path; // below the mount
    QByteArray holds; // part of what is got
    Later later = Later::ServedOn;
    bool isListedInPages = false; // so that its failure comes by readdir
    const char* attribute = ""; // its name

    // Listed when it is known to be there.
    [[nodiscard]] bool isKnownDirectory() const
    {
        return operation == Operation::List && (isListedInPages || path == known);
    }
};

// One world and one custom mount of it, in which every row has directories of its own: what is in
// memory for one is not for another. Filled before it is mounted.
class ErrnoWorld
{
public:
    explicit ErrnoWorld(DemoAccount& account)
        : m_account(account)
    {
        auto& store = account.cluster.store();
        m_project = group(account.user, "project");
        m_collection = collection(m_project, "reads", "reads");
        m_hash = store.find(m_collection)->text("portable_data_hash");
        m_filter = group(account.user, "filter", {{"collections.name", "like", "reads%"}});
        (void)made(store.addContainerRequest(m_project, "align"));
        store.addTag(account.user, "good", m_collection);
        demo::NewUser bea;
        bea.username = "bea";
        bea.firstName = "Bea";
        bea.lastName = "Byte";
        store.share(group(store.addUser(bea), "shared"), account.user, demo::Level::Read);
    }

    // A collection with a file of its own content: FILE.txt, and sub/deep.txt. Its UUID.
    std::string collection(const std::string& owner, const std::string& name,
                           const std::string& content)
    {
        demo::NewCollection collection;
        collection.owner = owner;
        collection.name = name;
        collection.manifest = manifestOf(content);
        return made(m_account.cluster.store().addCollection(collection));
    }
    [[nodiscard]] std::string manifestOf(const std::string& content)
    {
        auto& cluster = m_account.cluster;
        demo::CollectionMaker maker({&cluster.blocks(0), &cluster.blocks(1)});
        maker.addFile("", "file.txt", contentOf(content));
        maker.addFile("sub", "deep.txt", "deep " + content);
        return maker.manifest();
    }
    [[nodiscard]] static std::string contentOf(const std::string& content)
    {
        return "content of " + content + "\n";
    }

    // The rows for one fault: every kind of thing and what is done to it.
    [[nodiscard]] QList<Subject> subjects();

    // A folder of this kind that only the caller has.
    QString own(CustomMount::Kind kind)
    {
        const auto name = QStringLiteral("entry %1").arg(m_entries.size());
        m_entries.append({kind, name});
        return name;
    }
    [[nodiscard]] const QList<CustomMount>& entries() const { return m_entries; }
    [[nodiscard]] const std::string& project() const { return m_project; }

private:
    void addLocal(QList<Subject>& rows);
    void addProjects(QList<Subject>& rows);
    void addCollections(QList<Subject>& rows);
    void addIdentifiers(QList<Subject>& rows);
    void addSideLists(QList<Subject>& rows);
    void addRecords(QList<Subject>& rows);
    void addAttributes(QList<Subject>& rows);

    static std::string made(const Result<std::string>& one)
    {
        if (!one)
            qFatal("%s", qPrintable(one.error().text));
        return *one;
    }
    std::string group(const std::string& owner, const std::string& name,
                      const nlohmann::json& filters = nullptr)
    {
        demo::NewGroup group;
        group.owner = owner;
        group.name = name;
        if (!filters.is_null()) {
            group.groupClass = "filter";
            group.properties["filters"] = filters;
        }
        return made(m_account.cluster.store().addGroup(group));
    }
    // IDS/UUID/below
    QString at(const std::string& uuid, const QString& below = {})
    {
        auto path = own(CustomMount::Kind::ById) + u'/' + QString::fromStdString(uuid);
        return below.isEmpty() ? path : path + u'/' + below;
    }

    // By its project, and in no other row: who asks for a collection joins whoever asks already,
    // and would get an answer from before the fault.
    QString ownCollection()
    {
        const auto name = "own " + std::to_string(m_entries.size());
        (void)collection(m_project, name, "reads");
        return at(m_project, QString::fromStdString(name));
    }

    DemoAccount& m_account;
    std::string m_project;
    std::string m_collection;
    std::string m_hash;
    std::string m_filter;
    QList<CustomMount> m_entries;
};

inline QList<Subject> ErrnoWorld::subjects()
{
    QList<Subject> rows;
    addLocal(rows);
    addProjects(rows);
    addCollections(rows);
    addIdentifiers(rows);
    addSideLists(rows);
    addRecords(rows);
    addAttributes(rows);
    return rows;
}

// What is there without the server.
inline void ErrnoWorld::addLocal(QList<Subject>& rows)
{
    using enum Subject::Operation;
    using Kind = CustomMount::Kind;
    constexpr auto local = Subject::Later::Local;
    const auto home = own(Kind::Home);
    rows.append({"custom root", List, {}, QStringLiteral("."), home.toUtf8(), local});
    rows.append({"custom root", Stat, {}, own(Kind::Shared), {}, local});
    rows.append({"by_id", List, {}, own(Kind::ById), "README", local});
    rows.append({"by_pdh", List, {}, own(Kind::ByPdh), "README", local});
    rows.append(
        {"README", Read, {}, own(Kind::ById) + QStringLiteral("/README"), "identifier", local});
}

inline void ErrnoWorld::addProjects(QList<Subject>& rows)
{
    using enum Subject::Operation;
    constexpr auto later = Subject::Later::ServedOn;
    const auto home = own(CustomMount::Kind::Home);
    rows.append({"home", List, {}, home, "project", later, true});
    rows.append(
        {"home", Stat, {}, own(CustomMount::Kind::Home) + QStringLiteral("/project"), {}, later});
    for (const auto& [kind, uuid] :
         {std::pair{"project", m_project}, std::pair{"filter group", m_filter}}) {
        const auto listed = at(uuid);
        rows.append({kind, List, listed, listed, "reads", later, true});
        const auto asked = at(uuid);
        rows.append({kind, Stat, asked, asked + QStringLiteral("/reads"), {}, later});
    }
}

// Named by their project, so that they are loaded only when something inside is wanted.
inline void ErrnoWorld::addCollections(QList<Subject>& rows)
{
    using enum Subject::Operation;
    const auto content = QByteArray::fromStdString(contentOf("reads"));
    const auto add = [&](const char* kind, Subject::Operation operation, const QString& below,
                         const QByteArray& holds) {
        const auto collection = ownCollection();
        rows.append({kind, operation, collection, collection + below, holds});
    };
    add("collection by UUID", List, {}, "file.txt");
    add("collection by UUID", Stat, QStringLiteral("/file.txt"), {});
    add("sub-directory", List, QStringLiteral("/sub"), "deep.txt");
    add("sub-directory", Stat, QStringLiteral("/sub/deep.txt"), {});
    add("file of a collection", Stat, QStringLiteral("/file.txt"), {});
    add("file of a collection", Read, QStringLiteral("/file.txt"), content);
}

inline void ErrnoWorld::addIdentifiers(QList<Subject>& rows)
{
    using enum Subject::Operation;
    using enum Subject::Later;
    const auto content = QByteArray::fromStdString(contentOf("reads"));
    const auto hash = [this] {
        return own(CustomMount::Kind::ByPdh) + u'/' + QString::fromStdString(m_hash);
    };
    const auto ownId = [this] {
        return at(collection(m_project, "own " + std::to_string(m_entries.size()), "reads"));
    };
    rows.append({"by_id, a collection", Stat, {}, ownId(), {}, NeverAsked});
    rows.append({"by_id, a collection", List, {}, ownId(), "file.txt", Believed});
    rows.append({"by_id, a project", Stat, {}, at(m_project), {}, NeverAsked});
    rows.append({"by_pdh, a collection", Stat, {}, hash(), {}, NeverAsked});
    rows.append({"by_pdh, a collection", List, {}, hash(), "file.txt", NeverAsked});
    rows.append(
        {"by_pdh, a file", Read, {}, hash() + QStringLiteral("/file.txt"), content, NeverAsked});
}

inline void ErrnoWorld::addSideLists(QList<Subject>& rows)
{
    using enum Subject::Operation;
    using Kind = CustomMount::Kind;
    constexpr auto later = Subject::Later::ServedOn;
    const auto uuid = QByteArray::fromStdString(m_collection);
    rows.append({"shared", List, {}, own(Kind::Shared), "Bea Byte", later, true});
    rows.append({"shared", Stat, {}, own(Kind::Shared) + QStringLiteral("/Bea Byte"), {}, later});
    // Among others the tags are good for a minute.
    constexpr auto seldom = Subject::Later::NeverAsked;
    rows.append({"tags", List, {}, own(Kind::ByTag), "good", seldom, true});
    rows.append({"tags", Stat, {}, own(Kind::ByTag) + QStringLiteral("/good"), {}, seldom});
    const auto listed = own(Kind::ByTag) + QStringLiteral("/good");
    rows.append({"one tag", List, listed, listed, uuid, seldom, true});
    const auto asked = own(Kind::ByTag) + QStringLiteral("/good");
    rows.append({"one tag", Stat, asked, asked + u'/' + QString::fromLatin1(uuid), {}, seldom});
}

inline void ErrnoWorld::addRecords(QList<Subject>& rows)
{
    using enum Subject::Operation;
    const auto add = [&rows](const char* kind, const QString& known, const char* name,
                             const QByteArray& holds) {
        rows.append({kind, Read, known, known + u'/' + QString::fromLatin1(name), holds});
    };
    add(".arvados#project", at(m_project), ".arvados#project", "group_class");
    const auto home = own(CustomMount::Kind::Home);
    add(".arvados#project of a home", home, ".arvados#project", "alice");
    add(".arvados#collection", ownCollection(), ".arvados#collection", "manifest_text");
    const auto project = at(m_project);
    rows.append({"container request", Read, project,
                 project + QStringLiteral("/align.containerRequest"), "align"});
}

// Of things that are known by name alone.
inline void ErrnoWorld::addAttributes(QList<Subject>& rows)
{
    using enum Subject::Operation;
    constexpr auto later = Subject::Later::ServedOn;
    const auto add = [&](const char* kind, const QString& path, const QByteArray& holds,
                         Subject::Later then, const char* name) {
        rows.append({kind, Attribute, path, path, holds, then, false, name});
    };
    constexpr auto properties = "user.arvados.properties";
    add("collection by UUID", ownCollection(), "{}", later, properties);
    add("collection by UUID, its hash", ownCollection(), QByteArray::fromStdString(m_hash), later,
        "user.arvados.portable_data_hash");
    add("project", at(m_project), "{}", later, properties);
    add("filter group", at(m_filter), "filters", later, properties);
    add("home", own(CustomMount::Kind::Home), "-tpzed-", Subject::Later::NeverAsked,
        "user.arvados.uuid");
    const auto hash = own(CustomMount::Kind::ByPdh) + u'/' + QString::fromStdString(m_hash);
    rows.append({"by_pdh, a collection",
                 Attribute,
                 {},
                 hash,
                 QByteArray::fromStdString(m_hash),
                 Subject::Later::NeverAsked,
                 false,
                 "user.arvados.portable_data_hash"});
}

} // namespace arv::test
