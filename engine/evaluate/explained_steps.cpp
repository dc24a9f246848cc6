#include "engine/evaluate/explained_steps.h"

#include <utility>

#include "engine/data/unit.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

[[nodiscard]] Bilingual step_name(AwardStep::Kind kind) {
    switch (kind) {
        case AwardStep::Kind::base: return {"基数", "base"};
        case AwardStep::Kind::times: return {"乘", "times"};
        case AwardStep::Kind::uplift: return {"上浮", "uplift"};
        case AwardStep::Kind::bands: return {"分档", "bands"};
        case AwardStep::Kind::plus: return {"加", "plus"};
        case AwardStep::Kind::minus: return {"减", "minus"};
        case AwardStep::Kind::round: return {"取整", "round"};
        case AwardStep::Kind::cap: return {"上限", "cap"};
        case AwardStep::Kind::floor: return {"下限", "floor"};
        case AwardStep::Kind::none_below: return {"起付", "none below"};
    }
    return {};
}

/// Writes one band: `至500万元：5%`, `不满500万元：10万元`, `以上：1%`.
[[nodiscard]] Bilingual band_text(const AwardStep::Band& band) {
    const std::string worth = band.rate ? band.rate->text.text : band.amount->text.text;
    if (!band.upto) {
        return {"以上：" + worth, "above: " + worth};
    }
    const std::string& edge = band.upto->text.text;
    return {(band.edge_included ? "至" : "不满") + edge + "：" + worth,
            (band.edge_included ? "up to " : "below ") + edge + ": " + worth};
}

[[nodiscard]] Bilingual step_text(const AwardStep& step, const Type& amount) {
    Bilingual text = step_name(step.kind);
    if (step.kind == AwardStep::Kind::round) {
        const Value to = Value::of(step.round_step);
        text.zh += " " + std::string(name_zh(step.rounding)) + "到" + value_text(to, amount, true);
        text.en += " " + std::string(name_en(step.rounding)) + " to " + value_text(to, amount, false);
    }
    if (step.kind == AwardStep::Kind::uplift) {
        const bool relative = step.uplift == AwardStep::Uplift::relative;
        text.zh += relative ? " 相对" : " 百分点";
        text.en += relative ? " relative" : " points";
    }
    if (step.kind == AwardStep::Kind::bands) {
        const bool marginal = step.method == AwardStep::Method::marginal;
        text.zh += marginal ? " 超额累进" : " 全额累进";
        text.en += marginal ? " marginal" : " whole";
        for (const AwardStep::Band& band : step.bands) {
            const Bilingual one = band_text(band);
            text.zh += "；" + one.zh;
            text.en += "; " + one.en;
        }
    }
    return text;
}

/// Tells the bands; of `whole` ones it is the first whose edge is not passed.
[[nodiscard]] std::vector<ExplainedBand> explain_bands(const Evaluator& evaluator, const AwardStep& step,
                                                       const IncentivePlan::Step& plan, std::size_t row) {
    std::vector<ExplainedBand> bands;
    Value above = Value::of(true);   // whether the amount lies above the bands so far
    const auto fixed = [](const CheckedExpression& one) { return one[one.root].op == CoreOp::constant; };
    for (std::size_t at = 0; at < plan.bands.size(); ++at) {
        const AwardStep::Band& written = step.bands[at];
        const IncentivePlan::Band& band = plan.bands[at];
        ExplainedBand made;
        made.upto = written.upto ? written.upto->text.text : "";
        made.worth = written.rate ? written.rate->text.text : written.amount->text.text;
        made.edge_included = written.edge_included;
        made.is_rate = written.rate.has_value();
        made.edge_fixed = !written.upto || fixed(*written.upto);
        made.worth_fixed = fixed(written.rate ? *written.rate : *written.amount);
        made.edge = band.upto ? evaluator.read(*band.upto, row) : Value::absent();
        made.value = evaluator.read(band.worth, row);
        made.applies = evaluator.read(band.inside, row);
        if (step.method == AwardStep::Method::marginal) {
            made.inside = std::exchange(made.applies, Value());
            made.applies = made.inside.known() ? Value::of(made.inside.number() > 0) : made.inside;
        } else if (!above.known() || !above.boolean()) {
            made.applies = above;
        } else {
            above = made.applies.known() ? Value::of(!made.applies.boolean()) : made.applies;
        }
        bands.push_back(std::move(made));
    }
    return bands;
}

}  // namespace

std::vector<ExplainedStep> explain_steps(const Evaluator& evaluator, const Incentive& incentive,
                                                       const std::vector<AwardStep>& written,
                                                       const std::vector<IncentivePlan::Step>& plan, const ExplainedUses& uses,
                                                       std::size_t row) {
    std::vector<ExplainedStep> steps;
    for (std::size_t at = 0; at < plan.size(); ++at) {
        const AwardStep& step = written[at];
        ExplainedStep made;
        made.kind = step.kind;
        made.type = plan[at].after.type;
        made.what = step_text(step, made.type);
        made.expression = step.value ? step.value->text.text : "";
        made.before = step.kind == AwardStep::Kind::base ? Value::absent() : evaluator.read(plan[at].before, row);
        made.value = step.value ? evaluator.read(plan[at].value, row) : Value::absent();
        made.after = evaluator.read(plan[at].after, row);
        if (plan[at].applies) {
            made.when = step.when->text.text;
            made.holds = evaluator.read(*plan[at].applies, row);
            made.applies = !made.holds.known() || made.holds.boolean();
            made.value = made.applies || made.value.known() ? made.value : Value::absent();   // nobody looked at it
        }
        made.uses = made.applies ? uses.in(step) : step.when ? uses.in(*step.when) : std::vector<ExplainedUse>();
        made.bands = explain_bands(evaluator, step, plan[at], row);
        made.cited = cited_text(incentive, step.provenance);
        made.note = step.note;
        made.place = step.declared;
        steps.push_back(std::move(made));
    }
    return steps;
}

}  // namespace huiqi
