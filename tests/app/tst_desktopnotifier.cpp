// SPDX-License-Identifier: Apache-2.0
#include "desktopnotifier.h"
#include "support/fakebusservice.h"
#include "support/sessionbus.h"

#include <QtTest>

#include <optional>

using namespace arv;
using namespace arv::test;

namespace {

QVariantList listOf(const QVariantList& arguments)
{
    return arguments;
}

} // namespace

class TestDesktopNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_bus.start()); }
    void init();
    void cleanup() { m_service.reset(); }

    void noteIsShownAsPlainText();
    void serverWithoutMarkupGetsNoEscapes();
    void hiddenCharactersAreMadeVisible();
    void buttonCallsBack();
    void closedNoteCallsNoMore();
    void pressOfSomebodyElsesNoteIsNotOurs();
    void sameKindTakesThePlaceOfTheOneBefore();
    void notesWithoutKindStandSideBySide();
    void withdrawnNoteIsClosed();
    void withoutServerItIsAFalse();
    void withoutBusItIsAFalse();
    void failingServerIsAFalse();

private:
    using Note = DesktopNotifier::Note;
    [[nodiscard]] bool shown(DesktopNotifier& notifier, const Note& note)
    {
        std::optional<bool> taken;
        notifier.show(note, [&taken](bool isTaken) { taken = isTaken; });
        if (taken || !QTest::qWaitFor([&taken] { return taken.has_value(); }, 5000))
            qFatal("no answer, or one inside the call");
        return *taken;
    }
    void tell(const char* signal, const QVariantList& arguments)
    {
        m_service->tellAll(QStringLiteral("/org/freedesktop/Notifications"),
                           QStringLiteral("org.freedesktop.Notifications"), QLatin1String(signal),
                           arguments);
    }

    SessionBus m_bus;
    std::unique_ptr<FakeBusService> m_service;
    QStringList m_capabilities;
    uint m_number = 0;
};

void TestDesktopNotifier::init()
{
    m_capabilities = {QStringLiteral("body"), QStringLiteral("body-markup"),
                      QStringLiteral("actions")};
    m_number = 40;
    m_service = std::make_unique<FakeBusService>(m_bus.address(),
                                                 QStringLiteral("org.freedesktop.Notifications"));
    m_service->answer = [this](const QDBusMessage& call) -> std::optional<QVariantList> {
        if (call.member() == QLatin1String("GetCapabilities"))
            return listOf({m_capabilities});
        if (call.member() == QLatin1String("Notify"))
            return listOf({++m_number});
        return QVariantList();
    };
    if (QLatin1String(QTest::currentTestFunction()) != QLatin1String("withoutServerItIsAFalse"))
        QVERIFY(m_service->appear());
}

void TestDesktopNotifier::noteIsShownAsPlainText()
{
    DesktopNotifier notifier;
    QVERIFY(shown(notifier,
                  {QStringLiteral("k"),
                   QStringLiteral("Title"),
                   QStringLiteral("a <b>bold</b> & \"word\"\nsecond"),
                   true,
                   {},
                   {}}));
    const auto call = m_service->callsOf("Notify").value(0);
    QCOMPARE(call.value(3).toString(), QStringLiteral("Title"));
    QCOMPARE(call.value(4).toString(),
             QStringLiteral("a &lt;b&gt;bold&lt;/b&gt; &amp; &quot;word&quot;\nsecond"));
    QVERIFY(call.value(5).toStringList().isEmpty());
    QCOMPARE(m_service->calls.last().signature(), QStringLiteral("susssasa{sv}i"));
    const auto hints = qdbus_cast<QVariantMap>(call.value(6));
    QCOMPARE(hints.value(QStringLiteral("urgency")).toInt(), 2);
    QCOMPARE(hints.value(QStringLiteral("desktop-entry")).toString(),
             QStringLiteral("org.arvados.Drive"));
}

void TestDesktopNotifier::serverWithoutMarkupGetsNoEscapes()
{
    m_capabilities = {QStringLiteral("body")};
    DesktopNotifier notifier;
    QVERIFY(shown(notifier, {{}, QStringLiteral("T"), QStringLiteral("a < b"), false, {}, {}}));
    QCOMPARE(m_service->callsOf("Notify").value(0).value(4).toString(), QStringLiteral("a < b"));
}

void TestDesktopNotifier::hiddenCharactersAreMadeVisible()
{
    DesktopNotifier notifier;
    const auto hostile = QStringLiteral("x\u202ey\u0007z").repeated(1000);
    QVERIFY(shown(notifier, {{}, hostile, hostile, false, {}, {}}));
    const auto call = m_service->callsOf("Notify").value(0);
    for (const int field : {3, 4}) {
        const auto text = call.value(field).toString();
        QVERIFY(!text.contains(QChar(0x202e)) && !text.contains(QChar(7)));
        QVERIFY(text.size() < 1000);
    }
}

