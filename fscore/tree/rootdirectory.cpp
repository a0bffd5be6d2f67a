// SPDX-License-Identifier: Apache-2.0
#include "tree/rootdirectory.h"

#include "base/visibletext.h"
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
    auto text =
        QStringLiteral("This folder shows data of the Arvados cluster %1, as %2 sees them.\n\n"
                       "  home    your own projects and collections\n"
                       "  by_id   any collection or project by its identifier; looks empty,\n"
                       "          names show up once they have been asked for\n")
            .arg(context.host,
                 context.email.isEmpty() ? QStringLiteral("your account") : context.email);
    if (!context.trouble.isEmpty())
        text += QStringLiteral("\nAt the moment nothing new can be shown:\n  %1\n")
                    .arg(visibleText(context.trouble));
    return text.toUtf8();
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
    const auto text = [this] {
        return InfoFile::Text{readmeText(context()),
                              std::max(m_modified, context().troubleChanged)};
    };
    // What it says changes with the cluster's health: the kernel keeps no size of it.
    return makeChild<InfoFile>(m_readme, name, text, Validity{staleness::local, {}});
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
