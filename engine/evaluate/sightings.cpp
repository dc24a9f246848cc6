#include <algorithm>
#include <utility>

#include "engine/evaluate/coverage.h"
#include "engine/evaluate/step_bounds.h"
#include "engine/evaluate/trace_records.h"
#include "engine/plan/watches.h"
#include "engine/rulebook/expression_meaning.h"
#include "engine/rulebook/parameter_periods.h"

namespace huiqi {
namespace {

using Kind = CoverageKey::Kind;
using Aspect = CoverageKey::Aspect;
using Watch = IncentivePlan::Watch;
using Clauses = std::vector<std::uint32_t>;
using Counts = Sighting::Counts;

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
    mutable Sighting::Shown shown = Sighting::Shown::anywhere;   ///< of what is read now

    [[nodiscard]] Value value(const PlanValue& of) const { return evaluator.read(of, row); }

    /// Gives out one thing. What makes awards alone came to nothing where the application is not eligible: this is the one place that
    /// says so, and that no distance leads there.
    void tell(Sighting one) const {
        if (one.counts == Counts::in_awards && !eligible) {
            one.reached = false;
            one.distance.reset();
        }
        one.possible = one.possible || one.reached;
        one.shown = shown;
        sink(one);
    }

    /// Tells of a value that an overlay sets whether it came to bear; a case may have put another in its place.
    void set_value(std::uint32_t parameter, bool reached, Counts counts) const {
        const Parameter::Version& set = owner.incentive_.parameters[parameter].versions.front();
        tell({.key = {Kind::version, set.span, Aspect::reached},
              .reached = reached && value(plan.parameters[parameter]) == set.value,
              .counts = counts,
              .clauses = &owner.cited_.versions[parameter].front()});
    }

    /// Tells of the values that an overlay sets and that an expression reads.
    void uses(const CheckedExpression& reader, bool reached, Counts counts) const {
        const auto found = owner.set_by_overlays_.read.find(&reader);
        for (std::size_t at = 0; found != owner.set_by_overlays_.read.end() && at < found->second.size(); ++at) {
            set_value(found->second[at], reached, counts);
        }
    }

    void uses(const std::optional<CheckedExpression>& reader, bool reached, Counts counts) const {
        if (reader) {
            uses(*reader, reached, counts);
        }
    }

    /// Tells both answers of a test; what the plan knows beforehand has one.
    void truth(const Span& place, const PlanValue& test, const CheckedExpression* written, const Clauses* clauses, bool with_unknown) const {
        constexpr Kind kind = Kind::condition;
        const Value holds = value(test);
        const bool open = owner.open_.tests.contains(written);
        const std::optional<bool> known = open ? std::nullopt : known_answer(evaluator.plan(), test);
        tell({.key = {kind, place, Aspect::holds}, .possible = !known || *known, .reached = is(holds, true), .clauses = clauses});
        tell({.key = {kind, place, Aspect::fails}, .possible = !known || !*known, .reached = is(holds, false), .clauses = clauses});
        if (with_unknown) {
            tell({.key = {kind, place, Aspect::unknown}, .possible = !known, .reached = holds.state() == State::unknown, .clauses = clauses});
        }
    }

    void conditions() const {
        const Incentive& incentive = owner.incentive_;
        if (plan.in_force) {
            truth(incentive.effective->declared, *plan.in_force, nullptr, &owner.cited_.period, true);
        }
        for (std::size_t at = 0; at < plan.conditions.size(); ++at) {
            const Condition& one = incentive.conditions[at];
            truth(one.declared, plan.conditions[at], &one.test, &owner.cited_.conditions[at], owner.asks_[at]);
            uses(one.test, value(plan.conditions[at]).known(), Counts::everywhere);
            for (std::size_t other = 0; at < plan.alternatives.size() && other < plan.alternatives[at].size(); ++other) {
                truth(one.alternatives[other].declared, plan.alternatives[at][other], &one.alternatives[other].test,
                      &owner.cited_.conditions[at], false);
            }
        }
        shown = Sighting::Shown::in_anomalies;
        for (std::size_t at = 0; at < plan.anomalies.size(); ++at) {
            truth(incentive.anomalies[at].declared, plan.anomalies[at], &incentive.anomalies[at].test, &owner.cited_.anomalies[at], false);
            uses(incentive.anomalies[at].test, value(plan.anomalies[at]).known(), Counts::everywhere);
        }
        shown = Sighting::Shown::anywhere;
    }

