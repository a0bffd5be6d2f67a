// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsettings.h"

#include <QString>

namespace arv {

// What a person gave as the project or collection that a mount shows. Pure; any thread.

// The UUID or portable data hash in it: a whole address of Workbench is cut down to the id at its
// end. Otherwise the text without blanks around.
[[nodiscard]] QString readObjectId(const QString& given);

// One sentence about why the id does not fit what is to be shown; empty: it does, or none is
// needed.
[[nodiscard]] QString objectIdProblem(MountSettings::Show show, const QString& id);

} // namespace arv
