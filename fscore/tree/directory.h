// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "async/task.h"
#include "tree/kernellisting.h"
#include "tree/listing.h"
#include "tree/node.h"

#include <QHash>

#include <memory>
#include <optional>

namespace arv {

struct TreeContext;

// A directory of any kind. Each question has two halves: one that answers from memory or says that
// it cannot, and one that waits until the first half can. The answer is always taken from the
// first, so that nothing suspends between reading the tree and telling the kernel. Mount thread
// only.
class Directory : public Node
{
public:
    Directory(TreeContext& context, Inode inode, Directory* parent, QByteArray name);

    [[nodiscard]] Directory* asDirectory() override { return this; }

    // The child of this name as a node (made if need be); nullptr: it is not there. nullopt: not
    // known without waiting.
    [[nodiscard]] virtual std::optional<Node*> findNow(const QByteArray& name) = 0;
    // Succeeds when findNow would answer; an error is the answer. This node must be pinned.
    [[nodiscard]] virtual Task<void> prepareToFind(QByteArray name, CancelToken token);

    // nullptr: not known without waiting.
    [[nodiscard]] virtual std::shared_ptr<const Listing> listingNow() = 0;
    [[nodiscard]] virtual Task<void> prepareToList(CancelToken token);

    // What the kernel keeps of our listings.
    [[nodiscard]] KernelListing& kernelListing() { return m_kernelListing; }

    // Everything that is here is known, so "not there" may be remembered by the kernel.
    [[nodiscard]] virtual bool isCompletelyKnown() const { return true; }

    // How long the kernel may keep what it knows of the children.
    [[nodiscard]] virtual Validity childValidity() const;
    // The same for one of them, where they are not all as old.
    [[nodiscard]] virtual Validity validityOf(const Node& /*child*/) const
    {
        return childValidity();
    }

    // Whose contents these are, if it is a project's; a filter group may contain itself.
    [[nodiscard]] virtual const Uuid* projectUuid() const { return nullptr; }

    // A name is here for as long as it has a node: nodes of units stay until they are evicted.
    [[nodiscard]] virtual bool listsWhatHasNodes() const { return false; }

    // A listing of the parent gives this time for it; true if that changed its attributes.
    virtual bool noteListedTime(std::int64_t /*modified*/) { return false; }

    // The child that has a node already, or nullptr.
    [[nodiscard]] Node* liveChild(const QByteArray& name) const { return m_live.value(name); }
    [[nodiscard]] QList<Node*> liveNodes() const { return m_live.values(); }
    // The node goes away, or stands for something that is gone: drop the pointer to it.
    void forgetChild(const Node& child) { m_live.remove(child.name()); }

    // Makes a node of kind N below this directory: N(context, inode, this, name, more...).
    template <class N, class... More>
    N* makeChild(Inode inode, const QByteArray& name, More&&... more)
    {
        auto made = std::make_unique<N>(m_context, inode, this, name, std::forward<More>(more)...);
        N* const child = made.get();
        addChild(std::move(made));
        return child;
    }

    [[nodiscard]] TreeContext& context() const { return m_context; }

protected:
    [[nodiscard]] Attributes directoryAttributes(std::int64_t modified) const;

private:
    void addChild(std::unique_ptr<Node> child);

    TreeContext& m_context;
    KernelListing m_kernelListing;
    QHash<QByteArray, Node*> m_live; // children that have nodes, by name
};

} // namespace arv
