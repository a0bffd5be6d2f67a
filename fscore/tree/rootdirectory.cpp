// SPDX-License-Identifier: Apache-2.0
#include "tree/rootdirectory.h"

#include "base/footprint.h"
#include "tree/context.h"
#include "tree/infofile.h"
#include "tree/inodetable.h"
#include "tree/magicdirectory.h"
#include "tree/projectdirectory.h"

namespace arv {

namespace {

constexpr char byIdName[] = "by_id";
constexpr char homeName[] = "home";
constexpr char readmeName[] = "README";

QByteArray readmeText(const TreeContext& context)
{
    return QStringLiteral("This folder shows data of the Arvados cluster %1, as %2 sees them.\n\n"
                          "  home    your own projects and collections\n"
                          "  by_id   any collection or project by its identifier; looks empty,\n"
                          "          names show up once they have been asked for\n")
        .arg(context.host, context.email.isEmpty() ? QStringLiteral("your account") : context.email)
        .toUtf8();
}

} // namespace

RootDirectory::RootDirectory(TreeContext& context, Inode inode)
    : Directory(context, inode, nullptr, {})
    , m_modified(context.wallNow())
    , m_byId(context.inodes.reserve())
    , m_home(context.inodes.reserve())
    , m_readme(context.inodes.reserve())
{ }

Attributes RootDirectory::attributes() const
{
    return directoryAttributes(m_modified);
}

std::optional<Node*> RootDirectory::findNow(const QByteArray& name)
{
    if (Node* live = liveChild(name))
        return live;
    if (name == byIdName)
        return makeChild<MagicDirectory>(m_byId, name, false);
    if (name == homeName)
        return makeChild<ProjectDirectory>(m_home, name, ProjectDirectory::Subject{}, m_modified);
    if (name != readmeName)
        return nullptr;
    const InfoFile::Text text{readmeText(context()), m_modified};
    return makeChild<InfoFile>(
        m_readme, name, [text] { return text; }, Validity{staleness::local, staleness::local},
        heapBytes(text.bytes));
}

std::shared_ptr<const Listing> RootDirectory::listingNow()
{
    auto listing = std::make_shared<GrowingListing>();
    listing->append({byIdName, m_byId, true});
    listing->append({homeName, m_home, true});
    listing->append({readmeName, m_readme, false});
    listing->complete();
    return listing;
}

} // namespace arv
