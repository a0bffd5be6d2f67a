// SPDX-License-Identifier: Apache-2.0
#pragma once

struct fuse_lowlevel_ops;

namespace arv {

// libfuse's table: each entry copies what dies when it returns, makes the request and the reply of
// its shape, and calls the session's handlers. The session is the userdata.
[[nodiscard]] const fuse_lowlevel_ops& operations();

} // namespace arv
