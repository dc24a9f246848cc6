#include "tools/huiqi/author/witness_words.h"

#include <algorithm>

#include "engine/data/datum.h"
#include "engine/evaluate/case_candidates.h"
#include "tools/huiqi/author/case_text.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string decision(const Program& program, const Incentive& rule, const WitnessOutcome& outcome) {
    const bool chinese = program.language == Language::zh;
    if (!outcome.readable) {
        return program.say({"读不进", "cannot be read"});
    }
    if (!outcome.eligible.known()) {
        return value_text(outcome.eligible, Type::boolean(), chinese);
    }
    if (!outcome.eligible.boolean()) {
        return program.say({"不符合", "not eligible"});
    }
    return outcome.has_award ? value_text(outcome.award, Type::number(rule.currency), chinese) : program.say({"符合", "eligible"});
}

}  // namespace

std::string application_text(const Program& program, const ComparedIncentive& one, const RuleWitness& witness) {
    std::string given;
    for (const auto& [name, value] : witness.given) {
        const bool told = witness.like.empty() || std::find(witness.changed.begin(), witness.changed.end(), name) != witness.changed.end();
        const Input* input = input_of(one, name, value);
        if (told && input != nullptr && value.state() != State::unknown) {
            given += (given.empty() ? "" : ", ") + name + ": " + given_text(value, input->field, program.language == Language::zh);
        } else if (told && !witness.like.empty() && value.state() == State::unknown) {
            given += (given.empty() ? "" : ", ") + name + program.say({": 没有回答", ": not answered"});
        }
    }
    if (witness.like.empty()) {
        return given;
    }
    return program.say({"照用例“" + witness.like + "”" + (given.empty() ? "" : "，改成 " + given),
                        "like the case `" + witness.like + "`" + (given.empty() ? "" : ", with " + given)});
}

std::string results_text(const Program& program, const ComparedIncentive& one, const WitnessOutcome& before, const WitnessOutcome& after) {
    const std::string was = decision(program, *one.before, before);
    const std::string is = decision(program, *one.after, after);
    return was == is ? was + program.say({"（不同的是其他结果）", " (what differs is another result)"}) : was + " → " + is;
}

const Input* input_of(const ComparedIncentive& one, const std::string& name, const Value& value) {
    for (const Incentive* rule : {one.after, one.before}) {
        const auto found = std::find_if(rule->inputs.begin(), rule->inputs.end(), [&](const Input& input) { return input.field.name == name; });
        if (found != rule->inputs.end() && (value.state() == State::unknown || !datum_fault(value, found->field))) {
            return &*found;
        }
    }
    return nullptr;
}

std::string axis_text(const Program& program, const ComparedIncentive& one, const WitnessAxis& axis) {
    const Input* input = input_of(one, axis.input, Value::unknown({}));
    const auto end = [&](const Rational& at) {
        if (input == nullptr) {
            return std::string();
        }
        const Type type = input->field.type.without_optional();
        return value_text(CaseCandidates::at(input->field, at), type, program.language == Language::zh, type.is(TypeKind::number) ? &input->field.entry : nullptr);
    };
    const std::string alike = program.say({" 相同", " alike"});
    const std::string different = program.say({" 不同", " different"});
    const std::string comma = program.say({"，", ", "});
    std::string text;
    for (const WitnessTurn& turn : axis.turns) {
        const bool rises = turn.alike < turn.different;
        const std::string first = end(rises ? turn.alike : turn.different) + (rises ? alike : different);
        const std::string second = end(rises ? turn.different : turn.alike) + (rises ? different : alike);
        text += (text.empty() ? "" : program.say({"；", "; "})) + first + comma + second;
    }
    return axis.input + program.say({"：", ": "}) + text;
}