    /// A boundary, as `Watch` says it.
    struct Edge {
        Span place;
        Rational step;
        bool upper = false, above = false;
        bool on = true, beside = true;
        Counts counts = Counts::everywhere;
        Counts beside_counts = Counts::everywhere;
    };

    /// Tells both sides of a boundary at `distance` 0.
    void boundary(const Edge& edge, const std::optional<Rational>& distance) const {
        const auto inside = [&](const Rational& low, bool low_in, const Rational& high, bool high_in) {
            return distance && (low_in ? *distance >= low : *distance > low) && (high_in ? *distance <= high : *distance < high);
        };
        const Rational& step = edge.step;
        const bool at = edge.above ? inside(-step, false, 0, true) : inside(0, true, step, false);
        const bool next = edge.above ? inside(0, false, step, true) : inside(-step, true, 0, false);
        tell({.key = {Kind::boundary, edge.place, edge.upper ? Aspect::on_upper : Aspect::on}, .possible = edge.on, .reached = at,
              .counts = edge.counts, .distance = distance});
        tell({.key = {Kind::boundary, edge.place, edge.upper ? Aspect::beside_upper : Aspect::beside}, .possible = edge.beside,
              .reached = next, .counts = edge.beside_counts, .distance = distance});
    }

    void bands(const AwardStep& step, const IncentivePlan::Step& made, bool live, const Clauses* clauses, Counts counts) const {
        bool taken = false;
        std::size_t last = 0;   // behind the last band that applies: to there the edges were passed
        const Value before = value(made.before);
        for (std::size_t at = 0; at < made.bands.size(); ++at) {
            const AwardStep::Band& band = step.bands[at];
            const Value inside = value(made.bands[at].inside);
            const bool whole = step.method == AwardStep::Method::whole;
            const bool in = live && inside.known() && (whole ? !taken && inside.boolean() : inside.number() > 0);
            taken = taken || in;
            last = in ? at + 1 : last;
            const CheckedExpression& worth = band.rate ? *band.rate : *band.amount;
            std::optional<Rational> distance;
            if (made.bands[at].upto) {
                distance = between(before, value(*made.bands[at].upto), step_type(made));
                if (whole) {
                    const CheckedExpression& edge = *band.upto;
                    boundary({.place = edge.span(edge.root), .step = least(made.before), .upper = true, .above = band.edge_included,
                              .counts = counts, .beside_counts = counts},
                             live ? distance : std::nullopt);
                }
            }
            tell({.key = {Kind::band, worth.span(worth.root), Aspect::reached}, .reached = in, .counts = counts, .distance = distance,
                  .clauses = clauses});
            uses(worth, in, counts);
        }
        for (std::size_t at = 0; at < made.bands.size(); ++at) {
            uses(step.bands[at].upto, at < last, counts);
        }
    }

    [[nodiscard]] static const Type& step_type(const IncentivePlan::Step& made) { return made.before.type; }

    /// Gives the least by which an amount moves, at least a cent.
    [[nodiscard]] static Rational least(const PlanValue& amount) {
        const Rational cent = Rational(1) / 100;
        return amount.constant || amount.denominator != kNoNode ? cent : std::max(cent, Rational(abs(amount.scale)));
    }

    /// Tells whether a limit changed the amount.
    void limit(const AwardStep& written, const IncentivePlan::Step& made, bool live, bool may, const Clauses* clauses, Counts counts) const {
        const Value before = value(made.before);
        const Value after = value(made.after);
        const bool open = owner.open_.steps.contains(&written);
        const bool none = !open && made.value.constant && !made.value.constant->known();
        const auto distance = between(before, value(made.value), step_type(made));
        const bool told = live && before.known() && after.known();
        const LimitBounds can = open ? LimitBounds{} : limit_bounds(evaluator.plan(), written.kind, made);
        tell({.key = {Kind::step, written.declared, Aspect::effect}, .possible = may && !none && can.effect,
              .reached = told && before != after, .counts = counts, .distance = distance, .clauses = clauses});
        tell({.key = {Kind::step, written.declared, Aspect::idle}, .possible = may && can.idle, .reached = told && before == after,
              .counts = counts, .distance = distance, .clauses = clauses});
    }

