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

/// Gives what can happen in an incentive with some answers known, and what cannot; nothing when it does not compile.
[[nodiscard]] std::optional<Told> tell(const Incentive& incentive, Given given) {
    CompileOptions options;
    options.watch = true;
    options.abstract = true;
    options.given = std::move(given);
    Diagnostics faults;
    const auto plan = std::make_shared<const Plan>(compile(incentive, options, faults));
    if (faults.has_errors() || plan->incentives.empty()) {
        return std::nullopt;
    }
    Batch batch(plan->schema);
    append_row(batch, plan->schema, row_of(*plan, {}));
    Evaluator evaluator(plan);
    evaluator.run(batch, 0, 1);
    Told told;
    Sightings(incentive).read(evaluator, 0, 0, [&](const Sighting& one) {
        (one.possible ? told.possible : told.impossible).insert(one.key);
    });
    // one place may be looked at several times
    std::erase_if(told.impossible, [&](const CoverageKey& key) { return told.possible.contains(key); });
    return told;
}

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
void narrow(const Incentive& incentive, const Input& input, const Keys& missed, Told& told) {
    // what is not answered is no choice: only what happens on answers can be ruled out
    Keys never;
    std::copy_if(told.possible.begin(), told.possible.end(), std::inserter(never, never.end()),
                 [&](const CoverageKey& key) { return key.aspect != CoverageKey::Aspect::unknown && missed.contains(key); });
    const std::vector<Value> values = choices(input);
    for (std::size_t at = 0; at < values.size() && !never.empty(); ++at) {
        const auto with = tell(incentive, {{input.field.name, values[at]}});
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

/// Gives what an incentive by itself allows of what is missed, and what it does not.
[[nodiscard]] std::optional<Told> prove(const Incentive& incentive, const Keys& missed) {
    // what a locality or a case may set can make anything possible
    const bool open_values = std::any_of(incentive.parameters.begin(), incentive.parameters.end(),
                                         [](const Parameter& one) { return one.local != Parameter::Local::fixed; });
    std::optional<Told> told = tell(incentive, {});
    if (told && open_values) {
        told->possible.merge(told->impossible);
        told->impossible.clear();
    }
    for (std::size_t at = 0; told && !open_values && at < incentive.inputs.size(); ++at) {
        narrow(incentive, incentive.inputs[at], missed, *told);
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
