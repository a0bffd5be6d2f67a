// SPDX-License-Identifier: Apache-2.0
// Faults on purpose, one per argument: heap, overflow, shift, race. See canary.cmake.
#include <climits>
#include <cstdio>
#include <string_view>
#include <thread>

namespace {

int useAfterFree(int arguments)
{
    auto* const numbers = new int[16]{};
    volatile int* const seen = numbers; // volatile: the read must not be optimised away
    delete[] numbers;
    return seen[arguments];
}

int overflow(int arguments)
{
    volatile int number = INT_MAX;
    return number + arguments;
}

int shift(int arguments)
{
    volatile int distance = 31 + arguments;
    return arguments << distance;
}

int race()
{
    int shared = 0;
    std::thread other([&shared] { ++shared; });
    ++shared;
    other.join();
    return shared;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view fault = argc > 1 ? argv[1] : "";
    int result = 0;
    if (fault == "heap")
        result = useAfterFree(argc);
    else if (fault == "overflow")
        result = overflow(argc);
    else if (fault == "shift")
        result = shift(argc);
    else if (fault == "race")
        result = race();
    else
        return 2;
    std::printf("nobody noticed (%d)\n", result);
    return 0;
}
