// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/account.h"

#include <memory>
#include <thread>

namespace arv {

// The thread of one account: makes the Account there and ends it, and tells home through home's
// mailbox. Made and destroyed in the home thread. Destruction gives up all that runs and waits for
// the thread, not for the network; the listener is not called from then on.
class AccountThread
{
public:
    // listener: called in the home thread.
    AccountThread(AccountSpec spec, Account::Listener listener);
    ~AccountThread();
    AccountThread(const AccountThread&) = delete;
    AccountThread& operator=(const AccountThread&) = delete;

    void ask(std::function<void(Account&)> work);

private:
    struct Link;
    static void run(AccountSpec spec, std::shared_ptr<Link> link);

    std::shared_ptr<Link> m_link;
    std::thread m_thread;
};

} // namespace arv
