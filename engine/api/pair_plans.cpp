#include "engine/api/pair_plans.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "engine/data/batch.h"
#include "engine/diagnostic/expect.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/bundle_inputs.h"

namespace huiqi {
namespace {

/// Of each incentive, whether a value lets it pass: true but where its first condition is known to be false
/// by the choice alone.
using Passes = std::vector<std::vector<bool>>;

/// One row a value of the choice, nothing else answered.
[[nodiscard]] Batch rows_of_choice(const Schema& schema, std::size_t choice, std::size_t values) {
    Batch batch(schema);
    for (std::size_t value = 0; value < values; ++value) {
        std::vector<Value> row;
        for (std::size_t field = 0; field < schema.fields.size(); ++field) {
            row.push_back(field == choice ? Value::enumerated(static_cast<std::int32_t>(value))
                                          : Value::unknown({schema.fields[field].name}));
        }
        append_row(batch, schema, row);
    }
    return batch;
}

[[nodiscard]] Passes passes(const std::shared_ptr<const Plan>& plan, std::size_t choice, std::size_t values) {
    const Batch batch = rows_of_choice(plan->schema, choice, values);
    Evaluator evaluator(plan);
    Passes all(values, std::vector<bool>(plan->incentives.size(), true));
    for (std::size_t value = 0; value < values; ++value) {
        evaluator.run(batch, value, 1);   // alone, for a row may ask for as much as an application
        for (std::size_t at = 0; at < plan->incentives.size(); ++at) {
            const IncentivePlan& incentive = plan->incentives[at];
            if (!incentive.conditions.empty()) {
                const Value holds = evaluator.read(incentive.conditions.front(), 0);
                all[value][at] = !holds.known() || holds.boolean();
            }
        }
    }
    return all;
}

[[nodiscard]] std::size_t ruled_out(const Passes& all) {
    std::size_t count = 0;
    for (const std::vector<bool>& one : all) {
        count += static_cast<std::size_t>(std::count(one.begin(), one.end(), false));
    }
    return all.empty() ? 0 : count * 1'000 / all.size();
}

/// Gives the incentives that pass, and those whose results they take.
[[nodiscard]] std::vector<bool> with_sources(const Selection& selection, std::vector<bool> needed) {
    const BundleInputs links(selection.incentives, selection.bundle);
    const std::vector<std::size_t> order = links.order();
    // takers stand behind what they take
    for (auto member = order.rbegin(); member != order.rend(); ++member) {
        for (std::size_t input = 0; needed[*member] && input < selection.incentives[*member]->inputs.size();
             ++input) {
            if (const auto source = links.source(*member, input)) {
                needed[*source] = true;
            }
        }
    }
    return needed;
}

/// Compiles some incentives of a bundle as they stand in it.
[[nodiscard]] std::shared_ptr<const Plan> plan_of(const std::vector<const Incentive*>& few,
                                                  const Bundle* bundle) {
    std::optional<Bundle> shared;
    if (bundle != nullptr) {
        shared = *bundle;
        shared->totals.clear();  // which are over all incentives
    }
    CompileOptions how;
    how.explain = false;
    Diagnostics none;  // what is to be said was said when all were compiled
    return std::make_shared<const Plan>(compile(few, shared ? &*shared : nullptr, how, none));
}

/// Gives the field of the whole schema that each field of a plan of some members stands for.
[[nodiscard]] std::vector<std::size_t> whole_fields(const Plan& all, const Plan& few,
                                                    const std::vector<std::size_t>& members) {
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> whole(few.schema.fields.size(), kNone);
    for (std::size_t place = 0; place < members.size(); ++place) {
        const auto& from = few.incentives[place].fields;
        const auto& to = all.incentives[members[place]].fields;
        for (std::size_t input = 0; input < from.size(); ++input) {
            if (from[input] != kNoField) {
                expect(to[input] != kNoField, "an input of some incentives is an input of all");
                whole[from[input]] = to[input];
            }
        }
    }
    expect(std::count(whole.begin(), whole.end(), kNone) == 0, "a field is an input of an incentive");
    return whole;
}

[[nodiscard]] PairPlan make_plan(const PairPlans& plans, const Selection& selection,
                                 const std::vector<bool>& lets_pass) {
    const std::vector<bool> needed = with_sources(selection, lets_pass);
    PairPlan made;
    std::vector<const Incentive*> few;
    std::vector<std::size_t> members;
    for (std::uint32_t at = 0; at < needed.size(); ++at) {
        if (lets_pass[at]) {
            made.incentives.push_back(at);
            made.places.push_back(members.size());
        }
        if (needed[at]) {
            members.push_back(at);
            few.push_back(selection.incentives[at]);
        }
    }
    made.plan = plan_of(few, selection.bundle);
    made.fields = whole_fields(*plans.all, *made.plan, members);
    return made;
}

}  // namespace

PairPlans make_pair_plans(std::shared_ptr<const Plan> all, const Selection& selection) {
    PairPlans plans;
    plans.all = std::move(all);
    Passes best{std::vector<bool>(plans.all->incentives.size(), true)};
    for (std::size_t field = 0; field < plans.all->schema.fields.size(); ++field) {
        const FieldSchema& candidate = plans.all->schema.fields[field];
        if (candidate.kind != ColumnKind::enumeration) {
            continue;
        }
        const std::size_t values = candidate.type.without_optional().values()->values.size();
        Passes found = passes(plans.all, field, values);
        if (ruled_out(found) > ruled_out(best)) {
            best = std::move(found);
            plans.choice = field;
        }
    }
    std::map<std::vector<bool>, std::size_t> known;
    for (const std::vector<bool>& lets_pass : best) {
        const auto [at, fresh] = known.try_emplace(lets_pass, plans.plans.size());
        if (fresh) {
            plans.plans.push_back(make_plan(plans, selection, lets_pass));
        }
        plans.of_value.push_back(at->second);
    }
    return plans;
}

}  // namespace huiqi
