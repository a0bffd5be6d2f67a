// SPDX-License-Identifier: Apache-2.0
#include "api/objectevent.h"

#include "api/jsonreader.h"
#include "base/idforms.h"

namespace arv {

namespace {

constexpr qsizetype longestKind = 100; // characters; "arvados#containerRequest" has 24

std::optional<ObjectEvent::Type> typeNamed(const QString& name)
{
    if (name == QLatin1String("create"))
        return ObjectEvent::Type::Create;
    if (name == QLatin1String("update"))
        return ObjectEvent::Type::Update;
    if (name == QLatin1String("delete"))
        return ObjectEvent::Type::Delete;
    return std::nullopt;
}

std::optional<QString> textIn(const QJsonObject& json, const char* key)
{
    const auto value = json.value(QLatin1String(key));
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

std::optional<QString> textOfForm(const QJsonObject& json, const char* key,
                                  bool (*isOfForm)(QStringView))
{
    auto text = textIn(json, key);
    return text && isOfForm(*text) ? text : std::nullopt;
}

ObjectEvent::State stateIn(const QJsonObject& properties, const char* key)
{
    const auto json = properties.value(QLatin1String(key)).toObject();
    ObjectEvent::State state;
    state.name = textIn(json, "name");
    if (const auto owner = textOfForm(json, "owner_uuid", isUuid))
        state.owner = Uuid{*owner};
    if (const auto hash = textOfForm(json, "portable_data_hash", isPortableDataHash))
        state.portableDataHash = PortableDataHash{*hash};
    const auto trashed = json.value(QLatin1String("is_trashed"));
    if (trashed.isBool())
        state.isTrashed = trashed.toBool();
    return state;
}

std::int64_t wholeNumberIn(const QJsonObject& json, const char* key)
{
    return std::max<std::int64_t>(json.value(QLatin1String(key)).toInteger(0), 0);
}

} // namespace

Result<ObjectEvent> ObjectEvent::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("event"));
    ObjectEvent event;
    const auto type = typeNamed(reader.text("event_type"));
    if (!type)
        reader.refuse("event_type", QStringLiteral("create, update or delete"));
    event.type = type.value_or(Type::Update);
    event.object = reader.uuid("object_uuid");
    event.id = reader.number("id");
    if (event.id == 0)
        reader.refuse("id", QStringLiteral("a whole number from 1"));
    event.message = wholeNumberIn(json, "msgID");
    event.owner.text = textOfForm(json, "object_owner_uuid", isUuid).value_or(QString());
    const auto kind = textIn(json, "object_kind").value_or(QString());
    if (kind.size() <= longestKind)
        event.kind = kind;
    const auto properties = json.value(QLatin1String("properties")).toObject();
    event.before = stateIn(properties, "old_attributes");
    event.after = stateIn(properties, "new_attributes");
    return reader.finish(event);
}

} // namespace arv
