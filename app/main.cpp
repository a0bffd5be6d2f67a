// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"
#include "mountcommand.h"

#include <QFile>

#include <cstdio>

int main(int argc, char** argv)
{
    using arv::CommandLine;
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments += QFile::decodeName(argv[i]);
    const auto line = CommandLine::parse(arguments);
    if (!line) {
        std::fprintf(stderr, "arvados-drive: %s\nTry arvados-drive --help\n",
                     line.error().text.toLocal8Bit().constData());
        return 2;
    }
    switch (line->command) {
    case CommandLine::Command::Help:
        std::fputs(arv::helpText().toLocal8Bit().constData(), stdout);
        return 0;
    case CommandLine::Command::MountHelp:
        std::fputs(arv::mountHelpText().toLocal8Bit().constData(), stdout);
        return 0;
    case CommandLine::Command::Version:
        std::puts("arvados-drive " ARV_VERSION);
        return 0;
    case CommandLine::Command::Mount:
        return arv::runMountCommand(line->mount, argc, argv);
    }
    return 2;
}
