// SPDX-License-Identifier: Apache-2.0
#include "keep/blockfolder.h"

#include "keep/locator.h"

#include <QFile>

#include <array>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <system_error>

#include <cerrno>
#include <cstdio>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/statvfs.h>

namespace arv {

namespace {

constexpr char suffix[] = ".keepcacheblock";
constexpr char temporaryPrefix[] = "tmp";
constexpr std::chrono::seconds unfinishedFor{60}; // then nobody will finish it

QByteArray fileName(const BlockKey& key)
{
    return key.hash() + suffix;
}

QByteArray partName(std::uint32_t part)
{
    std::array<char, 4> text{};
    std::snprintf(text.data(), text.size(), "%03x", part & 0xfffU);
    return {text.data()};
}

// Other processes, also in other PID namespaces, write into the same folder.
QByteArray temporaryName()
{
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof number, GRND_NONBLOCK) != sizeof number) {
        static std::atomic<std::uint64_t> next = 0;
        number = (static_cast<std::uint64_t>(::getpid()) << 32) + ++next;
    }
    return temporaryPrefix + QByteArray::number(static_cast<qulonglong>(number), 36) + suffix;
}

bool isTemporary(const QByteArray& name)
{
    return name.startsWith(temporaryPrefix) && name.endsWith(suffix);
}

std::optional<BlockKey> keyOf(const QByteArray& name)
{
    const auto end = static_cast<qsizetype>(BlockKey::digits);
    return name.mid(end) == suffix ? BlockKey::of(QByteArrayView(name).first(end)) : std::nullopt;
}

int makeFolders(const QByteArray& path)
{
    for (qsizetype end = path.indexOf('/', 1);; end = path.indexOf('/', end + 1)) {
        const auto above = end < 0 ? path : path.left(end);
        if (::mkdir(above.constData(), 0700) != 0 && errno != EEXIST)
            return errno;
        if (end < 0)
            return 0;
    }
}

