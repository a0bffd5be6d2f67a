// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/blockfilestate.h"
#include "keep/filedescriptor.h"

#include <QByteArray>

namespace arv {

// One file of the block cache while it is open, with the locks that Arvados' own tools take: who
// reads or writes it has it locked shared, and only who gets the exclusive lock may delete it. No
// lock is ever waited for. One thread; blocks on the disk.
class BlockFile
{
public:
    enum class Access
    {
        Read,
        Delete, // for writing too where that may be: NFS gives exclusive locks to writers only
    };

    // Nothing unless a regular file has that name there and may be opened: links are not followed,
    // and pipes and devices not waited for. errno says why. The folder's descriptor must outlive
    // this.
    [[nodiscard]] static std::optional<BlockFile> open(int folder, const QByteArray& name,
                                                       Access access);

    // As it was when it was opened, or at lock() or touch().
    [[nodiscard]] const BlockFileState& state() const { return m_state; }

    // False: somebody is deleting it.
    [[nodiscard]] bool lock();

    // Sets both of its times to now, so that all who share the cache see that it is in use.
    void touch();

    // The first bytes of the file; false if there are fewer, or they cannot be read.
    [[nodiscard]] bool read(char* to, std::size_t bytes) const;

    enum class Removal
    {
        Removed,
        InUse, // by this process or another, or changed since its state was taken
        Gone, // the name is another file's by now, or nobody's, or not ours to take away
    };
    // Takes the file away. Whatever comes of it, a lock that was held is lost.
    [[nodiscard]] Removal remove();

private:
    BlockFile(int folder, QByteArray name, FileDescriptor file, const BlockFileState& state);

    void refresh();

    int m_folder;
    QByteArray m_name;
    FileDescriptor m_file;
    BlockFileState m_state;
};

} // namespace arv
