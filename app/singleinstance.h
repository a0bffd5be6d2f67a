// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QLocalServer>
#include <QObject>
#include <QStringList>

#include <chrono>

class QLocalSocket;

namespace arv {

// One tray application per user session: the first one holds a lock and listens on a socket in
// XDG_RUNTIME_DIR (or a folder of its own in the temporary folder); those that come later tell it
// what was asked of them. The lock is the kernel's, so a crash leaves nothing that stands in the
// way. Words from others are bounded and only ever offered as words. UI thread.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    explicit SingleInstance(QObject* parent = nullptr);
    ~SingleInstance() override;

    // True: this is the first, and listens from now on. False: there is another; tell() it.
    [[nodiscard]] Result<bool> begin();

    // For the second process, which has neither window nor loop: blocks, at most so long.
    [[nodiscard]] static Result<void> tell(const QStringList& words,
                                           std::chrono::milliseconds limit);

Q_SIGNALS:
    void asked(const QStringList& words); // another start; "raise" if it said nothing else

private:
    void onConnection();
    void onBytes(QLocalSocket* client);

    QLocalServer m_server;
    int m_lock = -1;
};

} // namespace arv
