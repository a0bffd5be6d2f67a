// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/manifestbuilder.h"

#include <string>
#include <string_view>

namespace arv {

// Reads the text of a manifest, once, from its first byte to its last. Refuses with
// Errc::BadManifest and the line, number and text of the token at fault. Pure; one thread; the text
// must outlive it. Accepts beyond the written grammar only what SDKs made in old times: markers
// with a path, two backslashes for one, hints of one letter.
class ManifestParser
{
public:
    explicit ManifestParser(QByteArrayView text);

    [[nodiscard]] Result<Manifest> parse(); // once

private:
    struct Token
    {
        std::string_view text;
        std::uint32_t where = 0; // offset in the text
    };

    [[nodiscard]] Result<Manifest> finish();
    [[nodiscard]] bool parseStream();
    [[nodiscard]] bool findLineEnd();
    [[nodiscard]] bool atLineEnd() const { return m_position > m_lineEnd; }
    [[nodiscard]] bool take(Token& token);
    [[nodiscard]] bool checkCharacters(const Token& token);

    [[nodiscard]] bool enterStream(const Token& token);
    [[nodiscard]] bool addLocator(const Token& token);
    [[nodiscard]] bool addFileToken(const Token& token);
    [[nodiscard]] bool addFile(const Token& token, ByteRange range, std::string_view path);
    [[nodiscard]] bool addData(const Token& token, ByteRange range);

    [[nodiscard]] bool decode(const Token& token, std::string_view escaped, std::string_view& path);
    [[nodiscard]] bool enter(const Token& token, std::string_view component,
                             ManifestBuilder::Directory& directory);
    [[nodiscard]] bool enterParents(const Token& token, std::string_view& path,
                                    ManifestBuilder::Directory& directory);
    [[nodiscard]] bool checkComponent(const Token& token, std::string_view component);

    bool fail(const Token& token, const QString& reason); // always false
    [[nodiscard]] Token tokenAt(std::size_t where) const;
    [[nodiscard]] std::uint64_t streamLength() const;

    std::string_view m_text;
    std::size_t m_position = 0; // of the next token
    std::size_t m_lineEnd = 0;
    std::string m_scratch; // a decoded name
    ManifestBuilder m_builder;
    Error m_error;

    // The stream being read; blocks of size 0 are left out.
    ManifestBuilder::Directory m_directory = ManifestBuilder::root;
    std::vector<std::uint32_t> m_streamBlocks;
    std::vector<std::uint64_t> m_streamEnds; // where each block ends in the stream's data
};

} // namespace arv
