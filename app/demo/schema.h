// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/record.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace arv::demo {

enum class AttributeType
{
    Text,
    Number,
    Flag,
    Time,
    Json
};

// What the API knows about the attributes of one kind. Constant; any thread.
struct Schema
{
    struct Attribute
    {
        AttributeType type = AttributeType::Text;
        bool stored = true; // can be filtered and ordered by
        bool selectable = true;
        bool large = false; // counts against API.MaxIndexDatabaseRead
    };

    Kind kind;
    const char* table; // "collections"
    const char* model; // "Collection", for error texts
    std::unordered_map<std::string, Attribute> attributes;

    // Null if there is no such attribute that can be filtered by.
    [[nodiscard]] const Attribute* filterable(const std::string& name) const;
    [[nodiscard]] bool isSelectable(const std::string& name) const;

    [[nodiscard]] static const Schema& of(Kind kind);
};

} // namespace arv::demo
