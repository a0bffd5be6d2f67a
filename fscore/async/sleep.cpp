// SPDX-License-Identifier: Apache-2.0
#include "async/sleep.h"

#include <QTimer>

namespace arv {

Pending<void> sleepFor(std::chrono::milliseconds duration, const CancelToken& token)
{
    const Promise<void> promise(token);
    auto pending = promise.pending();
    QTimer::singleShot(duration, [promise] { promise.finishFromLoop(done()); });
    return pending;
}

} // namespace arv
