// SPDX-License-Identifier: Apache-2.0
#include "dataarguments.h"

#include "base/visibletext.h"
#include "bytesargument.h"

#include <QCommandLineParser>
#include <QDir>

#include <array>

namespace arv {

namespace {

const QString diskOption = QStringLiteral("disk-cache");
const QString memoryOption = QStringLiteral("ram-cache");
const QString folderOption = QStringLiteral("disk-cache-dir");
const QString sizeOption = QStringLiteral("file-cache");
const QString verifyOption = QStringLiteral("verify");
const QString bandwidthOption = QStringLiteral("bandwidth");

Error wrongUse(const QString& text)
{
    return {Errc::Invalid, text};
}

Result<void> readKind(const QCommandLineParser& parser, MountRequest& request)
{
    if (parser.isSet(diskOption) && parser.isSet(memoryOption))
        return wrongUse(
            QStringLiteral("--disk-cache and --ram-cache cannot be given together: choose one"));
    request.data.cache.useDisk = !parser.isSet(memoryOption);
    return done();
}

// A cache inside the mount would wait for itself.
bool isInside(const QString& path, const QString& folder)
{
    return path == folder || folder == QDir::rootPath() || path.startsWith(folder + u'/');
}

Result<void> readFolder(const QCommandLineParser& parser, MountRequest& request)
{
    if (!parser.isSet(folderOption))
        return done();
    const auto given = parser.value(folderOption);
    if (given.isEmpty())
        return wrongUse(QStringLiteral("--disk-cache-dir: give the path of a folder"));
    const auto path = QDir::cleanPath(QDir::current().absoluteFilePath(given));
    if (isInside(path, request.directory))
        return wrongUse(QStringLiteral("--disk-cache-dir: %1 is inside the mount: give a folder "
                                       "outside of it")
                            .arg(visibleText(path, 300)));
    if (request.data.cache.useDisk)
        request.data.cache.folder = path;
    else
        request.warnings += QStringLiteral("--disk-cache-dir: not used with --ram-cache");
    return done();
}

// Of whichever kind of cache it is.
Result<void> readSize(const QCommandLineParser& parser, MountRequest& request)
{
    auto& cache = request.data.cache;
    const auto range = cache.useDisk
        ? BytesRange{BlockCacheSettings::leastDisk, DataSettings::mostDisk, true}
        : BytesRange{BlockCacheSettings::leastMemory, DataSettings::mostMemory, true};
    const auto bytes = bytesArgument(parser, sizeOption, range, request.warnings);
    if (!bytes)
        return bytes.error();
    if (cache.useDisk)
        cache.disk = bytes->value_or(0);
    else if (bytes->value_or(0) != 0)
        cache.memory = **bytes;
    return done();
}

Result<void> readBandwidth(const QCommandLineParser& parser, MountRequest& request)
{
    const BytesRange range{DataSettings::leastBandwidth, DataSettings::mostBandwidth, true};
    const auto bytes = bytesArgument(parser, bandwidthOption, range, request.warnings);
    if (!bytes)
        return bytes.error();
    request.data.bandwidth = bytes->value_or(0);
    return done();
}

Result<void> readVerify(const QCommandLineParser& parser, MountRequest& request)
{
    struct Word
    {
        const char* word;
        Verify verify;
    };
    constexpr std::array words{Word{"standard", Verify::Standard}, Word{"strict", Verify::Strict},
                               Word{"early", Verify::Early}};
    if (!parser.isSet(verifyOption))
        return done();
    const auto given = parser.value(verifyOption);
    for (const auto& each : words) {
        if (given == QLatin1String(each.word)) {
            request.verify = each.verify;
            return done();
        }
    }
    return wrongUse(QStringLiteral("--verify: %1 is none of standard, strict and early")
                        .arg(visibleText(given, 100)));
}

} // namespace

QList<QCommandLineOption> dataOptions()
{
    const auto bytes = QStringLiteral("BYTES");
    return {QCommandLineOption(diskOption),
            QCommandLineOption(memoryOption),
            QCommandLineOption(folderOption, {}, QStringLiteral("DIR")),
            QCommandLineOption(sizeOption, {}, bytes),
            QCommandLineOption(bandwidthOption, {}, bytes),
            QCommandLineOption(verifyOption, {}, QStringLiteral("HOW"))};
}

Result<void> readData(const QCommandLineParser& parser, MountRequest& request)
{
    for (const auto read : {readKind, readFolder, readSize, readBandwidth, readVerify}) {
        if (const auto done = read(parser, request); !done)
            return done;
    }
    return done();
}

} // namespace arv
