// SPDX-License-Identifier: Apache-2.0
#include "tree/unit.h"

#include "tree/context.h"
#include "tree/unitindex.h"

namespace arv {

Unit::~Unit()
{
    if (!m_identity.isEmpty())
        context().units.remove(m_identity, *this);
    if (m_watchesAll)
        context().units.removeWatcher(*this);
}

void Unit::watchAllEvents()
{
    m_watchesAll = true;
    context().units.addWatcher(*this);
}

void Unit::identify(const QString& uuid)
{
    if (uuid == m_identity)
        return;
    if (!m_identity.isEmpty())
        context().units.remove(m_identity, *this);
    m_identity = uuid;
    if (!m_identity.isEmpty())
        context().units.add(m_identity, *this);
}

} // namespace arv
