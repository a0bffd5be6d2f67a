// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mountrequest.h"

#include <QList>

class QCommandLineOption;
class QCommandLineParser;

namespace arv {

// The options of `arvados-drive mount` that say where blocks are kept and how they are read:
// arv-mount's, and --verify and --bandwidth of ours.
[[nodiscard]] QList<QCommandLineOption> dataOptions();

// What they say, put into the request, whose directory is known. An error with the code Invalid is
// wrong use. Pure: no file is looked at.
[[nodiscard]] Result<void> readData(const QCommandLineParser& parser, MountRequest& request);

} // namespace arv
