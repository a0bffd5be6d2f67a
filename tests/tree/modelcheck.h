// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernelmodel.h"
#include "remotemodel.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace arv::test {

// Whether what the tree (and the kernel's memory of it) says is what the server has, or had at a
// moment that may still be shown. For each unit (a collection, a project ...) it is kept which
// moment that is: the last at which the tree had all it needs to be up to date. Whoever finds
// something wrong complains; the first complaint counts.
class ModelCheck
{
public:
    ModelCheck(TreeRig& rig, KernelModel& kernel, const RemoteModel& model)
        : m_rig(rig)
        , m_kernel(kernel)
        , m_model(model)
    {
        m_known[Inode::Root] = {"root", Inode::None, {}, Inode::Root};
    }

    QByteArray complaint;

    // What an inode stands for, as a key of the model; "" for those that the model leaves out.
    [[nodiscard]] std::string keyOf(Inode inode) const
    {
        const auto known = m_known.find(inode);
        return known == m_known.end() ? std::string() : known->second.key;
    }
    [[nodiscard]] bool isKnown(Inode inode) const { return m_known.contains(inode); }

    // The oldest moment whose state may be shown below this.
    [[nodiscard]] std::size_t oldest(Inode inode) const
    {
        const auto known = m_known.find(inode);
        if (known == m_known.end())
            return 0;
        const auto fresh = m_fresh.find(known->second.unit);
        const auto since = fresh == m_fresh.end() ? 0 : fresh->second;
        return m_model.wasAlwaysVisible(known->second.key, since) ? since : 0;
    }
    // From now on only what is the state now. What the account could not read all the while is not
    // told of, so it is left out unless it was polled.
    void becameFresh(Inode unit, bool polled)
    {
        const auto key = keyOf(unit);
        const bool isSure = polled ? m_model.wasAlwaysVisible(key, m_model.now())
                                   : m_model.wasAlwaysVisible(key, m_fresh[unit]);
        if (isSure)
            m_fresh[unit] = m_model.now();
    }
    // All that was up to date when the tree heard of everything for the last time.
    void everythingIsFresh(std::size_t missed)
    {
        for (auto& [unit, since] : m_fresh) {
            if (since >= missed)
                becameFresh(unit, false);
        }
    }
    [[nodiscard]] Inode unitOf(Inode inode) const { return m_known.at(inode).unit; }
    void isIdle() { m_idle = m_model.now(); }

    // A name was answered: by the tree or from the kernel's memory.
    void answered(Inode parent, const QByteArray& name, const Result<Inode>& found,
                  const char* where = "asked")
    {
        if (!found)
            return complain(parent, name,
                            where + (": not answered: " + found.error().text.toUtf8()));
        const auto key = keyOf(parent);
        if (key.empty() || isSpecial(key, name))
            return;
        if (key == "root")
            return noteTop(name, *found);
        auto may = mayLead(parent, key, name);
        if (*found == Inode::None) {
            if (!mayBeAbsent(may))
                complain(parent, name, where + QByteArray(": not there, although it is"));
            return;
        }
        may.erase(std::string());
        leads(parent, name, *found, std::move(may), where);
    }

    // A complete listing of a directory.
    void listed(Inode directory, const std::vector<ListedEntry>& entries)
    {
        const auto key = keyOf(directory);
        if (key.empty() || key == "by_id" || key == "shared" || key == "root")
            return;
        std::set<QByteArray> names;
        for (const auto& entry : entries) {
            if (!names.insert(entry.name).second)
                complain(directory, entry.name, "listed twice");
            if (entry.name.startsWith(".arvados#"))
                complain(directory, entry.name, "a special file is listed");
            const auto may = mayLead(directory, key, entry.name);
            const bool isOne = std::any_of(may.begin(), may.end(), [&entry](const auto& to) {
                return !to.empty() && RemoteModel::isFile(to) != entry.directory;
            });
            if (!isOne)
                complain(directory, entry.name, "listed, although it is not there");
            const auto known = m_known.find(entry.inode);
            if (known != m_known.end() && !may.contains(known->second.key))
                complain(directory, entry.name, "listed with the number of something else");
        }
        for (const auto& name : m_model.namesSince(key, oldest(directory))) {
            if (!names.contains(name) && !mayBeAbsent(mayLead(directory, key, name)))
                complain(directory, name, "not listed, although it is there");
        }
    }

    // All bytes of a file, as one handle reads them that was opened when the state of that moment
    // could be seen. An open file follows its collection as long as it is there: CollectionFile
    // takes the newer content when it is relocated, and keeps the last one when it is gone.
    void wasRead(Inode file, const QByteArray& bytes, std::size_t opened)
    {
        const auto key = keyOf(file);
        if (key.empty() || key.size() == RemoteModel::uuidSize)
            return;
        const auto since =
            m_model.wasAlwaysThere(key, opened) ? std::max(opened, oldest(file)) : opened;
        if (!m_model.contents(key, since).contains(bytes))
            complain(file, {}, "read bytes that are not those of the file: " + bytes.left(60));
    }
    void saw(Inode inode, const Attributes& attributes)
    {
        const auto key = keyOf(inode);
        if (attributes.inode != inode)
            complain(inode, {}, "attributes of another number");
        if (key.empty() || key == "root" || !m_model.wasAlwaysThere(key, oldest(inode)))
            return;
        if (attributes.directory == RemoteModel::isFile(key))
            complain(inode, {}, "a file is a directory, or a directory a file");
        if (attributes.directory || key.size() == RemoteModel::uuidSize)
            return;
        const auto contents = m_model.contents(key, oldest(inode));
        const bool isOne = std::any_of(contents.begin(), contents.end(), [&](const auto& bytes) {
            return static_cast<std::uint64_t>(bytes.size()) == attributes.size;
        });
        if (!isOne)
            complain(inode, {}, "has a wrong size: " + QByteArray::number(attributes.size));
    }

