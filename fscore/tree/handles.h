// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "tree/inodetable.h"
#include "tree/listing.h"

#include <memory>
#include <unordered_map>

namespace arv {

// Open files and listings by number. Each keeps its node; a listing keeps its snapshot, in which
// positions stay valid. Mount thread only.
class Handles
{
public:
    struct Open
    {
        Pin node;
        std::shared_ptr<const Listing> listing; // nullptr: a file
    };

    [[nodiscard]] FileHandle add(Open open)
    {
        const FileHandle handle{m_next++};
        m_open.emplace(handle, std::move(open));
        return handle;
    }
    [[nodiscard]] const Open* find(FileHandle handle) const
    {
        const auto found = m_open.find(handle);
        return found == m_open.end() ? nullptr : &found->second;
    }
    void remove(FileHandle handle) { m_open.erase(handle); }
    [[nodiscard]] std::size_t size() const { return m_open.size(); }
    void clear() { m_open.clear(); }

private:
    std::uint64_t m_next = 1;
    std::unordered_map<FileHandle, Open> m_open;
};

} // namespace arv
