// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"
#include "demostart.h"
#include "helptext.h"
#include "mountcommand.h"
#include "windowcommand.h"

#include <QFile>

#include <malloc.h>

#include <cstdio>

namespace {

int say(const QString& text)
{
    std::fputs(text.toLocal8Bit().constData(), stdout);
    return 0;
}

int carryOut(const arv::CommandLine& line, int& argc, char** argv)
{
    using Command = arv::CommandLine::Command;
    switch (line.command) {
    case Command::Help:
        return say(arv::helpText());
    case Command::MountHelp:
        return say(arv::mountHelpText());
    case Command::Version:
        return say(QStringLiteral("arvados-drive " ARV_VERSION "\n"));
    case Command::Mount:
        return arv::runMountCommand(line.mount, argc, argv);
    case Command::DemoHeadless:
        return arv::runDemoHeadless(line.mount, argc, argv);
    case Command::DemoServe:
        return arv::becomeDemo(argv[0], line.rest);
    case Command::Window:
    case Command::Demo:
        return arv::runWindow(line, argc, argv);
    }
    return 2;
}

} // namespace

int main(int argc, char** argv)
{
    // Manifests are parsed on one thread and let go on another: with an arena for each, what is
    // free in one is no use to the others, and a full cache takes twice its size.
    mallopt(M_ARENA_MAX, 1);
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments += QFile::decodeName(argv[i]);
    const auto line = arv::CommandLine::parse(arguments);
    if (!line) {
        const int status = arv::exitStatusOf(line.error());
        std::fprintf(stderr, "arvados-drive: %s\n%s", line.error().text.toLocal8Bit().constData(),
                     status == 2 ? "Try arvados-drive --help\n" : "");
        return status;
    }
    return carryOut(*line, argc, argv);
}