    void step(const AwardStep& written, const IncentivePlan::Step& made, Counts counts, bool shows, bool applies = true) const {
        const Clauses* clauses = &owner.cited_.steps.at(&written);
        const bool live = applies && (!made.applies || is(value(*made.applies), true));
        const bool open = owner.open_.steps.contains(&written);
        const bool may = open || !made.applies || known_answer(evaluator.plan(), *made.applies).value_or(true);
        const Value before = value(made.before);
        const bool taken = live && value(made.after).known();
        tell({.key = {Kind::step, written.declared, Aspect::reached}, .possible = may, .reached = taken, .counts = counts, .clauses = clauses});
        uses(written.when, made.applies && value(*made.applies).known(), counts);
        uses(written.value, taken, counts);
        if (written.kind == AwardStep::Kind::cap || written.kind == AwardStep::Kind::floor) {
            limit(written, made, live, may, clauses, counts);
        } else if (written.kind == AwardStep::Kind::none_below) {
            const auto distance = between(before, value(made.value), step_type(made));
            boundary({.place = written.declared, .step = least(made.before), .counts = counts, .beside_counts = counts},
                     live ? distance : std::nullopt);
        } else if (written.kind == AwardStep::Kind::round) {
            tell({.key = {Kind::rounding, written.declared, cut_aspect(written.rounding)},
                  .possible = open || (may && can_cut(made.before, written.round_step, written.rounding)),
                  .reached = live && shows && before.known() && cuts(before.number(), written.round_step, written.rounding),
                  .counts = counts,
                  .clauses = clauses});
        }
        bands(written, made, live, clauses, counts);
    }

    void steps(const std::vector<AwardStep>& written, const std::vector<IncentivePlan::Step>& made, Counts counts) const {
        for (std::size_t at = 0; at < made.size(); ++at) {
            step(written[at], made[at], counts, shows(written, made, at));
        }
    }

    /// Tells whether what a step makes of an amount is still seen behind the steps after it: a limit that takes effect, or a least
    /// amount that is not reached, puts something else in its place.
    [[nodiscard]] bool shows(const std::vector<AwardStep>& written, const std::vector<IncentivePlan::Step>& made, std::size_t at) const {
        for (std::size_t next = at + 1; next < made.size(); ++next) {
            const AwardStep::Kind kind = written[next].kind;
            const bool replaces = kind == AwardStep::Kind::cap || kind == AwardStep::Kind::floor || kind == AwardStep::Kind::none_below;
            if (replaces && value(made[next].before) != value(made[next].after)) {
                return false;
            }
        }
        return true;
    }

    /// The language itself keeps 追回 within what was paid: that last limit is nobody's clause.
    void recovery(const std::vector<AwardStep>& written) const {
        const bool applies = !plan.recovery_applies || is(value(*plan.recovery_applies), true);
        for (std::size_t at = 0; at < plan.recovery->steps.size(); ++at) {
            if (at == 0 || written[at].declared != written.front().declared) {
                step(written[at], plan.recovery->steps[at], Counts::in_values, shows(written, plan.recovery->steps, at), applies);
            }
        }
    }

    void amounts() const {
        const Incentive& incentive = owner.incentive_;
        shown = Sighting::Shown::in_award;
        steps(incentive.award, plan.steps, Counts::in_awards);
        award();
        shown = Sighting::Shown::anywhere;   // what is defined shows in whatever is made of it
        for (std::size_t at = 0; at < plan.definition_steps.size(); ++at) {
            steps(incentive.definitions[at].steps, plan.definition_steps[at],
                  owner.of_awards_.definitions[at] ? Counts::in_awards : Counts::in_values);
        }
        shown = Sighting::Shown::in_extras;
        for (std::size_t at = 0; at < plan.extras.size(); ++at) {
            steps(incentive.extras[at].steps, plan.extras[at].steps, Counts::in_awards);
        }
        shown = Sighting::Shown::in_shares;
        for (std::size_t at = 0; at < plan.shares.size(); ++at) {
            steps(incentive.shares[at].steps, plan.shares[at].steps, Counts::in_awards);
        }
        shown = Sighting::Shown::in_recipients;
        for (std::size_t at = 0; at < plan.recipients.size(); ++at) {
            steps(incentive.recipients[at].steps, plan.recipients[at].steps, Counts::in_awards);
        }
        shown = Sighting::Shown::in_schedule;
        for (std::size_t at = 0; at < plan.schedule.size(); ++at) {
            steps(incentive.schedule->parts[at].share.steps, plan.schedule[at].planned.steps, Counts::in_awards);
        }
        shown = Sighting::Shown::in_recovery;
        if (plan.recovery) {
            recovery(incentive.recovery->steps);
        }
        shown = Sighting::Shown::anywhere;
        for (const Part& part : incentive.parts) {
            uses(incentive.definitions[part.definition].expression, value(plan.definitions[part.definition]).known(), Counts::in_awards);
        }
        for (const std::uint32_t parameter : owner.set_by_overlays_.unread) {
            set_value(parameter, true, Counts::in_awards);   // that the overlay decides is all there is of it
        }
    }

