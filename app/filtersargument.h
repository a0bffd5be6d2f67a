// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountspec.h"

namespace arv {

// The value of --filters: a JSON list, the path of a file with one, or "-" for standard input. Of
// a file or standard input at most 16 MiB are taken; a pipe is waited for. The error is one
// sentence that begins with the option.
[[nodiscard]] Result<UserFilters> filtersFrom(const QString& given);

} // namespace arv
