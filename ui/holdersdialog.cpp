// SPDX-License-Identifier: Apache-2.0
#include "holdersdialog.h"

#include "base/visibletext.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace arv {

namespace {

constexpr qsizetype mostPrograms = 200; // shown; nobody reads more

} // namespace

HoldersDialog::HoldersDialog(Desk& desk, const QString& mountId, QWidget* parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_mountId(mountId)
    , m_question(new QLabel(this))
    , m_programs(new QListWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Programs use this mount"));
    build();
    connect(&desk, &Desk::mountChanged, this, &HoldersDialog::follow);
    connect(&desk, &Desk::mountsChanged, this, [this] { follow(m_mountId); });
    if (const auto mount = desk.mount(mountId))
        showMount(*mount);
    m_wait->setFocus();
}

void HoldersDialog::build()
{
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    m_programs->setAccessibleName(tr("Programs that use the mount"));
    m_programs->setAlternatingRowColors(true);
    m_programs->setTextElideMode(Qt::ElideMiddle);
    auto* advice = new QLabel(tr("Waiting unmounts as soon as the last of them lets go. Detaching "
                                 "takes the folder away now: what these programs still have open "
                                 "in it gives them errors."),
                              this);
    advice->setTextFormat(Qt::PlainText);
    advice->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(this);
    m_wait = buttons->addButton(tr("&Wait"), QDialogButtonBox::AcceptRole);
    auto* stay = buttons->addButton(tr("&Keep mounted"), QDialogButtonBox::RejectRole);
    auto* detachNow = buttons->addButton(tr("&Detach now"), QDialogButtonBox::DestructiveRole);
    m_wait->setDefault(true);
    connect(m_wait, &QPushButton::clicked, this, &QDialog::close);
    connect(stay, &QPushButton::clicked, this, &HoldersDialog::stayMounted);
    connect(detachNow, &QPushButton::clicked, this, &HoldersDialog::detach);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_question);
    layout->addWidget(m_programs);
    layout->addWidget(advice);
    layout->addWidget(buttons);
    resize(440, 320);
}

void HoldersDialog::follow(const QString& id)
{
    if (id != m_mountId)
        return;
    const auto mount = m_desk.mount(id);
    if (!mount || !mount->snapshot.waitsForHolders)
        close();
    else
        showMount(*mount);
}

void HoldersDialog::showMount(const Desk::Mount& mount)
{
    const auto& holders = mount.snapshot.holders;
    m_question->setText(tr("“%1” cannot be unmounted yet: %n program(s) use it.", nullptr,
                           static_cast<int>(holders.size()))
                            .arg(visibleText(mount.settings.name, 100)));
    QStringList rows;
    for (const auto& holder : holders.first(qMin(holders.size(), mostPrograms)))
        rows += tr("%1 (process %2)").arg(visibleText(holder.program, 100)).arg(holder.pid);
    QStringList shown;
    for (int i = 0; i < m_programs->count(); ++i)
        shown += m_programs->item(i)->text();
    if (rows == shown) // the snapshot comes often; a screen reader should not start again each time
        return;
    m_programs->clear();
    m_programs->addItems(rows);
}

void HoldersDialog::stayMounted()
{
    m_desk.stayMounted(m_mountId);
    close();
}

void HoldersDialog::detach()
{
    m_desk.detachMount(m_mountId);
    close();
}

} // namespace arv
