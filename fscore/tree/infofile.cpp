// SPDX-License-Identifier: Apache-2.0
#include "tree/infofile.h"

namespace arv {

InfoFile::InfoFile(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                   Source source, Validity validity, std::size_t kept)
    : File(context, inode, parent, std::move(name))
    , m_source(std::move(source))
    , m_validity(validity)
    , m_kept(kept)
{ }

Attributes InfoFile::attributes() const
{
    const auto text = m_source();
    Attributes attributes;
    attributes.inode = inode();
    attributes.size = static_cast<std::uint64_t>(text.bytes.size());
    attributes.modified = text.modified;
    attributes.accessed = accessed(text.modified);
    return attributes;
}

std::optional<Pieces> InfoFile::readNow(ByteRange range, OpenRead& /*reading*/)
{
    return Pieces{Bytes(m_source().bytes).slice(range.offset, range.length)};
}

} // namespace arv
