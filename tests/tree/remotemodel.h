// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace arv::test {

// What the server has, written down as plainly as possible, and what it had at each moment before.
// Moments are counted by changes. Whatever can be looked into has a key and a view, which says by
// name where each name leads, again a key:
//   UUID of a user or project (its contents), "by_id", "tags", "tag:NAME", "shared", "visible" (all
//   that the account may read); UUID of a collection, then UUID/dir/ inside; UUID/dir/file with its
//   bytes under the empty name; UUID of a container request (a file without a view).
class RemoteModel
{
public:
    enum class Sort
    {
        Project,
        FilterGroup, // of collections whose names begin with "run"
        Collection,
        Request
    };
    struct Thing
    {
        Sort sort = Sort::Collection;
        std::string owner;
        std::string name;
        bool trashed = false;
        std::map<std::string, QByteArray> files; // by path
    };
    struct Tag
    {
        std::string name;
        std::string head;
    };
    using View = std::map<QByteArray, std::string>;

    RemoteModel(std::string me, std::string other)
        : m_me(std::move(me))
        , m_other(std::move(other))
    { }

    std::map<std::string, Thing> things;
    std::map<std::string, Tag> tags; // by UUID of the link
    std::set<std::string> shared; // projects of the other user that the account may read

    // After each change.
    void note()
    {
        ++m_now;
        auto views = allViews();
        for (auto& [key, versions] : m_history) {
            if (!views.contains(key) && versions.back().there)
                versions.push_back({m_now, false, {}});
        }
        for (auto& [key, view] : views) {
            auto& versions = m_history[key];
            if (versions.empty() || !versions.back().there || versions.back().view != view)
                versions.push_back({m_now, true, std::move(view)});
        }
    }
    [[nodiscard]] std::size_t now() const { return m_now; }
    [[nodiscard]] const std::string& home() const { return m_me; }

    [[nodiscard]] bool isVisible(const std::string& uuid) const
    {
        std::string at = uuid;
        for (auto thing = things.find(at); thing != things.end(); thing = things.find(at)) {
            if (thing->second.trashed)
                return false;
            if (shared.contains(at))
                return true;
            at = thing->second.owner;
        }
        return at == m_me;
    }
    // Every moment since then.
    [[nodiscard]] bool wasAlwaysVisible(const std::string& key, std::size_t since) const
    {
        const auto name = QByteArray::fromStdString(key.substr(0, uuidSize));
        return key.size() < uuidSize || key == m_me || !mayLead("visible", name, {}, since);
    }

    [[nodiscard]] View present(const std::string& key) const
    {
        const auto found = m_history.find(key);
        return found == m_history.end() ? View() : found->second.back().view;
    }
    [[nodiscard]] bool isThere(const std::string& key) const
    {
        const auto found = m_history.find(key);
        return found != m_history.end() && found->second.back().there;
    }

    // Where the name has led at any moment since then; "" stands for nowhere.
    [[nodiscard]] std::set<std::string> led(const std::string& key, const QByteArray& name,
                                            std::size_t since) const
    {
        std::set<std::string> all;
        eachSince(key, since, [&](const View& view) {
            const auto found = view.find(name);
            all.insert(found == view.end() ? std::string() : found->second);
        });
        if (all.empty())
            all.insert(std::string());
        return all;
    }
    [[nodiscard]] bool mayLead(const std::string& key, const QByteArray& name,
                               const std::string& to, std::size_t since) const
    {
        return led(key, name, since).contains(to);
    }
    // All names of all moments since then.
    [[nodiscard]] std::set<QByteArray> namesSince(const std::string& key, std::size_t since) const
    {
        std::set<QByteArray> all;
        eachSince(key, since, [&](const View& view) {
            for (const auto& [name, to] : view)
                all.insert(name);
        });
        return all;
    }
    // Bytes of a file at any moment since then; of one that was gone, those before it went.
    [[nodiscard]] std::set<QByteArray> contents(const std::string& key, std::size_t since) const
    {
        std::set<QByteArray> all;
        const auto found = m_history.find(key);
        if (found == m_history.end())
            return all;
        for (const auto& version : found->second) {
            if (!version.there)
                continue;
            if (version.since <= since)
                all.clear();
            all.insert(QByteArray::fromStdString(version.view.begin()->second));
        }
        return all;
    }
    [[nodiscard]] bool wasAlwaysThere(const std::string& key, std::size_t since) const
    {
        const auto found = m_history.find(key);
        if (found == m_history.end() || found->second.front().since > since)
            return false;
        const auto& versions = found->second;
        for (std::size_t i = 0; i < versions.size(); ++i) {
            const bool isOver = i + 1 < versions.size() && versions[i + 1].since <= since;
            if (!isOver && !versions[i].there)
                return false;
        }
        return true;
    }

