// SPDX-License-Identifier: Apache-2.0
#include "keep/locator.h"

#include "keep/locatorparts.h"

#include <QList>

#include <string_view>

namespace arv {

namespace {

// What was parsed once is parsed again without fail.
LocatorParts partsOf(const QByteArray& text)
{
    return *LocatorParts::parse(text);
}

// "K@" and a cluster's five characters or a service's UUID of 27.
bool isServiceHint(QByteArrayView hint)
{
    return hint.startsWith("K@") && (hint.size() == 2 + 5 || hint.size() == 2 + 27);
}

} // namespace

Result<Locator> Locator::parse(QByteArrayView text)
{
    const auto parts = LocatorParts::parse(text);
    if (!parts)
        return parts.error();
    Locator locator;
    locator.m_text = text.toByteArray();
    locator.m_size = parts->size;
    return locator;
}

QByteArray Locator::stripped() const
{
    return hash() + '+' + QByteArray::number(m_size);
}

std::int64_t Locator::signatureExpiry() const
{
    return partsOf(m_text).signatureExpiry();
}

QList<QByteArray> Locator::serviceHints() const
{
    QList<QByteArray> services;
    for (auto rest = partsOf(m_text).hints; !rest.isEmpty();) {
        const auto hint = takeHint(rest);
        if (isServiceHint(hint))
            services.append(hint.sliced(2).toByteArray());
    }
    return services;
}

bool sameBlock(const Locator& a, const Locator& b)
{
    const std::string_view left(a.text().constData(), LocatorParts::hashDigits);
    const std::string_view right(b.text().constData(), LocatorParts::hashDigits);
    return a.size() == b.size() && left == right;
}

} // namespace arv
