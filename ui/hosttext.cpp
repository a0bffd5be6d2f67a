// SPDX-License-Identifier: Apache-2.0
#include "hosttext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace arv {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(HostText)

public:
    static QString nothing() { return tr("Enter the API host of the cluster."); }
    static QString tooLong() { return tr("This is too long for a host name."); }
    static QString form()
    {
        return tr("This is no host name: it should look like zzzzz.example.com or "
                  "zzzzz.example.com:8000.");
    }
    static QString user() { return tr("A host name has no user name or password in it."); }
    static QString port() { return tr("A port is a number from 1 to 65535."); }
    static QString scheme() { return tr("A cluster is reached by https: only."); }
};

constexpr qsizetype longestGiven = 2000; // a whole address with its path
constexpr qsizetype longestHost = 253; // DNS

bool isHost(const QString& host)
{
    static const QRegularExpression names(
        QStringLiteral("\\A(?!-)[a-z0-9_-]{1,63}(?<!-)(\\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\\.?\\z"));
    static const QRegularExpression version6(QStringLiteral("\\A\\[[0-9a-f:.]{2,45}\\]\\z"));
    if (host.size() > longestHost)
        return false;
    return host.contains(names)
        || (host.contains(version6)
            && !QUrl(QStringLiteral("https://") + host, QUrl::StrictMode).host().isEmpty());
}

bool isPort(const QString& port)
{
    static const QRegularExpression digits(QStringLiteral("\\A[0-9]{1,5}\\z"));
    const auto number = port.contains(digits) ? port.toUInt() : 0;
    return number >= 1 && number <= 65535;
}

// Without scheme and path: what is left is host, port, and what does not belong there.
QString authorityOf(const QString& given)
{
    static const QRegularExpression scheme(QStringLiteral("\\Ahttps?://"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression path(QStringLiteral("[/?#].*\\z"),
                                         QRegularExpression::DotMatchesEverythingOption);
    auto rest = given.trimmed();
    rest.remove(scheme);
    return rest.remove(path);
}

// Names in other scripts are shown and stored in the form that goes over the wire, so that a letter
// that only looks like another one is seen.
QString plainForm(const QString& host)
{
    const bool isPlain = std::all_of(host.begin(), host.end(),
                                     [](QChar c) { return c.unicode() > 32 && c.unicode() < 127; });
    return isPlain ? host.toLower() : QString::fromLatin1(QUrl::toAce(host)).toLower();
}

} // namespace

HostText readHostText(const QString& given)
{
    if (given.size() > longestGiven)
        return {{}, Words::tooLong()};
    const auto authority = authorityOf(given);
    if (authority.isEmpty())
        return {{}, given.trimmed().isEmpty() ? Words::nothing() : Words::form()};
    if (authority.contains(u'@'))
        return {{}, Words::user()};
    if (given.contains(QStringLiteral("://")) && authority.endsWith(u':'))
        return {{}, Words::scheme()};
    const auto bracket = authority.lastIndexOf(u']');
    const auto colon = authority.indexOf(u':', bracket + 1);
    auto host = plainForm(colon < 0 ? authority : authority.left(colon));
    if (!isHost(host))
        return {{}, Words::form()};
    if (host.endsWith(u'.'))
        host.chop(1);
    if (colon < 0)
        return {host, {}};
    const auto port = authority.mid(colon + 1);
    return isPort(port) ? HostText{host + u':' + port, {}} : HostText{{}, Words::port()};
}

} // namespace arv
