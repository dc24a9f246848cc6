#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/selection.h"
#include "engine/io/data_fault.h"
#include "engine/rulebook/regions.h"
#include "engine/rulebook/rulebook.h"
#include "tools/huiqi/program.h"

namespace CLI {
class App;
}

namespace huiqi {

/// Rules as loaded, with all that was wrong with them.
struct LoadedRules {
    Rulebook rulebook;
    Diagnostics diagnostics;
};

[[nodiscard]] LoadedRules load_rules(const std::vector<std::string>& paths);

/// Prints diagnostics to standard error for people, or to standard output as JSON when the program was asked for it.
void show_diagnostics(const Program& program, Diagnostics& diagnostics, const Sources& sources);

/// Gives the exit for rules with errors: 66 when a path that was named is not there, else 78.
[[nodiscard]] Exit rules_exit(const LoadedRules& rules);
[[nodiscard]] Exit rules_exit(const Diagnostics& diagnostics, const Sources& sources);

/// Shows what keeps rules from being used and gives the exit for it.
[[nodiscard]] Exit rules_problem(const Program& program, LoadedRules& rules);

/// Gives a place as people name it: `rules/x.yaml:14`.
[[nodiscard]] std::string place_text(const Span& span, const Sources& sources);

/// Reads a day from the command line, or complains.
[[nodiscard]] std::optional<Date> read_day(const Program& program, const std::string& text);

/// Gives the exit for data that could not be opened: missing, or refused.
[[nodiscard]] Exit input_problem(const std::vector<DataFault>& faults);
/// What it means that an output could not be opened: it exists (73), it cannot be written (74), or its name will not do (2).
[[nodiscard]] Exit output_problem(const std::vector<DataFault>& faults);

/// What decides applications together.
using Selected = Selection;

/// Which rules a command is asked to use.
struct RuleChoice {
    std::string only;     ///< --only: a bundle or an incentive
    std::string region;   ///< --region: a code of GB/T 2260
    std::string on;       ///< --on: a day

    /// Adds --only, --region and --on to a command.
    void add_options(CLI::App& command);
    /// Adds --region and --on.
    void add_place_options(CLI::App& command);
};

/// Picks the bundle or incentive named `only`; without a name the one bundle, else every incentive that was asked
/// for and can run. With a region each incentive is the one of its overlays that is in force there, on that day.
/// Complains and gives nothing when there is none, more than one bundle, or nothing decides between overlays.
[[nodiscard]] std::optional<Selected> select_rules(const Program& program, const Rulebook& rulebook,
                                                   const RuleChoice& choice);

/// Gives the place that was asked for; nothing when none was. Complains, and makes `sound` false, when the code is none, the
/// day is none, or a day was given without a region.
[[nodiscard]] std::optional<Place> read_place(const Program& program, const RuleChoice& choice, bool& sound);

/// Gives what is in force at a place in the place of the rules that were picked. Complains and gives nothing when one of
/// them is not in force there, or several of its overlays tie.
[[nodiscard]] std::optional<Selected> in_force_at(const Program& program, const Rulebook& rulebook, const Place& place,
                                                  Selected selected);

/// Says when applications lie outside the days of a rule that was picked for a place, while another may hold there on theirs.
void tell_of_other_days(const Program& program, const Rulebook& rulebook, const RuleChoice& choice, const Incentive& used,
                        std::uint64_t outside);

/// Gives every rule that was asked for, is in force at a place and can run there; what cannot is said.
[[nodiscard]] std::optional<Selected> all_in_force_at(const Program& program, const Rulebook& rulebook, const Place& place);

}  // namespace huiqi
