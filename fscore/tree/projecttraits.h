// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/objecttraits.h"

namespace arv {

class ProjectDirectory;

// Of a project or filter group: UUID, kind and properties. Of a home: UUID and kind of its user.
class ProjectTraits : public ObjectTraits
{
public:
    explicit ProjectTraits(ProjectDirectory& project);
    [[nodiscard]] bool has(Trait trait) const override;

private:
    [[nodiscard]] bool isGroup() const;
    [[nodiscard]] std::optional<QByteArray> knownNow(Trait trait) override;
    [[nodiscard]] Task<Fetched> fetch(CancelToken token) override;

    ProjectDirectory& m_project;
};

} // namespace arv
