// SPDX-License-Identifier: Apache-2.0
#include "demostart.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace arv {

namespace {

constexpr char programName[] = "arvados-drive-demo";

// Beside this program, wherever that was started from; else by the PATH.
QByteArray demoBeside(const char* ourPath)
{
    QFileInfo us(QStringLiteral("/proc/self/exe"));
    if (!us.isSymLink())
        us.setFile(QFile::decodeName(ourPath));
    const QFileInfo beside(QFileInfo(us.canonicalFilePath()).path() + u'/'
                           + QLatin1String(programName));
    return beside.isExecutable() ? QFile::encodeName(beside.filePath()) : QByteArray(programName);
}

[[noreturn]] void runInChild(const QByteArray& program, int output)
{
    ::setpgid(0, 0); // Ctrl-C is for us, who end it in order
    ::dup2(output, STDOUT_FILENO);
    ::execlp(program.constData(), programName, "--json", "--die-with-parent", nullptr);
    std::fprintf(stderr, "arvados-drive: %s: %s\n", program.constData(), std::strerror(errno));
    ::_exit(1);
}

QByteArray readLine(int input)
{
    constexpr int longest = 65536; // bytes
    QByteArray line;
    char byte = 0;
    while (line.size() < longest && byte != '\n') {
        const auto got = ::read(input, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got != 1)
            break;
        line += byte;
    }
    return line;
}

} // namespace

Result<DemoProcess::Cluster> startDemoAndReadLine(const char* ourPath)
{
    const auto program = demoBeside(ourPath);
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return Error{Errc::Internal, QStringLiteral("no pipe to the demo cluster")};
    const pid_t child = ::fork();
    if (child == 0)
        runInChild(program, ends[1]);
    ::close(ends[1]);
    const auto line = child > 0 ? readLine(ends[0]) : QByteArray();
    // The reading end stays open: the cluster may write more.
    return DemoProcess::parse(line);
}

int becomeDemo(const char* ourPath, const QStringList& options)
{
    const auto program = demoBeside(ourPath);
    std::vector<QByteArray> texts{programName};
    for (const auto& option : options)
        texts.push_back(option.toLocal8Bit());
    std::vector<char*> arguments;
    arguments.reserve(texts.size() + 1);
    for (auto& text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    ::execvp(program.constData(), arguments.data());
    std::fprintf(stderr, "arvados-drive: %s: %s\n", program.constData(), std::strerror(errno));
    return 1;
}

} // namespace arv
