// SPDX-License-Identifier: Apache-2.0
#include "fuse/caller.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace arv {

namespace {

// From the kernel's linux/ioprio.h.
constexpr int whoProcess = 1;
constexpr int classShift = 13;
constexpr int classIdle = 3;

} // namespace

bool runsInTheBackground(pid_t program)
{
    if (program <= 0)
        return false;
    if (::sched_getscheduler(program) == SCHED_IDLE)
        return true;
    const auto priority = ::syscall(SYS_ioprio_get, whoProcess, program);
    return priority >= 0 && (priority >> classShift) == classIdle;
}

} // namespace arv
