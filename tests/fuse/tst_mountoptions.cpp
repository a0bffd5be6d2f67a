// SPDX-License-Identifier: Apache-2.0
#include "fuse/mountoptions.h"

#include <QtTest>

using namespace arv;

class tst_MountOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionsReachTheKernel();
    void commasMakeNoOptions();
    void failureNamesTheDirectory();
    void otherUsersNeedALineInFuseConf();
};

namespace {

QStringList mountWords(const MountOptions& options)
{
    const auto arguments = sessionArguments(options);
    return arguments.value(arguments.indexOf(QStringLiteral("-o")) + 1).split(u',');
}

} // namespace

void tst_MountOptions::optionsReachTheKernel()
{
    MountOptions options;
    QVERIFY(mountWords(options).contains(QStringLiteral("ro")));
    QVERIFY(mountWords(options).contains(QStringLiteral("subtype=arvados-drive")));
    QVERIFY(!mountWords(options).contains(QStringLiteral("allow_other")));
    options.allowOther = true;
    options.subtype = QStringLiteral("arv");
    QVERIFY(mountWords(options).contains(QStringLiteral("allow_other")));
    QVERIFY(mountWords(options).contains(QStringLiteral("subtype=arv")));
}

void tst_MountOptions::commasMakeNoOptions()
{
    MountOptions options;
    options.subtype = QStringLiteral("x,suid");
    options.host = QStringLiteral("h\\,dev");
    QVERIFY(!mountWords(options).contains(QStringLiteral("suid")));
    QVERIFY(!mountWords(options).contains(QStringLiteral("dev")));
}

void tst_MountOptions::failureNamesTheDirectory()
{
    MountOptions options;
    options.directory = QStringLiteral("/mnt/data");
    QVERIFY(mountFailure(options, false).contains(QStringLiteral("/mnt/data")));
    QVERIFY(!mountFailure(options, false).contains(QStringLiteral("user_allow_other")));
}

void tst_MountOptions::otherUsersNeedALineInFuseConf()
{
    MountOptions options;
    options.allowOther = true;
    QVERIFY(mountFailure(options, false).contains(QStringLiteral("user_allow_other")));
    QVERIFY(mountFailure(options, false).contains(QStringLiteral("/etc/fuse.conf")));
    QVERIFY(!mountFailure(options, true).contains(QStringLiteral("user_allow_other"))); // root may
}

QTEST_GUILESS_MAIN(tst_MountOptions)
#include "tst_mountoptions.moc"
