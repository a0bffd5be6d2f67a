// SPDX-License-Identifier: Apache-2.0
#include "net/httpmessage.h"

#include <QRandomGenerator>
#include <QUrl>

namespace arv {

QByteArray encodedParameters(const ParameterList& parameters)
{
    QByteArray text;
    for (const auto& [name, value] : parameters) {
        if (!text.isEmpty())
            text += '&';
        text += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return text;
}

QByteArray newRequestId()
{
    static constexpr char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    QByteArray id = "req-";
    for (int i = 0; i < 20; ++i)
        id += digits[QRandomGenerator::global()->bounded(36)];
    return id;
}

} // namespace arv
