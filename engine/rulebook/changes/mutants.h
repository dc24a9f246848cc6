#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// A small mistake that somebody could make in a rule: one stretch of its text, and what stands there instead.
struct Mutant {
    enum class Kind : std::uint8_t {
        comparison, edge, amount, rate, number, day, day_count, rounding, dropped, joined, extreme, order, choice, band, exchanged, region
    };
    Kind kind = Kind::comparison;
    Span place;
    std::string becomes;
    std::string from, to;              ///< for people: the words around it before and after
    Bilingual part;                    ///< the part of the rule that it stands in
    const Incentive* incentive = nullptr;   ///< nothing: it stands in what a bundle settles
    const Bundle* bundle = nullptr;
    /// The incentive in whose own file it stands, where that is looked at: an overlay shares the text of its parent.
    const Incentive* owner = nullptr;
    const AwardStep* step = nullptr;   ///< of the owner; of an order, a rounding and a step left out: the step
    const AwardStep* next = nullptr;   ///< of an order: the one that it changes places with
    std::optional<Rounding> rounding = {};   ///< of a rounding: the other mode
};

/// Gives the mistakes that can be made in the text of incentives and of what bundles settle that stand in these sources, each once, in the order of the text. Most
/// still load; what does not is found by loading.
[[nodiscard]] std::vector<Mutant> mutants_of(const Rulebook& rulebook, const std::set<SourceId>& asked);

/// What a kind of mistake is called in JSON, and what it is.
struct MutantKind {
    Mutant::Kind kind = Mutant::Kind::comparison;
    std::string_view name, zh, en;
};
/// All kinds, in the order of `Mutant::Kind`.
[[nodiscard]] std::span<const MutantKind> mutant_kinds() noexcept;
/// Gives the name of a kind in JSON: `comparison`.
[[nodiscard]] std::string_view mutant_kind_name(Mutant::Kind kind) noexcept;

/// Loads as `load_rulebook` does, but takes this text for the file of that name.
[[nodiscard]] Rulebook load_changed_rulebook(const std::vector<std::string>& paths, const std::string& name, const std::string& text,
                                             Diagnostics& diagnostics);

}  // namespace huiqi
