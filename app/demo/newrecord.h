// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/record.h"

#include <optional>
#include <string>
#include <string_view>

namespace arv::demo {

// An empty row with every stored attribute of its kind, unset ones null as the API shows them.
[[nodiscard]] Record newRecord(Kind kind, const std::string& uuid, const std::string& owner);

// Puts a manifest into a row: text, PDH, counts, file names.
void setManifest(Record& collection, std::string_view manifest);

// A row from a record as a reply has it, laid over the one that is there. Attributes that depend on
// the asker are left out.
[[nodiscard]] Record mergedRecord(Kind kind, const RecordPtr& before, const nlohmann::json& reply);

// "arvados#collection" and back.
[[nodiscard]] const char* kindName(Kind kind);
[[nodiscard]] std::optional<Kind> kindNamed(std::string_view name);
// The kind that the infix of a UUID tells ("4zz18"), if it is one of ours.
[[nodiscard]] std::optional<Kind> kindOfUuid(std::string_view uuid);
[[nodiscard]] const char* uuidInfix(Kind kind);

// A stand-in for the etags of the API: 25 characters that change when the row does.
[[nodiscard]] std::string etagOf(const nlohmann::json& attributes);

} // namespace arv::demo
