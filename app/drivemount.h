// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "mount/mountcontroller.h"

#include <QObject>

namespace arv {

class DriveAccount;

// One mount of the running program: its settings, its account and its controller. UI thread.
class DriveMount : public QObject
{
    Q_OBJECT

public:
    DriveMount(MountSettings settings, DriveAccount& account, SharedServices& shared,
               QObject* parent = nullptr);

    [[nodiscard]] const MountSettings& settings() const { return m_settings; }
    [[nodiscard]] Desk::Mount row() const;
    [[nodiscard]] MountController& controller() { return m_controller; }
    [[nodiscard]] DriveAccount& account() { return *m_account; }
    [[nodiscard]] bool isStopped() const
    {
        return m_controller.snapshot().state == MountSnapshot::State::Stopped;
    }

    void start();
    void stop(); // waits for programs that hold it
    void detach();
    void stay();
    // The same, but at the next start it is mounted again. atOnce: whoever holds it.
    void endWithProgram(bool atOnce);
    // A running mount that must look different is stopped and started again.
    void change(const MountSettings& settings, DriveAccount& account);
    void setCacheCap(std::uint64_t bytes);

Q_SIGNALS:
    void changed();
    void wishChanged(); // settings().mounted is another one
    void stopped();

private:
    void take(const MountSnapshot& snapshot);
    void wish(bool mounted);
    void giveToken();
    void followAccount();
    void restart();

    MountSettings m_settings;
    DriveAccount* m_account;
    MountController m_controller;
    MountSnapshot::State m_state = MountSnapshot::State::Stopped;
    MountSnapshot::Trouble m_trouble = MountSnapshot::Trouble::None;
    bool m_startAgain = false; // when it has stopped
};

} // namespace arv
