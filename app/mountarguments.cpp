// SPDX-License-Identifier: Apache-2.0
#include "mountarguments.h"

#include "base/visibletext.h"
#include "bytesargument.h"
#include "dataarguments.h"
#include "mount/mountsettings.h"
#include "selectionarguments.h"

#include <QCommandLineParser>
#include <QDir>

#include <algorithm>

namespace arv {

namespace {

QCommandLineOption option(const char* name, const char* value = nullptr)
{
    return QCommandLineOption(QString::fromLatin1(name), {}, QString::fromLatin1(value));
}

void addOptions(QCommandLineParser& parser)
{
    parser.addOptions(selectionOptions());
    parser.addOptions(dataOptions());
    parser.addOptions({option("filters", "FILTERS"), option("show-other-objects"),
                       option("foreground"), option("read-only"), option("read-write"),
                       option("allow-other"), option("subtype", "NAME"), option("debug"),
                       option("logfile", "FILE"), option("refresh-time", "SECONDS"),
                       option("disable-event-listening"), option("retries", "N"),
                       option("directory-cache", "BYTES"), option("version")});
    parser.addOption(QCommandLineOption(QStringList{QStringLiteral("h"), QStringLiteral("help")}));
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
}

bool isSet(const QCommandLineParser& parser, const char* name)
{
    return parser.isSet(QString::fromLatin1(name));
}

QString valueOf(const QCommandLineParser& parser, const char* name)
{
    return parser.value(QString::fromLatin1(name));
}

Result<int> numberFrom(const QCommandLineParser& parser, const char* name, int standard,
                       int largest)
{
    if (!isSet(parser, name))
        return standard;
    const auto text = valueOf(parser, name);
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber || number < 0 || number > largest)
        return Error{Errc::Invalid,
                     QStringLiteral("--%1: %2 is not a number from 0 to %3")
                         .arg(QString::fromLatin1(name), visibleText(text, 100))
                         .arg(largest)};
    return number;
}

Result<void> readNumbers(const QCommandLineParser& parser, MountRequest& request)
{
    const auto refresh = numberFrom(parser, "refresh-time", 15, MountSettings::longestRefresh);
    const auto retries = numberFrom(parser, "retries", 10, MountSettings::mostRetries);
    if (!refresh)
        return refresh.error();
    if (!retries)
        return retries.error();
    request.refreshTime = std::chrono::seconds(*refresh);
    request.retries = *retries;
    return done();
}

Result<void> readCap(const QCommandLineParser& parser, MountRequest& request)
{
    const auto bytes = bytesArgument(
        parser, QStringLiteral("directory-cache"),
        {MountSettings::smallestCacheCap, MountSettings::largestCacheCap}, request.warnings);
    if (!bytes)
        return bytes.error();
    request.cacheCap = bytes->value_or(request.cacheCap);
    return done();
}

// Of --read-only and --read-write the last one counts.
Result<void> readAccess(const QCommandLineParser& parser)
{
    const auto names = parser.optionNames();
    if (names.lastIndexOf(QStringLiteral("read-write"))
        <= names.lastIndexOf(QStringLiteral("read-only")))
        return done();
    return {Errc::NotSupported,
            QStringLiteral("--read-write: writing is not there yet; leave it out to mount "
                           "read-only")};
}

// It becomes a word in a list of mount options and in the table of mounts.
Result<void> readSubtype(const QCommandLineParser& parser, MountRequest& request)
{
    constexpr qsizetype longest = 64;
    const auto text = valueOf(parser, "subtype");
    const bool isWord = std::all_of(text.begin(), text.end(), [](QChar c) {
        return c > u' ' && c < QChar(0x7f) && c != u',' && c != u'\\' && c != u'/';
    });
    if (!isWord || text.size() > longest)
        return {Errc::Invalid,
                QStringLiteral("--subtype: %1 is not a word of at most %2 letters, digits and "
                               "signs other than , \\ /")
                    .arg(visibleText(text, 100))
                    .arg(longest)};
    request.subtype = text;
    return done();
}

Result<void> readTexts(const QCommandLineParser& parser, MountRequest& request)
{
    if (isSet(parser, "filters"))
        request.filters = valueOf(parser, "filters");
    if (!isSet(parser, "logfile"))
        return done();
    request.logFile = valueOf(parser, "logfile");
    if (request.logFile.isEmpty())
        return {Errc::Invalid, QStringLiteral("--logfile: give the path of a file")};
    return done();
}

Result<void> readDirectory(const QCommandLineParser& parser, MountRequest& request)
{
    const auto places = parser.positionalArguments();
    if (places.size() != 1 || places.first().isEmpty())
        return {Errc::Invalid,
                places.size() > 1 ? QStringLiteral("only one directory may be given")
                                  : QStringLiteral("where to mount? Give a directory")};
    request.directory = QDir::cleanPath(QDir::current().absoluteFilePath(places.first()));
    return done();
}

Result<MountRequest> requestFrom(const QCommandLineParser& parser)
{
    MountRequest request;
    const auto selection = selectionFrom(parser);
    if (!selection)
        return selection.error();
    request.selection = *selection;
    request.foreground = isSet(parser, "foreground");
    request.debug = isSet(parser, "debug");
    request.allowOther = isSet(parser, "allow-other");
    request.showOtherObjects = isSet(parser, "show-other-objects");
    request.listenToEvents = !isSet(parser, "disable-event-listening");
    for (const auto& read :
         {readDirectory(parser, request), readNumbers(parser, request), readCap(parser, request),
          readSubtype(parser, request), readTexts(parser, request), readData(parser, request),
          readAccess(parser)}) {
        if (!read)
            return read.error();
    }
    return request;
}

} // namespace

Result<MountArguments> MountArguments::parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QStringList{QStringLiteral("arvados-drive")} + arguments))
        return Error{Errc::Invalid, visibleText(parser.errorText())};
    MountArguments parsed;
    if (isSet(parser, "help"))
        parsed.wish = Wish::Help;
    else if (isSet(parser, "version"))
        parsed.wish = Wish::Version;
    if (parsed.wish != Wish::Mount)
        return parsed;
    const auto request = requestFrom(parser);
    if (!request)
        return request.error();
    parsed.request = *request;
    return parsed;
}

} // namespace arv
