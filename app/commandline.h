// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountspec.h"

#include <QStringList>

namespace arv {

// What `arvados-drive mount` was asked to do.
struct MountRequest
{
    MountSelection selection;
    QString directory; // absolute
    bool foreground = false;
    bool debug = false;
    std::chrono::milliseconds refreshTime = staleness::refresh;
    int retries = 10; // of what somebody waits for
};

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

    // arguments: without the program's name. An error is for exit status 2.
    [[nodiscard]] static Result<CommandLine> parse(const QStringList& arguments);
};

[[nodiscard]] QString helpText();
[[nodiscard]] QString mountHelpText();

} // namespace arv
