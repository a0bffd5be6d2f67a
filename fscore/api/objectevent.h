// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <optional>

namespace arv {

// What the event feed says of one object: a hint to ask again, never the truth itself, since
// events may be late, doubled, out of order or lost. Any thread.
struct ObjectEvent
{
    enum class Type
    {
        Create,
        Update, // trashing and restoring too
        Delete
    };
    // What an event says of the object before or after; nullopt: nothing.
    struct State
    {
        std::optional<QString> name;
        std::optional<Uuid> owner;
        std::optional<PortableDataHash> portableDataHash;
        std::optional<bool> isTrashed;
    };
    Type type = Type::Update;
    std::int64_t id = 0; // of the log entry: rises with time, with gaps
    std::int64_t message = 0; // counts the events of one connection from 1; 0: not given
    Uuid object;
    Uuid owner; // of the object, now; empty: not said
    QString kind; // "arvados#collection"
    State before;
    State after;

    // An event's frame. Refuses what is no event; whatever else is odd in it is left out.
    [[nodiscard]] static Result<ObjectEvent> fromJson(const QJsonObject& json);
};

} // namespace arv
