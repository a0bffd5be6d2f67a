// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/diskcache.h"
#include "keep/md5.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <random>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace arv::test {

struct Block
{
    Locator locator;
    QByteArray bytes;

    [[nodiscard]] Bytes content() const { return Bytes(bytes); }
};

[[nodiscard]] inline Block blockOf(const QByteArray& bytes)
{
    const auto text = md5Hex(bytes) + '+' + QByteArray::number(bytes.size());
    return {*Locator::parse(text), bytes};
}

// The same number, the same bytes.
[[nodiscard]] inline Block blockNumber(unsigned number, qsizetype size = 1000)
{
    std::mt19937_64 random(number);
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype at = 0; at < size; at += 8) {
        const auto word = random();
        std::memcpy(bytes.data() + at, &word,
                    static_cast<std::size_t>(qMin<qsizetype>(8, size - at)));
    }
    return blockOf(bytes);
}

[[nodiscard]] inline QString blockPath(const QString& folder, const Locator& locator)
{
    const auto hash = QString::fromLatin1(locator.hash());
    return QStringLiteral("%1/%2/%3.keepcacheblock").arg(folder, hash.left(3), hash);
}

// As another program would, with the folders that it needs.
inline void lay(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        qFatal("cannot write %s", qPrintable(path));
    file.write(bytes);
}

inline void setAge(const QString& path, int seconds)
{
    timespec then = {};
    ::clock_gettime(CLOCK_REALTIME, &then);
    then.tv_sec -= seconds;
    const timespec times[2] = {then, then};
    if (::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, AT_SYMLINK_NOFOLLOW) != 0)
        qFatal("cannot set the times of %s", qPrintable(path));
}

[[nodiscard]] inline qint64 secondsSinceChange(const QString& path)
{
    return QFileInfo(path).lastModified().secsTo(QDateTime::currentDateTime());
}

[[nodiscard]] inline QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator all(folder, QDir::Files | QDir::Hidden | QDir::System,
                     QDirIterator::Subdirectories);
    while (all.hasNext())
        files += all.next();
    files.sort();
    return files;
}

[[nodiscard]] inline QStringList temporaryFilesBelow(const QString& folder)
{
    static const QRegularExpression form(QStringLiteral("/tmp[^/]*\\.keepcacheblock$"));
    return filesBelow(folder).filter(form);
}

// A file that is locked as whoever uses a block locks it. Locks belong to who opened the file, so
// that those of this process count as those of another.
class LockedFile
{
public:
    explicit LockedFile(const QString& path)
        : m_file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC))
    {
        if (::flock(m_file.number(), LOCK_SH) != 0)
            qFatal("cannot lock %s", qPrintable(path));
    }
    void append(const QByteArray& bytes) const
    {
        ::lseek(m_file.number(), 0, SEEK_END);
        if (::write(m_file.number(), bytes.constData(), static_cast<std::size_t>(bytes.size()))
            != bytes.size())
            qFatal("cannot append");
    }

private:
    FileDescriptor m_file;
};

// A folder for one test, and caches in it.
class DiskCacheRig
{
public:
    [[nodiscard]] QString folder() const { return m_folder.filePath(QStringLiteral("c/keep")); }
    [[nodiscard]] QString pathOf(const Block& block) const
    {
        return blockPath(folder(), block.locator);
    }

    [[nodiscard]] DiskCache::Settings settings(std::uint64_t limit) const
    {
        DiskCache::Settings settings;
        settings.folder = folder();
        settings.limit = limit;
        settings.keepFree = 0;
        return settings;
    }
    [[nodiscard]] std::unique_ptr<DiskCache> open(DiskCache::Settings settings)
    {
        auto cache = DiskCache::open(std::move(settings), m_buffers);
        if (!cache)
            qFatal("no cache: %s", qPrintable(cache.error().text));
        return std::move(*cache);
    }
    [[nodiscard]] std::unique_ptr<DiskCache> open(std::uint64_t limit = 256 << 20)
    {
        return open(settings(limit));
    }
    [[nodiscard]] BlockBuffers& buffers() { return m_buffers; }

private:
    QTemporaryDir m_folder;
    BlockBuffers m_buffers;
};

// Whether the cache hands out this block, and nothing else for it.
[[nodiscard]] inline bool serves(DiskCache& cache, const Block& block)
{
    const auto bytes = cache.read(block.locator);
    if (bytes && bytes->view() != std::string_view(block.bytes.constData(), bytes->size()))
        qFatal("wrong bytes were served");
    return bytes && bytes->size() == static_cast<std::size_t>(block.bytes.size());
}

} // namespace arv::test
