// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/arvadosapi.h"
#include "keep/keepclient.h"
#include "net/httpclient.h"
#include "support/fakeclock.h"
#include "tree/collectionloader.h"
#include "tree/context.h"
#include "tree/inodetable.h"
#include "tree/unit.h"
#include "tree/unitindex.h"

#include <vector>

namespace arv::test {

// A unit that says of itself what it takes, and is loaded when the test says so.
class FakeUnit : public Unit
{
public:
    using Unit::Unit;
    [[nodiscard]] Attributes attributes() const override { return {}; }
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override
    {
        return liveChild(name);
    }
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override { return nullptr; }
    [[nodiscard]] NodeKind kind() const override { return NodeKind::Project; }
    [[nodiscard]] std::size_t footprint() const override { return m_content + 500; }
    [[nodiscard]] bool holdsContent() const override { return m_content > 0; }
    void dropContent() override { m_content = 0; }

    void load(std::size_t bytes)
    {
        m_content = bytes;
        context().inodes.cache().measure(*this);
    }

private:
    std::size_t m_content = 0;
};

class FakeFile : public Node
{
public:
    FakeFile(TreeContext& /*context*/, Inode inode, Directory* parent, QByteArray name)
        : Node(inode, parent, std::move(name))
    { }
    [[nodiscard]] Attributes attributes() const override { return {}; }
    [[nodiscard]] NodeKind kind() const override { return NodeKind::File; }
    [[nodiscard]] std::size_t footprint() const override { return 700; }
};

// What nodes work with, and no server behind it: for tests of counts and accounts alone. The root
// is a unit.
class BareTree
{
public:
    BareTree()
        : m_api(m_http)
        , m_keep(m_blocks, m_scope, {})
        , m_collections(m_api, m_pool, m_scope, {})
        , context{m_api,
                  m_keep,
                  m_pool,
                  clock,
                  inodes,
                  m_scope,
                  m_collections,
                  units,
                  [this](Change told) { changes.push_back(std::move(told)); },
                  {}}
    {
        root = &inodes.add(
            std::make_unique<FakeUnit>(context, inodes.reserve(), nullptr, QByteArray()));
    }

    template <class N = FakeUnit>
    [[nodiscard]] N& add(Directory& parent)
    {
        const auto inode = inodes.reserve();
        return *parent.makeChild<N>(inode, QByteArray::number(static_cast<qulonglong>(inode)));
    }
    // A unit below the root that nobody refers to.
    [[nodiscard]] FakeUnit& loaded(std::size_t bytes)
    {
        auto& unit = add(*root);
        unit.load(bytes);
        return unit;
    }
    [[nodiscard]] FakeUnit* unit(Inode inode) const
    {
        return static_cast<FakeUnit*>(inodes.find(inode));
    }
    [[nodiscard]] CacheFigures figures() const { return inodes.cache().figures(); }

    FakeClock clock;
    std::vector<Change> changes;
    UnitIndex units;
    InodeTable inodes;

private:
    Pool m_pool{1};
    BlockStore m_blocks{m_pool};
    HttpClient m_http{Credentials{}};
    ArvadosApi m_api;
    TaskScope m_scope;
    KeepClient m_keep;
    CollectionLoader m_collections;

public:
    TreeContext context;
    FakeUnit* root = nullptr;
};

} // namespace arv::test
