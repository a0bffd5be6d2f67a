// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

namespace arv {

// What the desktop says about dark and light (org.freedesktop.appearance, by the settings portal),
// which Qt 6.4 does not tell. Unknown until it has answered and where there is no portal; followed
// when it changes. UI thread, never waits.
class ColourScheme : public QObject
{
    Q_OBJECT

public:
    enum class Scheme
    {
        Unknown,
        NoPreference,
        Dark,
        Light
    };

    explicit ColourScheme(QDBusConnection bus = QDBusConnection::sessionBus(),
                          QObject* parent = nullptr);

    [[nodiscard]] Scheme scheme() const { return m_scheme; }

Q_SIGNALS:
    void changed();

private Q_SLOTS: // by name, from the bus
    void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask();
    void take(const QVariant& value);
    void set(Scheme scheme);

    QDBusConnection m_bus;
    Scheme m_scheme = Scheme::Unknown;
    int m_question = 0; // answers of older ones do not count
};

} // namespace arv
