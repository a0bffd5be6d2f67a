// SPDX-License-Identifier: Apache-2.0
#include "aboutdialog.h"

#include "plainlabel.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>

namespace arv {

AboutDialog::AboutDialog(Desk& desk, QWidget* parent)
    : FittingDialog(parent)
    , m_desk(desk)
{
    setWindowTitle(tr("About Arvados Drive"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    addTitle();
    addLibraries();
    column->addStretch();
    addButtons();
    setMinimumWidth(440);
}

void AboutDialog::addTitle()
{
    auto* name = plainLabel(tr("Arvados Drive"), this);
    auto font = name->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    font.setBold(true);
    name->setFont(font);
    auto* version = plainLabel(tr("Version %1").arg(QStringLiteral(ARV_VERSION)), this);
    version->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout()->addWidget(name);
    layout()->addWidget(version);
    layout()->addWidget(plainLabel(
        tr("Mounts projects and collections of Arvados clusters as ordinary folders."), this));
    layout()->addWidget(plainLabel(tr("Free software under the Apache License 2.0, without any "
                                      "warranty."),
                                   this));
}

void AboutDialog::addLibraries()
{
    auto* box = new QGroupBox(tr("Made with"), this);
    auto* form = new QFormLayout(box);
    const auto built = QStringLiteral(QT_VERSION_STR);
    const auto running = QString::fromLatin1(qVersion());
    form->addRow(
        tr("Qt:"),
        plainLabel(built == running ? running : tr("%1 (built with %2)").arg(running, built), box));
    form->addRow(tr("Other libraries:"),
                 plainLabel(QStringLiteral("libfuse 3, OpenSSL, QtKeychain, QCoro"), box));
    form->addRow(tr("System:"), plainLabel(QSysInfo::prettyProductName(), box));
    layout()->addWidget(box);
}

void AboutDialog::addButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* link = buttons->addButton(tr("&Arvados on the web"), QDialogButtonBox::HelpRole);
    link->setObjectName(QStringLiteral("website"));
    link->setAutoDefault(false);
    connect(link, &QPushButton::clicked, this,
            [this] { m_desk.openLink(QStringLiteral("https://arvados.org/")); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout()->addWidget(buttons);
}

} // namespace arv
