// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/manifest.h"

namespace arv {

// Writes the normal form: one line per directory with files, files by name, each block once per
// line, hints kept. Pure; one thread; the manifest must outlive it.
class ManifestWriter
{
public:
    explicit ManifestWriter(const Manifest& manifest);

    [[nodiscard]] QByteArray write(); // once

private:
    struct Waiting // a directory still to be written
    {
        Manifest::NodeIndex directory = Manifest::root;
        qsizetype parentPath = 0; // length of the parent's stream name
    };

    void writeDirectory(Manifest::NodeIndex directory);
    void pushSubdirectories(Manifest::NodeIndex directory);
    void writeStream(Manifest::Children children);
    void writeBlocks(Manifest::NodeIndex file);
    void writeTokens(Manifest::NodeIndex file);
    void writeToken(ByteRange span, Manifest::NodeIndex file);

    const Manifest& m_manifest;
    QByteArray m_text;
    QByteArray m_path = "."; // stream name, escaped
    std::vector<Waiting> m_stack; // not recursion: depth is the text's choice

    // Where each block lies in the current stream's data, if it is there.
    std::vector<std::uint64_t> m_blockOffsets;
    std::vector<std::uint32_t> m_listed;
    std::uint64_t m_streamLength = 0;
};

} // namespace arv
