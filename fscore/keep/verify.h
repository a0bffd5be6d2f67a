// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace arv {

// Which bytes of a block may be given to a reader before the block's MD5 is known to be right. The
// end of what a file takes from a block is held back until then in every mode.
enum class Verify
{
    Standard, // to one who reads a file from its start without a gap
    Strict, // none
    Early, // to any reader: for viewers that jump, on a cluster that is trusted
};

} // namespace arv
