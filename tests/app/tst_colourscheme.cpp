// SPDX-License-Identifier: Apache-2.0
#include "colourscheme.h"
#include "support/fakebusservice.h"
#include "support/sessionbus.h"

#include <QSignalSpy>
#include <QtTest>

using namespace arv;
using namespace arv::test;
using Scheme = ColourScheme::Scheme;

namespace {

QVariant wrapped(const QVariant& value)
{
    return QVariant::fromValue(QDBusVariant(value));
}

} // namespace

class TestColourScheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_bus.start()); }
    void init();
    void cleanup() { m_portal.reset(); }

    void desktopsWordIsRead_data();
    void desktopsWordIsRead();
    void changeIsFollowed();
    void otherSettingsDoNotMatter();
    void withoutPortalItIsUnknown();
    void withoutBusItIsUnknown();
    void portalThatComesLaterIsAsked();
    void portalThatGoesLeavesNothing();
    void silentPortalIsNoTrouble();
    void failingPortalIsUnknown();

private:
    void change(const QString& group, const QVariant& value)
    {
        m_portal->tellAll(QStringLiteral("/org/freedesktop/portal/desktop"),
                          QStringLiteral("org.freedesktop.portal.Settings"),
                          QStringLiteral("SettingChanged"),
                          {group, QStringLiteral("color-scheme"), wrapped(value)});
    }

    SessionBus m_bus;
    std::unique_ptr<FakeBusService> m_portal;
    QVariant m_value;
};

void TestColourScheme::init()
{
    m_value = 1U;
    m_portal = std::make_unique<FakeBusService>(m_bus.address(),
                                                QStringLiteral("org.freedesktop.portal.Desktop"));
    m_portal->answer = [this](const QDBusMessage& call) -> std::optional<QVariantList> {
        const QVariantList expected{QStringLiteral("org.freedesktop.appearance"),
                                    QStringLiteral("color-scheme")};
        if (call.member() != QLatin1String("Read") || call.arguments() != expected)
            return std::nullopt;
        return QVariantList{wrapped(wrapped(m_value))};
    };
}

void TestColourScheme::desktopsWordIsRead_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<Scheme>("scheme");
    QTest::newRow("none") << QVariant(0U) << Scheme::NoPreference;
    QTest::newRow("dark") << QVariant(1U) << Scheme::Dark;
    QTest::newRow("light") << QVariant(2U) << Scheme::Light;
    QTest::newRow("of a later version") << QVariant(77U) << Scheme::NoPreference;
    QTest::newRow("a text") << QVariant(QStringLiteral("dark")) << Scheme::Unknown;
    QTest::newRow("a list") << QVariant(QStringList{QStringLiteral("1")}) << Scheme::Unknown;
}

void TestColourScheme::desktopsWordIsRead()
{
    QFETCH(QVariant, value);
    QFETCH(Scheme, scheme);
    m_value = value;
    QVERIFY(m_portal->appear());
    ColourScheme colours;
    QCOMPARE(colours.scheme(), Scheme::Unknown); // it does not wait
    QTRY_COMPARE(m_portal->calls.size(), 1);
    QTRY_COMPARE(colours.scheme(), scheme);
}

void TestColourScheme::changeIsFollowed()
{
    QVERIFY(m_portal->appear());
    ColourScheme colours;
    QTRY_COMPARE(colours.scheme(), Scheme::Dark);
    const QSignalSpy changes(&colours, &ColourScheme::changed);
    change(QStringLiteral("org.freedesktop.appearance"), 2U);
    QTRY_COMPARE(colours.scheme(), Scheme::Light);
    change(QStringLiteral("org.freedesktop.appearance"), 2U);
    change(QStringLiteral("org.freedesktop.appearance"), 1U);
    QTRY_COMPARE(colours.scheme(), Scheme::Dark);
    QCOMPARE(changes.size(), 2);
}

void TestColourScheme::otherSettingsDoNotMatter()
{
    QVERIFY(m_portal->appear());
    ColourScheme colours;
    QTRY_COMPARE(colours.scheme(), Scheme::Dark);
    change(QStringLiteral("org.gnome.desktop.interface"), 2U);
    change(QStringLiteral("org.freedesktop.appearance"), 0U);
    QTRY_COMPARE(colours.scheme(), Scheme::NoPreference);
}

void TestColourScheme::withoutPortalItIsUnknown()
{
    ColourScheme colours;
    const QSignalSpy changes(&colours, &ColourScheme::changed);
    QTest::qWait(100);
    QCOMPARE(colours.scheme(), Scheme::Unknown);
    QVERIFY(changes.isEmpty());
}

void TestColourScheme::withoutBusItIsUnknown()
{
    ColourScheme colours(QDBusConnection(QStringLiteral("none")));
    QTest::qWait(50);
    QCOMPARE(colours.scheme(), Scheme::Unknown);
}

void TestColourScheme::portalThatComesLaterIsAsked()
{
    ColourScheme colours;
    QTest::qWait(50);
    QVERIFY(m_portal->appear());
    QTRY_COMPARE(colours.scheme(), Scheme::Dark);
}

void TestColourScheme::portalThatGoesLeavesNothing()
{
    QVERIFY(m_portal->appear());
    ColourScheme colours;
    QTRY_COMPARE(colours.scheme(), Scheme::Dark);
    m_portal->vanish();
    QTRY_COMPARE(colours.scheme(), Scheme::Unknown);
}

void TestColourScheme::silentPortalIsNoTrouble()
{
    m_portal->answer = [](const QDBusMessage&) { return std::nullopt; };
    QVERIFY(m_portal->appear());
    ColourScheme colours;
    QTRY_COMPARE(m_portal->calls.size(), 1);
    change(QStringLiteral("org.freedesktop.appearance"), 2U);
    QTRY_COMPARE(colours.scheme(), Scheme::Light);
}

void TestColourScheme::failingPortalIsUnknown()
{
    m_portal->answer = nullptr;
    QVERIFY(m_portal->appear());
    ColourScheme colours;
    QTRY_COMPARE(m_portal->calls.size(), 1);
    QTest::qWait(50);
    QCOMPARE(colours.scheme(), Scheme::Unknown);
}

QTEST_GUILESS_MAIN(TestColourScheme)
#include "tst_colourscheme.moc"
