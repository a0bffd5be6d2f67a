// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "async/task.h"
#include "base/bytes.h"
#include "tree/node.h"
#include "tree/openread.h"

#include <optional>
#include <vector>

namespace arv {

struct TreeContext;

// The bytes of one read: pieces in order, short in sum only at the end of the file.
using Pieces = std::vector<Bytes>;

// A file of any kind. Mount thread only.
class File : public Node
{
public:
    File(TreeContext& context, Inode inode, Directory* parent, QByteArray name);
    [[nodiscard]] File* asFile() override { return this; }

    // The bytes if they are in memory: most reads end here. nullopt: read() must fetch them.
    // reading: of the handle.
    [[nodiscard]] virtual std::optional<Pieces> readNow(ByteRange range, OpenRead& reading) = 0;
    // This node must be pinned.
    [[nodiscard]] virtual Task<Pieces> read(ByteRange range, std::shared_ptr<OpenRead> reading,
                                            CancelToken token);

    // Blocks of Keep that its bytes lie in; nullopt: it is not kept in blocks.
    [[nodiscard]] virtual std::optional<std::uint64_t> blockCount() const { return std::nullopt; }

    // What it stood for has gone before anybody opened it: it cannot be opened any more.
    [[nodiscard]] virtual bool isGone() { return false; }

    // Called at each open: may the kernel keep the pages it has from earlier opens?
    [[nodiscard]] virtual bool mayKeepPages() { return false; }
    // The answer to such an open did not reach the kernel.
    virtual void distrustPages() { }

protected:
    [[nodiscard]] TreeContext& context() const { return m_context; }

private:
    TreeContext& m_context;
};

} // namespace arv
