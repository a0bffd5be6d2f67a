# SPDX-License-Identifier: Apache-2.0
# Runs PROGRAM once for each of CASES; each run must die with a sanitizer's report.
set(report_heap "heap-use-after-free")
set(report_overflow "runtime error: signed integer overflow")
set(report_shift "runtime error: shift exponent")
set(report_race "data race")

if(NOT CASES)
    message(FATAL_ERROR "no cases: which sanitizer is this?")
endif()
foreach(case IN LISTS CASES)
    execute_process(COMMAND ${PROGRAM} ${case}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(result STREQUAL "0" OR NOT output MATCHES "${report_${case}}")
        message(FATAL_ERROR "the fault \"${case}\" was not found (exit ${result}):\n${output}")
    endif()
    message(STATUS "${case}: found")
endforeach()
