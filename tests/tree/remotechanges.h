// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/objectevent.h"
#include "remotemodel.h"
#include "treeworld.h"

#include <QJsonDocument>

#include <deque>
#include <random>

namespace arv::test {

// Somebody else's changes: each made in the store and in the model, so that both always agree. The
// names are few, so that they collide and come back; the UUIDs come from the seed.
class RemoteChanges
{
public:
    RemoteChanges(TreeWorld& world, std::mt19937& random)
        : m_world(world)
        , m_random(random)
        , m_bea(world.addUser("bea", "Bea", "Byte"))
        , model(world.account.user, m_bea)
    {
        model.note();
        (void)newEvents();
        for (int i = 0; i < 12; ++i)
            (void)make();
    }

    // What was done, in words.
    std::string make()
    {
        static constexpr std::array<std::string (RemoteChanges::*)(), 14> ways{
            &RemoteChanges::addCollection, &RemoteChanges::addGroup,
            &RemoteChanges::rename,        &RemoteChanges::rename,
            &RemoteChanges::move,          &RemoteChanges::trash,
            &RemoteChanges::untrash,       &RemoteChanges::remove,
            &RemoteChanges::replace,       &RemoteChanges::replace,
            &RemoteChanges::setProperties, &RemoteChanges::changeShares,
            &RemoteChanges::changeTags,    &RemoteChanges::addRequest};
        const auto done = (this->*ways.at(below(ways.size())))();
        model.note();
        for (auto& event : newEvents())
            pending.push_back({std::move(event), model.now()});
        return done;
    }

    [[nodiscard]] std::size_t below(std::size_t count)
    {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random);
    }

    struct Told
    {
        ObjectEvent event;
        std::size_t moment; // of the change
    };
    std::deque<Told> pending; // what the feed has not brought yet

private:
    using Sort = RemoteModel::Sort;
    using Thing = RemoteModel::Thing;

    std::vector<ObjectEvent> newEvents()
    {
        std::vector<ObjectEvent> events;
        for (const auto& event : m_world.store().events().after(m_lastEvent, 10000)) {
            m_lastEvent = event->id;
            const auto text = QByteArray::fromStdString(event->text(++m_message));
            const auto read = ObjectEvent::fromJson(QJsonDocument::fromJson(text).object());
            if (!read)
                qFatal("no event: %s", text.constData());
            events.push_back(*read);
        }
        return events;
    }

    std::string newUuid(const char* infix)
    {
        std::string ending;
        for (int i = 0; i < 15; ++i)
            ending += "0123456789abcdefghijklmnopqrstuvwxyz"[below(36)];
        return std::string("zzzzz-") + infix + '-' + ending;
    }
    std::string someName() { return std::array{"a", "b", "c", "run1", "run2", "x y"}[below(6)]; }

    [[nodiscard]] std::vector<std::string> all(Sort sort) const
    {
        std::vector<std::string> found;
        for (const auto& [uuid, thing] : model.things) {
            if (thing.sort == sort && thing.owner != m_bea)
                found.push_back(uuid);
        }
        return found;
    }
    std::string one(const std::vector<std::string>& of)
    {
        return of.empty() ? std::string() : of.at(below(of.size()));
    }
    std::string any()
    {
        auto uuids = all(Sort::Collection);
        for (const auto sort : {Sort::Project, Sort::FilterGroup}) {
            const auto more = all(sort);
            uuids.insert(uuids.end(), more.begin(), more.end());
        }
        return one(uuids);
    }
    // Home, or a project.
    std::string someOwner()
    {
        auto owners = all(Sort::Project);
        owners.push_back(m_world.account.user);
        owners.push_back(m_world.account.user);
        return one(owners);
    }

    std::map<std::string, QByteArray> someFiles()
    {
        std::map<std::string, QByteArray> files;
        for (auto left = below(4); left > 0; --left) {
            const std::string path = std::array{"f", "g", "sub/f", "sub/h", "sub/deep/f"}[below(5)];
            files[path] = bytesFor(path);
        }
        return files;
    }
    // As no file had before. Now and then of a length that others have.
    QByteArray bytesFor(const std::string& path)
    {
        auto line = QByteArray::fromStdString(path) + ' ' + QByteArray::number(++m_files) + '\n';
        return below(2) == 0 ? line.leftJustified(64, '.') : line.repeated(1 + qsizetype(below(9)));
    }
    std::string manifestOf(const std::map<std::string, QByteArray>& files)
    {
        std::string text;
        for (const auto& [path, bytes] : files) {
            const auto slash = path.rfind('/');
            const auto stream = slash == std::string::npos ? "." : "./" + path.substr(0, slash);
            const auto size = std::to_string(bytes.size());
            text += stream + ' ' + m_world.home.addBlock(bytes) + '+' + size + " 0:" + size + ':'
                + path.substr(slash == std::string::npos ? 0 : slash + 1) + '\n';
        }
        return text;
    }

