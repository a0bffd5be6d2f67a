// SPDX-License-Identifier: Apache-2.0
#include "tree/rootdirectory.h"

#include "base/visibletext.h"
#include "tree/context.h"
#include "tree/infofile.h"
#include "tree/inodetable.h"
#include "tree/magicdirectory.h"
#include "tree/projectdirectory.h"
#include "tree/shareddirectory.h"
#include "tree/tagsdirectory.h"

#include <algorithm>

namespace arv {

namespace {

using Kind = CustomMount::Kind;

constexpr char readmeName[] = "README";

QByteArray readmeText(const TreeContext& context)
{
    auto text =
        QStringLiteral("This folder shows data of the Arvados cluster %1, as %2 sees them.\n\n"
                       "  home    your own projects and collections\n"
                       "  shared  projects that others share with you, by owner\n"
                       "  by_tag  collections by the tags that they have\n"
                       "  by_id   any collection or project by its identifier; looks empty,\n"
                       "          names show up once they have been asked for\n")
            .arg(context.host,
                 context.email.isEmpty() ? QStringLiteral("your account") : context.email);
    if (!context.trouble.isEmpty())
        text += QStringLiteral("\nAt the moment nothing new can be shown:\n  %1\n")
                    .arg(visibleText(context.trouble));
    return text.toUtf8();
}

// As arv-mount lists them, whatever the order of the options.
int rankOf(Kind kind)
{
    constexpr std::array order{Kind::ById, Kind::ByPdh, Kind::ByTag, Kind::Home, Kind::Shared};
    return static_cast<int>(std::find(order.begin(), order.end(), kind) - order.begin());
}

} // namespace

QList<CustomMount> RootDirectory::everything()
{
    return {{Kind::ById, QStringLiteral("by_id")},
            {Kind::ByTag, QStringLiteral("by_tag")},
            {Kind::Home, QStringLiteral("home")},
            {Kind::Shared, QStringLiteral("shared")}};
}

RootDirectory::RootDirectory(TreeContext& context, Inode inode, const QList<CustomMount>& entries,
                             Readme readme)
    : Directory(context, inode, nullptr, {})
    , m_modified(context.wallNow())
{
    for (const auto& custom : entries) {
        auto name = custom.name.toUtf8();
        if (!entry(name))
            m_entries.push_back({std::move(name), custom.kind, context.inodes.reserve()});
    }
    std::ranges::stable_sort(m_entries, {}, [](const Entry& made) { return rankOf(made.kind); });
    if (readme == Readme::Shown)
        m_readme = context.inodes.reserve();
}

Attributes RootDirectory::attributes() const
{
    return directoryAttributes(m_modified);
}

const RootDirectory::Entry* RootDirectory::entry(const QByteArray& name) const
{
    const auto found = std::ranges::find(m_entries, name, &Entry::name);
    return found == m_entries.end() ? nullptr : &*found;
}

std::optional<Node*> RootDirectory::findNow(const QByteArray& name)
{
    if (Node* live = liveChild(name))
        return live;
    if (const Entry* const found = entry(name))
        return make(*found);
    return name == readmeName && m_readme != Inode::None ? makeReadme() : nullptr;
}

Node* RootDirectory::make(const Entry& entry)
{
    switch (entry.kind) {
    case Kind::Home:
        return makeChild<ProjectDirectory>(entry.inode, entry.name, ProjectDirectory::Subject{},
                                           m_modified);
    case Kind::Shared:
        return makeChild<SharedDirectory>(entry.inode, entry.name);
    case Kind::ById:
        return makeChild<MagicDirectory>(entry.inode, entry.name, MagicDirectory::Takes::Everything,
                                         false);
    case Kind::ByPdh:
        return makeChild<MagicDirectory>(entry.inode, entry.name, MagicDirectory::Takes::HashesOnly,
                                         false);
    case Kind::ByTag:
        return makeChild<TagsDirectory>(entry.inode, entry.name, staleness::tagsAmongOthers);
    }
    return nullptr;
}

// What it says changes with the cluster's health: the kernel keeps no size of it.
Node* RootDirectory::makeReadme()
{
    const auto text = [this] {
        return InfoFile::Text{readmeText(context()),
                              std::max(m_modified, context().troubleChanged)};
    };
    return makeChild<InfoFile>(m_readme, QByteArray(readmeName), text,
                               Validity{staleness::local, {}});
}

std::shared_ptr<const Listing> RootDirectory::listingNow()
{
    auto listing = std::make_shared<GrowingListing>();
    for (const auto& made : m_entries)
        listing->append({made.name, made.inode, true});
    if (m_readme != Inode::None)
        listing->append({readmeName, m_readme, false});
    listing->complete();
    return listing;
}

} // namespace arv
