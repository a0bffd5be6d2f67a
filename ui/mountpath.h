// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "itemplace.h"

#include <QList>
#include <QString>

#include <optional>

namespace arv {

struct MountPath
{
    QString path; // absolute
    bool isMounted = false; // it can be opened now
    bool isReadable = false; // by names, not by UUID
    bool operator==(const MountPath&) const = default;
};

// Where the mounts show an item; of several places one that is mounted, then one that no filter may
// have emptied, then one by names. Nothing if no mount of its account shows it, or if it would only
// be found by a tag. Pure: no file system is asked.
[[nodiscard]] std::optional<MountPath> mountPath(const QList<Desk::Mount>& mounts,
                                                 const ItemPlace& place);

} // namespace arv
