// SPDX-License-Identifier: Apache-2.0
// One thing done to one path, and what the kernel said: a helper of tst_errnotable. Arguments:
// stat|list|read PATH, or xattr PATH NAME. Exit status: the errno, 0 if all went well. Standard
// output: the names, each with its line, or the bytes or the value; standard error: the call that
// failed.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace {

constexpr int usage = 255; // no errno

int failed(const char* call)
{
    const int error = errno;
    std::fputs(call, stderr);
    return error;
}

int statOf(const char* path)
{
    struct stat status
    { };
    return ::stat(path, &status) == 0 ? 0 : failed("stat");
}

int list(const char* path)
{
    DIR* const directory = ::opendir(path);
    if (!directory)
        return failed("opendir");
    errno = 0;
    while (const dirent* entry = ::readdir(directory)) {
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            std::printf("%s\n", entry->d_name);
        errno = 0;
    }
    const int error = errno == 0 ? 0 : failed("readdir");
    ::closedir(directory);
    return error;
}

int read(const char* path)
{
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed("open");
    char buffer[65536];
    ssize_t got = 0;
    while ((got = ::read(file, buffer, sizeof buffer)) > 0)
        std::fwrite(buffer, 1, static_cast<size_t>(got), stdout);
    const int error = got == 0 ? 0 : failed("read");
    ::close(file);
    return error;
}

int attribute(const char* path, const char* name)
{
    char buffer[65536];
    const ssize_t got = ::getxattr(path, name, buffer, sizeof buffer);
    if (got < 0)
        return failed("getxattr");
    std::fwrite(buffer, 1, static_cast<size_t>(got), stdout);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3 || argc > 4)
        return usage;
    const char* const path = argv[2];
    if (std::strcmp(argv[1], "xattr") == 0)
        return argc == 4 ? attribute(path, argv[3]) : usage;
    if (std::strcmp(argv[1], "stat") == 0)
        return statOf(path);
    if (std::strcmp(argv[1], "list") == 0)
        return list(path);
    return std::strcmp(argv[1], "read") == 0 ? read(path) : usage;
}
