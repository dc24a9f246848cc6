#include <algorithm>
#include <utility>

#include "engine/evaluate/coverage.h"
#include "engine/evaluate/step_bounds.h"
#include "engine/evaluate/trace_records.h"
#include "engine/plan/watches.h"
#include "engine/rulebook/parameter_periods.h"

namespace huiqi {
namespace {

using Kind = CoverageKey::Kind;
using Aspect = CoverageKey::Aspect;
using Watch = IncentivePlan::Watch;
using Clauses = std::vector<std::uint32_t>;

[[nodiscard]] bool is(const Value& value, bool truth) { return value.known() && value.boolean() == truth; }

/// Tells whether a number lies halfway between two steps, or between two at all.
[[nodiscard]] bool cuts(const Rational& number, const Rational& step, Rounding rounding) {
    const Rational steps = number / step;
    const Rational rest = steps - Rational(floor(steps));
    const bool nearest = rounding == Rounding::half_up || rounding == Rounding::half_down || rounding == Rounding::half_even;
    return nearest ? rest == Rational(1) / 2 : rest != 0;
}

[[nodiscard]] Aspect cut_aspect(Rounding rounding) {
    const bool nearest = rounding == Rounding::half_up || rounding == Rounding::half_down || rounding == Rounding::half_even;
    return nearest ? Aspect::half : Aspect::cut;
}

/// Gives how far apart two values are, dates in days; nothing where one is not there.
[[nodiscard]] std::optional<Rational> between(const Value& left, const Value& right, const Type& type) {
    if (!left.known() || !right.known()) {
        return std::nullopt;
    }
    if (type.without_optional().is(TypeKind::date)) {
        return Rational(left.date().days() - right.date().days());
    }
    return left.number() - right.number();
}

}  // namespace

/// Reads one row.
struct Sightings::Reader {
    const Sightings& owner;
    const Evaluator& evaluator;
    std::size_t row;
    const Sink& sink;
    const IncentivePlan& plan;
    bool eligible = false;

    [[nodiscard]] Value value(const PlanValue& of) const { return evaluator.read(of, row); }

    void tell(Kind kind, const Span& place, Aspect aspect, bool reached, bool possible = true, const Clauses* clauses = nullptr,
              std::optional<Rational> distance = {}) const {
        sink({.key = {kind, place, aspect}, .possible = possible || reached, .reached = reached, .distance = std::move(distance),
              .clauses = clauses});
    }

    /// Gives the answer of a test that the plan knows beforehand.
    [[nodiscard]] std::optional<bool> fixed(const PlanValue& test) const {
        const bool known = test.constant ? test.constant->known() : evaluator.plan().nodes[test.node].op == Op::constant;
        return known ? std::optional(is(value(test), true)) : std::nullopt;
    }

    /// Tells both answers of a test; what the plan knows beforehand has one.
    void truth(Kind kind, const Span& place, const PlanValue& test, const Clauses* clauses, bool with_unknown) const {
        const Value holds = value(test);
        const std::optional<bool> known = fixed(test);
        tell(kind, place, Aspect::holds, is(holds, true), !known || *known, clauses);
        tell(kind, place, Aspect::fails, is(holds, false), !known || !*known, clauses);
        if (with_unknown) {
            tell(kind, place, Aspect::unknown, holds.state() == State::unknown, !known, clauses);
        }
    }

    void conditions() const {
        const Incentive& incentive = owner.incentive_;
        if (plan.in_force) {
            truth(Kind::condition, incentive.effective->declared, *plan.in_force, &owner.cited_.period, true);
        }
        for (std::size_t at = 0; at < plan.conditions.size(); ++at) {
            truth(Kind::condition, incentive.conditions[at].declared, plan.conditions[at], &owner.cited_.conditions[at], owner.asks_[at]);
            for (std::size_t other = 0; at < plan.alternatives.size() && other < plan.alternatives[at].size(); ++other) {
                truth(Kind::condition, incentive.conditions[at].alternatives[other].declared, plan.alternatives[at][other],
                      &owner.cited_.conditions[at], false);
            }
        }
        for (std::size_t at = 0; at < plan.anomalies.size(); ++at) {
            truth(Kind::condition, incentive.anomalies[at].declared, plan.anomalies[at], &owner.cited_.anomalies[at], false);
        }
    }

