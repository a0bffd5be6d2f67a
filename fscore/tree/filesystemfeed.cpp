// SPDX-License-Identifier: Apache-2.0
// The FileSystem and the event feed: who hears of an event, and what a loss of the feed means.
#include "tree/filesystem.h"
#include "tree/unit.h"

namespace arv {

namespace {

// Name, owner and trash say where an object is shown.
bool isElsewhere(const ObjectEvent& event)
{
    const auto& before = event.before;
    const auto& after = event.after;
    return event.type != ObjectEvent::Type::Update || before.owner != after.owner;
}

QStringList ownersIn(const ObjectEvent& event)
{
    QStringList owners{event.owner.text};
    for (const auto& owner : {event.before.owner, event.after.owner}) {
        if (owner && isElsewhere(event))
            owners.append(owner->text);
    }
    owners.removeDuplicates();
    owners.removeAll(QString());
    return owners;
}

} // namespace

void FileSystem::noteEvent(const ObjectEvent& event)
{
    const auto own = m_units.of(event.object.text);
    for (Unit* unit : own)
        unit->noteOwnEvent(event);
    const auto owners = ownersIn(event);
    for (const auto& owner : owners) {
        const auto units = m_units.of(owner);
        for (Unit* unit : units)
            unit->noteObjectEvent(event);
    }
    const auto watchers = m_units.watchers();
    for (Unit* unit : watchers)
        unit->noteObjectEvent(event);
}

// What the kernel was told before is good for the refresh time at most; from now on for longer, so
// all that may be older than the feed is asked for again.
void FileSystem::feedConnected(bool missedNothing)
{
    m_context.isFeedConnected = true;
    if (!missedNothing)
        distrustAll();
}

// Nothing that the kernel holds may be trusted for longer than the refresh time any more.
void FileSystem::feedLost()
{
    if (std::exchange(m_context.isFeedConnected, false))
        feedMissed();
}

void FileSystem::feedMissed()
{
    distrustAll();
    m_inodes.forEachKnownToKernel([this](Node& node) {
        const Directory* const parent = node.parent();
        const bool isDirectory = node.asDirectory() != nullptr;
        if (parent)
            m_context.tellKernel(
                {Change::Kind::Expired, parent->inode(), node.name(), {}, isDirectory});
    });
}

void FileSystem::distrustAll()
{
    const auto units = m_units.all() + m_units.watchers();
    for (Unit* unit : units)
        unit->mayHaveChanged();
}

} // namespace arv
