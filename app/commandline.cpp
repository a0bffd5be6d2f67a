// SPDX-License-Identifier: Apache-2.0
#include "commandline.h"

#include "base/idforms.h"

#include <QCommandLineParser>
#include <QDir>

namespace arv {

namespace {

using Mode = MountSelection::Mode;

QCommandLineOption option(const char* name, const char* value = nullptr)
{
    return QCommandLineOption(QString::fromLatin1(name), {}, QString::fromLatin1(value));
}

void addOptions(QCommandLineParser& parser)
{
    parser.addOptions({option("all"), option("home"), option("project", "UUID"),
                       option("collection", "ID"), option("by-id"), option("foreground"),
                       option("read-only"), option("debug"), option("refresh-time", "SECONDS"),
                       option("retries", "N"), option("help"), option("version")});
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
}

bool isSet(const QCommandLineParser& parser, const char* name)
{
    return parser.isSet(QString::fromLatin1(name));
}

Result<MountSelection> selectionFrom(const QCommandLineParser& parser)
{
    MountSelection selection;
    int chosen = 0;
    const auto choose = [&](const char* name, Mode mode) {
        if (!isSet(parser, name))
            return;
        ++chosen;
        selection.mode = mode;
        selection.id = parser.value(QString::fromLatin1(name));
    };
    choose("all", Mode::All);
    choose("home", Mode::Home);
    choose("project", Mode::Project);
    choose("collection", Mode::Collection);
    choose("by-id", Mode::ById);
    if (chosen > 1)
        return Error{Errc::Invalid,
                     QStringLiteral("only one of --all, --home, --project, --collection and "
                                    "--by-id may be given")};
    if (selection.mode == Mode::Project && !isUuidOf(selection.id, groupInfix))
        return Error{Errc::Invalid,
                     QStringLiteral("--project: %1 is not a project's UUID").arg(selection.id)};
    if (selection.mode == Mode::Collection && !isUuidOf(selection.id, collectionInfix)
        && !isPortableDataHash(selection.id))
        return Error{Errc::Invalid,
                     QStringLiteral("--collection: %1 is neither a collection's "
                                    "UUID nor a portable data hash")
                         .arg(selection.id)};
    return selection;
}

Result<int> numberFrom(const QCommandLineParser& parser, const char* name, int standard,
                       int largest)
{
    if (!isSet(parser, name))
        return standard;
    const auto text = parser.value(QString::fromLatin1(name));
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber || number < 0 || number > largest)
        return Error{Errc::Invalid,
                     QStringLiteral("--%1: %2 is not a number from 0 to %3")
                         .arg(QString::fromLatin1(name), text)
                         .arg(largest)};
    return number;
}

Result<MountRequest> requestFrom(const QCommandLineParser& parser)
{
    MountRequest request;
    const auto selection = selectionFrom(parser);
    if (!selection)
        return selection.error();
    request.selection = *selection;
    const auto places = parser.positionalArguments();
    if (places.size() != 1)
        return Error{Errc::Invalid,
                     places.isEmpty() ? QStringLiteral("where to mount? Give a directory")
                                      : QStringLiteral("only one directory may be given")};
    request.directory = QDir::cleanPath(QDir::current().absoluteFilePath(places.first()));
    request.foreground = isSet(parser, "foreground");
    request.debug = isSet(parser, "debug");
    constexpr int longestRefresh = 86400; // seconds; a day
    constexpr int mostRetries = 1000;
    const auto refresh = numberFrom(parser, "refresh-time", 15, longestRefresh);
    const auto retries = numberFrom(parser, "retries", 10, mostRetries);
    if (!refresh)
        return refresh.error();
    if (!retries)
        return retries.error();
    request.refreshTime = std::chrono::seconds(*refresh);
    request.retries = *retries;
    return request;
}

Result<CommandLine> parseMount(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QStringList{QStringLiteral("arvados-drive")} + arguments))
        return Error{Errc::Invalid, parser.errorText()};
    CommandLine line;
    line.command = CommandLine::Command::Mount;
    if (isSet(parser, "help"))
        line.command = CommandLine::Command::MountHelp;
    else if (isSet(parser, "version"))
        line.command = CommandLine::Command::Version;
    if (line.command != CommandLine::Command::Mount)
        return line;
    const auto request = requestFrom(parser);
    if (!request)
        return request.error();
    line.mount = *request;
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

QString helpText()
{
    return QStringLiteral("Usage: arvados-drive [COMMAND [OPTIONS]]\n\n"
                          "Without a command: the icon in the tray and its window; a second start\n"
                          "brings the window of the first to the front.\n\n"
                          "Commands:\n"
                          "  mount [OPTIONS] DIR   show Arvados data as files in DIR\n"
                          "  demo                  the window, with a small cluster to try it on\n"
                          "  demo --headless DIR   that cluster mounted at DIR, without a display\n"
                          "  demo --serve          that cluster alone, for any Arvados client\n\n"
                          "  --autostarted         as the session starts it: no window at first\n"
                          "  --help                this text; arvados-drive mount --help for more\n"
                          "  --version\n");
}

QString mountHelpText()
{
    return QStringLiteral(
        "Usage: arvados-drive mount [OPTIONS] DIR\n\n"
        "Shows data of an Arvados cluster as files in DIR, an empty directory, read-only.\n"
        "Host and token come from ARVADOS_API_HOST and ARVADOS_API_TOKEN, in the\n"
        "environment or in ~/.config/arvados/settings.conf.\n\n"
        "What to show (one of):\n"
        "  --all                by_id, home and a README (the default)\n"
        "  --home               your home project\n"
        "  --project UUID       a project\n"
        "  --collection ID      a collection, by UUID or portable data hash\n"
        "  --by-id              whatever is asked for by its identifier\n\n"
        "How:\n"
        "  --foreground         stay in the foreground; Ctrl-C unmounts\n"
        "  --read-only          read-only (the default, and all there is)\n"
        "  --refresh-time S     look for changes after so many seconds (15)\n"
        "  --retries N          tries of what somebody waits for (10)\n"
        "  --debug              log every request of the kernel\n"
        "  --help, --version\n\n"
        "To unmount: fusermount3 -u DIR. Exit status: 0 unmounted, 1 could not be\n"
        "mounted, 2 wrong usage.\n");
}

} // namespace arv
