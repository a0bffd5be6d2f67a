// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace arv::demo {

// A PNG of so many pixels: coloured cells on a dark ground. The same bytes each time. Any thread.
[[nodiscard]] std::string samplePicture(int width, int height);

} // namespace arv::demo
