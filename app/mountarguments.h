// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mountrequest.h"

#include <QStringList>

namespace arv {

// What stands behind `arvados-drive mount`, as a value. The names and defaults are arv-mount's.
struct MountArguments
{
    enum class Wish
    {
        Mount,
        Help,
        Version
    };
    Wish wish = Wish::Mount;
    MountRequest request;

    // An error with the code Invalid is wrong use; any other is something that no mount can be, or
    // cannot be yet. Pure: no file is looked at.
    [[nodiscard]] static Result<MountArguments> parse(const QStringList& arguments);
};

} // namespace arv
