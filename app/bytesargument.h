// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

class QCommandLineParser;

namespace arv {

// What an option may be, in bytes.
struct BytesRange
{
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    bool zeroIsFree = false; // 0 is no size, but the wish for none
};

// The bytes that an option of the command line asks for; nothing if it is not given. What cannot be
// had becomes the nearest that can, with a warning; what is no number is an error. Pure.
[[nodiscard]] Result<std::optional<std::uint64_t>> bytesArgument(const QCommandLineParser& parser,
                                                                 const QString& name,
                                                                 const BytesRange& range,
                                                                 QStringList& warnings);

} // namespace arv
