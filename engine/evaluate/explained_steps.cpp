#include "engine/evaluate/explained_steps.h"

#include <utility>

#include "engine/rulebook/award_step_words.h"

namespace huiqi {
namespace {

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
        made.what = award_step_words(step, made.type);
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
