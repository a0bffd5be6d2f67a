// SPDX-License-Identifier: Apache-2.0
#include "tree/magicdirectory.h"

#include "api/arvadosapi.h"
#include "base/footprint.h"
#include "base/idforms.h"
#include "tree/collectiondirectory.h"
#include "tree/context.h"
#include "tree/infofile.h"
#include "tree/inodetable.h"
#include "tree/projectdirectory.h"

#include <algorithm>

namespace arv {

namespace {

constexpr char readmeName[] = "README";
constexpr char innerName[] = "by_id";

using Takes = MagicDirectory::Takes;

QByteArray readmeText(const QString& host, Takes takes)
{
    auto text =
        QStringLiteral("Everything on %1 that you may read can be reached here by its\n"
                       "identifier, although the directory looks empty: a name shows up once\n"
                       "it has been asked for. Names that are understood:\n\n")
            .arg(host);
    if (takes == Takes::Everything)
        text += QStringLiteral("  a collection's UUID           zzzzz-4zz18-0123456789abcde\n");
    text +=
        QStringLiteral("  a portable data hash          0123456789abcdef0123456789abcdef+123\n");
    if (takes == Takes::Everything)
        text += QStringLiteral("  a project's UUID              zzzzz-j7d0g-0123456789abcde\n");
    return text.toUtf8();
}

} // namespace

MagicDirectory::MagicDirectory(TreeContext& context, Inode inode, Directory* parent,
                               QByteArray name, Takes takes, bool withInner)
    : Directory(context, inode, parent, std::move(name))
    , m_takes(takes)
    , m_modified(context.wallNow())
    , m_readmeInode(context.inodes.reserve())
    , m_innerInode(withInner ? context.inodes.reserve() : Inode::None)
{ }

Attributes MagicDirectory::attributes() const
{
    return directoryAttributes(m_modified);
}

std::optional<Node*> MagicDirectory::findNow(const QByteArray& name)
{
    if (Node* live = liveChild(name))
        return live;
    if (name == readmeName)
        return readme();
    if (name == innerName && m_innerInode != Inode::None)
        return makeChild<MagicDirectory>(m_innerInode, name, m_takes, false);
    const auto text = QString::fromLatin1(name);
    const bool isUuid = isUuidOf(text, collectionInfix) || isUuidOf(text, groupInfix);
    const bool mayExist = isPortableDataHash(text) || (isUuid && m_takes == Takes::Everything);
    return mayExist ? std::nullopt : std::optional<Node*>(nullptr);
}

Node* MagicDirectory::readme()
{
    const InfoFile::Text text{readmeText(context().host, m_takes), m_modified};
    return makeChild<InfoFile>(
        m_readmeInode, QByteArray(readmeName), [text] { return text; },
        Validity{staleness::local, staleness::local}, heapBytes(text.bytes));
}

Task<void> MagicDirectory::prepareToFind(QByteArray name, CancelToken token)
{
    if (isUuidOf(QString::fromLatin1(name), groupInfix)) {
        auto asking = askForGroup(std::move(name), std::move(token));
        const auto asked = co_await asking;
        co_return asked;
    }
    auto asking = askForCollection(std::move(name), std::move(token));
    const auto asked = co_await asking;
    co_return asked;
}

Task<void> MagicDirectory::askForGroup(QByteArray name, CancelToken token)
{
    const Uuid uuid{QString::fromLatin1(name)};
    auto asking = context().api.projectOrFilterGroup(uuid, token);
    const auto group = co_await asking;
    if (!group)
        co_return group.error();
    if (liveChild(name))
        co_return done(); // two lookups of one name at a time: the first result stays
    const ProjectDirectory::Subject subject{uuid, group->groupClass == QStringLiteral("filter")};
    makeChild<ProjectDirectory>(context().inodes.reserve(), name, subject, group->modifiedAt);
    noteNewName();
    co_return done();
}

// The manifest is loaded with the record: whoever names a collection here means to look inside.
Task<void> MagicDirectory::askForCollection(QByteArray name, CancelToken token)
{
    auto loading = context().collections.load(QString::fromLatin1(name), nullptr, token);
    const auto loaded = co_await loading;
    if (!loaded)
        co_return loaded.error();
    if (liveChild(name))
        co_return done();
    makeChild<CollectionDirectory>(context().inodes.reserve(), name, QString::fromLatin1(name),
                                   (*loaded)->record.modifiedAt, *loaded);
    noteNewName();
    co_return done();
}

void MagicDirectory::noteNewName()
{
    m_modified = context().wallNow();
    context().tellKernel({Change::Kind::Attributes, Inode::None, {}, inode()});
}

std::shared_ptr<const Listing> MagicDirectory::listingNow()
{
    auto listing = std::make_shared<GrowingListing>();
    listing->append({readmeName, m_readmeInode, false});
    if (m_innerInode != Inode::None)
        listing->append({innerName, m_innerInode, true});
    auto nodes = liveNodes();
    nodes.removeIf([](Node* node) { return !node->asUnit(); });
    std::ranges::sort(nodes, {}, [](const Node* node) { return number(node->inode()); });
    for (const auto* node : nodes) // in order of first access, as numbers are
        listing->append({node->name(), node->inode(), true});
    listing->complete();
    return listing;
}

} // namespace arv
