// SPDX-License-Identifier: Apache-2.0
#include "connectionform.h"

#include "notice.h"
#include "pathtext.h"
#include "proxytext.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace arv {

ConnectionForm::ConnectionForm(QWidget* parent)
    : QWidget(parent)
    , m_caFile(new QLineEdit(this))
    , m_proxy(new QLineEdit(this))
    , m_insecure(new QCheckBox(tr("Do not &verify TLS (not safe)"), this))
    , m_warning(new Notice(this))
{
    m_caFile->setObjectName(QStringLiteral("caFile"));
    m_caFile->setAccessibleName(tr("CA file"));
    m_caFile->setPlaceholderText(tr("The system's certificates"));
    m_proxy->setObjectName(QStringLiteral("proxy"));
    m_proxy->setPlaceholderText(tr("As the environment says; \"none\" for none"));
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
    form->addRow(tr("Pro&xy:"), m_proxy);
    form->addRow(QString(), m_insecure);
    form->addRow(m_warning);
    connect(choose, &QPushButton::clicked, this, &ConnectionForm::chooseFile);
    connect(m_insecure, &QCheckBox::toggled, this, &ConnectionForm::warn);
    connect(m_insecure, &QCheckBox::toggled, this, &ConnectionForm::edited);
    connect(m_caFile, &QLineEdit::textChanged, this, &ConnectionForm::edited);
    connect(m_proxy, &QLineEdit::textChanged, this, &ConnectionForm::edited);
}

QString ConnectionForm::caFile() const
{
    return readPathText(m_caFile->text());
}

bool ConnectionForm::isInsecure() const
{
    return m_insecure->isChecked();
}

QString ConnectionForm::proxy() const
{
    return readProxyText(m_proxy->text()).proxy;
}

// What is no proxy is something that was entered, too.
bool ConnectionForm::isStandard() const
{
    return caFile().isEmpty() && m_proxy->text().trimmed().isEmpty() && !isInsecure();
}

void ConnectionForm::setCaFile(const QString& path)
{
    m_caFile->setText(path);
}

void ConnectionForm::setInsecure(bool insecure)
{
    m_insecure->setChecked(insecure);
}

void ConnectionForm::setProxy(const QString& proxy)
{
    m_proxy->setText(proxy);
}

QString ConnectionForm::problem() const
{
    const auto ofFile = caFile().isEmpty() ? QString() : pathProblem(caFile());
    return ofFile.isEmpty() ? readProxyText(m_proxy->text()).problem : ofFile;
}

void ConnectionForm::chooseFile()
{
    // Not the desktop's own dialog: that one may run an event loop inside.
    auto* dialog = new QFileDialog(this, tr("CA file"), QStringLiteral("/etc/ssl/certs"),
                                   tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ConnectionForm::setCaFile);
    dialog->open();
}

void ConnectionForm::warn(bool insecure)
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
