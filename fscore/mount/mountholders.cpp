// SPDX-License-Identifier: Apache-2.0
#include "mount/mountholders.h"

#include <QFile>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace arv {

namespace {

// Plain calls instead of QDir and QFileInfo: those follow the links of /proc into the mount.

struct CloseFolder
{
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

Folder folderAt(int parent, const char* name)
{
    const int descriptor = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return nullptr;
    Folder folder(::fdopendir(descriptor));
    if (!folder)
        ::close(descriptor);
    return folder;
}

// As the kernel writes paths: without links. The last part is the mount itself and stays untouched.
std::string canonicalPath(const QString& directory)
{
    auto path = QFile::encodeName(directory).toStdString();
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    const auto slash = path.rfind('/');
    if (slash == std::string::npos || path.size() == 1)
        return path;
    std::array<char, PATH_MAX> parent{};
    const auto before = slash == 0 ? std::string("/") : path.substr(0, slash);
    if (::realpath(before.c_str(), parent.data()) == nullptr)
        return path;
    const std::string found(parent.data());
    return (found == "/" ? found : found + '/') + path.substr(slash + 1);
}

// A deleted file stands as "PATH (deleted)".
bool isBelow(std::string_view path, std::string_view directory)
{
    return path == directory
        || (path.size() > directory.size() && path.substr(0, directory.size()) == directory
            && (directory == "/" || path[directory.size()] == '/'));
}

bool isLinkBelow(int parent, const char* name, std::string_view directory)
{
    std::array<char, PATH_MAX> target; // NOLINT: filled by readlinkat
    const auto size = ::readlinkat(parent, name, target.data(), target.size());
    return size > 0
        && isBelow(std::string_view(target.data(), static_cast<std::size_t>(size)), directory);
}

bool hasOpenFile(int process, std::string_view directory)
{
    const auto files = folderAt(process, "fd");
    if (!files)
        return false; // somebody else's
    while (const auto* entry = ::readdir(files.get())) {
        if (isLinkBelow(::dirfd(files.get()), entry->d_name, directory))
            return true;
    }
    return false;
}

// The path of a line of maps: the sixth field, with line breaks as \012.
std::string mappedPath(std::string_view line)
{
    const auto slash = line.find('/');
    std::string path(slash == std::string_view::npos ? std::string_view() : line.substr(slash));
    for (auto at = path.find("\\012"); at != std::string::npos; at = path.find("\\012", at + 1))
        path.replace(at, 4, "\n");
    return path;
}

bool hasMappedFile(int process, std::string_view directory)
{
    const int maps = ::openat(process, "maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0)
        return false;
    std::array<char, 65536> buffer; // NOLINT: filled by read
    std::string rest;
    bool isFound = false;
    ssize_t size = 0;
    while (!isFound && (size = ::read(maps, buffer.data(), buffer.size())) > 0) {
        rest.append(buffer.data(), static_cast<std::size_t>(size));
        std::size_t begin = 0;
        for (auto end = rest.find('\n'); end != std::string::npos && !isFound;
             end = rest.find('\n', begin)) {
            isFound =
                isBelow(mappedPath(std::string_view(rest).substr(begin, end - begin)), directory);
            begin = end + 1;
        }
        rest.erase(0, begin);
    }
    ::close(maps);
    return isFound;
}

QString nameOf(int process)
{
    const int file = ::openat(process, "comm", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    std::array<char, 64> name{};
    const auto size = ::read(file, name.data(), name.size());
    ::close(file);
    return QString::fromUtf8(name.data(), std::max<ssize_t>(0, size)).trimmed();
}

bool isHolder(int process, std::string_view directory)
{
    for (const auto* link : {"cwd", "root", "exe"}) {
        if (isLinkBelow(process, link, directory))
            return true;
    }
    return hasOpenFile(process, directory) || hasMappedFile(process, directory);
}

} // namespace

QList<MountHolder> holdersOf(const QString& directory)
{
    QList<MountHolder> holders;
    const auto path = canonicalPath(directory);
    if (path.empty() || path.front() != '/')
        return holders;
    const auto processes = folderAt(AT_FDCWD, "/proc");
    while (const auto* entry = processes ? ::readdir(processes.get()) : nullptr) {
        char* end = nullptr;
        const long pid = std::strtol(entry->d_name, &end, 10);
        if (pid <= 0 || *end != '\0' || pid == ::getpid())
            continue;
        const auto process = folderAt(::dirfd(processes.get()), entry->d_name);
        if (process && isHolder(::dirfd(process.get()), path))
            holders.append({pid, nameOf(::dirfd(process.get()))});
    }
    std::sort(holders.begin(), holders.end(),
              [](const auto& a, const auto& b) { return a.pid < b.pid; });
    return holders;
}

} // namespace arv
