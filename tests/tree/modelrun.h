// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "modelsettling.h"
#include "remotechanges.h"

#include <deque>
#include <random>

namespace arv::test {

// Steps of a mount's life, drawn by lot: changes on the server, their events in any order or none,
// programs that look, read and stay, memory that is short, time that passes.
class ModelRun
{
public:
    explicit ModelRun(unsigned seed)
        : m_random(seed)
        , m_changes(m_world, m_random)
        , m_big(addBig())
        , m_rig(m_world.account, TreeRig::mode(MountSelection::Mode::All), settings())
        , m_kernel(m_rig)
        , m_check(m_rig, m_kernel, m_changes.model)
    { }

    // "" or what is wrong.
    [[nodiscard]] const QByteArray& complaint() const { return m_check.complaint; }
    [[nodiscard]] const std::deque<QByteArray>& lastSteps() const { return m_steps; }
    [[nodiscard]] std::uint64_t evictions() const { return m_rig.files.cacheFigures().evictions; }
    [[nodiscard]] int settlings() const { return m_settlings; }

    void step()
    {
        const auto lot = below(1000);
        if (lot < 280)
            change();
        else if (lot < 380)
            deliver();
        else if (lot < 760)
            look();
        else if (lot < 830)
            useHandle();
        else if (lot < 960)
            reclaim();
        else if (lot < 962)
            pass(std::chrono::milliseconds(1000 * (1 + below(20))));
        else if (lot < 972)
            changeFeed();
        else if (lot < 977)
            changeCap();
        else if (lot < 984)
            lookIntoABigOne();
        else if (lot < 996)
            useHandle();
        else
            settle();
        m_kernel.heed();
        m_settling.addUp();
    }

    // Everything is let go, and nothing is left that cannot be evicted.
    void end()
    {
        note("let everything go");
        for (const auto& open : std::exchange(m_open, {}))
            m_kernel.release(open.inode, open.handle);
        m_kernel.reclaimAll();
        m_settling.waitForIdle();
        m_rig.files.setCacheCap(InodeCache::smallestCap);
        const auto figures = m_rig.files.cacheFigures();
        if (figures.kernelHeld > 0 || figures.inUse > 0)
            m_check.complain(Inode::Root, {}, "something is still held");
        if (figures.bytes > figures.cap)
            m_check.complain(Inode::Root, {}, "the cap does not hold");
    }

private:
    struct Open
    {
        Inode inode;
        FileHandle handle;
        std::size_t since = 0; // the oldest moment that could be seen when it was opened
        std::optional<std::vector<QByteArray>> read{}; // names of a directory, once they were
    };
    static constexpr int bigOnes = 8;
    static constexpr auto pastAll = staleness::fed + std::chrono::seconds(1);

    [[nodiscard]] static FileSystem::Settings settings()
    {
        FileSystem::Settings made;
        made.showOtherObjects = true;
        made.cacheCap = InodeCache::smallestCap;
        return made;
    }
    std::size_t below(std::size_t count) { return m_changes.below(count); }
    void note(const QByteArray& step)
    {
        m_steps.push_back(step);
        if (m_steps.size() > 1000)
            m_steps.pop_front();
    }

    // Collections of some 3 MiB in memory, which the others never see.
    std::vector<std::string> addBig()
    {
        std::string manifest = ". d41d8cd98f00b204e9800998ecf8427e+0";
        for (int i = 0; i < 38000; ++i)
            manifest +=
                " 0:0:a-file-with-a-long-name-as-people-give-it-to-files-" + std::to_string(i);
        const auto owner = m_world.addUser("cid", "Cid", "Cluster");
        const auto project = m_world.addShared(owner, QStringLiteral("big"));
        std::vector<std::string> made;
        for (int i = 0; i < bigOnes; ++i) {
            demo::NewCollection big;
            big.owner = project;
            big.name = std::to_string(i);
            big.manifest = manifest + '\n';
            made.push_back(*m_world.store().addCollection(big));
        }
        return made;
    }

    void change()
    {
        note(QByteArray::fromStdString(m_changes.make()));
        if (!m_isConnected)
            missPending();
    }
    void missPending()
    {
        if (!m_changes.pending.empty())
            m_missed = m_changes.model.now();
        m_changes.pending.clear();
    }