FileDescriptor openFolder(const QByteArray& path)
{
    return FileDescriptor(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

int writeAll(const FileDescriptor& file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : EIO;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

// Makes a file and locks it; an errno, or 0. For reading too, without which NFS gives no shared
// lock.
int writeTemporary(int folder, const QByteArray& name, std::string_view bytes)
{
    const FileDescriptor file(::openat(folder, name.constData(),
                                       O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file || ::flock(file.number(), LOCK_SH | LOCK_NB) != 0)
        return errno;
    return writeAll(file, bytes);
}

// Says nothing about the file: what we are short of now may be there in a moment.
bool isPassing(int reason)
{
    return reason == EMFILE || reason == ENFILE || reason == ENOMEM;
}

bool isAbandoned(const BlockFileState& state)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto age = now - std::chrono::nanoseconds(state.modified);
    return age > unfinishedFor;
}

void removeUnlessUsed(int folder, const QByteArray& name)
{
    if (auto file = BlockFile::open(folder, name, BlockFile::Access::Delete))
        (void)file->remove();
}

// Every regular file in the folder, which is read and closed.
void forEachFile(FileDescriptor folder,
                 const std::function<void(int, const QByteArray&, const BlockFileState&)>& visitor)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(folder.number()), ::closedir);
    if (!listing)
        return;
    const int number = folder.release();
    while (const auto* entry = ::readdir(listing.get())) {
        const QByteArray name(entry->d_name);
        struct stat found = {};
        if (!name.endsWith(suffix)
            || ::fstatat(number, name.constData(), &found, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (const auto state = BlockFileState::of(found))
            visitor(number, name, *state);
    }
}

void sweepFile(int folder, const QByteArray& name, const BlockFileState& state)
{
    if (isTemporary(name) && isAbandoned(state))
        removeUnlessUsed(folder, name);
}

Errc codeOf(int reason)
{
    switch (reason) {
    case EROFS:
        return Errc::ReadOnly;
    case EACCES:
    case EPERM:
        return Errc::NotPermitted;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return Errc::TooLarge;
    case ENOTDIR:
        return Errc::NotADirectory;
    default:
        return Errc::Internal;
    }
}

} // namespace

// Waits until there are descriptors for it.
class BlockFolder::Call
{
public:
    explicit Call(const BlockFolder& folder)
        : m_calls(folder.m_calls)
    {
        m_calls.acquire();
    }
    ~Call() { m_calls.release(); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

private:
    std::counting_semaphore<mostCalls>& m_calls;
};

BlockFolder::BlockFolder(const QString& path)
    : m_path(path)
    , m_encodedPath(QFile::encodeName(path))
{ }

std::uint32_t BlockFolder::partOf(const BlockKey& key)
{
    return std::uint32_t{key.bytes[0]} << 4 | std::uint32_t{key.bytes[1]} >> 4;
}

bool BlockFolder::isFull(int reason)
{
    return reason == ENOSPC || reason == EDQUOT;
}

Error BlockFolder::error(int reason) const
{
    const auto text = QString::fromStdString(std::generic_category().message(reason));
    return {codeOf(reason),
            QStringLiteral("the block cache in %1 cannot be used: %2").arg(m_path, text)};
}

Result<void> BlockFolder::prepare() const
{
    const Call call(*this);
    if (const int reason = makeFolders(m_encodedPath))
        return error(reason);
    const auto folder = openFolder(m_encodedPath);
    if (!folder)
        return error(errno);
    const auto name = temporaryName();
    const int reason = writeTemporary(folder.number(), name, {});
    ::unlinkat(folder.number(), name.constData(), 0);
    // On a full disk the blocks that are there can be read, and make room for others.
    return reason == 0 || isFull(reason) ? done() : Result<void>(error(reason));
}

FileDescriptor BlockFolder::openPart(std::uint32_t part) const
{
    const auto path = m_encodedPath + '/' + partName(part);
    return FileDescriptor(
        ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

// Anybody may have deleted the whole cache while it is in use. On failure errno says why.
FileDescriptor BlockFolder::openOrMakePart(std::uint32_t part) const
{
    auto folder = openPart(part);
    if (folder || errno != ENOENT)
        return folder;
    if (const int reason = makeFolders(m_encodedPath + '/' + partName(part))) {
        errno = reason;
        return {};
    }
    return openPart(part);
}

bool BlockFolder::visit(const BlockKey& key, const Visitor& visitor) const
{
    const Call call(*this);
    const auto folder = openPart(partOf(key));
    if (!folder)
        return isPassing(errno);
    auto file = BlockFile::open(folder.number(), fileName(key), BlockFile::Access::Read);
    if (!file)
        return isPassing(errno);
    visitor(*file);
    return true;
}

int BlockFolder::store(const BlockKey& key, const Bytes& block) const
{
    const Call call(*this);
    const auto folder = openOrMakePart(partOf(key));
    if (!folder)
        return errno;
    const auto temporary = temporaryName();
    int reason = writeTemporary(folder.number(), temporary, block.view());
    if (reason == 0
        && ::renameat(folder.number(), temporary.constData(), folder.number(),
                      fileName(key).constData())
            != 0)
        reason = errno;
    if (reason != 0 && reason != EEXIST)
        ::unlinkat(folder.number(), temporary.constData(), 0);
    return reason;
}

BlockFolder::Removed BlockFolder::remove(const BlockKey& key) const
{
    using Removal = BlockFile::Removal;
    const Call call(*this);
    const auto folder = openPart(partOf(key));
    if (!folder)
        return {isPassing(errno) ? Removal::InUse : Removal::Gone, 0};
    auto file = BlockFile::open(folder.number(), fileName(key), BlockFile::Access::Delete);
    if (!file)
        return {isPassing(errno) ? Removal::InUse : Removal::Gone, 0};
    const auto how = file->remove();
    return {how, how == Removal::Removed ? file->state().size : 0};
}

void BlockFolder::scan(std::uint32_t part, const Finder& finder) const
{
    const Call call(*this);
    auto folder = openPart(part);
    if (!folder)
        return;
    forEachFile(std::move(folder), [&](int number, const QByteArray& name, const auto& state) {
        const auto key = keyOf(name);
        if (!key || partOf(*key) != part)
            sweepFile(number, name, state);
        else if (state.size > 0 && state.size <= maxBlockSize)
            finder(*key, state);
        else if (isAbandoned(state))
            removeUnlessUsed(number, name);
    });
}

void BlockFolder::sweep() const
{
    const Call call(*this);
    if (auto folder = openFolder(m_encodedPath))
        forEachFile(std::move(folder), sweepFile);
}

BlockFolder::Space BlockFolder::space() const
{
    constexpr auto unknown = std::numeric_limits<std::uint64_t>::max();
    struct statvfs found = {};
    if (::statvfs(m_encodedPath.constData(), &found) != 0 || found.f_blocks == 0
        || found.f_frsize == 0)
        return {unknown, unknown};
    const auto bytes = [&found](std::uint64_t blocks) {
        return blocks > unknown / found.f_frsize ? unknown : blocks * found.f_frsize;
    };
    return {bytes(found.f_blocks), bytes(found.f_bavail)};
}

} // namespace arv