void TestDesktopNotifier::buttonCallsBack()
{
    DesktopNotifier notifier;
    int pressed = 0;
    QVERIFY(shown(
        notifier,
        {QStringLiteral("k"), QStringLiteral("T"), {}, false, QStringLiteral("Renew"), [&pressed] {
             ++pressed;
         }}));
    QVERIFY(m_service->callsOf("Notify").value(0).value(5).toStringList().contains(
        QStringLiteral("Renew")));
    tell("ActionInvoked", {41U, QStringLiteral("button")});
    QTRY_COMPARE(pressed, 1);
}

void TestDesktopNotifier::closedNoteCallsNoMore()
{
    DesktopNotifier notifier;
    int pressed = 0;
    int other = 0;
    QVERIFY(shown(notifier, {{}, QStringLiteral("T"), {}, false, QStringLiteral("B"), [&pressed] {
                                 ++pressed;
                             }}));
    QVERIFY(shown(notifier, {{}, QStringLiteral("U"), {}, false, QStringLiteral("B"), [&other] {
                                 ++other;
                             }}));
    tell("NotificationClosed", {41U, 2U});
    tell("ActionInvoked", {41U, QStringLiteral("button")});
    tell("ActionInvoked", {42U, QStringLiteral("button")});
    QTRY_COMPARE(other, 1);
    QCOMPARE(pressed, 0);
}

void TestDesktopNotifier::pressOfSomebodyElsesNoteIsNotOurs()
{
    DesktopNotifier notifier;
    int pressed = 0;
    QVERIFY(shown(notifier, {{}, QStringLiteral("T"), {}, false, QStringLiteral("B"), [&pressed] {
                                 ++pressed;
                             }}));
    tell("ActionInvoked", {7U, QStringLiteral("button")});
    tell("ActionInvoked", {QStringLiteral("41"), QStringLiteral("button")});
    tell("ActionInvoked", {41U, QStringLiteral("button")});
    QTRY_COMPARE(pressed, 1);
    QTest::qWait(50);
    QCOMPARE(pressed, 1);
}

void TestDesktopNotifier::sameKindTakesThePlaceOfTheOneBefore()
{
    DesktopNotifier notifier;
    QVERIFY(shown(notifier, {QStringLiteral("k"), QStringLiteral("1"), {}, false, {}, {}}));
    QVERIFY(shown(notifier, {QStringLiteral("k"), QStringLiteral("2"), {}, false, {}, {}}));
    const auto notes = m_service->callsOf("Notify");
    QCOMPARE(notes.value(0).value(1).toUInt(), 0U);
    QCOMPARE(notes.value(1).value(1).toUInt(), 41U);
}

void TestDesktopNotifier::notesWithoutKindStandSideBySide()
{
    DesktopNotifier notifier;
    QVERIFY(shown(notifier, {{}, QStringLiteral("1"), {}, false, {}, {}}));
    QVERIFY(shown(notifier, {{}, QStringLiteral("2"), {}, false, {}, {}}));
    QCOMPARE(m_service->callsOf("Notify").value(1).value(1).toUInt(), 0U);
}

void TestDesktopNotifier::withdrawnNoteIsClosed()
{
    DesktopNotifier notifier;
    QVERIFY(shown(notifier, {QStringLiteral("k"), QStringLiteral("1"), {}, false, {}, {}}));
    notifier.withdraw(QStringLiteral("other"));
    notifier.withdraw(QStringLiteral("k"));
    QTRY_COMPARE(m_service->callsOf("CloseNotification").size(), 1);
    QCOMPARE(m_service->callsOf("CloseNotification").first(), QVariantList{41U});
}

void TestDesktopNotifier::withoutServerItIsAFalse()
{
    DesktopNotifier notifier;
    QVERIFY(!shown(notifier, {{}, QStringLiteral("T"), {}, false, {}, {}}));
    notifier.show({{}, QStringLiteral("T"), {}, false, {}, {}}); // nobody wants to know
    QVERIFY(!shown(notifier, {{}, QStringLiteral("T"), {}, false, {}, {}}));
}

void TestDesktopNotifier::withoutBusItIsAFalse()
{
    DesktopNotifier notifier(QDBusConnection(QStringLiteral("none")));
    QVERIFY(!shown(notifier, {{}, QStringLiteral("T"), {}, false, {}, {}}));
    notifier.withdraw(QStringLiteral("k"));
}

void TestDesktopNotifier::failingServerIsAFalse()
{
    m_service->answer = nullptr;
    DesktopNotifier notifier;
    QVERIFY(!shown(notifier, {{}, QStringLiteral("T"), {}, false, {}, {}}));
}

QTEST_GUILESS_MAIN(TestDesktopNotifier)
#include "tst_desktopnotifier.moc"