    /// Of a rule without an award, being eligible is all there is.
    void award() const {
        const Value amount = value(plan.award);
        if (!plan.has_award) {
            shown = Sighting::Shown::anywhere;
        }
        const bool paid = plan.has_award ? amount.known() && amount.number() > 0 : eligible;
        tell({.key = {Kind::award, owner.incentive_.declared, Aspect::reached},
              .reached = paid,
              .counts = plan.has_award ? Counts::in_awards : Counts::everywhere});
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
            rows(index, taken, otherwise);
        }
    }

    void rows(std::uint32_t index, const std::vector<bool>& taken, bool otherwise) const {
        const DecisionTable& written = owner.incentive_.tables[index];
        const Counts counts = owner.of_awards_.tables[index] ? Counts::in_awards : Counts::everywhere;
        for (std::size_t at = 0; at < written.rows.size(); ++at) {
            const DecisionTable::Row& one = written.rows[at];
            tell({.key = {Kind::row, one.span, Aspect::reached}, .reached = taken[at], .counts = counts, .clauses = &owner.cited_.rows.at(&one)});
            for_each_expression_of_row(one, [&](const CheckedExpression& part) { uses(part, taken[at], counts); });
        }
        if (!written.otherwise.empty()) {
            const CheckedExpression& output = written.otherwise.front();
            tell({.key = {Kind::row, output.span(output.root), Aspect::reached}, .possible = !written.proven_complete, .reached = otherwise,
                  .counts = counts, .clauses = &owner.cited_.tables[index]});
        }
        for (const CheckedExpression& output : written.otherwise) {
            uses(output, otherwise, counts);
        }
        const bool used = otherwise || std::find(taken.begin(), taken.end(), true) != taken.end();
        for (const DecisionTable::Column& column : written.columns) {
            uses(column.expression, used, counts);
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
            tell({.key = {Kind::version, parameter.versions[at].span, Aspect::reached},
                  .reached = in_force[at],
                  .counts = owner.of_awards_.parameters[watch.parameter] ? Counts::in_awards : Counts::everywhere,
                  .clauses = &owner.cited_.versions[watch.parameter][at]});
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
        both(watch, holds, fails, watch.on || watch.beside || owner.open(watch.place));
        if (distances.empty()) {
            distances.emplace_back();
        }
        const bool open = owner.open(watch.place);
        const Edge edge{.place = watch.place, .step = watch.step, .upper = watch.upper, .above = watch.above, .on = open || watch.on,
                        .beside = open || watch.beside, .counts = owner.of_awards_.of(watch.place), .beside_counts = owner.of_awards_.beside(watch.place)};
        for (const std::optional<Rational>& distance : distances) {
            boundary(edge, distance);
        }
    }

    [[nodiscard]] bool is_root(const Span& place) const {
        return std::find(owner.roots_.begin(), owner.roots_.end(), place) != owner.roots_.end();
    }

    /// Tells both answers of a test inside an expression; the rows tell those of cells, and conditions their own.
    void both(const Watch& watch, bool holds, bool fails, bool possible) const {
        if (!watch.of_cell && !is_root(watch.place)) {
            const Counts counts = owner.of_awards_.of(watch.place);
            tell({.key = {Kind::test, watch.place, Aspect::holds}, .possible = possible, .reached = holds, .counts = counts});
            tell({.key = {Kind::test, watch.place, Aspect::fails}, .possible = possible, .reached = fails, .counts = counts});
        }
    }

    void test(const Watch& watch) const {
        bool holds = false;
        bool fails = false;
        each_record(value(watch.seen), watch.depth, [&](const Value::List& told) {
            holds = holds || is(told[0], true);
            fails = fails || is(told[0], false);
        });
        both(watch, holds, fails, true);
    }

    void rounding(const Watch& watch) const {
        bool cut = false;
        each_record(value(watch.seen), watch.depth, [&](const Value::List& told) {
            cut = cut || (told[0].known() && cuts(told[0].number(), watch.step, watch.rounding));
        });
        const bool of_award = owner.of_awards_.of(watch.place) == Counts::in_awards;
        tell({.key = {Kind::rounding, watch.place, cut_aspect(watch.rounding)}, .possible = watch.can_cut || owner.open(watch.place), .reached = cut,
              .counts = of_award ? Counts::in_awards : Counts::in_values});
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
