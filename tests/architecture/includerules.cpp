// SPDX-License-Identifier: Apache-2.0
#include "architecture/includerules.h"

#include "architecture/cppcode.h"

#include <QHash>
#include <QRegularExpression>

namespace arv::test {

namespace {

struct Include
{
    QString path;
    bool isQuoted = false;
    int line = 0;
};

// One arrow per room: the includes it may have beside its own.
const QHash<QString, QString>& arrows()
{
    static const QHash<QString, QString> table{
        {QStringLiteral("base"), QStringLiteral("(?!)")},
        {QStringLiteral("async"), QStringLiteral("base/.*")},
        {QStringLiteral("net"), QStringLiteral("(async|base)/.*")},
        {QStringLiteral("keep"), QStringLiteral("(net|async|base)/.*")},
        {QStringLiteral("api"), QStringLiteral("(net|async|base)/.*")},
        {QStringLiteral("edit"), QStringLiteral("keep/(locator|manifest|filemap)\\.h|base/.*")},
        {QStringLiteral("journal"), QStringLiteral("(async|base)/.*")},
        {QStringLiteral("commit"), QStringLiteral("(edit|journal|keep|api|async|base)/.*")},
        {QStringLiteral("tree"), QStringLiteral("(commit|edit|journal|keep|api|async|base)/.*")},
        {QStringLiteral("fuse"), QStringLiteral("(tree|async|base)/.*")},
        {QStringLiteral("mount"),
         QStringLiteral("(base|async|net|keep|api|edit|journal|commit|tree|fuse)/.*")},
        {QStringLiteral("ui"),
         QStringLiteral("mount/(\\w*snapshot|\\w*settings|projectitem)\\.h"
                        "|base/(result|ids|idforms|log|visibletext)\\.h")},
        {QStringLiteral("demo"), QStringLiteral("base/.*|keep/(locator|manifest)\\.h")},
        {QStringLiteral("app"), QStringLiteral("(ui|mount|base)/.*|async/mailbox\\.h")},
    };
    return table;
}

// Headers of libraries, and the files that alone may include them.
struct LibraryRule
{
    QRegularExpression header;
    QRegularExpression allowedIn;
    QString name;
};

LibraryRule rule(const char* header, const char* allowedIn, const char* name)
{
    return {QRegularExpression(QLatin1String(header)), QRegularExpression(QLatin1String(allowedIn)),
            QLatin1String(name)};
}

const QList<LibraryRule>& libraryRules()
{
    static const QList<LibraryRule> rules{
        rule("^fuse\\d?([/_.]|$)", "^fscore/fuse/", "libfuse"),
        rule("^(QtNetwork$|QNetwork|QHttp|QHsts|QTcp|QUdp|QDns|QAbstractSocket|qnetwork)",
             "^fscore/net/", "QtNetwork"),
        // The demo cluster's event server cannot speak TLS without these.
        rule("^(QSsl|QHost|QPassword)", "^(fscore/net|app/demo)/", "QtNetwork"),
        rule("^(QtWebSockets$|QWebSocket)", "^(fscore/net|app/demo)/", "QtWebSockets"),
        rule("^(QLocalSocket|QLocalServer)$", "^(fscore/net|app)/", "local sockets"),
        rule("^(QtDBus$|QDBus|qt6?keychain|keychain\\.h)", "^app/(?!demo/)",
             "D-Bus and the keychain"),
        rule("^sqlite3", "^fscore/journal/", "sqlite3"),
        rule("^(httplib|cpp-httplib)", "^app/demo/", "the HTTP server library"),
        rule("^openssl/", "^(fscore/keep/md5\\.|app/demo/)", "OpenSSL"),
        rule("^(qcoro/|QCoro|qcoro)", "^fscore/async/", "QCoro"),
        rule("^QApplication$", "^(ui|app)/(?!demo/)", "QApplication"),
        rule("^(QtWidgets$|QWidget|QMainWindow|Q\\w*Dialog$|QMessageBox|QWizard|QSystemTrayIcon|"
             "QMenu"
             "|QLabel|Q\\w*Layout$|Q\\w*Button$|Q\\w*Edit$|Q\\w*Bar$|QComboBox|QCheckBox|Q\\w*"
             "SpinBox$"
             "|QGroupBox|QTreeView|QListView|QTableView|QAbstractItemView|QHeaderView|QStyle"
             "|QStackedWidget|QTabWidget|QSplitter|QScrollArea|QToolTip|QSlider|QDockWidget)",
             "^ui/", "QtWidgets"),
        rule(
            "^(QtGui$|QGuiApplication|QIcon|QPixmap|QImage|QPainter|QColor|QFont|QAction|QClipboard"
            "|QDesktopServices|QPalette|QCursor|QWindow)",
            "^(ui|app)/(?!demo/)", "QtGui"),
        rule("^(QtCore|QObject|QTimer|QThread|QThreadPool|QSocketNotifier|QEvent|QEventLoop"
             "|QCoreApplication|QAbstractEventDispatcher|QFutureWatcher|QProcess)$",
             "^(?!fscore/(base|edit|tree)/|fscore/keep/(locator|manifest\\w*|filemap)\\."
             "|fscore/async/(?!mailbox\\.|sleep\\.cpp))",
             "QObject and what needs an event loop"),
    };
    return rules;
}

QList<Include> includesOf(const QString& text)
{
    static const QRegularExpression directive(
        QStringLiteral("^[ \\t]*#[ \\t]*include[ \\t]*([<\"])([^>\"\\n]+)[>\"]"),
        QRegularExpression::MultilineOption);
    QList<Include> includes;
    for (auto matches = directive.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        includes.append(
            {match.captured(2), match.captured(1) == u'"', lineAt(text, match.capturedStart(2))});
    }
    return includes;
}

QString roomOf(const QString& path)
{
    const auto parts = path.split(u'/');
    const bool isDeeper =
        parts.first() == QLatin1String("fscore") || path.startsWith(QLatin1String("app/demo/"));
    return isDeeper ? parts.value(1) : parts.first();
}

bool isGenerated(const QString& header)
{
    static const QRegularExpression form(
        QStringLiteral("^(\\w+\\.moc|moc_\\w+\\.cpp|ui_\\w+\\.h|qrc_\\w+\\.cpp)$"));
    return header.contains(form);
}

bool matchesWhole(const QString& pattern, const QString& text)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

// Empty if the arrow is in the table.
QString arrowProblem(const QString& room, const QString& header)
{
    const bool isOwnFolder = !header.contains(u'/');
    if (isOwnFolder && (room == QLatin1String("app") || room == QLatin1String("ui")))
        return {};
    if (isOwnFolder)
        return QStringLiteral("includes begin with the room: \"%1\"").arg(header);
    if (header.section(u'/', 0, 0) == room || matchesWhole(arrows().value(room), header))
        return {};
    return QStringLiteral("%1 may not include \"%2\"").arg(room, header);
}

QString libraryProblem(const QString& path, QString header)
{
    static const QRegularExpression module(QStringLiteral("^Qt[A-Z]\\w*/"));
    header.remove(module);
    for (const auto& rule : libraryRules()) {
        if (header.contains(rule.header) && !path.contains(rule.allowedIn))
            return QStringLiteral("%1 has no place here: <%2>").arg(rule.name, header);
    }
    return {};
}

QString problemOf(const SourceFile& file, const Include& include)
{
    if (include.isQuoted && isGenerated(include.path))
        return {};
    const bool isOurs = include.isQuoted
        && (!include.path.contains(u'/') || arrows().contains(include.path.section(u'/', 0, 0)));
    const auto problem = isOurs ? arrowProblem(roomOf(file.path), include.path) : QString();
    return problem.isEmpty() && !isOurs ? libraryProblem(file.path, include.path) : problem;
}

} // namespace

QStringList includeViolations(const SourceFile& file)
{
    if (!arrows().contains(roomOf(file.path)))
        return {QStringLiteral("%1:1: no room of the table").arg(file.path)};
    QStringList violations;
    for (const auto& include : includesOf(file.text)) {
        const auto problem = problemOf(file, include);
        if (!problem.isEmpty())
            violations += QStringLiteral("%1:%2: %3").arg(file.path).arg(include.line).arg(problem);
    }
    return violations;
}

} // namespace arv::test
