// SPDX-License-Identifier: Apache-2.0
#include "desktopnotifier.h"

#include "base/visibletext.h"
#include "buscall.h"

#include <QDBusMessage>
#include <QVariantMap>

namespace arv {

namespace {

constexpr std::chrono::seconds answerLimit{30}; // starting the server included
constexpr qsizetype longestText = 500;
constexpr qsizetype mostShown = 100; // servers need not tell what became of their notes

QString notificationsName()
{
    return QStringLiteral("org.freedesktop.Notifications");
}

QString notificationsPath()
{
    return QStringLiteral("/org/freedesktop/Notifications");
}

QDBusMessage callOf(const char* method)
{
    return QDBusMessage::createMethodCall(notificationsName(), notificationsPath(),
                                          notificationsName(), QLatin1String(method));
}

// Line breaks of our own sentences stay.
QString plainText(const QString& text)
{
    QStringList lines;
    for (const auto& line : text.left(longestText).split(u'\n'))
        lines += visibleText(line, longestText);
    return lines.join(u'\n');
}

} // namespace

DesktopNotifier::DesktopNotifier(QDBusConnection bus, QObject* parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{
    // Without the service's name: with it Qt would wait for the bus to say who owns it.
    m_bus.connect(QString(), notificationsPath(), notificationsName(),
                  QStringLiteral("ActionInvoked"), this, SLOT(onActionInvoked(uint, QString)));
    m_bus.connect(QString(), notificationsPath(), notificationsName(),
                  QStringLiteral("NotificationClosed"), this, SLOT(onClosed(uint, uint)));
}

// A server without markup would show the escapes.
void DesktopNotifier::show(const Note& note, std::function<void(bool)> done)
{
    callBus(this, m_bus, callOf("GetCapabilities"), answerLimit,
            [this, note, done = std::move(done)](const QDBusMessage& reply) {
                const auto words = reply.arguments().value(0).toStringList();
                if (!isError(reply))
                    send(note, words.contains(QStringLiteral("body-markup")), done);
                else if (done)
                    done(false);
            });
}

void DesktopNotifier::send(const Note& note, bool hasMarkup, const std::function<void(bool)>& done)
{
    const auto body = plainText(note.body);
    QStringList actions;
    if (!note.buttonText.isEmpty())
        actions = {QStringLiteral("default"), note.buttonText, QStringLiteral("button"),
                   note.buttonText};
    const QVariantMap hints{
        {QStringLiteral("desktop-entry"), QStringLiteral("org.arvados.Drive")},
        {QStringLiteral("urgency"), QVariant::fromValue<uchar>(note.isUrgent ? 2 : 1)}};
    auto message = callOf("Notify");
    message << QStringLiteral("Arvados Drive") << numberOf(note.kind)
            << QStringLiteral("org.arvados.Drive") << plainText(note.title)
            << (hasMarkup ? body.toHtmlEscaped() : body) << actions << hints << -1;
    callBus(this, m_bus, message, answerLimit, [this, note, done](const QDBusMessage& reply) {
        const auto number = isError(reply) ? 0 : reply.arguments().value(0).toUInt();
        const bool isTaken = number != 0;
        if (isTaken) {
            m_shown.remove(numberOf(note.kind));
            if (m_shown.size() < mostShown)
                m_shown.insert(number, {note.kind, note.onButton});
        }
        if (done)
            done(isTaken);
    });
}

uint DesktopNotifier::numberOf(const QString& kind) const
{
    for (auto shown = m_shown.begin(); shown != m_shown.end(); ++shown) {
        if (!kind.isEmpty() && shown->kind == kind)
            return shown.key();
    }
    return 0;
}

void DesktopNotifier::withdraw(const QString& kind)
{
    const auto number = numberOf(kind);
    if (number == 0)
        return;
    m_shown.remove(number);
    auto message = callOf("CloseNotification");
    message << number;
    m_bus.send(message);
}

void DesktopNotifier::onActionInvoked(uint id, const QString& /*action*/)
{
    const auto onButton = m_shown.value(id).onButton;
    if (onButton)
        onButton();
}

void DesktopNotifier::onClosed(uint id, uint /*reason*/)
{
    m_shown.remove(id);
}

} // namespace arv
