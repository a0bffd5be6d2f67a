// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"

#include <QByteArray>

#include <functional>

namespace arv {

// Something the kernel should be told, as a value: the tree says it, the notifier thread sends it.
struct Change
{
    enum class Kind
    {
        Entry, // the name in parent is gone or leads elsewhere
        Content, // bytes and attributes of inode
        Attributes, // attributes of inode only
        Expired, // the name in parent may lead elsewhere: ask before it is used again
    };
    Kind kind = Kind::Entry;
    Inode parent = Inode::None; // Entry, Expired
    QByteArray name; // Entry, Expired
    Inode inode = Inode::None; // Content, Attributes
    bool directory = false; // Expired
};

using ChangeSink = std::function<void(Change)>;

} // namespace arv
