// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/file.h"

#include <functional>

namespace arv {

// A small generated text: README, .arvados#collection, .arvados#project.
class InfoFile : public File
{
public:
    struct Text
    {
        QByteArray bytes;
        std::int64_t modified = 0; // nanoseconds since 1970
    };
    using Source = std::function<Text()>; // what it says now; must not wait

    // validity: how long the kernel may trust size and times. kept: bytes of memory that the source
    // keeps for this file alone.
    InfoFile(TreeContext& context, Inode inode, Directory* parent, QByteArray name, Source source,
             Validity validity, std::size_t kept = 0);

    [[nodiscard]] Attributes attributes() const override;
    [[nodiscard]] Validity validity() const override { return m_validity; }
    [[nodiscard]] std::optional<Pieces> readNow(ByteRange range, OpenRead& reading) override;
    [[nodiscard]] NodeKind kind() const override { return NodeKind::Special; }
    [[nodiscard]] std::size_t footprint() const override
    {
        return footprintAs(sizeof(InfoFile)) + m_kept;
    }

private:
    Source m_source;
    Validity m_validity;
    std::size_t m_kept;
};

} // namespace arv
