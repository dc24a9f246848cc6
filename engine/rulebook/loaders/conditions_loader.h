#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

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

/// The ids of conditions, of alternatives or of anomalies, and where they stand.
class IdRegister {
public:
    explicit IdRegister(LoadContext& context) : context_(context) {}

    /// Adds one, or reports that its id is taken.
    template <class Rule>
    void add(const Rule& rule) {
        const auto [found, fresh] = places_.try_emplace(rule.id, rule.declared);
        if (!fresh && !rule.id.empty()) {
            report_taken_id(context_, rule.id, rule.declared, found->second);
        }
    }

private:
    LoadContext& context_;
    std::unordered_map<std::string, Span> places_;
};

}  // namespace huiqi
