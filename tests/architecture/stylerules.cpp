// SPDX-License-Identifier: Apache-2.0
#include "architecture/stylerules.h"

#include "architecture/cppcode.h"

#include <QRegularExpression>

namespace arv::test {

namespace {

constexpr int maxFunctionLines = 50;
constexpr int maxFileLines = 400;

struct WordRule
{
    QRegularExpression word;
    QRegularExpression forbiddenIn; // paths
    QString reason;
};

WordRule rule(const char* word, const char* forbiddenIn, const char* reason)
{
    return {QRegularExpression(QLatin1String(word)), QRegularExpression(QLatin1String(forbiddenIn)),
            QLatin1String(reason)};
}

const QList<WordRule>& wordRules()
{
    static const QList<WordRule> rules{
        // The loops of these threads are their outermost ones.
        rule("\\b(QEventLoop|processEvents)\\b",
             "^(?!fscore/mount/(mount|account)thread\\.cpp|fscore/keep/transferthread\\.|app/demo/"
             "eventserver\\.cpp)",
             "nested event loops re-enter handlers"),
        rule("\\bwaitFor\\w*", "", "waits block the thread that everything runs on"),
        rule("\\bBlockingQueuedConnection\\b", "", "a thread may not wait for another one"),
        rule("\\bQThread\\s*::\\s*(m|u)?sleep\\b", "", "threads do not sleep, see async/sleep.h"),
        rule("\\b(QFile|QFileInfo|QDirIterator|QStorageInfo|QFileSystemWatcher|entryList|"
             "entryInfoList)\\b",
             "^ui/(?!icons\\.cpp)", "the window touches no file: it may lie in a mount"),
        rule("\\b(QStorageInfo|QFileSystemWatcher|QDirIterator|statvfs|statfs)\\b",
             "^app/(?!demo/)", "what may lie in a mount is looked at by its own thread"),
        rule("\\b(QMutex\\w*|QReadWriteLock|QAtomic\\w+|QSemaphore|std\\s*::\\s*(\\w*mutex|"
             "atomic\\w*)"
             "|lock_guard|unique_lock|scoped_lock|shared_lock)\\b",
             "^fscore/tree/", "the tree is touched by one thread"),
        rule("\\bfuse_lowlevel_notify_\\w+", "^(?!fscore/fuse/notifier\\.)",
             "only fuse/notifier talks to the kernel unasked"),
        rule("\\b(Q_OBJECT|Q_GADGET|QObject|QTimer|QThread)\\b",
             "^fscore/((base|edit|tree)/|keep/(locator|manifest\\w*|filemap)\\."
             "|async/(?!mailbox\\.|sleep\\.cpp))",
             "no QObject in this room"),
    };
    return rules;
}

QString entry(const SourceFile& file, int line, const QString& reason)
{
    return QStringLiteral("%1:%2: %3").arg(file.path).arg(line).arg(reason);
}

} // namespace

QStringList formViolations(const SourceFile& file)
{
    QStringList violations;
    const auto firstLine = file.text.section(u'\n', 0, 0);
    if (!firstLine.contains(QLatin1String("SPDX-License-Identifier: Apache-2.0")))
        violations += entry(file, 1, QStringLiteral("the first line must be the SPDX line"));
    const bool isCMake = file.path.endsWith(QLatin1String("CMakeLists.txt"));
    if (!isCMake && file.path != file.path.toLower())
        violations += entry(file, 1, QStringLiteral("file names are lower case"));
    static const QRegularExpression once(QStringLiteral("^#pragma once$"),
                                         QRegularExpression::MultilineOption);
    if (file.isHeader() && !file.text.contains(once))
        violations += entry(file, 1, QStringLiteral("#pragma once is missing"));
    return violations;
}

QStringList lengthViolations(const SourceFile& file)
{
    QStringList violations;
    if (!file.isCpp())
        return violations;
    const auto lines = static_cast<int>(file.text.count(u'\n'));
    if (lines > maxFileLines)
        violations += entry(file, lines, QStringLiteral("longer than %1 lines").arg(maxFileLines));
    for (const auto& function : functionBodies(blankedCode(file.text))) {
        if (function.lines > maxFunctionLines)
            violations +=
                entry(file, function.firstLine,
                      QStringLiteral("%1 lines: %2").arg(function.lines).arg(function.head));
    }
    return violations;
}

QStringList wordViolations(const SourceFile& file)
{
    QStringList violations;
    if (!file.isCpp())
        return violations;
    const auto code = blankedCode(file.text);
    for (const auto& rule : wordRules()) {
        if (!file.path.contains(rule.forbiddenIn))
            continue;
        for (auto matches = rule.word.globalMatch(code); matches.hasNext();) {
            const auto match = matches.next();
            violations += entry(file, lineAt(code, match.capturedStart()),
                                match.captured() + QStringLiteral(": ") + rule.reason);
        }
    }
    return violations;
}

} // namespace arv::test
