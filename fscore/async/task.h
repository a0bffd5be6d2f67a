// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

// QCoro 0.8 spells the header of its task type this way; it is included here and nowhere else.
#include <qcoro/qcorotask.h>

namespace arv {

// The one coroutine type. Eager: it runs until its first real suspension; dropping it detaches it,
// so roots are started through TaskScope, which counts them.
//
// Spelling rule for g++ 12 (tests/compiler has the proofs): name it, then await it:
//     auto task = fetch({a, b});
//     auto result = co_await task;
// No co_await in an expression with a capturing lambda, an unnamed aggregate, a braced list, ?: or
// switch. Parameters are values: a reference may dangle over a suspension.
template <class T>
using Task = QCoro::Task<Result<T>>;

} // namespace arv