    std::string addCollection()
    {
        if (all(Sort::Collection).size() > 25)
            return remove();
        demo::NewCollection made;
        made.owner = someOwner();
        made.name = someName();
        made.uuid = newUuid("4zz18");
        const auto files = someFiles();
        made.manifest = manifestOf(files);
        if (m_world.store().addCollection(made))
            model.things[made.uuid] = {Sort::Collection, made.owner, made.name, false, files};
        return "add collection " + made.uuid + " \"" + made.name + "\" to " + made.owner;
    }
    std::string addGroup()
    {
        if (all(Sort::Project).size() > 9)
            return remove();
        demo::NewGroup made;
        made.owner = someOwner();
        made.name = someName();
        made.uuid = newUuid("j7d0g");
        const bool isFilter = below(4) == 0 && all(Sort::FilterGroup).size() < 2;
        if (isFilter) {
            made.groupClass = "filter";
            made.properties["filters"] = {{"uuid", "is_a", "arvados#collection"},
                                          {"name", "like", "run%"}};
        }
        if (m_world.store().addGroup(made))
            model.things[made.uuid] = {
                isFilter ? Sort::FilterGroup : Sort::Project, made.owner, made.name, false, {}};
        return "add " + made.groupClass + ' ' + made.uuid + " \"" + made.name + "\" to "
            + made.owner;
    }
    std::string rename()
    {
        const auto uuid = any();
        const auto name = someName();
        if (!uuid.empty() && m_world.store().rename(uuid, name))
            model.things[uuid].name = name;
        return "rename " + uuid + " to \"" + name + '"';
    }
    std::string move()
    {
        const auto uuid = any();
        const auto owner = someOwner();
        if (!uuid.empty() && m_world.store().move(uuid, owner))
            model.things[uuid].owner = owner;
        return "move " + uuid + " to " + owner;
    }
    std::string trash()
    {
        const auto uuid = any();
        if (!uuid.empty() && m_world.store().trash(uuid))
            model.things[uuid].trashed = true;
        return "trash " + uuid;
    }
    std::string untrash()
    {
        std::vector<std::string> trashed;
        for (const auto& [uuid, thing] : model.things) {
            if (thing.trashed)
                trashed.push_back(uuid);
        }
        const auto uuid = one(trashed);
        if (!uuid.empty() && m_world.store().untrash(uuid))
            model.things[uuid].trashed = false;
        return "untrash " + uuid;
    }
    // With its tags; a project only when nothing is in it.
    std::string remove()
    {
        const auto uuid = any();
        const bool isFull =
            std::any_of(model.things.begin(), model.things.end(),
                        [&uuid](const auto& thing) { return thing.second.owner == uuid; });
        if (uuid.empty() || isFull)
            return "remove nothing";
        std::erase_if(model.tags, [&](const auto& tag) {
            return tag.second.head == uuid && m_world.store().removeRecord(tag.first).hasValue();
        });
        if (m_world.store().removeRecord(uuid))
            model.things.erase(uuid);
        return "remove " + uuid;
    }
    std::string replace()
    {
        const auto uuid = one(all(Sort::Collection));
        if (uuid.empty())
            return "replace nothing";
        auto files = below(3) == 0 ? someFiles() : model.things[uuid].files;
        if (!files.empty() && below(2) == 0) {
            auto& file = *std::next(files.begin(), std::ptrdiff_t(below(files.size())));
            file.second = bytesFor(file.first);
        } else {
            files["f"] = bytesFor("f");
        }
        if (m_world.store().replaceManifest(uuid, manifestOf(files)))
            model.things[uuid].files = files;
        return "replace the manifest of " + uuid;
    }
    std::string setProperties()
    {
        const auto uuid = one(all(Sort::Collection));
        if (!uuid.empty())
            (void)m_world.store().setProperties(uuid, {{"n", ++m_files}});
        return "set properties of " + uuid;
    }
    std::string changeShares()
    {
        std::vector<std::string> hers;
        for (const auto& [uuid, thing] : model.things) {
            if (thing.owner == m_bea)
                hers.push_back(uuid);
        }
        if (hers.size() < 2) {
            demo::NewGroup made;
            made.owner = m_bea;
            made.name = hers.empty() ? "hers" : "hers too";
            made.uuid = newUuid("j7d0g");
            if (m_world.store().addGroup(made))
                model.things[made.uuid] = {Sort::Project, m_bea, made.name, false, {}};
            return "bea makes " + made.uuid;
        }
        const auto uuid = one(hers);
        const bool isShared = model.shared.contains(uuid);
        m_world.store().share(uuid, m_world.account.user,
                              isShared ? demo::Level::None : demo::Level::Read);
        if (isShared)
            model.shared.erase(uuid);
        else
            model.shared.insert(uuid);
        return (isShared ? "unshare " : "share ") + uuid;
    }
    std::string changeTags()
    {
        if (model.tags.size() > 5 || (!model.tags.empty() && below(2) == 0)) {
            const auto tag =
                std::next(model.tags.begin(), std::ptrdiff_t(below(model.tags.size())));
            const auto done = "remove tag " + tag->second.name + " of " + tag->second.head;
            if (m_world.store().removeRecord(tag->first))
                model.tags.erase(tag);
            return done;
        }
        const auto head = one(all(Sort::Collection));
        const std::string name = std::array{"one", "two", "three"}[below(3)];
        if (!head.empty())
            model.tags[m_world.tag(name, head)] = {name, head};
        return "tag " + head + ' ' + name;
    }
    std::string addRequest()
    {
        const auto all = this->all(Sort::Request);
        if (all.size() > 3) {
            const auto uuid = one(all);
            if (m_world.store().removeRecord(uuid))
                model.things.erase(uuid);
            return "remove " + uuid;
        }
        const auto uuid = newUuid("xvhdp");
        const auto owner = someOwner();
        const auto name = someName();
        if (m_world.store().addContainerRequest(owner, name, uuid))
            model.things[uuid] = {Sort::Request, owner, name, false, {}};
        return "add " + uuid + " \"" + name + "\" to " + owner;
    }

    TreeWorld& m_world;
    std::mt19937& m_random;
    std::string m_bea;
    std::int64_t m_lastEvent = 0;
    std::int64_t m_message = 0;
    int m_files = 0;

public:
    RemoteModel model;
};

} // namespace arv::test
