// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/accountcontroller.h"
#include "support/demoaccount.h"
#include "support/waiting.h"

#include <map>

namespace arv::test {

// Waits in thousandths, so that a server that is away is asked again at once.
inline AccountPatience quickPatience()
{
    AccountPatience patience;
    patience.retry.second = std::chrono::milliseconds(1);
    patience.retry.tries = 3;
    patience.check = std::chrono::milliseconds(2000);
    patience.page = std::chrono::milliseconds(4000);
    return patience;
}

// An account of the demo cluster's Alice, and what it told. Needs a Mailbox in the thread.
class AccountRig
{
public:
    using State = AccountSnapshot::State;

    explicit AccountRig(const DemoAccount& demo, AccountPatience patience = quickPatience())
        : controller(std::make_unique<AccountController>(patience))
    {
        settings.host = demo.credentials().host;
        settings.caFile = demo.credentials().caFile;
        token = demo.credentials().token;
        QObject::connect(controller.get(), &AccountController::changed, controller.get(),
                         [this](const AccountSnapshot& snapshot) { told.append(snapshot); });
        QObject::connect(
            controller.get(), &AccountController::pageArrived, controller.get(),
            [this](std::uint64_t ticket, const ProjectPage& page) { pages[ticket] = page; });
    }

    void open() { controller->open(settings, token); }
    [[nodiscard]] State state() const { return controller->snapshot().state; }
    [[nodiscard]] QString error() const { return controller->snapshot().error; }
    [[nodiscard]] bool reaches(State wanted, int milliseconds = 10000)
    {
        return waitUntil([this, wanted] { return state() == wanted; }, milliseconds);
    }
    [[nodiscard]] bool opensTo(State wanted)
    {
        open();
        return reaches(wanted);
    }

    // A page that says nothing for ten seconds has an error that says so.
    [[nodiscard]] ProjectPage pageOf(const ProjectQuery& query)
    {
        const auto ticket = controller->fetchPage(query);
        if (!waitUntil([&] { return pages.contains(ticket); }))
            return {{}, {}, QStringLiteral("the test waited in vain")};
        return pages.at(ticket);
    }
    [[nodiscard]] static ProjectQuery inside(const std::string& uuid)
    {
        return {ProjectQuery::Place::Inside, QString::fromStdString(uuid), {}};
    }

    AccountSettings settings;
    QString token;
    QList<AccountSnapshot> told;
    std::map<std::uint64_t, ProjectPage> pages;
    std::unique_ptr<AccountController> controller;
};

} // namespace arv::test
