// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>

namespace arv {

// What an inode stands for, as the figures tell it.
enum class NodeKind
{
    Plain, // plain roots, magic directories, what is shared, tags
    Project, // projects, filter groups, a home
    Collection, // roots of collections, with their manifests
    Directory, // inside a collection
    File, // of a collection
    Special, // README, .arvados#collection, .arvados#project
};
inline constexpr std::size_t nodeKindCount = 6;

// The inode cache of one mount at one moment. A value; any thread.
struct CacheFigures
{
    std::uint64_t bytes = 0; // measured footprint of all that is kept
    std::uint64_t cap = 0; // bytes; eviction begins above it

    struct OfKind
    {
        std::uint64_t nodes = 0;
        std::uint64_t bytes = 0;
    };
    std::array<OfKind, nodeKindCount> kinds; // by NodeKind
    [[nodiscard]] const OfKind& of(NodeKind kind) const
    {
        return kinds.at(static_cast<std::size_t>(kind));
    }

    std::uint64_t nodes = 0; // in memory
    std::uint64_t kernelHeld = 0; // nodes that the kernel holds (lookup count above 0)
    std::uint64_t inUse = 0; // nodes that handles or work in progress hold
    // Since the mount began: questions to a collection or project answered from memory, and those
    // that had to load it first.
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t evictions = 0;

    // The collections and projects that take most, biggest first, at most 20.
    struct Unit
    {
        QString path; // below the mount
        NodeKind kind = NodeKind::Project;
        std::uint64_t bytes = 0;
        bool held = false; // by the kernel or in use: cannot be evicted now
    };
    QList<Unit> largest;
};

} // namespace arv
