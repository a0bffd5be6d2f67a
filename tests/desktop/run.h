// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accountassistant.h"
#include "application.h"
#include "mainwindow.h"
#include "mountpanel.h"
#include "tokendialog.h"
#include "trayicon.h"

#include <QtWidgets>
// After the widgets, of which it makes more.
#include <QtTest>

namespace arv::test {

inline constexpr int patience = 20000; // milliseconds; for outcomes on a busy machine

// One run of the program, from its start to its end, and the person before it. Main thread.
class Run
{
public:
    explicit Run(Application::Launch launch = {})
        : m_application(std::make_unique<Application>(std::move(launch)))
    {
        QObject::connect(m_application.get(), &Application::finished, m_application.get(),
                         [this] { m_hasFinished = true; });
        if (!m_application->begin())
            qFatal("another one runs");
    }
    ~Run()
    {
        if (!m_hasFinished)
            m_application->drive().endNow();
        (void)QTest::qWaitFor([this] { return m_hasFinished; }, patience);
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    [[nodiscard]] Application& application() { return *m_application; }
    [[nodiscard]] Drive& desk() { return m_application->drive(); }
    [[nodiscard]] MainWindow& window() { return m_application->face().window(); }
    [[nodiscard]] TrayIcon& tray() { return m_application->face().tray(); }
    [[nodiscard]] bool hasFinished() const { return m_hasFinished; }

    [[nodiscard]] Desk::Account account() { return desk().accounts().value(0); }
    [[nodiscard]] Desk::Mount mount() { return desk().mounts().value(0); }
    [[nodiscard]] bool isMounted()
    {
        return mount().snapshot.state == MountSnapshot::State::Mounted;
    }

    // Dialogs that are in front of the person; null: there is none.
    [[nodiscard]] AccountAssistant* assistant() { return dialog<AccountAssistant>(); }
    [[nodiscard]] TokenDialog* tokenDialog() { return dialog<TokenDialog>(); }
    template <class Dialog>
    [[nodiscard]] qsizetype dialogs()
    {
        return visible<Dialog>(window()).size();
    }
    template <class Dialog>
    [[nodiscard]] Dialog* dialog()
    {
        return visible<Dialog>(window()).value(0);
    }

    template <class Widget>
    [[nodiscard]] static QList<Widget*> visible(QWidget& root)
    {
        QList<Widget*> seen;
        for (auto* each : root.findChildren<Widget*>()) {
            if (each->isVisible())
                seen += each;
        }
        return seen;
    }
    // By its name in the program, its name for screen readers, or the text that is on it.
    template <class Widget>
    [[nodiscard]] static Widget* find(QWidget& root, const QString& name)
    {
        for (auto* each : visible<Widget>(root)) {
            const auto text = each->property("text").toString().remove(u'&');
            if (each->objectName() == name || each->accessibleName() == name || text == name)
                return each;
        }
        return nullptr;
    }

    // Clicks; false: there is no such button, or it is not to be pressed now.
    [[nodiscard]] static bool press(QWidget* root, const char* name)
    {
        auto* button = root ? find<QAbstractButton>(*root, QString::fromUtf8(name)) : nullptr;
        if (!button || !QTest::qWaitFor([button] { return button->isEnabled(); }, patience))
            return false;
        if (qobject_cast<QCheckBox*>(button))
            QTest::keyClick(button, Qt::Key_Space);
        else
            QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }
    [[nodiscard]] static bool write(QWidget* root, const char* name, const QString& text)
    {
        auto* line = root ? find<QLineEdit>(*root, QLatin1String(name)) : nullptr;
        if (!line)
            return false;
        line->selectAll();
        QTest::keyClick(line, Qt::Key_Delete);
        QTest::keyClicks(line, text);
        return true;
    }
    [[nodiscard]] static bool paste(QWidget* root, const char* name, const QString& text)
    {
        auto* line = root ? find<QLineEdit>(*root, QLatin1String(name)) : nullptr;
        if (!line)
            return false;
        QGuiApplication::clipboard()->setText(text);
        line->selectAll();
        QTest::keySequence(line, QKeySequence::Paste);
        return true;
    }
    // Everything that can be read there now.
    [[nodiscard]] static QString words(QWidget& root)
    {
        QStringList texts;
        for (const auto* each : visible<QLabel>(root))
            texts += each->text();
        for (const auto* each : visible<QLineEdit>(root))
            texts += each->displayText();
        return texts.join(u'\n');
    }
    [[nodiscard]] static bool says(QWidget* root, const char* words)
    {
        return QTest::qWaitFor(
            [&] { return root && Run::words(*root).contains(QLatin1String(words)); }, patience);
    }

    // Opens the tray's menu and chooses by what is written there.
    [[nodiscard]] bool chooseInTray(const QString& text)
    {
        auto* menu = tray().menu();
        for (auto* action : menu->actions()) {
            if (action->text().remove(u'&') != text || !action->isEnabled())
                continue;
            menu->popup(QPoint(20, 20));
            if (!QTest::qWaitFor([menu] { return menu->isVisible(); }, patience))
                return false;
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            return QTest::qWaitFor([menu] { return !menu->isVisible(); }, patience);
        }
        return false;
    }
    // The selection in the list at the left, where the panel below tells about it.
    void lookAtAccount() { window().selectAccount(account().settings.id); }
    void lookAtMount() { window().selectMount(mount().settings.id); }
    [[nodiscard]] MountPanel* panel() { return window().findChild<MountPanel*>(); }

private:
    std::unique_ptr<Application> m_application;
    bool m_hasFinished = false;
};

} // namespace arv::test
