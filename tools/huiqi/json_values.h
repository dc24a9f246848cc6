#pragma once

#include <nlohmann/json.hpp>

#include "engine/data/value.h"
#include "engine/diagnostic/source.h"
#include "engine/evaluate/explanation.h"

namespace huiqi {

// How values, prose, sources and places look in the JSON of all commands: numbers are exact texts in base units.

[[nodiscard]] nlohmann::ordered_json value_json(const Value& value, const Type& type);
/// `null` when there is none.
[[nodiscard]] nlohmann::ordered_json prose_json(const Bilingual& text);
[[nodiscard]] nlohmann::ordered_json cited_json(const CitedText& cited);
[[nodiscard]] nlohmann::ordered_json place_json(const Span& span, const Sources& sources);
/// A day, or `null`.
[[nodiscard]] nlohmann::ordered_json day_json(const std::optional<Date>& day);

}  // namespace huiqi
