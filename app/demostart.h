// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demoprocess.h"

namespace arv {

// For programs without an event loop: starts the demo cluster as a child that ends with us, and
// waits for the line that says where it is. Before any thread starts. ourPath: argv[0].
[[nodiscard]] Result<DemoProcess::Cluster> startDemoAndReadLine(const char* ourPath);

// Becomes the demo cluster, with these options. Returns only if that fails: the exit status.
[[nodiscard]] int becomeDemo(const char* ourPath, const QStringList& options);

} // namespace arv
