// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace arv {

// Largest block, by protocol: 64 MiB.
constexpr std::uint32_t maxBlockSize = 67108864;

// MD5 of nothing: the block that exists without being stored; never asked for.
inline constexpr char emptyBlockHash[] = "d41d8cd98f00b204e9800998ecf8427e";

// Hash, size and hints of one block: hash "+" size ("+" hint)*. Keeps the text as received, since
// the order of hints is free and unknown ones must survive. A value; any thread.
class Locator
{
public:
    Locator() = default; // the empty block

    // Refuses upper-case hashes, a missing size, sizes above maxBlockSize and malformed hints.
    [[nodiscard]] static Result<Locator> parse(QByteArrayView text);

    [[nodiscard]] const QByteArray& text() const { return m_text; }
    [[nodiscard]] QByteArray hash() const { return m_text.left(32); } // 32 lower-case hex digits
    [[nodiscard]] std::uint32_t size() const { return m_size; } // bytes
    [[nodiscard]] QByteArray stripped() const; // hash and size only
    [[nodiscard]] bool isEmptyBlock() const { return m_size == 0; }

    // The +A hint's expiry, seconds since 1970; 0 if the locator is not signed.
    [[nodiscard]] std::int64_t signatureExpiry() const;

    // Service hints in their order: what stands behind "K@" (5 or 27 characters).
    [[nodiscard]] QList<QByteArray> serviceHints() const;

private:
    QByteArray m_text = "d41d8cd98f00b204e9800998ecf8427e+0";
    std::uint32_t m_size = 0;
};

// Same block: hash and size are equal, whatever the hints.
[[nodiscard]] bool sameBlock(const Locator& a, const Locator& b);

} // namespace arv
