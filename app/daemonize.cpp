// SPDX-License-Identifier: Apache-2.0
#include "daemonize.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace arv {

namespace {

[[noreturn]] void passOnWord(int pipe)
{
    unsigned char status = 1;
    while (::read(pipe, &status, 1) < 0 && errno == EINTR) { }
    ::_exit(status);
}

} // namespace

Daemon Daemon::detach()
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        std::perror("arvados-drive: pipe");
        std::exit(1);
    }
    const pid_t child = ::fork();
    if (child < 0) {
        std::perror("arvados-drive: fork");
        std::exit(1);
    }
    if (child > 0) {
        ::close(ends[1]);
        passOnWord(ends[0]);
    }
    ::close(ends[0]);
    ::setsid();
    return Daemon(ends[1]);
}

Daemon::Daemon(Daemon&& other) noexcept
    : m_pipe(std::exchange(other.m_pipe, -1))
{ }

Daemon::~Daemon()
{
    if (m_pipe >= 0)
        ::close(m_pipe);
}

void Daemon::ready()
{
    if (m_pipe < 0)
        return;
    // The terminal, and the folder we were started in, are not ours to hold.
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nothing, standard);
    if (nothing > STDERR_FILENO)
        ::close(nothing);
    if (::chdir("/") != 0)
        return failed(1);
    send(0);
}

void Daemon::failed(int status)
{
    send(status);
}

void Daemon::send(int status)
{
    if (m_pipe < 0)
        return;
    const auto byte = static_cast<unsigned char>(status);
    if (::write(m_pipe, &byte, 1) != 1)
        std::perror("arvados-drive: telling the starter");
    ::close(std::exchange(m_pipe, -1));
}

} // namespace arv
