#include "tools/huiqi/ask/standing_text.h"

#include <utility>

#include "engine/evaluate/sentence_text.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/yuan_words.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string say(bool chinese, std::string_view zh, std::string_view en) {
    return std::string(chinese ? zh : en);
}

/// A part as `奖金 3,500.00 元`; one that is no amount of money in its own unit.
[[nodiscard]] std::string part_text(const IncentivePlan::Named& part, const PartStanding& standing, bool chinese) {
    const Type type = part.value.type.without_optional();
    const std::string name = part.name + " ";
    if (type.unit().is_money()) {
        return name + range_text(standing.least, standing.most, type.unit(), chinese);
    }
    const auto shown = [&](const Rational& value) { return value_text(Value::of(value), type, chinese); };
    if (standing.most && *standing.most == standing.least) {
        return name + shown(standing.least);
    }
    return name + say(chinese, "目前可确定 ", "certain so far ") + shown(standing.least) +
           (standing.most ? say(chinese, "，最多 ", ", at most ") + shown(*standing.most)
                          : say(chinese, "，上限未定", ", no upper bound yet"));
}

}  // namespace

std::string range_text(const Rational& least, const std::optional<Rational>& most, const Unit& currency, bool chinese) {
    const std::string unit = " " + unit_name(currency, chinese);
    const std::string low = grouped(least) + unit;
    if (most && *most == least) {
        return low;
    }
    return say(chinese, "目前可确定 ", "certain so far ") + low +
           (most ? say(chinese, "，最多 ", ", at most ") + grouped(*most) + unit
                 : say(chinese, "，上限未定", ", no upper bound yet"));
}

std::string award_text(const InterviewRules& rules, std::size_t index, const Standing& standing, bool chinese) {
    const Incentive& incentive = rules.incentive(index);
    if (!incentive.award.empty()) {
        return range_text(standing.least, standing.most, incentive.currency, chinese);
    }
    if (incentive.parts.empty()) {
        return say(chinese, "只作认定，没有金额", "a determination, without an amount");
    }
    std::string out;
    const std::vector<IncentivePlan::Named>& parts = rules.plan->incentives[index].parts;
    for (std::size_t at = 0; at < standing.parts.size() && at < parts.size(); ++at) {
        if (standing.parts[at].number) {
            out += (out.empty() ? "" : say(chinese, "；", "; ")) + part_text(parts[at], standing.parts[at], chinese);
        }
    }
    return !out.empty() ? out : say(chinese, "没有金额", "no amount");
}

std::string questions_text(const InterviewRules& rules, const std::vector<std::size_t>& fields, bool chinese) {
    std::string out;
    for (const std::size_t field : fields) {
        const std::string question = question_text(rules.input(field)).in(chinese ? Language::zh : Language::en);
        out += (out.empty() ? "" : say(chinese, "；", "; ")) + question;
    }
    return out;
}

std::string whatever_text(const InterviewRules& rules, const Standing& standing, bool chinese) {
    if (standing.whatever.empty()) {
        return {};
    }
    return say(chinese, "没有回答“", "Left open: “") + questions_text(rules, standing.whatever, chinese) +
           say(chinese, "”，但无论怎样回答，结果都是这样", "”; whatever the answer, the result is this");
}

std::string reach_text(const Standing& standing, bool chinese) {
    if (standing.state != DecisionState::unknown || !standing.most || standing.most_reached) {
        return {};
    }
    return say(chinese, "“最多”是稳妥的上限：不会超过它，但不一定达得到", "“at most” is a safe bound: it is never exceeded, but it may be that no answers come to it");
}

std::vector<RaisedAnomaly> anomalies_of(const Interview& interview, std::size_t index) {
    const Incentive& incentive = interview.rules().incentive(index);
    const Evaluator& evaluator = interview.check().evaluator();
    const IncentivePlan& plan = interview.check().plan().incentives[index];
    std::vector<RaisedAnomaly> raised;
    for (std::size_t at = 0; at < plan.anomalies.size() && at < incentive.anomalies.size(); ++at) {
        const Anomaly& anomaly = incentive.anomalies[at];
        const Value holds = evaluator.read(plan.anomalies[at], 0);
        const bool open = holds.state() == State::unknown && anomaly.level == Anomaly::Level::hold;
        if (!open && !(holds.known() && holds.boolean())) {
            continue;
        }
        const auto in = [&](Language language) {
            return sentence_text(anomaly.description, plan.descriptions[at], evaluator, 0, language);
        };
        raised.push_back({.id = anomaly.id,
                          .level = anomaly.level,
                          .certain = !open,
                          .description = {in(Language::zh), in(Language::en)},
                          .cited = cited_text(incentive, anomaly.provenance)});
    }
    return raised;
}

Bilingual anomaly_text(const RaisedAnomaly& one) {
    const std::string zh = one.description.zh.empty() ? one.id : one.description.zh;
    const std::string en = one.description.en.empty() ? one.id : one.description.en;
    if (!one.certain) {
        return {"还要看别的回答：如果" + zh + "，核实放行之前不付款",
                "open answers decide: if " + en + ", nothing is paid until a person has cleared it"};
    }
    switch (one.level) {
        case Anomaly::Level::hold:
            return {"拦截：" + zh + "。核实放行之前不付款", "Held: " + en + ". Nothing is paid until a person has cleared it"};
        case Anomaly::Level::refer:
            return {"转人工核实：" + zh, "Referred to a person: " + en};
        case Anomaly::Level::note: break;
    }
    return {"提示：" + zh, "Note: " + en};
}

std::string_view level_word(Anomaly::Level level) noexcept {
    switch (level) {
        case Anomaly::Level::hold: return "hold";
        case Anomaly::Level::refer: return "refer";
        case Anomaly::Level::note: break;
    }
    return "note";
}

}  // namespace huiqi
