// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArrayView>

#include <cstdint>

namespace arv {

// A locator's text, checked and taken apart where it stands: nothing is copied, so that a manifest
// with a million blocks is read quickly. Pure; any thread; the text must outlive it.
struct LocatorParts
{
    static constexpr qsizetype hashDigits = 32;
    static constexpr qsizetype signatureDigits = 40;
    static constexpr qsizetype expiryDigits = 8;

    QByteArrayView text; // all of it
    QByteArrayView hints; // behind the size, without the first plus; may be empty
    std::uint32_t size = 0; // of the block, in bytes

    // Refuses upper-case hashes, a missing size, sizes above maxBlockSize and malformed hints.
    [[nodiscard]] static Result<LocatorParts> parse(QByteArrayView text);

    // The +A hint's expiry, seconds since 1970; 0 if the locator is not signed.
    [[nodiscard]] std::int64_t signatureExpiry() const;
};

// Takes the text up to the next plus out of hints, and the plus.
[[nodiscard]] QByteArrayView takeHint(QByteArrayView& hints);

} // namespace arv
