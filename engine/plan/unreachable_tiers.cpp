#include "engine/plan/unreachable_tiers.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace huiqi {
namespace {

/// What is proven of a number.
struct Range {
    std::optional<Rational> least, most;
};

/// Gives what bounds a number: what was found when it was made, and the bounds of its lanes.
[[nodiscard]] Range range_of(const Plan& plan, const PlanValue& value) {
    if (value.constant) {
        const bool number = value.constant->known() && value.type.without_optional().is(TypeKind::number);
        return number ? Range{value.constant->number(), value.constant->number()} : Range{};
    }
    Range range{value.least, value.most};
    if (value.node == kNoNode || value.denominator != kNoNode || value.scale <= 0) {
        return range;
    }
    const Node& node = plan.nodes[value.node];
    if (node.low && (!range.least || *range.least < *node.low * value.scale)) {
        range.least = *node.low * value.scale;
    }
    if (node.high && (!range.most || *range.most > *node.high * value.scale)) {
        range.most = *node.high * value.scale;
    }
    return range;
}

/// Gives an edge that the rules settle; nothing where it depends.
[[nodiscard]] std::optional<Rational> fixed(const Plan& plan, const std::optional<PlanValue>& edge) {
    const Range range = edge ? range_of(plan, *edge) : Range{};
    return range.least && range.most && *range.least == *range.most ? range.least : std::nullopt;
}

/// Gives where a tier is written.
[[nodiscard]] Span place_of(const AwardStep& step, const AwardStep::Band& band) {
    for (const auto& one : {&band.rate, &band.amount}) {
        if (*one && !(*one)->nodes.empty()) {
            return (*one)->span((*one)->root);
        }
    }
    return step.declared;
}

/// Tells whether every amount lies on the lower side of a tier, or on the upper side.
[[nodiscard]] bool is_missed(const Range& amount, const std::optional<Rational>& below, bool below_included,
                             const std::optional<Rational>& upto, bool upto_included) {
    const bool never_so_much = below && amount.most && (below_included ? *amount.most <= *below : *amount.most < *below);
    const bool always_more = upto && amount.least && (upto_included ? *amount.least > *upto : *amount.least >= *upto);
    return never_so_much || always_more;
}

void look(const Plan& plan, const AwardStep& step, const IncentivePlan::Step& made, Diagnostics& diagnostics) {
    const Range amount = range_of(plan, made.before);
    std::optional<Rational> below;
    bool below_included = true;
    for (std::size_t at = 0; at < std::min(step.bands.size(), made.bands.size()); ++at) {
        const AwardStep::Band& band = step.bands[at];
        const std::optional<Rational> upto = fixed(plan, made.bands[at].upto);
        if (is_missed(amount, below, below_included, upto, band.edge_included)) {
            auto& told = diagnostics.warning("W572", place_of(step, band),
                                             {fmt::format("第 {} 档永远到不了：按申报项的范围，金额不会落在这一档", at + 1),
                                              fmt::format("tier {} is never reached: by the declared ranges no amount lies in it", at + 1)},
                                             {"检查各档的界限和单位（元、万元），以及申报项的范围",
                                              "look at the edges and their units (yuan, 万元), and at the ranges of the inputs"});
            told.related.push_back({step.declared, {"分档在这里", "the tiers are here"}});
        }
        below = upto;
        below_included = band.edge_included;
    }
}

void look(const Incentive& incentive, const Plan& plan, const std::vector<AwardStep>& steps, const std::vector<IncentivePlan::Step>& made,
          Diagnostics& diagnostics) {
    for (std::size_t at = 0; at < std::min(steps.size(), made.size()); ++at) {
        if (steps[at].kind == AwardStep::Kind::bands && steps[at].declared.source == incentive.declared.source) {
            look(plan, steps[at], made[at], diagnostics);
        }
    }
}

}  // namespace

void warn_of_unreachable_tiers(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics) {
    if (plan.incentives.empty()) {
        return;
    }
    const IncentivePlan& made = plan.incentives.front();
    look(incentive, plan, incentive.award, made.steps, diagnostics);
    for (std::size_t at = 0; at < std::min(incentive.definitions.size(), made.definition_steps.size()); ++at) {
        look(incentive, plan, incentive.definitions[at].steps, made.definition_steps[at], diagnostics);
    }
}

}  // namespace huiqi
