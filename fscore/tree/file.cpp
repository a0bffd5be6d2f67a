// SPDX-License-Identifier: Apache-2.0
#include "tree/file.h"

namespace arv {

File::File(TreeContext& context, Inode inode, Directory* parent, QByteArray name)
    : Node(inode, parent, std::move(name))
    , m_context(context)
{ }

Task<Pieces> File::read(ByteRange /*range*/, std::shared_ptr<OpenRead> /*reading*/,
                        CancelToken /*token*/)
{
    co_return Error{Errc::Internal, QStringLiteral("this file answers at once or not at all")};
}

} // namespace arv
