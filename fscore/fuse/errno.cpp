// SPDX-License-Identifier: Apache-2.0
#include "fuse/errno.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>

namespace arv {

namespace {

// Odd rows: PermissionDenied is EACCES (the permission is missing in Arvados), NotPermitted EPERM
// (the place never allows it); NotSignedIn is EACCES too, and the account is told; TimedOut only
// where nothing answered at all; a bad manifest is EIO, since the directory is there and cannot be
// shown.
constexpr std::array table{
    std::pair{Errc::NotFound, ENOENT},          std::pair{Errc::NotSignedIn, EACCES},
    std::pair{Errc::PermissionDenied, EACCES},  std::pair{Errc::NotPermitted, EPERM},
    std::pair{Errc::ReadOnly, EROFS},           std::pair{Errc::NameTaken, EEXIST},
    std::pair{Errc::NameTooLong, ENAMETOOLONG}, std::pair{Errc::Invalid, EINVAL},
    std::pair{Errc::NotADirectory, ENOTDIR},    std::pair{Errc::IsADirectory, EISDIR},
    std::pair{Errc::BadHandle, EBADF},          std::pair{Errc::Stale, ESTALE},
    std::pair{Errc::NotSupported, ENOTSUP},     std::pair{Errc::TooLarge, EFBIG},
    std::pair{Errc::NoAttribute, ENODATA},      std::pair{Errc::TimedOut, ETIMEDOUT},
    std::pair{Errc::NoMemory, ENOMEM},          std::pair{Errc::ShuttingDown, ENODEV},
};

} // namespace

int errnoOf(Errc code)
{
    for (const auto& [ours, theirs] : table) {
        if (ours == code)
            return theirs;
    }
    return EIO; // the network, Keep, and whatever nobody foresaw
}

} // namespace arv
