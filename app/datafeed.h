// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/datasnapshot.h"

#include <QObject>

namespace arv {

class AccountController;

// The desk's way to what all mounts of the process read together: what is seen of it, and what is
// wished of it. UI thread; nothing waits: what comes of a wish is seen in a later snapshot.
class DataFeed : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual DataSnapshot snapshot() const = 0;
    // While it is watched, changed() comes for every news, at most five times a second; otherwise
    // only when transfers were paused, go on, or got another limit.
    virtual void watch(bool watched) = 0;
    virtual void setPaused(bool paused) = 0;
    virtual void setLimit(std::uint64_t bytesPerSecond) = 0; // 0: none
    virtual void clear() = 0; // the block cache
    // Of one collection, by its UUID or portable data hash, which that account can read. Ends in
    // told() or complained(), unless the account goes before.
    virtual void clearCollection(AccountController& account, const QString& collection) = 0;

Q_SIGNALS:
    void changed();
    void told(const QString& sentence); // what came of something asked for
    void complained(const QString& sentence); // something asked for could not be done
};

} // namespace arv
