// SPDX-License-Identifier: Apache-2.0
#include "base/errc.h"

#include <array>
#include <cstddef>

namespace arv {

namespace {

constexpr std::array names{"NotFound",      "NotSignedIn",  "PermissionDenied", "NotPermitted",
                           "ReadOnly",      "NameTaken",    "NameTooLong",      "Invalid",
                           "NotADirectory", "IsADirectory", "BadHandle",        "Stale",
                           "NotSupported",  "NoAttribute",  "TooLarge",         "Unreachable",
                           "TimedOut",      "ServerError",  "BadReply",         "BadManifest",
                           "BlockNotFound", "BlockCorrupt", "SignatureRefused", "Cancelled",
                           "ShuttingDown",  "NoMemory",     "Internal"};

static_assert(names.size() == static_cast<std::size_t>(Errc::Internal) + 1);

} // namespace

const char* errcName(Errc code)
{
    return names.at(static_cast<std::size_t>(code));
}

} // namespace arv
