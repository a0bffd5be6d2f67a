// SPDX-License-Identifier: Apache-2.0
#include "keep/locatorlist.h"

#include "base/footprint.h"

namespace arv {

void LocatorList::append(PackedLocator packed, const LocatorParts& parts)
{
    m_locators.push_back(placed(packed, parts));
}

void LocatorList::replace(std::size_t at, PackedLocator packed, const LocatorParts& parts)
{
    m_locators[at] = placed(packed, parts);
}

PackedLocator LocatorList::placed(PackedLocator packed, const LocatorParts& parts)
{
    if (packed.form() != PackedLocator::Form::Odd)
        return packed;
    const auto rest = parts.text.sliced(LocatorParts::hashDigits);
    packed.setRest(
        {static_cast<std::uint32_t>(m_rests.size()), static_cast<std::uint32_t>(rest.size())});
    m_rests.insert(m_rests.end(), rest.begin(), rest.end());
    return packed;
}

void LocatorList::shrink()
{
    m_locators.shrink_to_fit();
    m_rests.shrink_to_fit();
}

QByteArray LocatorList::text(std::size_t at) const
{
    const auto& packed = m_locators[at];
    auto text = packed.text();
    if (packed.form() == PackedLocator::Form::Odd) {
        const auto rest = packed.rest();
        text.append(m_rests.data() + rest.offset, static_cast<qsizetype>(rest.length));
    }
    return text;
}

Locator LocatorList::at(std::size_t at) const
{
    return *Locator::parse(text(at)); // only what was parsed is in the list
}

std::int64_t LocatorList::signatureExpiry(std::size_t at) const
{
    const auto& packed = m_locators[at];
    return packed.form() == PackedLocator::Form::Odd ? this->at(at).signatureExpiry()
                                                     : std::int64_t{packed.expiry};
}

std::size_t LocatorList::footprint() const
{
    return allocated(m_locators.capacity() * sizeof(PackedLocator)) + allocated(m_rests.capacity());
}

} // namespace arv
