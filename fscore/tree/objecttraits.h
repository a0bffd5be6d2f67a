// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "async/task.h"
#include "tree/freshness.h"

#include <QByteArray>
#include <QJsonValue>

#include <optional>

namespace arv {

class Pin;
class Unit;

// What extended attributes tell of an object of Arvados.
enum class Trait
{
    Uuid,
    PortableDataHash,
    Kind, // "arvados#collection"
    Properties, // JSON
};

// An object with its keys in one line, as extended attributes show it; "{}" for anything else.
[[nodiscard]] QByteArray jsonOf(const QJsonValue& properties);

// The traits of one collection or project. What its directory knows is told from there; the rest
// comes by one small request, is good for the refresh time, and is served on behind the next one as
// listings are. Part of its directory; mount thread only.
class ObjectTraits
{
public:
    explicit ObjectTraits(Unit& owner)
        : m_owner(owner)
    { }
    virtual ~ObjectTraits() = default;
    ObjectTraits(const ObjectTraits&) = delete;
    ObjectTraits& operator=(const ObjectTraits&) = delete;

    // Objects of this kind have such a value.
    [[nodiscard]] virtual bool has(Trait trait) const = 0;
    // Empty: there is none. nullopt: not known without waiting.
    [[nodiscard]] std::optional<QByteArray> valueNow(Trait trait);
    // Succeeds when valueNow would answer. The owner must be pinned.
    [[nodiscard]] Task<void> prepare(CancelToken token);

    [[nodiscard]] bool isEmpty() const { return !m_fetched; }
    [[nodiscard]] std::size_t footprint() const; // bytes of what was fetched
    void forget() { m_fetched.reset(); }
    // Fetched again at the next use, told as it is until then.
    void expire();

protected:
    struct Fetched
    {
        QByteArray hash;
        QByteArray properties;
    };
    // What the directory has in memory, and would itself still answer from.
    [[nodiscard]] virtual std::optional<QByteArray> knownNow(Trait trait) = 0;
    [[nodiscard]] virtual Task<Fetched> fetch(CancelToken token) = 0;

private:
    [[nodiscard]] Task<void> refresh(CancelToken token, Pin owner);

    Unit& m_owner;
    std::optional<Fetched> m_fetched;
    Freshness m_freshness; // of what was fetched
    bool m_refreshing = false;
};

} // namespace arv
