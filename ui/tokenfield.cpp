// SPDX-License-Identifier: Apache-2.0
#include "tokenfield.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace arv {

TokenField::TokenField(QWidget* parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_reveal(new QToolButton(this))
{
    m_edit->setObjectName(QStringLiteral("token"));
    m_edit->setAccessibleName(tr("Token"));
    m_edit->setPlaceholderText(tr("Paste it here"));
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                                | Qt::ImhNoAutoUppercase);
    // One more than is read, so that what was cut off is still known to be too long.
    m_edit->setMaxLength(static_cast<int>(longestTokenText) + 1);
    m_reveal->setObjectName(QStringLiteral("reveal"));
    m_reveal->setText(tr("Show"));
    m_reveal->setAccessibleName(tr("Show the token"));
    m_reveal->setCheckable(true);
    m_reveal->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_edit, 1);
    row->addWidget(m_reveal);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &TokenField::edited);
    connect(m_reveal, &QToolButton::toggled, this, &TokenField::reveal);
}

TokenText TokenField::content() const
{
    return readTokenText(m_edit->text());
}

bool TokenField::isEmpty() const
{
    return m_edit->text().isEmpty();
}

void TokenField::setText(const QString& text)
{
    m_edit->setText(text);
    Q_EMIT edited();
}

void TokenField::forget()
{
    m_edit->clear();
    m_edit->setText({}); // unlike clear() this also empties the history
    m_reveal->setChecked(false);
}

void TokenField::hideEvent(QHideEvent* event)
{
    m_reveal->setChecked(false);
    QWidget::hideEvent(event);
}

void TokenField::reveal(bool shown)
{
    m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
}

} // namespace arv
