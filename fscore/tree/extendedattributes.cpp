// SPDX-License-Identifier: Apache-2.0
// The part of FileSystem that answers for extended attributes.
#include "tree/filesystem.h"
#include "tree/objecttraits.h"
#include "tree/unit.h"

#include <array>

namespace arv {

namespace {

constexpr char namespaceOfUsers[] = "user.";
constexpr char blockCountName[] = "user.arvados.block_count";

struct NamedTrait
{
    const char* name;
    Trait trait;
};
constexpr std::array namedTraits{
    NamedTrait{"user.arvados.uuid", Trait::Uuid},
    NamedTrait{"user.arvados.portable_data_hash", Trait::PortableDataHash},
    NamedTrait{"user.arvados.kind", Trait::Kind},
    NamedTrait{"user.arvados.properties", Trait::Properties},
};

std::optional<Trait> traitOf(const QByteArray& name)
{
    for (const auto& named : namedTraits) {
        if (name == named.name)
            return named.trait;
    }
    return std::nullopt;
}

std::optional<QByteArray> blockCountOf(Node& node)
{
    const File* const file = node.asFile();
    const auto count = file ? file->blockCount() : std::nullopt;
    if (!count)
        return std::nullopt;
    return QByteArray::number(static_cast<qulonglong>(*count));
}

// A generated text in a project or collection is no part of it.
ObjectTraits* traitsOf(const Node& node)
{
    Unit* const unit = node.kind() == NodeKind::Special ? nullptr : node.unit();
    return unit ? unit->traits() : nullptr;
}

Error gone()
{
    return {Errc::Stale, QStringLiteral("the object is gone")};
}

Error absent()
{
    return {Errc::NoAttribute, QStringLiteral("no such extended attribute")};
}

Result<QByteArray> orAbsent(std::optional<QByteArray> value)
{
    if (!value || value->isEmpty())
        return absent();
    return *std::move(value);
}

} // namespace

std::optional<Result<QByteArray>> FileSystem::extendedNow(Inode inode, const QByteArray& name)
{
    // Not NoAttribute: after this one `ls` does not ask again for every file.
    if (!name.startsWith(namespaceOfUsers))
        return Error{Errc::NotSupported, QStringLiteral("only \"user.\" attributes are here")};
    Node* const node = m_inodes.find(inode);
    if (!node)
        return gone();
    if (name == blockCountName)
        return orAbsent(blockCountOf(*node));
    const auto trait = traitOf(name);
    ObjectTraits* const traits = traitsOf(*node);
    if (!trait || !traits)
        return absent();
    auto value = traits->valueNow(*trait);
    if (!value)
        return std::nullopt;
    return orAbsent(std::move(value));
}

Task<QByteArray> FileSystem::extended(Inode inode, QByteArray name, CancelToken token)
{
    if (const auto now = extendedNow(inode, name))
        co_return *now;
    const Node* const node = m_inodes.find(inode);
    ObjectTraits* const traits = node ? traitsOf(*node) : nullptr;
    if (!traits)
        co_return gone();
    const Pin pin(m_inodes, *node->unit());
    auto preparing = traits->prepare(std::move(token));
    const auto prepared = co_await preparing;
    if (!prepared) {
        m_context.tellOfFailure(prepared.error());
        co_return prepared.error();
    }
    if (const auto value = extendedNow(inode, name))
        co_return *value;
    co_return Error{Errc::TimedOut, QStringLiteral("the object changes too fast")};
}

Result<QByteArray> FileSystem::extendedNames(Inode inode) const
{
    Node* const node = m_inodes.find(inode);
    if (!node)
        return gone();
    QByteArray names;
    const ObjectTraits* const traits = traitsOf(*node);
    for (const auto& named : namedTraits) {
        if (traits && traits->has(named.trait))
            names += QByteArray(named.name) + '\0';
    }
    if (blockCountOf(*node))
        names += QByteArray(blockCountName) + '\0';
    return names;
}

} // namespace arv
