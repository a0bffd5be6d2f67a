// SPDX-License-Identifier: Apache-2.0
#include "workbenchlink.h"

#include <QRegularExpression>
#include <QUrl>

namespace arv {

namespace {

QString pageOf(const QString& uuid)
{
    static const QRegularExpression form(
        QStringLiteral("\\A[0-9a-z]{5}-(4zz18|j7d0g|tpzed)-[0-9a-z]{15}\\z"));
    const auto match = form.match(uuid);
    if (!match.hasMatch())
        return {};
    const bool isCollection = match.captured(1) == QLatin1String("4zz18");
    return (isCollection ? QStringLiteral("/collections/") : QStringLiteral("/projects/")) + uuid;
}

QString pageOf(const AccountSnapshot& account, const ItemPlace& place)
{
    if (const auto* item = place.item())
        return pageOf(item->uuid);
    switch (place.where) {
    case ItemPlace::Where::Home:
        return pageOf(account.userUuid);
    case ItemPlace::Where::Shared:
        return QStringLiteral("/shared-with-me");
    case ItemPlace::Where::Account:
        break;
    }
    return QStringLiteral("/");
}

} // namespace

QString workbenchLink(const AccountSnapshot& account, const ItemPlace& place)
{
    QUrl url(account.workbenchUrl, QUrl::StrictMode);
    const bool isWeb =
        url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    const auto page = pageOf(account, place);
    if (!url.isValid() || !isWeb || url.host().isEmpty() || page.isEmpty())
        return {};
    auto path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + page);
    url.setUserInfo(QString());
    url.setQuery(QString());
    url.setFragment(QString());
    return url.toString(QUrl::FullyEncoded);
}

} // namespace arv
