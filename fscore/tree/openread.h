// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/rangeset.h"
#include "keep/readpattern.h"

#include <QByteArray>

#include <memory>
#include <set>

namespace arv {

// What has been read through one open file. Mount thread only.
class OpenRead
{
public:
    // Notes a read: whether everything before it was read through this handle, the kernel's
    // read-ahead included. May be asked twice.
    [[nodiscard]] bool followsFromStart(ByteRange range);

    // A block of which wrong bytes were given out: it stays an error here, since the program may
    // have them.
    void lose(const QByteArray& blockHash) { m_lost.insert(blockHash); }
    [[nodiscard]] bool hasLost(const QByteArray& blockHash) const
    {
        return !m_lost.empty() && m_lost.contains(blockHash);
    }

    ReadPattern pattern;
    bool isInTheBackground = false; // whoever waited last is an indexer or the like
    // Held while blocks are fetched ahead for this file: all who do share the memory.
    std::shared_ptr<void> aheadShare;

private:
    RangeSet m_read;
    std::set<QByteArray> m_lost;
};

} // namespace arv
