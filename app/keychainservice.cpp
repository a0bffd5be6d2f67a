// SPDX-License-Identifier: Apache-2.0
#include "keychainservice.h"

#include "base/visibletext.h"
#include "buscall.h"
#include "keychainbackend.h"

#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QMap>

namespace arv {

namespace {

using Attributes = QMap<QString, QString>;

constexpr std::chrono::minutes answerLimit{2}; // starting the service included

QString busName()
{
    return QStringLiteral("org.freedesktop.secrets");
}

QString servicePath()
{
    return QStringLiteral("/org/freedesktop/secrets");
}

QString interfaceName(const char* name)
{
    return QStringLiteral("org.freedesktop.Secret.") + QLatin1String(name);
}

// Nobody has the name and nobody can be started for it, as the bus puts it.
bool meansAbsent(const QDBusMessage& error)
{
    const auto name = error.errorName();
    return name == QLatin1String("org.freedesktop.DBus.Error.ServiceUnknown")
        || name == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner")
        || name == QLatin1String("org.freedesktop.DBus.Error.Disconnected")
        || name == QLatin1String("org.freedesktop.DBus.Error.NoServer")
        || name.startsWith(QLatin1String("org.freedesktop.DBus.Error.Spawn."));
}

QDBusMessage serviceCall(const char* method)
{
    return QDBusMessage::createMethodCall(busName(), servicePath(), interfaceName("Service"),
                                          QLatin1String(method));
}

} // namespace

KeychainService::KeychainService(QDBusConnection bus, QString service, QObject* parent)
    : QObject(parent)
    , m_bus(std::move(bus))
    , m_service(std::move(service))
{
    qDBusRegisterMetaType<Attributes>();
    forgetKeychainSession(); // nobody has watched for a change until now
    auto* watcher =
        new QDBusServiceWatcher(busName(), m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, [this] {
        ++m_changes;
        forgetKeychainSession();
        Q_EMIT ownerChanged();
    });
    // Without the service's name: with it Qt would wait for the bus to say who owns it.
    for (const auto* signal : {"CollectionChanged", "CollectionCreated"})
        m_bus.connect(QString(), servicePath(), interfaceName("Service"), QLatin1String(signal),
                      this, SIGNAL(collectionsChanged()));
}

void KeychainService::ask(const QString& account, Callback callback)
{
    readAlias({account, std::move(callback), {}});
}

// The reply is handed on only if it is one; an error ends the question.
void KeychainService::call(const QDBusMessage& message, const Question& question,
                           const Reply& reply)
{
    callBus(this, m_bus, message, answerLimit, [question, reply](const QDBusMessage& said) {
        if (!isError(said)) {
            reply(said);
            return;
        }
        auto answer = question.answer;
        answer.state = meansAbsent(said) ? State::Absent : State::Failed;
        answer.text = visibleText(said.errorMessage(), 200);
        question.callback(answer);
    });
}

void KeychainService::readAlias(const Question& question)
{
    auto message = serviceCall("ReadAlias");
    message << QStringLiteral("default");
    call(message, question, [this, question](const QDBusMessage& said) {
        const auto path = said.arguments().value(0).value<QDBusObjectPath>().path();
        if (path.size() > 1) {
            readLocked(question, path);
            return;
        }
        auto next = question;
        next.answer.state = State::NoCollection;
        findEntry(next);
    });
}

void KeychainService::readLocked(const Question& question, const QString& collection)
{
    auto message = QDBusMessage::createMethodCall(busName(), collection,
                                                  QStringLiteral("org.freedesktop.DBus.Properties"),
                                                  QStringLiteral("Get"));
    message << interfaceName("Collection") << QStringLiteral("Locked");
    call(message, question, [this, question](const QDBusMessage& said) {
        const auto value = said.arguments().value(0).value<QDBusVariant>().variant();
        auto next = question;
        // What is no boolean is no "unlocked".
        const bool isOpen = value.typeId() == QMetaType::Bool && !value.toBool();
        next.answer.state = isOpen ? State::Unlocked : State::Locked;
        findEntry(next);
    });
}

void KeychainService::findEntry(const Question& question)
{
    auto message = serviceCall("SearchItems");
    message << QVariant::fromValue(Attributes{{QStringLiteral("server"), m_service},
                                              {QStringLiteral("user"), question.account}});
    call(message, question, [question](const QDBusMessage& said) {
        const auto paths = [&said](int index) {
            return qdbus_cast<QList<QDBusObjectPath>>(said.arguments().value(index));
        };
        auto answer = question.answer;
        const bool isLocked = !paths(1).isEmpty();
        answer.hasEntry = isLocked || !paths(0).isEmpty();
        if (isLocked)
            answer.state = State::Locked;
        question.callback(answer);
    });
}

} // namespace arv
