#pragma once

#include <cstdint>
#include <string_view>

#include "engine/rulebook/keys.h"

namespace huiqi {

/// What a scalar of a rule file is to those who look for names.
enum class TextRole : std::uint8_t {
    other,            ///< says nothing about names
    expression, cell, loop, sentence,   ///< parsed for the names in it; `loop` may be a range
    value_name, type_name, source_name, rule_name, condition_name, anomaly_name,   ///< is a name of something that is declared elsewhere
    part_name,        ///< names a part of a rule: a condition, a value, a source's place, `奖补` …
    datum,            ///< an answer: may be a value of an enumeration
    declares_value, declares_type, declares_enum_value, declares_source, declares_rule, declares_condition, declares_anomaly,
    declares_amount,  ///< an amount of 另算, which cases expect by its name
};

/// Where a scalar stands with a key: behind it (or in the list behind it), as a name in the mapping behind it, or behind
/// such a name.
enum class TextPlace : std::uint8_t { behind, name, behind_name };

/// Gives what a scalar is that stands there with a key of a scope; the one table of it.
[[nodiscard]] TextRole text_role(Scope scope, std::string_view en, TextPlace place) noexcept;

}  // namespace huiqi
