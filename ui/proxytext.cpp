// SPDX-License-Identifier: Apache-2.0
#include "proxytext.h"

#include "hosttext.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace arv {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ProxyText)

public:
    static QString tooLong() { return tr("This is too long for a proxy."); }
    static QString form()
    {
        return tr("This is no proxy: it should look like http://proxy.example.com:3128, or be "
                  "\"none\".");
    }
    static QString kind()
    {
        return tr("Only HTTP proxies can be used: the address begins with http://.");
    }
    static QString secret()
    {
        return tr("A user name and a password for the proxy are not stored here: put the whole "
                  "address into the environment variable https_proxy, and leave this empty.");
    }
    static QString port() { return tr("Give the port of the proxy as well, as in :3128."); }
};

constexpr qsizetype longestGiven = 2000;

bool isNone(const QString& text)
{
    return text.compare(QLatin1String("none"), Qt::CaseInsensitive) == 0
        || text.compare(QLatin1String("direct"), Qt::CaseInsensitive) == 0;
}

} // namespace

ProxyText readProxyText(const QString& given)
{
    static const QRegularExpression scheme(QStringLiteral("\\A([a-z][a-z0-9+.-]*)://"),
                                           QRegularExpression::CaseInsensitiveOption);
    if (given.size() > longestGiven)
        return {{}, Words::tooLong()};
    auto text = given.trimmed();
    if (text.isEmpty() || isNone(text))
        return {text.isEmpty() ? QString() : QStringLiteral("none"), {}};
    if (text.contains(u'@'))
        return {{}, Words::secret()};
    const auto found = scheme.match(text);
    if (found.hasMatch() && found.captured(1).toLower() != QLatin1String("http"))
        return {{}, Words::kind()};
    text.remove(scheme);
    if (text.endsWith(u'/'))
        text.chop(1);
    static const QRegularExpression beyond(QStringLiteral("[/?#\\\\]"));
    const auto host = text.contains(beyond) ? HostText{{}, Words::form()} : readHostText(text);
    if (!host.problem.isEmpty())
        return {{}, Words::form()};
    static const QRegularExpression withPort(QStringLiteral(":[0-9]+\\z"));
    if (!host.host.contains(withPort) || host.host.endsWith(u']'))
        return {{}, Words::port()};
    return {QStringLiteral("http://") + host.host, {}};
}

} // namespace arv
