// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "treerig.h"

#include <map>
#include <set>
#include <vector>

namespace arv::test {

// The kernel's caches of names, attributes and pages, as far as a filesystem can notice them: what
// it was answered it believes for as long as it was told, unless the tree says otherwise. It asks
// the tree only where it would.
class KernelModel
{
public:
    using Name = std::pair<Inode, QByteArray>; // in a directory
    struct Entry
    {
        Inode inode = Inode::None; // None: nothing is there
        Clock::Monotonic until;
    };
    struct Held
    {
        std::uint64_t lookups = 0;
        Attributes attributes;
        Clock::Monotonic until; // of the attributes
    };

    explicit KernelModel(TreeRig& rig)
        : m_rig(rig)
    {
        rig.kernel = [this](const Change& told) { m_told.push_back(told); };
    }

    // What the name leads to, to be let go by letGo(); None: nowhere. An error other than "not
    // there" is one.
    Result<Inode> lookup(Inode parent, const QByteArray& name)
    {
        heed();
        const auto cached = entries.find({parent, name});
        if (cached != entries.end() && now() < cached->second.until)
            return withHold(cached->second.inode);
        const auto found = m_rig.lookup(parent, name);
        if (!found) {
            drop({parent, name});
            heed();
            if (found.error().code == Errc::NotFound)
                return Inode::None;
            return found.error();
        }
        take({parent, name}, *found);
        const auto inode = withHold(found->attributes.inode);
        heed();
        return inode;
    }
    // As a program's fstat, or stat behind a lookup, sees them.
    Result<Attributes> attributes(Inode inode)
    {
        heed();
        auto& kept = held[inode];
        if (now() < kept.until)
            return kept.attributes;
        const auto found = m_rig.files.attributes(inode);
        if (!found)
            return found.error();
        keep(kept, *found);
        return kept.attributes;
    }

    Result<FileHandle> open(Inode file)
    {
        heed();
        const auto opened = m_rig.open(file);
        if (!opened)
            return opened.error();
        ++m_open[file];
        if (!opened->keepPages)
            pages.erase(file);
        heed();
        return opened->handle;
    }
    // The whole file; from the pages if there are any.
    Result<QByteArray> read(Inode file, FileHandle handle)
    {
        heed();
        if (const auto kept = pages.find(file); kept != pages.end())
            return kept->second;
        const auto bytes = m_rig.read(handle);
        if (bytes)
            pages[file] = *bytes;
        heed();
        return bytes;
    }
    Result<FileHandle> openDirectory(Inode directory)
    {
        const auto opened = m_rig.openDirectory(directory);
        if (opened)
            ++m_open[directory];
        heed();
        return opened;
    }
    void release(Inode inode, FileHandle handle)
    {
        m_rig.files.release(handle);
        letGo(inode);
    }

    // What a program stands on is not forgotten, even if its name goes.
    void letGo(Inode inode)
    {
        if (inode == Inode::None || --m_open[inode] > 0)
            return;
        m_open.erase(inode);
        if (m_orphans.contains(inode)) {
            dropNamesIn(inode);
            forget(inode);
        }
        heed();
    }
    [[nodiscard]] bool isOpen(Inode inode) const { return m_open.contains(inode); }

    // Memory is short: a name without names below it goes, if no program is there.
    void reclaim(const Name& name)
    {
        const auto found = entries.find(name);
        if (found != entries.end() && !hasNamesIn(found->second.inode)
            && !isOpen(found->second.inode))
            drop(name);
        heed();
    }
    void reclaimAll()
    {
        heed();
        while (!entries.empty())
            drop(entries.begin()->first);
        heed();
    }

    // Does what it was told.
    void heed()
    {
        m_rig.changes.clear();
        while (!m_told.empty()) {
            const auto told = std::exchange(m_told, {});
            for (const auto& change : told)
                heed(change);
        }
    }

    [[nodiscard]] bool isValid(const Entry& entry) const { return now() < entry.until; }
    [[nodiscard]] bool isValid(const Held& kept) const { return now() < kept.until; }

    std::map<Name, Entry> entries;
    std::map<Inode, Held> held;
    std::map<Inode, QByteArray> pages;

private:
    [[nodiscard]] Clock::Monotonic now() const { return m_rig.clock.monotonic(); }

    Inode withHold(Inode inode)
    {
        if (inode != Inode::None)
            ++m_open[inode];
        return inode;
    }
    void keep(Held& kept, const FileSystem::Found& found) const
    {
        kept.attributes = found.attributes;
        kept.until = now() + found.validity.attributes;
    }

    void take(const Name& name, const FileSystem::Found& found)
    {
        const auto inode = found.attributes.inode;
        const auto before = entries.find(name);
        if (before != entries.end() && before->second.inode != inode)
            drop(name);
        entries[name] = {inode, now() + found.validity.entry};
        if (inode == Inode::None)
            return;
        m_orphans.erase(inode);
        auto& kept = held[inode];
        ++kept.lookups;
        keep(kept, found);
    }

    [[nodiscard]] bool hasNamesIn(Inode directory) const
    {
        const auto first = entries.lower_bound({directory, {}});
        return directory != Inode::None && first != entries.end()
            && first->first.first == directory;
    }

    // With all below it; what is open is forgotten when it is closed.
    void drop(const Name& name)
    {
        const auto found = entries.find(name);
        if (found == entries.end())
            return;
        const auto inode = found->second.inode;
        entries.erase(found);
        if (inode == Inode::None)
            return;
        dropNamesIn(inode);
        if (isOpen(inode))
            m_orphans.insert(inode);
        else
            forget(inode);
    }
    void dropNamesIn(Inode directory)
    {
        while (hasNamesIn(directory))
            drop(Name(entries.lower_bound({directory, {}})->first));
    }
    void forget(Inode inode)
    {
        const auto lookups = held[inode].lookups;
        held.erase(inode);
        pages.erase(inode);
        m_orphans.erase(inode);
        m_rig.files.forget(inode, lookups);
    }

    void heed(const Change& told)
    {
        const auto entry = entries.find({told.parent, told.name});
        const auto kept = held.find(told.inode);
        switch (told.kind) {
        case Change::Kind::Entry:
            return drop({told.parent, told.name});
        case Change::Kind::Expired:
            if (entry != entries.end())
                entry->second.until = {};
            return;
        case Change::Kind::Content:
            pages.erase(told.inode);
            [[fallthrough]];
        case Change::Kind::Attributes:
            if (kept != held.end())
                kept->second.until = {};
        }
    }

    TreeRig& m_rig;
    std::vector<Change> m_told;
    std::map<Inode, int> m_open;
    std::set<Inode> m_orphans; // open, but their names are gone
};

} // namespace arv::test
