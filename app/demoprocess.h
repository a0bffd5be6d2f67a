// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/accountsettings.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

namespace arv {

// The demo cluster as a process of its own, which ends when we do: started here, and known by the
// one line that it writes when it is ready. UI thread; waits for nothing.
class DemoProcess : public QObject
{
    Q_OBJECT

public:
    struct Cluster
    {
        AccountSettings account; // without an id
        QString token;
    };

    explicit DemoProcess(QObject* parent = nullptr);

    void start(); // nothing if it runs
    void stop(); // stopped() follows, at once if it does not run

    // What it writes when it is ready. Pure.
    [[nodiscard]] static Result<Cluster> parse(const QByteArray& line);
    // Beside this program, or where a package puts it.
    [[nodiscard]] static QString programPath();

Q_SIGNALS:
    void ready(const arv::DemoProcess::Cluster& cluster);
    void failed(const QString& sentence);
    void stopped();

private:
    void readLine();
    void ended();

    QProcess m_process;
    QTimer m_patience; // with its end; then it is killed
    bool m_isReady = false;
    bool m_stopping = false;
};

} // namespace arv
