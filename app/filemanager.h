// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>
#include <QUrl>

#include <chrono>

namespace arv {

// Shows folders, files and web pages in the person's own programs: by org.freedesktop.FileManager1,
// else by xdg-open as a process of its own that outlives us and knows none of our secrets. Never
// touches what it shows. UI thread, never waits; what fails is told by complained().
class FileManager : public QObject
{
    Q_OBJECT

public:
    explicit FileManager(QDBusConnection bus = QDBusConnection::sessionBus(),
                         QObject* parent = nullptr);

    void showFolder(const QString& path);
    void showItem(const QString& path); // its folder, with the item selected
    void openLink(const QUrl& url); // http and https only

    void setLimit(std::chrono::milliseconds limit) { m_limit = limit; } // for tests

Q_SIGNALS:
    void complained(const QString& sentence);

private:
    void ask(const char* method, const QUrl& shown, const QUrl& otherwise);
    void openOutside(const QUrl& url);

    QDBusConnection m_bus;
    std::chrono::milliseconds m_limit{10000}; // a file manager may have to start first
};

} // namespace arv
