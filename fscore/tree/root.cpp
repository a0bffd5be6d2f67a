// SPDX-License-Identifier: Apache-2.0
#include "tree/root.h"

#include "tree/collectiondirectory.h"
#include "tree/magicdirectory.h"
#include "tree/projectdirectory.h"
#include "tree/rootdirectory.h"
#include "tree/shareddirectory.h"
#include "tree/tagsdirectory.h"

namespace arv {

std::unique_ptr<Node> makeRoot(TreeContext& context, Inode root, const MountSelection& selection)
{
    using Mode = MountSelection::Mode;
    using Readme = RootDirectory::Readme;
    using Takes = MagicDirectory::Takes;
    const QByteArray name;
    const auto now = context.wallNow();
    switch (selection.mode) {
    case Mode::All:
        return std::make_unique<RootDirectory>(context, root, RootDirectory::everything(),
                                               Readme::Shown);
    case Mode::Custom:
        return std::make_unique<RootDirectory>(context, root, selection.custom, Readme::None);
    case Mode::Home:
    case Mode::Project: {
        const ProjectDirectory::Subject subject{Uuid{selection.id}, selection.isFilterGroup};
        return std::make_unique<ProjectDirectory>(context, root, nullptr, name, subject, now);
    }
    case Mode::Collection:
        return std::make_unique<CollectionDirectory>(context, root, nullptr, name, selection.id,
                                                     now);
    case Mode::Shared:
        return std::make_unique<SharedDirectory>(context, root, nullptr, name);
    case Mode::ByTag:
        return std::make_unique<TagsDirectory>(context, root, nullptr, name,
                                               std::chrono::milliseconds(0));
    case Mode::ById:
        return std::make_unique<MagicDirectory>(context, root, nullptr, name, Takes::Everything,
                                                true);
    case Mode::ByPdh:
        return std::make_unique<MagicDirectory>(context, root, nullptr, name, Takes::HashesOnly,
                                                true);
    }
    return nullptr;
}

} // namespace arv
