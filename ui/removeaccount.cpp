// SPDX-License-Identifier: Apache-2.0
#include "removeaccount.h"

#include "accounttext.h"
#include "base/visibletext.h"
#include "confirm.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace arv {

namespace {

constexpr int mostNamed = 10; // mounts; the question must fit the screen

class Words
{
    Q_DECLARE_TR_FUNCTIONS(RemoveAccount)

public:
    static QString mountsOf(const Desk& desk, const QString& account)
    {
        QStringList names;
        for (const auto& each : desk.mounts()) {
            if (each.settings.accountId == account)
                names += tr("• %1 at %2")
                             .arg(visibleText(each.settings.name, 100),
                                  visibleText(each.settings.directory, 100));
        }
        if (names.isEmpty())
            return tr("It has no mounts.");
        const auto more = names.size() - mostNamed;
        if (more > 0)
            names = names.mid(0, mostNamed)
                + QStringList{tr("and %n more", nullptr, static_cast<int>(more))};
        return tr("These mounts are unmounted and removed with it:") + u'\n' + names.join(u'\n');
    }
    static Question question(const Desk& desk, const Desk::Account& account)
    {
        return {tr("Remove the account"),
                tr("Remove the account “%1”?").arg(shownName(account.settings)),
                mountsOf(desk, account.settings.id) + QStringLiteral("\n\n")
                    + tr("Its token is removed from the keychain as well. Nothing on the cluster "
                         "changes."),
                tr("&Remove")};
    }
};

} // namespace

QMessageBox* askToRemoveAccount(Desk& desk, const QString& id, QWidget* parent)
{
    const auto account = desk.account(id);
    if (!account)
        return nullptr;
    return confirm(parent, Words::question(desk, *account),
                   [&desk, id] { desk.removeAccount(id); });
}

} // namespace arv
