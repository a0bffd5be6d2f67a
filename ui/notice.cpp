// SPDX-License-Identifier: Apache-2.0
#include "notice.h"

#include "base/visibletext.h"
#include "colouricons.h"
#include "plainlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStyle>

namespace arv {

namespace {

constexpr qsizetype longestText = 1500;

QString iconOf(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Good:
        return QStringLiteral("state-mounted");
    case Notice::Kind::Warning:
        return QStringLiteral("state-attention");
    case Notice::Kind::Error:
        return QStringLiteral("state-error");
    case Notice::Kind::Information:
        break;
    }
    return QStringLiteral("state-information");
}

QString kindText(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Warning:
        return Notice::tr("Warning");
    case Notice::Kind::Error:
        return Notice::tr("Error");
    case Notice::Kind::Good:
    case Notice::Kind::Information:
        break;
    }
    return Notice::tr("Information");
}

// Our own sentences have line breaks; those of others come already on one line.
QString visibleLines(const QString& text)
{
    QStringList lines = text.left(longestText).split(u'\n');
    for (auto& line : lines)
        line = visibleText(line, longestText);
    return lines.join(u'\n');
}

} // namespace

Notice::Notice(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setFocusPolicy(Qt::NoFocus);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(this);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1, Qt::AlignVCenter);
    hide();
}

void Notice::say(Kind kind, const QString& text)
{
    if (text == m_said && kind == m_kind && !isHidden())
        return; // said once is enough for those who listen
    m_kind = kind;
    m_said = text;
    m_text->setText(breakableText(visibleLines(text)));
    m_icon->setAccessibleName(kindText(kind));
    m_text->setAccessibleName(kindText(kind) + QStringLiteral(": ") + visibleLines(text));
    drawIcon();
    setVisible(!text.isEmpty());
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    if (kind == Kind::Error || kind == Kind::Warning) // once the layout has given it a place
        QMetaObject::invokeMethod(this, &Notice::bringIntoView, Qt::QueuedConnection);
}

void Notice::bringIntoView()
{
    for (auto* each = parentWidget(); each; each = each->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(each))
            area->ensureWidgetVisible(this);
    }
}

void Notice::clear()
{
    m_said.clear();
    m_text->clear();
    m_text->setAccessibleName({});
    hide();
}

void Notice::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::StyleChange)
        drawIcon();
    QFrame::changeEvent(event);
}

void Notice::drawIcon()
{
    const auto size = style()->pixelMetric(QStyle::PM_SmallIconSize) * 5 / 4;
    m_icon->setPixmap(colourIcon(iconOf(m_kind)).pixmap(QSize(size, size), devicePixelRatioF()));
    m_icon->setFixedWidth(size);
}

} // namespace arv
