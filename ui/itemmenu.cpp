// SPDX-License-Identifier: Apache-2.0
#include "itemmenu.h"

#include "mountpath.h"
#include "workbenchlink.h"

#include "base/visibletext.h"

#include <QClipboard>
#include <QGuiApplication>

namespace arv {

namespace {

QString linkOf(const Desk& desk, const ItemPlace& place)
{
    const auto account = desk.account(place.accountId);
    return account ? workbenchLink(account->snapshot, place) : QString();
}

} // namespace

ItemMenu::ItemMenu(Desk& desk, const ItemPlace& place, QWidget* parent)
    : QMenu(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    addOpen(desk, place);
    addSeparator();
    addCopies(desk, place);
    addSeparator();
    addLink(desk, place);
    addSeparator();
    addClear(desk, place);
}

void ItemMenu::addOpen(Desk& desk, const ItemPlace& place)
{
    const auto there = mountPath(desk.mounts(), place);
    auto* open = addAction(tr("&Open in file manager"), &desk, [&desk, there] {
        if (there)
            desk.openFolder(there->path);
    });
    open->setObjectName(QStringLiteral("openFolder"));
    open->setEnabled(there && there->isMounted);
}

// The last line of the clipboard's text may be run by a terminal: identifiers are copied without
// what they should not hold.
void ItemMenu::addCopies(Desk& desk, const ItemPlace& place)
{
    const auto* item = place.item();
    const auto account = desk.account(place.accountId);
    const bool isHome = !item && place.where == ItemPlace::Where::Home;
    const auto home = isHome && account ? account->snapshot.userUuid : QString();
    const auto there = mountPath(desk.mounts(), place);
    addCopy(QStringLiteral("copyUuid"), tr("Copy &UUID"), visibleText(item ? item->uuid : home));
    addCopy(QStringLiteral("copyHash"), tr("Copy portable data &hash"),
            item ? visibleText(item->portableDataHash) : QString());
    addCopy(QStringLiteral("copyPath"), tr("Copy &path"), there ? there->path : QString());
    addCopy(QStringLiteral("copyLink"), tr("Copy Workbench &link"), linkOf(desk, place));
}

void ItemMenu::addCopy(const QString& name, const QString& text, const QString& copied)
{
    auto* copy = addAction(text, this, [copied] { QGuiApplication::clipboard()->setText(copied); });
    copy->setObjectName(name);
    copy->setEnabled(!copied.isEmpty());
}

// What is read next of it is fetched again; nothing on the cluster changes.
void ItemMenu::addClear(Desk& desk, const ItemPlace& place)
{
    const auto* item = place.item();
    const bool isCollection = item && item->kind == ProjectItem::Kind::Collection;
    const auto id = isCollection ? item->uuid : QString();
    auto* clear = addAction(tr("&Clear from block cache"), &desk,
                            [&desk, place, id] { desk.clearBlockCacheOf(place.accountId, id); });
    clear->setObjectName(QStringLiteral("clearBlocks"));
    clear->setEnabled(!id.isEmpty());
}

void ItemMenu::addLink(Desk& desk, const ItemPlace& place)
{
    const auto link = linkOf(desk, place);
    auto* open = addAction(tr("Open in &Workbench"), &desk, [&desk, link] { desk.openLink(link); });
    open->setObjectName(QStringLiteral("openLink"));
    open->setEnabled(!link.isEmpty());
}

} // namespace arv
