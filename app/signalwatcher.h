// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace arv {

// SIGINT, SIGTERM and SIGHUP as a Qt signal. blockSignals() must be called before any thread
// starts, so that no other thread takes them. Main thread.
class SignalWatcher : public QObject
{
    Q_OBJECT

public:
    static void blockSignals(); // also ignores SIGPIPE
    // For a program that we start, between fork and exec: a mask is inherited, and a program that
    // cannot be ended by SIGTERM would be left.
    static void restoreSignals();
    explicit SignalWatcher(QObject* parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void endRequested(int signal);

private:
    void readSignal();

    int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace arv
