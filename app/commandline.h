// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mountrequest.h"

#include <QStringList>

namespace arv {

// The command line as a value.
struct CommandLine
{
    enum class Command
    {
        Help,
        MountHelp,
        Version,
        Mount,
        Window, // the tray application
        Demo, // the same, with a demo cluster
        DemoHeadless, // a demo cluster mounted at mount.directory
        DemoServe // the demo cluster alone, with `rest` as its options
    };
    Command command = Command::Help;
    MountRequest mount;
    bool autostarted = false; // Window: by the session, so no window is opened
    QStringList rest;

    // arguments: without the program's name.
    [[nodiscard]] static Result<CommandLine> parse(const QStringList& arguments);
};

// What the process ends with: 2 after wrong use, 1 when it is what no mount can be, or not yet.
[[nodiscard]] int exitStatusOf(const Error& error);

} // namespace arv