    [[nodiscard]] static bool isFile(const std::string& key)
    {
        if (key.size() > uuidSize)
            return !key.starts_with("tag:") && !key.ends_with('/');
        return key.find("-xvhdp-") != std::string::npos;
    }
    // The collection that a key is in or is; "" if it is in none.
    [[nodiscard]] static std::string collectionOf(const std::string& key)
    {
        const auto uuid = key.substr(0, uuidSize);
        return uuid.find("-4zz18-") == std::string::npos ? std::string() : uuid;
    }

    static constexpr std::size_t uuidSize = 27;

private:
    struct Version
    {
        std::size_t since;
        bool there;
        View view;
    };

    template <class Visit>
    void eachSince(const std::string& key, std::size_t since, Visit visit) const
    {
        const auto found = m_history.find(key);
        if (found == m_history.end())
            return;
        const auto& versions = found->second;
        if (versions.front().since > since)
            visit(View());
        for (std::size_t i = 0; i < versions.size(); ++i) {
            const bool isOver = i + 1 < versions.size() && versions[i + 1].since <= since;
            if (!isOver)
                visit(versions[i].view);
        }
    }

    [[nodiscard]] std::map<std::string, View> allViews() const
    {
        std::map<std::string, View> views;
        views[m_me];
        views["tags"];
        views["shared"];
        views["visible"];
        for (const auto sort : {Sort::Project, Sort::Collection, Sort::Request})
            addNames(views, sort);
        for (const auto& [link, tag] : tags) {
            const auto key = "tag:" + tag.name;
            views["tags"][QByteArray::fromStdString(tag.name)] = key;
            auto& tagged = views[key];
            if (isVisible(tag.head))
                tagged[QByteArray::fromStdString(tag.head)] = tag.head;
        }
        const auto isShown = [this](const auto& uuid) { return isVisible(uuid); };
        if (std::any_of(shared.begin(), shared.end(), isShown))
            views["shared"]["Bea Byte"] = m_other;
        views["by_id"] = views["visible"];
        return views;
    }

    // Groups come before collections, and the lower UUID before the higher: the first of a name
    // has it.
    void addNames(std::map<std::string, View>& views, Sort sort) const
    {
        for (const auto& [uuid, thing] : things) {
            const bool isGroup = sort == Sort::Project; // or a filter group, in one series
            const bool isItAGroup = thing.sort == Sort::Project || thing.sort == Sort::FilterGroup;
            if (isGroup ? !isItAGroup : thing.sort != sort)
                continue;
            if (isGroup)
                views[uuid];
            auto name = QByteArray::fromStdString(thing.name);
            if (sort == Sort::Request)
                name += ".containerRequest";
            const bool isHere = thing.owner == m_other ? shared.contains(uuid) : !thing.trashed;
            if (isHere)
                views[thing.owner].emplace(name, uuid);
            if (isVisible(uuid) && sort != Sort::Request)
                views["visible"][QByteArray::fromStdString(uuid)] = uuid;
            if (sort == Sort::Collection)
                addCollection(views, uuid, thing);
        }
    }

    void addCollection(std::map<std::string, View>& views, const std::string& uuid,
                       const Thing& thing) const
    {
        views[uuid];
        for (const auto& [path, bytes] : thing.files) {
            auto key = uuid;
            std::size_t from = 0;
            for (auto slash = path.find('/'); slash != std::string::npos;
                 slash = path.find('/', from)) {
                const auto part = path.substr(from, slash - from);
                const auto inner = (key == uuid ? uuid + '/' : key) + part + '/';
                views[key][QByteArray::fromStdString(part)] = inner;
                key = inner;
                from = slash + 1;
            }
            const auto name = path.substr(from);
            const auto file = (key == uuid ? uuid + '/' : key) + name;
            views[key][QByteArray::fromStdString(name)] = file;
            views[file][QByteArray()] = bytes.toStdString();
        }
        if (!isVisible(uuid) || !thing.name.starts_with("run"))
            return;
        for (const auto& [group, other] : things) {
            if (other.sort == Sort::FilterGroup)
                views[group].emplace(QByteArray::fromStdString(thing.name), uuid);
        }
    }

    std::string m_me;
    std::string m_other;
    std::size_t m_now = 0;
    std::map<std::string, std::vector<Version>> m_history;
};

} // namespace arv::test
