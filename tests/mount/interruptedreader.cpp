// SPDX-License-Identifier: Apache-2.0
// Reads or stats a file, and is interrupted meanwhile by signals to itself: a helper of
// tst_interrupt. Arguments: stat|read FILE, then for each signal the milliseconds from the start.
// Prints "ERRNO MILLISECONDS BYTES"; errno 0: it succeeded.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include <pthread.h>

namespace {

// With a handler that does nothing, and without SA_RESTART: a call that can be interrupted is.
void catchSignal(int number)
{
    struct sigaction action
    { };
    action.sa_handler = [](int) {};
    sigaction(number, &action, nullptr);
}

long readAll(const char* path)
{
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    static char buffer[65536];
    long sum = 0;
    ssize_t got = 0;
    while ((got = ::read(file, buffer, sizeof buffer)) > 0)
        sum += got;
    const int error = errno;
    ::close(file);
    errno = error;
    return got < 0 ? -1 : sum;
}

long statOnly(const char* path)
{
    struct stat status
    { };
    return ::stat(path, &status) == 0 ? static_cast<long>(status.st_size) : -1;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace std::chrono;
    if (argc < 3)
        return 2;
    catchSignal(SIGURG);
    const auto begun = steady_clock::now();
    const pthread_t reader = ::pthread_self();
    std::vector<int> times;
    for (int i = 3; i < argc; ++i)
        times.push_back(std::atoi(argv[i]));
    std::thread interrupter([times, begun, reader] {
        for (const int time : times) {
            std::this_thread::sleep_until(begun + milliseconds(time));
            ::pthread_kill(reader, SIGURG);
        }
    });
    const long bytes = std::strcmp(argv[1], "stat") == 0 ? statOnly(argv[2]) : readAll(argv[2]);
    const int error = bytes < 0 ? errno : 0;
    const auto took = duration_cast<milliseconds>(steady_clock::now() - begun).count();
    std::printf("%d %lld %ld\n", error, static_cast<long long>(took), bytes);
    interrupter.join();
    return 0;
}