/// One line of an axis. Only what was tried is known: between two values rounding can make results agree and differ again.
[[nodiscard]] static std::string axis_line(const Program& program, const ComparedIncentive& one, const WitnessAxis& axis) {
    return program.say({"其余不变，转折处 ", "all else being equal, a turn at "}) + axis_text(program, one, axis) +
           program.say({"（别处可能还有转折）", " (there may be turns elsewhere)"}) + "\n";
}

std::string change_witness_text(const Program& program, const ComparedIncentive& one, const RuleChange& change, const ChangeWitness& found) {
    const std::string in = "        ";
    if (change.part == RuleChange::Part::standing) {
        return in + program.say({"它决定哪些地方、哪一份规则适用，以前付过的算不算\n",
                                 "it decides where the rule is in force, before which others, and whether what was paid before counts\n"});
    }
    if (change.part == RuleChange::Part::target) {
        return in + program.say({"金额不变；它决定目标达到没有\n", "no amount changes; it decides whether the target is reached\n"});
    }
    if (change.part == RuleChange::Part::effective && found.no_effect) {
        return in + program.say({"它决定哪些日子、哪一份规则适用\n", "it decides on which days the rule is in force, and before which others\n"});
    }
    if (change.part == RuleChange::Part::anomaly) {
        return in + program.say({"金额不变；它决定哪些申报有异常，是提示、核查还是拦截付款\n", "no amount changes; it decides which applications are noted, referred or held\n"});
    }
    if (found.no_effect && !(one.same_for_bundles && one.same_for_localities)) {
        return in + program.say({"单独这一处不改变奖补金额；见下面\n", "by itself it changes no award; see below\n"});
    }
    if (found.no_effect) {
        return in + program.say({"单独这一处不改变结果：编译出来一样\n", "by itself it cannot change a result: the plan is the same\n"});
    }
    if (change.part == RuleChange::Part::input && change.how == RuleChange::How::changed) {
        return in + program.say({"它决定哪些数据读得进来；读不进的行退回，不计算\n", "it decides which data can be read; rows that cannot are set aside and not decided\n"});
    }
    if (!found.witness) {
        return found.can_stand_alone ? in + program.say({"没有找到只因这一处而不同的申请（不等于没有）\n", "no application was found that it alone decides otherwise (which proves nothing)\n"})
                                     : in + program.say({"要和别的改动一起才起作用\n", "it acts only together with other changes\n"});
    }
    const RuleWitness& witness = *found.witness;
    const WitnessOutcome& alone = witness.alone ? *witness.alone : witness.after;
    std::string text = in + program.say({"例如 ", "for example "}) + application_text(program, one, witness) + program.say({"：", ": "}) +
                       results_text(program, one, witness.before, alone);
    if (results_text(program, one, witness.before, witness.after) != results_text(program, one, witness.before, alone)) {
        text += program.say({"，和其余改动一起 ", ", with all other changes "}) + results_text(program, one, witness.before, witness.after);
    }
    text += "\n";
    for (const WitnessAxis& axis : witness.axes) {
        text += in + axis_line(program, one, axis);
    }
    return text;
}

std::string together_text(const Program& program, const ComparedIncentive& one, const RuleWitnesses& found) {
    const bool told = std::any_of(found.changes.begin(), found.changes.end(), [](const ChangeWitness& change) { return change.witness.has_value(); });
    if (told || !found.any) {
        return told || !one.can_differ() ? std::string()
                                         : program.say({"  看了 " + std::to_string(found.looked_at) + " 件申请，没有一件结果不同（不等于没有）\n",
                                                        "  of " + std::to_string(found.looked_at) + " applications looked at none comes out otherwise (which proves nothing)\n"});
    }
    std::string text = "  " + program.say({"合起来，例如 ", "together, for example "}) + application_text(program, one, *found.any) + program.say({"：", ": "}) +
                       results_text(program, one, found.any->before, found.any->after) + "\n";
    for (const WitnessAxis& axis : found.any->axes) {
        text += "    " + axis_line(program, one, axis);
    }
    return text;
}

}  // namespace huiqi
