#include "engine/evaluate/coverage_proofs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/step_bounds.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

using Keys = std::set<CoverageKey>;
using Given = std::map<std::string, Value, std::less<>>;

/// What a plan tells of: what it proves impossible in each place that it looks at, and what it leaves open. Of what it does not tell
/// of, such as a test that was folded away because its answer was given, nothing is proven.
struct Told {
    Keys possible, impossible;
};

/// Proves of one incentive what cannot happen. Where a locality or a case may set a value, nothing is assumed of any such value: it is
/// left unset, and what needs it fails. A bound proves nothing then; that who comes to a place is refused, or that a row matches
/// nothing, is proven where no such value takes part, whatever it is set to.
class Prover {
public:
    explicit Prover(const Incentive& incentive)
        : opened_(opened(incentive)), incentive_(opened_ ? *opened_ : incentive), reader_(incentive_) {}

    /// Tells whether values are left unset.
    [[nodiscard]] bool leaves_open() const noexcept { return opened_ != nullptr; }

    /// Gives what can happen with some answers known, and what cannot; nothing when it does not compile.
    [[nodiscard]] std::optional<Told> tell(Given given) const {
        const auto plan = compiled(std::move(given));
        if (plan == nullptr) {
            return std::nullopt;
        }
        Batch batch(plan->schema);
        append_row(batch, plan->schema, row_of(*plan, {}));
        Evaluator evaluator(plan);
        evaluator.run(batch, 0, 1);
        const bool refused = known_answer(*plan, plan->incentives[0].eligible) == std::optional(false);
        const Keys unmatched = rows_without_match(*plan);
        Told told;
        reader_.read(evaluator, 0, 0, [&](const Sighting& one) {
            const bool comes_to_bear = !refused || one.counts != Sighting::Counts::in_awards;
            (one.possible && comes_to_bear && !unmatched.contains(one.key) ? told.possible : told.impossible).insert(one.key);
        });
        // one place may be looked at several times
        std::erase_if(told.impossible, [&](const CoverageKey& key) { return told.possible.contains(key); });
        return told;
    }

private:
    [[nodiscard]] static std::unique_ptr<const Incentive> opened(const Incentive& incentive) {
        const auto local = [](const Parameter& one) { return one.local != Parameter::Local::fixed; };
        if (std::none_of(incentive.parameters.begin(), incentive.parameters.end(), local)) {
            return nullptr;
        }
        auto made = std::make_unique<Incentive>(incentive);
        for (Parameter& one : made->parameters) {
            if (local(one)) {
                one.local = Parameter::Local::required;
                one.versions.clear();
            }
        }
        return made;
    }

    [[nodiscard]] std::shared_ptr<const Plan> compiled(Given given) const {
        CompileOptions options;
        options.watch = true;
        options.abstract = true;
        options.given = std::move(given);
        Diagnostics faults;
        auto plan = std::make_shared<const Plan>(compile(incentive_, options, faults));
        return faults.has_errors() || plan->incentives.empty() ? nullptr : plan;
    }

    /// Gives the rows that match in no use of their tables; of a table that this plan does not use nothing is known.
    [[nodiscard]] Keys rows_without_match(const Plan& plan) const {
        Keys without;
        Keys with;
        for (const IncentivePlan::TableUse& use : plan.incentives[0].table_uses) {
            const DecisionTable& table = incentive_.tables[use.table];
            for (std::size_t at = 0; at < table.rows.size(); ++at) {
                const bool never = use.depth == 0 && known_answer(plan, use.seen.parts[table.columns.size() + at]) == std::optional(false);
                (never ? without : with).insert({CoverageKey::Kind::row, table.rows[at].span, CoverageKey::Aspect::reached});
            }
        }
        std::erase_if(without, [&](const CoverageKey& row) { return with.contains(row); });
        return without;
    }

    std::unique_ptr<const Incentive> opened_;
    const Incentive& incentive_;
    Sightings reader_;
};

/// Gives the values of an input that are few: those of an enumeration, yes and no, and none where it may be absent.
[[nodiscard]] std::vector<Value> choices(const Input& input) {
    constexpr std::size_t kMany = 40;
    const Type type = input.field.type.without_optional();
    std::vector<Value> values;
    if (type.is(TypeKind::boolean)) {
        values = {Value::of(true), Value::of(false)};
    } else if (type.is(TypeKind::enumeration) && type.values()->values.size() <= kMany) {
        for (std::size_t code = 0; code < type.values()->values.size(); ++code) {
            values.push_back(Value::enumerated(static_cast<std::int32_t>(code)));
        }
    }
    if (!values.empty() && input.field.type.optional()) {
        values.push_back(Value::absent());
    }
    return values;
}

/// Moves to what is impossible what each of the choices of one input proves impossible.
void narrow(const Prover& prover, const Input& input, const Keys& missed, Told& told) {
    // what is not answered is no choice: only what happens on answers can be ruled out
    Keys never;
    std::copy_if(told.possible.begin(), told.possible.end(), std::inserter(never, never.end()),
                 [&](const CoverageKey& key) { return key.aspect != CoverageKey::Aspect::unknown && missed.contains(key); });
    const std::vector<Value> values = choices(input);
    for (std::size_t at = 0; at < values.size() && !never.empty(); ++at) {
        const auto with = prover.tell({{input.field.name, values[at]}});
        if (!with) {
            return;
        }
        std::erase_if(never, [&](const CoverageKey& key) { return !with->impossible.contains(key); });
    }
    for (const CoverageKey& key : values.empty() ? Keys{} : never) {
        told.possible.erase(key);
        told.impossible.insert(key);
    }
}

/// Gives all that stands in an incentive as possible.
[[nodiscard]] Told nothing_proven(const Incentive& incentive) {
    Coverage coverage;
    expect_coverage(incentive, coverage);
    Told told;
    for (const CoverageItem& item : coverage.items()) {
        told.possible.insert(item.key);
    }
    return told;
}

/// Gives what an incentive by itself allows of what is missed, and what it does not.
[[nodiscard]] std::optional<Told> prove(const Incentive& incentive, const Keys& missed) {
    const Prover prover(incentive);
    std::optional<Told> told = prover.tell({});
    if (!told && prover.leaves_open()) {
        return nothing_proven(incentive);   // it compiles with the values that it has, and not without
    }
    for (std::size_t at = 0; told && at < incentive.inputs.size(); ++at) {
        narrow(prover, incentive.inputs[at], missed, *told);
    }
    return told;
}

}  // namespace

void rule_out_by_choices(const Rulebook& rulebook, Coverage& coverage) {
    Keys missed;
    for (const CoverageItem& item : coverage.items()) {
        // a clause is used where a part of the rule is; it is told with that. What a bundle settles no plan of an incentive shows
        const bool of_incentive = rulebook.find(item.incentive) != nullptr;
        if (item.possible && !item.reached && item.key.kind != CoverageKey::Kind::clause && of_incentive) {
            missed.insert(item.key);
        }
    }
    Keys open;
    Keys proven;
    for (const Incentive& incentive : rulebook.incentives) {
        if (missed.empty() || incentive.support) {
            continue;
        }
        const auto told = prove(incentive, missed);
        if (!told) {
            return;   // nothing is proven of what cannot be looked at
        }
        open.insert(told->possible.begin(), told->possible.end());
        proven.insert(told->impossible.begin(), told->impossible.end());
    }
    std::erase_if(missed, [&](const CoverageKey& key) { return open.contains(key) || !proven.contains(key); });
    coverage.rule_out(missed);
}

}  // namespace huiqi
