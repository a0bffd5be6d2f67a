// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "modelcheck.h"

#include <numeric>

namespace arv::test {

// Waiting until a tree can be held to what the server has now, and holding it to that.
class ModelSettling
{
public:
    ModelSettling(TreeRig& rig, KernelModel& kernel, ModelCheck& check)
        : m_rig(rig)
        , m_kernel(kernel)
        , m_check(check)
    { }

    void waitForIdle()
    {
        if (!waitUntil([this] { return m_rig.files.isIdle(); }))
            m_check.complain(Inode::Root, {}, "the work in the background does not end");
        m_kernel.heed();
        m_check.isIdle();
    }

    // Every event was brought, and whatever it led to is done.
    void believeTheFeed(std::size_t missed)
    {
        waitForIdle();
        m_check.everythingIsFresh(missed);
    }

    // What is too old to be trusted is used once, each unit that the kernel holds.
    void poll(bool timePassed)
    {
        waitForIdle();
        const auto units = heldUnits();
        for (const auto unit : units)
            useOnce(unit);
        waitForIdle();
        for (const auto unit : units)
            m_check.becameFresh(unit, timePassed);
    }

    // The kernel's memory, and the tree's, against the server. Of names that came inside a
    // collection the kernel is not told: it remembers for a second that they were not there.
    void check(std::size_t some)
    {
        const auto entries = m_kernel.entries;
        for (const auto& [name, entry] : entries) {
            const bool isModelled = entry.inode == Inode::None
                ? RemoteModel::collectionOf(m_check.keyOf(name.first)).empty()
                : m_check.isKnown(entry.inode);
            if (!isModelled || !m_kernel.isValid(entry))
                continue;
            m_check.answered(name.first, name.second, entry.inode, "remembered by the kernel");
            if (entry.inode != Inode::None)
                checkNumber(name, entry.inode);
        }
        for (const auto& [name, entry] : entries) {
            const auto held = m_kernel.held.find(entry.inode);
            if (held != m_kernel.held.end() && m_kernel.isValid(held->second))
                checkAttributes(entry.inode, held->second.attributes);
        }
        checkListings(some);
        waitForIdle();
        m_rig.clock.advance(staleness::absent);
    }

    void addUp() const
    {
        const auto figures = m_rig.files.cacheFigures();
        const auto& kinds = figures.kinds;
        const auto bytes =
            std::accumulate(kinds.begin(), kinds.end(), std::uint64_t(0),
                            [](auto sum, const auto& kind) { return sum + kind.bytes; });
        const auto nodes =
            std::accumulate(kinds.begin(), kinds.end(), std::uint64_t(0),
                            [](auto sum, const auto& kind) { return sum + kind.nodes; });
        if (bytes != figures.bytes || nodes != figures.nodes
            || figures.nodes != m_rig.files.inodeCount())
            m_check.complain(Inode::Root, {}, "the figures do not add up");
        const auto heldNow =
            std::count_if(m_kernel.held.begin(), m_kernel.held.end(),
                          [](const auto& held) { return held.second.lookups > 0; });
        if (figures.kernelHeld != static_cast<std::uint64_t>(heldNow))
            m_check.complain(Inode::Root, {},
                             "the kernel holds another number of nodes: "
                                 + QByteArray::number(qint64(heldNow)) + " not "
                                 + QByteArray::number(quint64(figures.kernelHeld)));
    }

private:
    [[nodiscard]] std::vector<Inode> heldUnits() const
    {
        std::set<Inode> units;
        for (const auto& [name, entry] : m_kernel.entries) {
            if (m_check.isKnown(entry.inode))
                units.insert(m_check.unitOf(entry.inode));
        }
        std::vector<Inode> directories;
        for (const auto unit : units) {
            const auto key = m_check.keyOf(unit);
            if (key != "root" && key != "by_id" && !RemoteModel::isFile(key))
                directories.push_back(unit);
        }
        return directories;
    }
    void useOnce(Inode unit)
    {
        if (const auto handle = m_rig.openDirectory(unit))
            m_rig.files.release(*handle);
    }

    // The number that the kernel has is the one that the tree gives now.
    void checkNumber(const KernelModel::Name& name, Inode remembered)
    {
        const auto found = m_rig.lookup(name.first, name.second);
        if (!found)
            return;
        const auto now = found->attributes.inode;
        if (now != remembered)
            m_check.complain(name.first, name.second,
                             "the kernel remembers a number that the tree has given up");
        if (now != Inode::None)
            m_rig.files.forget(now, 1);
    }
    void checkAttributes(Inode inode, const Attributes& remembered)
    {
        m_check.saw(inode, remembered);
        const auto now = m_rig.files.attributes(inode);
        if (now && now->attributes.modified != remembered.modified)
            m_check.complain(inode, {}, "the kernel remembers a time that the tree has given up");
        if (now && now->attributes.size != remembered.size)
            m_check.complain(inode, {}, "the kernel remembers a size that the tree has given up");
    }

    void checkListings(std::size_t some)
    {
        const auto units = heldUnits();
        for (std::size_t i = 0; i < 5 && !units.empty(); ++i) {
            const auto unit = units.at((some + i * 7) % units.size());
            const auto entries = m_rig.entries(unit);
            if (entries)
                m_check.listed(unit, *entries);
        }
    }

    TreeRig& m_rig;
    KernelModel& m_kernel;
    ModelCheck& m_check;
};

} // namespace arv::test