    void deliver()
    {
        auto& pending = m_changes.pending;
        if (pending.empty())
            return;
        const auto how = below(20);
        if (how == 0) {
            note("an event is lost");
            pending.pop_front();
            m_missed = m_changes.model.now();
            return;
        }
        if (how == 1 && pending.size() > 1) {
            note("events are swapped");
            std::swap(pending.front(), pending.back());
        }
        if (how == 2) {
            note("an event is doubled");
            pending.push_back(pending.front());
        }
        for (auto left = 1 + below(pending.size()); left > 0; --left)
            deliverOne();
    }
    void deliverOne()
    {
        const auto told = m_changes.pending.front();
        m_changes.pending.pop_front();
        note("event of " + told.event.object.text.toUtf8());
        m_rig.files.noteEvent(told.event);
    }

    // Follows names down from the root, then looks at what is there.
    void look()
    {
        std::vector<Inode> way;
        const auto there = follow(way);
        if (there && *there != Inode::None)
            lookAt(*there);
        for (const auto inode : way)
            m_kernel.letGo(inode);
    }
    // None: not there. What is on the way is held.
    Result<Inode> follow(std::vector<Inode>& way)
    {
        Inode at = Inode::Root;
        QByteArray path;
        static constexpr std::array tops{"home",  "home",   "home",  "home",
                                         "by_id", "by_tag", "shared"};
        QByteArray name = tops.at(below(tops.size()));
        for (std::size_t depth = 0; depth < 7; ++depth) {
            const auto found = m_kernel.lookup(at, name);
            path += '/' + name;
            m_check.answered(at, name, found);
            if (!found || *found == Inode::None) {
                note("look for " + path + ": not there");
                return found;
            }
            at = *found;
            way.push_back(at);
            const auto key = m_check.keyOf(at);
            const bool isOfOthers = key == "shared" && below(2) == 0;
            if (key.empty() || RemoteModel::isFile(key) || isOfOthers || below(6) == 0)
                break;
            name = someName(key, at);
        }
        note("look at " + path);
        return at;
    }
    QByteArray someName(const std::string& key, Inode inode)
    {
        const auto lot = below(20);
        if (lot == 0)
            return "absent";
        if (lot == 1 && key.find("-4zz18-") != std::string::npos && key.size() == 27)
            return ".arvados#collection";
        const auto names = m_changes.model.namesSince(key, m_check.oldest(inode));
        if (names.empty() || lot == 2)
            return "run1";
        return *std::next(names.begin(), std::ptrdiff_t(below(names.size())));
    }
    void lookAt(Inode inode)
    {
        const auto attributes = m_kernel.attributes(inode);
        if (!attributes)
            return m_check.complain(inode, {}, attributes.error().text.toUtf8());
        m_check.saw(inode, *attributes);
        const auto handle =
            attributes->directory ? m_kernel.openDirectory(inode) : m_kernel.open(inode);
        if (!handle) {
            // Gone between the lookup and the open: the kernel would look the name up again.
            if (handle.error().code != Errc::NotFound && handle.error().code != Errc::Stale)
                m_check.complain(inode, {}, "not opened: " + handle.error().text.toUtf8());
            return;
        }
        m_open.push_back({inode, *handle, m_check.oldest(inode)});
        use(m_open.back());
        if (m_open.size() > 12 || below(3) != 0)
            close(m_open.size() - 1);
    }

