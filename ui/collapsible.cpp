// SPDX-License-Identifier: Apache-2.0
#include "collapsible.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace arv {

Collapsible::Collapsible(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_head(new QToolButton(this))
{
    m_head->setObjectName(QStringLiteral("fold"));
    m_head->setText(title);
    m_head->setCheckable(true);
    m_head->setAutoRaise(true);
    m_head->setFocusPolicy(Qt::StrongFocus);
    m_head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_head, 0, Qt::AlignLeading);
    connect(m_head, &QToolButton::toggled, this, &Collapsible::follow);
    follow(false);
}

void Collapsible::setContent(QWidget* content)
{
    m_content = content;
    layout()->addWidget(content);
    follow(isOpen());
}

void Collapsible::setOpen(bool open)
{
    m_head->setChecked(open);
}

bool Collapsible::isOpen() const
{
    return m_head->isChecked();
}

void Collapsible::follow(bool open)
{
    if (m_content)
        m_content->setVisible(open);
    m_head->setArrowType(open                                       ? Qt::DownArrow
                             : layoutDirection() == Qt::RightToLeft ? Qt::LeftArrow
                                                                    : Qt::RightArrow);
    m_head->setAccessibleDescription(open ? tr("Shown below") : tr("Folded away"));
}

} // namespace arv
