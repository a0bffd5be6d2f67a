// SPDX-License-Identifier: Apache-2.0
#include "api/collectionreply.h"

#include "api/jsontextcut.h"
#include "api/jsonunescape.h"

#include <QJsonDocument>

namespace arv {

namespace {

Error refused(const QString& why)
{
    return Error{Errc::BadReply, QStringLiteral("the answer's manifest cannot be read: ") + why};
}

// The manifest's text in place of the reply, whose memory it keeps.
Result<QByteArray> manifestOf(QByteArray reply, JsonTextCut cut)
{
    char* const text = reply.data();
    const auto length = unescapeJson(text + cut.begin, cut.end - cut.begin, text);
    if (!length)
        return length.error();
    reply.resize(static_cast<qsizetype>(*length));
    return reply;
}

} // namespace

Result<QJsonObject> jsonObjectFrom(const QByteArray& reply)
{
    QJsonParseError trouble;
    const auto document = QJsonDocument::fromJson(reply, &trouble);
    if (document.isObject())
        return document.object();
    const auto why = trouble.error == QJsonParseError::NoError ? QStringLiteral("no object")
                                                               : trouble.errorString();
    return Error{Errc::BadReply, QStringLiteral("the answer is not a JSON object (%1)").arg(why)};
}

Result<Collection> readCollection(QByteArray reply)
{
    const auto cuts = JsonTextCut::find({reply.constData(), static_cast<std::size_t>(reply.size())},
                                        "manifest_text");
    if (cuts.count > 1)
        return refused(QStringLiteral("there are two"));
    const auto cut = cuts.first;
    auto rest = reply.first(static_cast<qsizetype>(cut.begin));
    rest += QByteArrayView(reply).sliced(static_cast<qsizetype>(cut.end));
    const auto json = jsonObjectFrom(rest);
    if (!json)
        return json.error();
    auto record = Collection::fromJson(*json);
    if (!record || cuts.count == 0)
        return record;
    if (!record->manifestText.isEmpty()) // its key was written in another way
        return refused(QStringLiteral("there are two"));
    auto manifest = manifestOf(std::move(reply), cut);
    if (!manifest)
        return refused(manifest.error().text);
    record->manifestText = std::move(*manifest);
    return record;
}

} // namespace arv
