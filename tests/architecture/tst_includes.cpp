// SPDX-License-Identifier: Apache-2.0
#include "architecture/includerules.h"

#include <QtTest>

using namespace arv::test;

class tst_Includes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyArrowIsInTheTable();
    void badIncludeIsFound_data();
    void badIncludeIsFound();
    void goodIncludeIsLeftAlone_data();
    void goodIncludeIsLeftAlone();
    void violationNamesFileAndLine();
    void unknownRoomIsFound();
};

namespace {

QStringList violationsOf(const QString& path, const QString& include)
{
    return includeViolations({path, QStringLiteral("#pragma once\n#include ") + include + u'\n'});
}

void add(const char* path, const char* include)
{
    QTest::newRow(QByteArray(path) + " " + include)
        << QString::fromLatin1(path) << QString::fromLatin1(include);
}

} // namespace

void tst_Includes::everyArrowIsInTheTable()
{
    const QStringList rooms{QStringLiteral("fscore"), QStringLiteral("app"), QStringLiteral("ui")};
    const auto files = sourceFiles(rooms);
    QVERIFY(files.size() > 20);
    QStringList violations;
    for (const auto& file : files) {
        if (file.isCpp())
            violations += includeViolations(file);
    }
    QVERIFY2(violations.isEmpty(), qPrintable(u'\n' + violations.join(u'\n')));
}

void tst_Includes::badIncludeIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    add("fscore/base/x.h", "\"async/task.h\"");
    add("fscore/async/x.h", "\"net/retry.h\"");
    add("fscore/net/x.h", "\"keep/locator.h\"");
    add("fscore/keep/x.h", "\"api/records.h\"");
    add("fscore/api/x.h", "\"keep/locator.h\"");
    add("fscore/edit/x.h", "\"keep/keepclient.h\"");
    add("fscore/edit/x.h", "\"async/task.h\"");
    add("fscore/journal/x.h", "\"keep/locator.h\"");
    add("fscore/commit/x.h", "\"tree/inode.h\"");
    add("fscore/tree/x.h", "\"fuse/session.h\"");
    add("fscore/tree/x.h", "\"net/httpclient.h\"");
    add("fscore/fuse/x.h", "\"keep/locator.h\"");
    add("fscore/mount/x.h", "\"ui/mainwindow.h\"");
    add("ui/x.h", "\"mount/mount.h\"");
    add("ui/x.h", "\"base/clock.h\"");
    add("ui/x.h", "\"mount/mountcontroller.h\"");
    add("ui/x.h", "\"mount/accountcontroller.h\"");
    add("app/x.h", "\"keep/locator.h\"");
    add("app/x.h", "\"demo/democluster.h\"");
    add("app/demo/x.h", "\"keep/keepclient.h\"");
    add("app/demo/x.h", "\"async/task.h\"");
    add("app/demo/x.h", "\"net/credentials.h\"");
    add("fscore/keep/x.h", "\"locator.h\"");
    add("fscore/mount/x.cpp", "<fuse_lowlevel.h>");
    add("fscore/tree/x.cpp", "<fuse3/fuse.h>");
    add("fscore/api/x.cpp", "<QNetworkReply>");
    add("fscore/keep/x.cpp", "<QtNetwork/QNetworkReply>");
    add("fscore/keep/x.cpp", "<QtNetwork>");
    add("app/demo/x.cpp", "<QNetworkAccessManager>");
    add("fscore/mount/x.cpp", "<QWebSocket>");
    add("fscore/tree/x.cpp", "<sqlite3.h>");
    add("fscore/net/x.cpp", "<httplib.h>");
    add("fscore/keep/locator.cpp", "<openssl/evp.h>");
    add("fscore/net/x.cpp", "<openssl/ssl.h>");
    add("fscore/keep/x.h", "<qcoro/qcorotask.h>");
    add("fscore/mount/x.h", "<QCoroTask>");
    add("ui/x.cpp", "<QDBusConnection>");
    add("fscore/mount/x.cpp", "<QWidget>");
    add("app/x.cpp", "<QMenu>");
    add("fscore/mount/x.cpp", "<QIcon>");
    add("fscore/base/x.h", "<QObject>");
    add("fscore/tree/x.h", "<QTimer>");
    add("fscore/keep/manifestparser.h", "<QObject>");
    add("fscore/keep/filemap.h", "<QtCore/QObject>");
    add("fscore/async/gate.cpp", "<QTimer>");
    add("fscore/async/sleep.h", "<QTimer>");
}

void tst_Includes::badIncludeIsFound()
{
    QFETCH(QString, path);
    QFETCH(QString, include);
    QCOMPARE(violationsOf(path, include).size(), 1);
}

void tst_Includes::goodIncludeIsLeftAlone_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    add("fscore/base/x.h", "\"base/errc.h\"");
    add("fscore/base/x.h", "<QString>");
    add("fscore/async/task.h", "<qcoro/qcorotask.h>");
    add("fscore/async/mailbox.cpp", "<QSocketNotifier>");
    add("fscore/async/sleep.cpp", "<QTimer>");
    add("fscore/net/x.cpp", "<QNetworkReply>");
    add("fscore/keep/md5.cpp", "<openssl/evp.h>");
    add("fscore/keep/x.h", "\"net/retry.h\"");
    add("fscore/keep/keepclient.cpp", "<QTimer>");
    add("fscore/edit/x.h", "\"keep/filemap.h\"");
    add("fscore/tree/x.h", "\"api/records.h\"");
    add("fscore/tree/x.h", "\"keep/keepclient.h\"");
    add("fscore/fuse/x.h", "\"tree/filesystem.h\"");
    add("fscore/fuse/x.cpp", "<fuse_lowlevel.h>");
    add("fscore/mount/x.h", "\"net/httpclient.h\"");
    add("fscore/mount/x.cpp", "<QThread>");
    add("ui/x.h", "\"mount/mountsettings.h\"");
    add("ui/x.h", "\"base/log.h\"");
    add("ui/x.h", "\"mount/accountsnapshot.h\"");
    add("ui/x.h", "\"ui/plot.h\"");
    add("ui/x.cpp", "\"ui_plot.h\"");
    add("ui/x.cpp", "<QTreeView>");
    add("app/x.cpp", "<QApplication>");
    add("app/x.cpp", "\"application.h\"");
    add("app/x.cpp", "\"x.moc\"");
    add("app/demo/x.cpp", "\"demo/signer.h\"");
    add("app/demo/x.cpp", "\"keep/manifest.h\"");
    add("app/demo/x.cpp", "<httplib.h>");
    add("app/demo/x.cpp", "<openssl/hmac.h>");
    add("app/demo/x.cpp", "<QWebSocketServer>");
    add("fscore/keep/x.cpp", "<functional>");
}

void tst_Includes::goodIncludeIsLeftAlone()
{
    QFETCH(QString, path);
    QFETCH(QString, include);
    QCOMPARE(violationsOf(path, include), QStringList());
}

void tst_Includes::violationNamesFileAndLine()
{
    const auto found = violationsOf(QStringLiteral("fscore/base/x.h"), QStringLiteral("<QObject>"));
    QVERIFY(found.value(0).startsWith(QStringLiteral("fscore/base/x.h:2: ")));
}

void tst_Includes::unknownRoomIsFound()
{
    QCOMPARE(includeViolations({QStringLiteral("fscore/attic/x.h"), QString()}).size(), 1);
}

QTEST_APPLESS_MAIN(tst_Includes)
#include "tst_includes.moc"
