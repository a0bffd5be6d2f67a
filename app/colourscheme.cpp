// SPDX-License-Identifier: Apache-2.0
#include "colourscheme.h"

#include "buscall.h"

#include <QDBusMessage>
#include <QDBusServiceWatcher>

namespace arv {

namespace {

constexpr std::chrono::minutes answerLimit{1}; // starting the portal included

QString portalName()
{
    return QStringLiteral("org.freedesktop.portal.Desktop");
}

QString portalPath()
{
    return QStringLiteral("/org/freedesktop/portal/desktop");
}

QString settingsInterface()
{
    return QStringLiteral("org.freedesktop.portal.Settings");
}

QString appearance()
{
    return QStringLiteral("org.freedesktop.appearance");
}

} // namespace

ColourScheme::ColourScheme(QDBusConnection bus, QObject* parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{
    // Without the service's name: with it Qt would wait for the bus to say who owns it.
    m_bus.connect(QString(), portalPath(), settingsInterface(), QStringLiteral("SettingChanged"),
                  this, SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    auto* watcher = new QDBusServiceWatcher(portalName(), m_bus,
                                            QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) {
                ++m_question;
                if (owner.isEmpty())
                    set(Scheme::Unknown);
                else
                    ask();
            });
    ask();
}

void ColourScheme::ask()
{
    auto message = QDBusMessage::createMethodCall(portalName(), portalPath(), settingsInterface(),
                                                  QStringLiteral("Read"));
    message << appearance() << QStringLiteral("color-scheme");
    callBus(this, m_bus, message, answerLimit,
            [this, question = ++m_question](const QDBusMessage& reply) {
                if (question == m_question)
                    take(isError(reply) ? QVariant() : reply.arguments().value(0));
            });
}

void ColourScheme::onSettingChanged(const QString& group, const QString& key,
                                    const QDBusVariant& value)
{
    if (group != appearance() || key != QLatin1String("color-scheme"))
        return;
    ++m_question;
    take(QVariant::fromValue(value));
}

// Read() wraps its answer twice, the signal once; an error has none.
void ColourScheme::take(const QVariant& value)
{
    auto plain = value;
    while (plain.canConvert<QDBusVariant>())
        plain = plain.value<QDBusVariant>().variant();
    if (plain.typeId() != QMetaType::UInt)
        set(Scheme::Unknown);
    else if (plain.toUInt() == 1)
        set(Scheme::Dark);
    else if (plain.toUInt() == 2)
        set(Scheme::Light);
    else
        set(Scheme::NoPreference); // also what later versions may add
}

void ColourScheme::set(Scheme scheme)
{
    if (std::exchange(m_scheme, scheme) != scheme)
        Q_EMIT changed();
}

} // namespace arv
