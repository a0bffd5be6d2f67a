// SPDX-License-Identifier: Apache-2.0
#include "progressrow.h"

#include "plainlabel.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace arv {

ProgressRow::ProgressRow(QWidget* parent)
    : QWidget(parent)
    , m_what(plainLabel({}, this))
{
    auto* bar = new QProgressBar(this);
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setAccessibleName(tr("Checking"));
    auto* cancel = new QPushButton(tr("&Stop checking"), this);
    cancel->setObjectName(QStringLiteral("stopChecking"));
    cancel->setAutoDefault(false);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->addWidget(m_what, 0, 0, 1, 2);
    grid->addWidget(bar, 1, 0);
    grid->addWidget(cancel, 1, 1);
    grid->setColumnStretch(0, 1);
    connect(cancel, &QPushButton::clicked, this, &ProgressRow::cancelled);
    hide();
}

void ProgressRow::begin(const QString& what)
{
    m_what->setText(breakableText(what));
    show();
}

void ProgressRow::end()
{
    hide();
}

} // namespace arv
