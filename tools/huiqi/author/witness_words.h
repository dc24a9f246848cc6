#pragma once

#include <string>

#include "engine/evaluate/rule_witnesses.h"
#include "tools/huiqi/author/rule_comparison.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Tells what one change does, by an application and the boundaries around it, in lines set in.
[[nodiscard]] std::string change_witness_text(const Program& program, const ComparedIncentive& one, const RuleChange& change, const ChangeWitness& found);
/// Tells an application on which the versions differ where no change has one of its own.
[[nodiscard]] std::string together_text(const Program& program, const ComparedIncentive& one, const RuleWitnesses& found);
/// Gives the application: `照用例“一”，改成 实付额: 100元`.
[[nodiscard]] std::string application_text(const Program& program, const ComparedIncentive& one, const RuleWitness& witness);
/// Gives what it comes to: `500元 → 400元`.
[[nodiscard]] std::string results_text(const Program& program, const ComparedIncentive& one, const WitnessOutcome& before, const WitnessOutcome& after);
/// Gives the input of a name that takes the value: the new one, or the old one where data look otherwise now; nullptr where none does.
[[nodiscard]] const Input* input_of(const ComparedIncentive& one, const std::string& name, const Value& value);
/// Gives where results turn along an input, by what was tried: `实付额：8000000元 相同，8000000.01元 不同`.
[[nodiscard]] std::string axis_text(const Program& program, const ComparedIncentive& one, const WitnessAxis& axis);

}  // namespace huiqi