    /// Tells both sides of a boundary at `distance` 0.
    void boundary(const Span& place, const std::optional<Rational>& distance, const Rational& step, bool upper, bool above,
                  bool on = true, bool beside = true) const {
        const auto inside = [&](const Rational& low, bool low_in, const Rational& high, bool high_in) {
            return distance && (low_in ? *distance >= low : *distance > low) && (high_in ? *distance <= high : *distance < high);
        };
        const bool at = above ? inside(-step, false, 0, true) : inside(0, true, step, false);
        const bool next = above ? inside(0, false, step, true) : inside(-step, true, 0, false);
        tell(Kind::boundary, place, upper ? Aspect::on_upper : Aspect::on, at, on, nullptr, distance);
        tell(Kind::boundary, place, upper ? Aspect::beside_upper : Aspect::beside, next, beside, nullptr, distance);
    }

    void bands(const AwardStep& step, const IncentivePlan::Step& made, bool live, const Clauses* clauses) const {
        bool taken = false;
        const Value before = value(made.before);
        for (std::size_t at = 0; at < made.bands.size(); ++at) {
            const AwardStep::Band& band = step.bands[at];
            const Value inside = value(made.bands[at].inside);
            const bool whole = step.method == AwardStep::Method::whole;
            const bool in = live && inside.known() && (whole ? !taken && inside.boolean() : inside.number() > 0);
            taken = taken || in;
            const CheckedExpression& worth = band.rate ? *band.rate : *band.amount;
            std::optional<Rational> distance;
            if (made.bands[at].upto) {
                distance = between(before, value(*made.bands[at].upto), step_type(made));
                if (whole) {
                    const CheckedExpression& edge = *band.upto;
                    boundary(edge.span(edge.root), live ? distance : std::nullopt, least(made.before), true, band.edge_included);
                }
            }
            tell(Kind::band, worth.span(worth.root), Aspect::reached, in, true, clauses, distance);
        }
    }

    [[nodiscard]] static const Type& step_type(const IncentivePlan::Step& made) { return made.before.type; }

    /// Gives the least by which an amount moves, at least a cent.
    [[nodiscard]] static Rational least(const PlanValue& amount) {
        const Rational cent = Rational(1) / 100;
        return amount.constant || amount.denominator != kNoNode ? cent : std::max(cent, Rational(abs(amount.scale)));
    }

    void step(const AwardStep& written, const IncentivePlan::Step& made, bool counts) const {
        const Clauses* clauses = &owner.cited_.steps.at(&written);
        const bool live = counts && (!made.applies || is(value(*made.applies), true));
        const bool may = !made.applies || fixed(*made.applies).value_or(true);
        const Value before = value(made.before);
        const Value after = value(made.after);
        tell(Kind::step, written.declared, Aspect::reached, live && after.known(), may, clauses);
        const bool limit = written.kind == AwardStep::Kind::cap || written.kind == AwardStep::Kind::floor;
        if (limit || written.kind == AwardStep::Kind::none_below) {
            const bool none = made.value.constant && !made.value.constant->known();
            const auto distance = between(before, value(made.value), step_type(made));
            if (limit) {
                const bool told = live && before.known() && after.known();
                const LimitBounds can = owner.bounded_ ? limit_bounds(evaluator.plan(), written.kind, made) : LimitBounds{};
                tell(Kind::step, written.declared, Aspect::effect, told && before != after, may && !none && can.effect, clauses, distance);
                tell(Kind::step, written.declared, Aspect::idle, told && before == after, may && can.idle, clauses, distance);
            } else {
                boundary(written.declared, live ? distance : std::nullopt, least(made.before), false, false);
            }
        }
        if (written.kind == AwardStep::Kind::round) {
            tell(Kind::rounding, written.declared, cut_aspect(written.rounding),
                 live && before.known() && cuts(before.number(), written.round_step, written.rounding),
                 may && can_cut(made.before, written.round_step, written.rounding), clauses);
        }
        bands(written, made, live, clauses);
    }

