#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/api/selection.h"
#include "engine/io/data_fault.h"
#include "engine/rulebook/rulebook.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Rules as loaded, with all that was wrong with them.
struct LoadedRules {
    Rulebook rulebook;
    Diagnostics diagnostics;
};

[[nodiscard]] LoadedRules load_rules(const std::vector<std::string>& paths);

/// Prints diagnostics to standard error for people, or to standard output as JSON when the program was asked for it.
void show_diagnostics(const Program& program, Diagnostics& diagnostics, const Sources& sources);

/// Gives a place as people name it: `rules/x.yaml:14`.
[[nodiscard]] std::string place_text(const Span& span, const Sources& sources);

/// Reads a day from the command line, or complains.
[[nodiscard]] std::optional<Date> read_day(const Program& program, const std::string& text);

/// Gives the exit for data that could not be opened: missing, or refused.
[[nodiscard]] Exit input_problem(const std::vector<DataFault>& faults);

/// What decides applications together.
using Selected = Selection;

/// Picks the bundle or incentive named `only`; without a name the one bundle, else every incentive that was asked
/// for and can run. Complains and gives nothing when there is none, or more than one bundle.
[[nodiscard]] std::optional<Selected> select_rules(const Program& program, const Rulebook& rulebook,
                                                   const std::string& only);

}  // namespace huiqi
