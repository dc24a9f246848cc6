#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// One thing that two versions of an incentive say otherwise.
struct RuleChange {
    enum class Part : std::uint8_t {
        title, source, effective, input, parameter, definition, table, row, condition, reason, step, amount, share, recipient,
        schedule, recovery, anomaly, population, part, target, person, currency, local, standing, other,
    };
    enum class How : std::uint8_t { added, removed, changed, moved };
    /// A list of steps: that of the award, or of a definition or another amount, by its place in the old rule.
    enum class StepsOf : std::uint8_t { award, definition, extra };

    Part part = Part::other;
    How how = How::changed;
    bool decides = true;                 ///< whether it can change what is decided; false: prose, clauses
    bool opens_otherwise = false;        ///< what localities may set, and so what their overlays decide
    Bilingual what;                      ///< `参数“比例”`, `the parameter `rate``
    Bilingual before, after;             ///< what stood there, what stands there; empty where there is nothing
    std::optional<Span> old_place, new_place;
    std::string old_clause, new_clause;  ///< the clause that the part cites
    // where it stands, for `with_change`; of what was added `old_at` is the place before which it goes
    std::size_t old_at = 0, new_at = 0;
    std::size_t old_within = 0, new_within = 0;   ///< of a row the table; of a step the definition or the amount; of a value the parameter
    StepsOf steps = StepsOf::award;
    std::size_t moved_to = 0;            ///< of a step that was moved: the place among the old ones before which it goes
};

/// Gives what two versions of an incentive say otherwise, in the order in which a file is written: by names and meaning, not by
/// spelling or by the order of what is found by its name.
[[nodiscard]] std::vector<RuleChange> rule_changes(const Incentive& before, const Incentive& after);

/// Tells whether all that such a part can do stands in the plan: where both versions compile to the same, it changes nothing, however it reads.
/// Of every other part a change is told, whatever the plans are: levels, standing, validity, data, who gets what, targets.
[[nodiscard]] bool held_by_plan(RuleChange::Part part) noexcept;

/// Gives the name of a kind of part in JSON: `parameter`.
[[nodiscard]] std::string_view part_name(RuleChange::Part part) noexcept;
/// Gives `added`, `removed`, `changed` or `moved`.
[[nodiscard]] std::string_view how_name(RuleChange::How how) noexcept;

/// Tells whether the data of two inputs of one name look the same: type, range, decimals, whether it may be absent.
[[nodiscard]] bool same_data(const Input& left, const Input& right);

/// Gives the incentive `before` with one change made to it, or nothing where the change cannot stand alone: it leans on others,
/// or is about data.
[[nodiscard]] std::optional<Incentive> with_change(const Incentive& before, const Incentive& after, const RuleChange& change);

/// Gives the incentive `after` with its conditions, and the rows of tables in which order says nothing, in the order of `before` where they are
/// the same ones: what only stands elsewhere then compiles alike.
[[nodiscard]] Incentive in_the_order_of(const Incentive& before, Incentive after);

/// Tells whether the order of the rows of a table can matter.
[[nodiscard]] bool rows_have_order(HitPolicy hit) noexcept;

}  // namespace huiqi