    void complain(Inode inode, const QByteArray& name, const QByteArray& what)
    {
        if (!complaint.isEmpty())
            return;
        complaint = pathOf(inode) + '/' + name + ": " + what + " (" + keyOf(inode).c_str()
            + ", moments " + QByteArray::number(oldest(inode)) + " to "
            + QByteArray::number(m_model.now()) + " may be shown";
        for (const auto& to : m_model.led(keyOf(inode), name, oldest(inode)))
            complaint += ", " + (to.empty() ? QByteArray("nothing") : QByteArray(to.c_str()));
        complaint += ')';
    }

private:
    struct Known
    {
        std::string key;
        Inode parent = Inode::None;
        QByteArray name;
        Inode unit = Inode::None;
    };

    [[nodiscard]] static bool isSpecial(const std::string& key, const QByteArray& name)
    {
        return name.startsWith(".arvados#") || (key == "by_id" && name == "README")
            || (key == "shared" && name != "Bea Byte");
    }
    // Where one thing takes the name of another, the going of the one may be known before the
    // coming of the other: things are asked for one by one.
    [[nodiscard]] static bool mayBeAbsent(const std::set<std::string>& may)
    {
        return may.contains(std::string()) || may.size() > 1;
    }
    [[nodiscard]] std::set<std::string> mayLead(Inode parent, const std::string& key,
                                                const QByteArray& name) const
    {
        return m_model.led(key, name, key == "by_id" ? 0 : oldest(parent));
    }

    void noteTop(const QByteArray& name, Inode found)
    {
        static const std::map<QByteArray, std::string> keys{
            {"by_id", "by_id"}, {"by_tag", "tags"}, {"shared", "shared"}};
        if (name == "home")
            note(Inode::Root, name, found, m_model.home());
        else if (const auto key = keys.find(name); key != keys.end())
            note(Inode::Root, name, found, key->second);
    }

    void note(Inode parent, const QByteArray& name, Inode inode, const std::string& key)
    {
        const bool isInner = key.size() > RemoteModel::uuidSize;
        const auto unit = isInner ? m_known.at(parent).unit : inode;
        m_known.try_emplace(inode, Known{key, parent, name, unit});
        m_fresh.try_emplace(unit, m_idle);
    }

    // An inode is one thing under one name for ever.
    void leads(Inode parent, const QByteArray& name, Inode inode, std::set<std::string> may,
               const char* where)
    {
        const auto attributes = m_rig.files.attributes(inode);
        const bool isDirectory = attributes && attributes->attributes.directory;
        if (const auto known = m_known.find(inode); known != m_known.end()) {
            if (known->second.parent != parent || known->second.name != name)
                return complain(parent, name, "has a number that was something else's");
            if (!may.contains(known->second.key))
                complain(parent, name,
                         where + QByteArray(": leads to ") + known->second.key.c_str());
            return;
        }
        std::erase_if(may, [isDirectory](const std::string& key) {
            return RemoteModel::isFile(key) == isDirectory;
        });
        if (may.empty())
            return complain(parent, name, where + QByteArray(": there, although it is not"));
        const bool isSure = may.size() == 1
            && (RemoteModel::isFile(*may.begin()) || ++m_looks % lookEvery != 0
                || may.begin()->size() != RemoteModel::uuidSize);
        if (isSure)
            return note(parent, name, inode, *may.begin());
        const auto uuid = uuidIn(inode, isDirectory);
        if (!uuid.empty() && !may.contains(uuid))
            complain(parent, name, where + QByteArray(": leads to ") + uuid.c_str());
        else if (!uuid.empty())
            note(parent, name, inode, uuid);
    }

    // As its record says, if it still has one.
    [[nodiscard]] std::string uuidIn(Inode inode, bool isDirectory)
    {
        auto file = inode;
        for (const char* name : {".arvados#collection", ".arvados#project"}) {
            if (!isDirectory)
                break;
            const auto found = m_rig.lookup(inode, name);
            if (found && found->attributes.inode != Inode::None)
                file = found->attributes.inode;
        }
        if (isDirectory && file == inode)
            return {};
        const auto text = m_rig.content(file);
        if (isDirectory)
            m_rig.files.forget(file, 1);
        const auto record = QJsonDocument::fromJson(text).object();
        return record.value(QStringLiteral("uuid")).toString().toStdString();
    }

    [[nodiscard]] QByteArray pathOf(Inode inode) const
    {
        QByteArray path;
        for (auto at = m_known.find(inode); at != m_known.end() && at->first != Inode::Root;
             at = m_known.find(at->second.parent))
            path.prepend('/' + at->second.name);
        return path;
    }

    static constexpr int lookEvery = 4; // record of a directory is read, to see what it is
    int m_looks = 0;
    TreeRig& m_rig;
    KernelModel& m_kernel;
    const RemoteModel& m_model;
    std::map<Inode, Known> m_known; // all that were ever answered
    std::map<Inode, std::size_t> m_fresh; // by unit: the oldest moment that may be shown
    std::size_t m_idle = 0; // the last moment at which nothing ran in the background
};

} // namespace arv::test