    void steps(const std::vector<AwardStep>& written, const std::vector<IncentivePlan::Step>& made, bool counts) const {
        for (std::size_t at = 0; at < made.size(); ++at) {
            step(written[at], made[at], counts);
        }
    }

    /// The language itself keeps 追回 within what was paid: that last limit is nobody's clause.
    void recovery(const std::vector<AwardStep>& written) const {
        const bool applies = !plan.recovery_applies || is(value(*plan.recovery_applies), true);
        for (std::size_t at = 0; at < plan.recovery->steps.size(); ++at) {
            if (at == 0 || written[at].declared != written.front().declared) {
                step(written[at], plan.recovery->steps[at], applies);
            }
        }
    }

    void amounts() const {
        const Incentive& incentive = owner.incentive_;
        steps(incentive.award, plan.steps, eligible);
        for (std::size_t at = 0; at < plan.definition_steps.size(); ++at) {
            steps(incentive.definitions[at].steps, plan.definition_steps[at], true);
        }
        for (std::size_t at = 0; at < plan.extras.size(); ++at) {
            steps(incentive.extras[at].steps, plan.extras[at].steps, eligible);
        }
        for (std::size_t at = 0; at < plan.shares.size(); ++at) {
            steps(incentive.shares[at].steps, plan.shares[at].steps, eligible);
        }
        for (std::size_t at = 0; at < plan.recipients.size(); ++at) {
            steps(incentive.recipients[at].steps, plan.recipients[at].steps, eligible);
        }
        for (std::size_t at = 0; at < plan.schedule.size(); ++at) {
            steps(incentive.schedule->parts[at].share.steps, plan.schedule[at].planned.steps, eligible);
        }
        if (plan.recovery) {
            recovery(incentive.recovery->steps);
        }
        const Value award = value(plan.award);
        const bool paid = plan.has_award ? award.known() && award.number() > 0 : eligible;
        tell(Kind::award, incentive.declared, Aspect::reached, paid);
    }

    /// Tells which row of a table decided; of a table that takes all that match, which matched.
    void table(const IncentivePlan::TableUse& use, std::vector<bool>& taken, bool& otherwise) const {
        const DecisionTable& table = owner.incentive_.tables[use.table];
        const bool first = table.hit == HitPolicy::first || table.hit == HitPolicy::priority;
        each_record(value(use.seen), use.depth, [&](const Value::List& seen) {
            bool any = false;
            bool open = false;
            for (std::size_t at = 0; at < table.rows.size(); ++at) {
                const std::size_t number = use.order.empty() ? at : use.order[at];
                const Value& matches = seen[table.columns.size() + number];
                if (is(matches, true) && !(first && (any || open))) {
                    taken[number] = true;
                }
                any = any || is(matches, true);
                open = open || !matches.known();
            }
            otherwise = otherwise || (!any && !open);
        });
    }

    void tables() const {
        const Incentive& incentive = owner.incentive_;
        for (std::uint32_t index = 0; index < incentive.tables.size(); ++index) {
            const DecisionTable& written = incentive.tables[index];
            std::vector<bool> taken(written.rows.size(), false);
            bool otherwise = false;
            for (const IncentivePlan::TableUse& use : plan.table_uses) {
                if (use.table == index) {
                    table(use, taken, otherwise);
                }
            }
            for (std::size_t at = 0; at < written.rows.size(); ++at) {
                tell(Kind::row, written.rows[at].span, Aspect::reached, taken[at], true, &owner.cited_.rows.at(&written.rows[at]));
            }
            if (!written.otherwise.empty()) {
                const CheckedExpression& output = written.otherwise.front();
                tell(Kind::row, output.span(output.root), Aspect::reached, otherwise, !written.proven_complete,
                     &owner.cited_.tables[index]);
            }
        }
    }

