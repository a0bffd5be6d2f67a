// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountspec.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace arv {

// What a mount shows, as a command line says it: --home, --project UUID, --mount-by-id NAME ...

[[nodiscard]] QList<QCommandLineOption> selectionOptions();

// Errors as in MountArguments::parse.
[[nodiscard]] Result<MountSelection> selectionFrom(const QCommandLineParser& parser);

} // namespace arv
