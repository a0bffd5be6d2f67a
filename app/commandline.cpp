// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"

#include "mountarguments.h"

#include <QDir>

namespace arv {

namespace {

Result<CommandLine> parseMount(const QStringList& arguments)
{
    const auto parsed = MountArguments::parse(arguments);
    if (!parsed)
        return parsed.error();
    CommandLine line;
    line.mount = parsed->request;
    switch (parsed->wish) {
    case MountArguments::Wish::Mount:
        line.command = CommandLine::Command::Mount;
        break;
    case MountArguments::Wish::Help:
        line.command = CommandLine::Command::MountHelp;
        break;
    case MountArguments::Wish::Version:
        line.command = CommandLine::Command::Version;
        break;
    }
    return line;
}

Result<CommandLine> parseDemo(const QStringList& arguments)
{
    CommandLine line;
    line.command = CommandLine::Command::Demo;
    if (arguments.isEmpty())
        return line;
    if (arguments.first() == QStringLiteral("--serve")) {
        line.command = CommandLine::Command::DemoServe;
        line.rest = arguments;
        return line;
    }
    if (arguments.first() != QStringLiteral("--headless"))
        return Error{Errc::Invalid, QStringLiteral("demo: what is %1?").arg(arguments.first())};
    if (arguments.size() != 2)
        return Error{Errc::Invalid, QStringLiteral("demo --headless: give one directory")};
    line.command = CommandLine::Command::DemoHeadless;
    line.mount.directory = QDir::cleanPath(QDir::current().absoluteFilePath(arguments.at(1)));
    line.mount.foreground = true;
    return line;
}

} // namespace

Result<CommandLine> CommandLine::parse(const QStringList& arguments)
{
    CommandLine line;
    const auto first = arguments.value(0);
    if (first == QStringLiteral("mount"))
        return parseMount(arguments.mid(1));
    if (first == QStringLiteral("demo"))
        return parseDemo(arguments.mid(1));
    if (arguments.size() > 1)
        return Error{Errc::Invalid, QStringLiteral("%1 takes nothing behind it").arg(first)};
    line.autostarted = first == QStringLiteral("--autostarted");
    if (arguments.isEmpty() || line.autostarted)
        line.command = Command::Window;
    else if (first == QStringLiteral("--version"))
        line.command = Command::Version;
    else if (first != QStringLiteral("--help") && first != QStringLiteral("-h"))
        return Error{Errc::Invalid, QStringLiteral("unknown command: %1").arg(first)};
    return line;
}

int exitStatusOf(const Error& error)
{
    return error.code == Errc::Invalid ? 2 : 1;
}

} // namespace arv
