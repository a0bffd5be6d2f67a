// SPDX-License-Identifier: Apache-2.0
#include "tlsform.h"

#include "notice.h"
#include "pathtext.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace arv {

TlsForm::TlsForm(QWidget* parent)
    : QWidget(parent)
    , m_caFile(new QLineEdit(this))
    , m_insecure(new QCheckBox(tr("Do not &verify TLS (not safe)"), this))
    , m_warning(new Notice(this))
{
    m_caFile->setObjectName(QStringLiteral("caFile"));
    m_caFile->setAccessibleName(tr("CA file"));
    m_caFile->setPlaceholderText(tr("The system's certificates"));
    m_insecure->setObjectName(QStringLiteral("insecure"));
    auto* choose = new QPushButton(tr("C&hoose…"), this);
    choose->setAccessibleName(tr("Choose a CA file"));
    auto* file = new QHBoxLayout;
    file->addWidget(m_caFile, 1);
    file->addWidget(choose);
    auto* label = new QLabel(tr("C&A file:"), this);
    label->setBuddy(m_caFile);
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->addRow(label, file);
    form->addRow(QString(), m_insecure);
    form->addRow(m_warning);
    connect(choose, &QPushButton::clicked, this, &TlsForm::chooseFile);
    connect(m_insecure, &QCheckBox::toggled, this, &TlsForm::warn);
    connect(m_insecure, &QCheckBox::toggled, this, &TlsForm::edited);
    connect(m_caFile, &QLineEdit::textChanged, this, &TlsForm::edited);
}

QString TlsForm::caFile() const
{
    return readPathText(m_caFile->text());
}

bool TlsForm::isInsecure() const
{
    return m_insecure->isChecked();
}

void TlsForm::setCaFile(const QString& path)
{
    m_caFile->setText(path);
}

void TlsForm::setInsecure(bool insecure)
{
    m_insecure->setChecked(insecure);
}

QString TlsForm::problem() const
{
    return caFile().isEmpty() ? QString() : pathProblem(caFile());
}

void TlsForm::chooseFile()
{
    // Not the desktop's own dialog: that one may run an event loop inside.
    auto* dialog = new QFileDialog(this, tr("CA file"), QStringLiteral("/etc/ssl/certs"),
                                   tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &TlsForm::setCaFile);
    dialog->open();
}

void TlsForm::warn(bool insecure)
{
    if (insecure)
        m_warning->say(Notice::Kind::Warning,
                       tr("Anybody between this computer and the cluster can read the token and "
                          "change the data. A CA file is the safe way for a certificate of "
                          "one's own."));
    else
        m_warning->clear();
}

} // namespace arv