    void useHandle()
    {
        if (m_open.empty())
            return;
        const auto which = below(m_open.size());
        note("use a handle");
        use(m_open.at(which));
        if (below(3) == 0)
            close(which);
    }
    void close(std::size_t which)
    {
        const auto open = m_open.at(which);
        m_open.erase(m_open.begin() + std::ptrdiff_t(which));
        m_kernel.release(open.inode, open.handle);
    }
    void use(Open& open)
    {
        if (const auto listing = m_rig.files.listing(open.handle))
            return readDirectory(open, *listing);
        const auto bytes = m_kernel.read(open.inode, open.handle);
        if (!bytes)
            return m_check.complain(open.inode, {}, "not read: " + bytes.error().text.toUtf8());
        m_check.wasRead(open.inode, *bytes, open.since);
    }
    // What was read stays where it was; a listing only grows at its end.
    void readDirectory(Open& open, const Listing& listing)
    {
        const bool isFirst = !open.read.has_value();
        if (!waitUntil([&listing] { return listing.isComplete() || listing.failure(); }))
            return m_check.complain(open.inode, {}, "the listing does not end");
        std::vector<ListedEntry> entries;
        std::vector<QByteArray> names;
        for (std::size_t i = 0; i < listing.size(); ++i) {
            auto entry = listing.at(i);
            names.push_back(entry ? entry->name : QByteArray());
            if (entry) {
                entry->inode = m_rig.files.inodeOf(open.inode, *entry);
                entries.push_back(*entry);
            }
        }
        if (!isFirst && names != *open.read)
            m_check.complain(open.inode, {}, "the open listing has changed");
        open.read = names;
        if (isFirst && !listing.failure())
            m_check.listed(open.inode, entries);
    }

    void reclaim()
    {
        if (m_kernel.entries.empty())
            return;
        const auto which = std::ptrdiff_t(below(m_kernel.entries.size()));
        const auto name = std::next(m_kernel.entries.begin(), which)->first;
        note("reclaim " + name.second);
        m_kernel.reclaim(name);
    }
    // Not while work is under way: what it brings would look younger than it is.
    void pass(std::chrono::milliseconds time)
    {
        m_settling.waitForIdle();
        note(QByteArray::number(qint64(time.count())) + " ms pass");
        m_rig.clock.advance(time);
    }
    void changeCap()
    {
        note("another cap");
        m_rig.files.setCacheCap(InodeCache::smallestCap * (1 + below(2)));
    }
    void lookIntoABigOne()
    {
        const auto uuid = QByteArray::fromStdString(m_big.at(below(m_big.size())));
        note("look into the big " + uuid);
        const auto byId = m_kernel.lookup(Inode::Root, "by_id");
        const auto big = byId ? m_kernel.lookup(*byId, uuid) : byId;
        if (!big || *big == Inode::None)
            return m_check.complain(Inode::Root, uuid, "is not there");
        const auto file =
            m_rig.lookup(*big, "a-file-with-a-long-name-as-people-give-it-to-files-9");
        if (!file)
            return m_check.complain(Inode::Root, uuid, file.error().text.toUtf8());
        m_rig.files.forget(file->attributes.inode, 1);
        m_kernel.letGo(*big);
        m_kernel.letGo(*byId);
    }

    void changeFeed()
    {
        if (m_isConnected) {
            note("the feed is lost");
            missPending();
            m_rig.files.feedLost();
        } else {
            note("the feed is connected");
            m_rig.files.feedConnected(false);
        }
        m_isConnected = !m_isConnected;
        m_expired = m_changes.model.now();
    }

    // Until the present state and no other may be shown.
    void settle()
    {
        ++m_settlings;
        if (m_isConnected) {
            while (!m_changes.pending.empty())
                deliverOne();
            if (m_missed <= m_polled && below(4) != 0)
                return believe();
        }
        const bool mustTimePass = m_missed > m_expired || below(4) == 0;
        if (mustTimePass)
            pass(pastAll);
        note("all is used once");
        m_settling.poll(mustTimePass);
        m_polled = m_changes.model.now();
        note("what was asked for again is held to the present");
        m_settling.check(below(1000));
    }
    void believe()
    {
        note("what the feed told of is held to the present");
        m_settling.believeTheFeed(m_missed);
        m_settling.check(below(1000));
    }

    TreeWorld m_world;
    std::mt19937 m_random;
    RemoteChanges m_changes;
    std::vector<std::string> m_big;
    TreeRig m_rig;
    KernelModel m_kernel;
    ModelCheck m_check;
    ModelSettling m_settling{m_rig, m_kernel, m_check};
    std::vector<Open> m_open;
    std::deque<QByteArray> m_steps;
    bool m_isConnected = false;
    std::size_t m_missed = 0; // the last moment of which the tree was not told
    std::size_t m_expired = 0; // the last moment at which it was told that it had missed something
    std::size_t m_polled = 0; // the last moment at which all that is held was asked for again
    int m_settlings = 0;
};

} // namespace arv::test