    void version(const Watch& watch) const {
        const Parameter& parameter = owner.incentive_.parameters[watch.parameter];
        std::vector<bool> in_force(parameter.versions.size(), false);
        each_record(value(watch.seen), watch.depth, [&](const Value::List& begun) {
            std::optional<std::size_t> now;
            bool open = false;
            std::size_t dated = 0;
            for (std::size_t at = 0; at < parameter.versions.size(); ++at) {
                if (!parameter.versions[at].from) {
                    now = at;
                    continue;
                }
                const Value& one = begun[dated++];
                open = open || !one.known();
                now = is(one, true) ? std::optional(at) : now;
            }
            if (now && !open) {
                in_force[*now] = true;
            }
        });
        for (std::size_t at = 0; at < parameter.versions.size(); ++at) {
            if (is_over(parameter.versions[at])) {
                continue;   // no case needs to come behind the days that are known
            }
            tell(Kind::version, parameter.versions[at].span, Aspect::reached, in_force[at], true,
                 &owner.cited_.versions[watch.parameter][at]);
        }
    }

    /// The nearest to a boundary counts of a comparison that stands in a list.
    void comparison(const Watch& watch) const {
        bool holds = false;
        bool fails = false;
        std::vector<std::optional<Rational>> distances;
        const bool record = watch.seen.type.is(TypeKind::record);
        const PlanValue* parts = &watch.seen;
        for (std::uint32_t depth = 0; !record && depth < watch.depth && !parts->parts.empty(); ++depth) {
            parts = &parts->parts.front();
        }
        const Type& type = parts->parts.size() > 1 ? parts->parts[1].type : watch.seen.type;
        each_record(value(watch.seen), watch.depth, [&](const Value::List& told) {
            holds = holds || is(told[0], true);
            fails = fails || is(told[0], false);
            distances.push_back(between(told[1], told[2], type));
        });
        if (!watch.of_cell && !is_root(watch.place)) {
            tell(Kind::test, watch.place, Aspect::holds, holds, watch.on || watch.beside);
            tell(Kind::test, watch.place, Aspect::fails, fails, watch.on || watch.beside);
        }
        if (distances.empty()) {
            distances.emplace_back();
        }
        for (const std::optional<Rational>& distance : distances) {
            boundary(watch.place, distance, watch.step, watch.upper, watch.above, watch.on, watch.beside);
        }
    }

    [[nodiscard]] bool is_root(const Span& place) const {
        return std::find(owner.roots_.begin(), owner.roots_.end(), place) != owner.roots_.end();
    }

    void test(const Watch& watch) const {
        if (watch.of_cell || is_root(watch.place)) {
            return;
        }
        bool holds = false;
        bool fails = false;
        each_record(value(watch.seen), watch.depth, [&](const Value::List& told) {
            holds = holds || is(told[0], true);
            fails = fails || is(told[0], false);
        });
        tell(Kind::test, watch.place, Aspect::holds, holds);
        tell(Kind::test, watch.place, Aspect::fails, fails);
    }

    void rounding(const Watch& watch) const {
        bool cut = false;
        each_record(value(watch.seen), watch.depth, [&](const Value::List& told) {
            cut = cut || (told[0].known() && cuts(told[0].number(), watch.step, watch.rounding));
        });
        tell(Kind::rounding, watch.place, cut_aspect(watch.rounding), cut, watch.can_cut);
    }

    void watches() const {
        for (const Watch& watch : plan.watches) {
            switch (watch.kind) {
                case Watch::Kind::test: test(watch); break;
                case Watch::Kind::comparison: comparison(watch); break;
                case Watch::Kind::rounding: rounding(watch); break;
                case Watch::Kind::version: version(watch); break;
            }
        }
    }
};

void Sightings::read(const Evaluator& evaluator, std::size_t index, std::size_t row, const Sink& sink) const {
    const IncentivePlan& plan = evaluator.plan().incentives[index];
    Reader reader{.owner = *this, .evaluator = evaluator, .row = row, .sink = sink, .plan = plan};
    reader.eligible = is(reader.value(plan.eligible), true);
    reader.conditions();
    reader.amounts();
    reader.tables();
    reader.watches();
}

}  // namespace huiqi
