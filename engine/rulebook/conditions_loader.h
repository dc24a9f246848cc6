#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Reads prose with holes; each language by itself, one standing for both where the other is missing. A hole that is
/// an input or a parameter by itself is shown in its entry unit.
[[nodiscard]] Sentence read_sentence(LoadContext& context, NodeId node, RuleNames& names);

/// Reads one condition and adds it.
void load_condition(LoadContext& context, NodeId item, RuleNames& names);

/// Reads `条件`. Reports E312 for an id that is taken.
void load_conditions(LoadContext& context, const Fields& file, RuleNames& names);

/// Reads `异常` likewise.
void load_anomalies(LoadContext& context, const Fields& file, RuleNames& names);

/// Reports E312 for an id at `place` that another of its kind has at `first`.
void report_taken_id(LoadContext& context, std::string_view id, Span place, Span first);

}  // namespace huiqi
