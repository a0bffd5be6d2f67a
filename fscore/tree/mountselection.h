// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace arv {

// One entry of a mount that a person has laid out (arv-mount's --mount-home and the like). A value.
struct CustomMount
{
    enum class Kind
    {
        Home,
        Shared,
        ById,
        ByPdh,
        ByTag
    };
    Kind kind = Kind::Home;
    QString name; // its file name: not empty, ".", ".." and without "/"
    bool operator==(const CustomMount&) const = default;
};

// What the root of a mount is. A value.
struct MountSelection
{
    enum class Mode
    {
        All, // by_id, by_tag, home, shared and a README
        Home,
        Shared,
        ById,
        ByPdh, // as ById, but portable data hashes only
        ByTag,
        Project,
        Collection,
        Custom // the entries of `custom`, nothing else
    };
    Mode mode = Mode::All;
    QString id; // Project: its UUID; Collection: UUID or portable data hash
    bool isFilterGroup = false; // Project
    QList<CustomMount> custom{}; // Custom: shown by kind in the order of the enumeration
};

} // namespace arv
