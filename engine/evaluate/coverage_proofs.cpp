#include "engine/evaluate/coverage_proofs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

/// Gives what can happen in an incentive with some answers known, or all that it tells of; nothing when it does not compile.
[[nodiscard]] std::optional<Keys> possible(const Incentive& incentive, Given given, bool all = false) {
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
    Keys keys;
    Sightings(incentive).read(evaluator, 0, 0, [&](const Sighting& one) {
        if (one.possible || all) {
            keys.insert(one.key);
        }
    });
    return keys;
}

/// Gives the values of an input that are few and known: those of an enumeration, yes and no.
[[nodiscard]] std::vector<Value> choices(const Input& input) {
    constexpr std::size_t kMany = 40;
    const Type& type = input.field.type;
    std::vector<Value> values;
    if (type.is(TypeKind::boolean)) {
        values = {Value::of(true), Value::of(false)};
    } else if (type.is(TypeKind::enumeration) && type.values()->values.size() <= kMany) {
        for (std::size_t code = 0; code < type.values()->values.size(); ++code) {
            values.push_back(Value::enumerated(static_cast<std::int32_t>(code)));
        }
    }
    return values;
}

/// Takes out of `keys` what none of the choices of one input allows.
void narrow(const Incentive& incentive, const Input& input, const Keys& missed, Keys& keys) {
    Keys allowed;
    for (const Value& value : choices(input)) {
        const auto with = possible(incentive, {{input.field.name, value}});
        if (!with) {
            return;
        }
        allowed.insert(with->begin(), with->end());
    }
    if (!allowed.empty()) {
        // what is not answered is no choice: only what happens on answers can be ruled out
        std::erase_if(keys, [&](const CoverageKey& key) {
            return key.aspect != CoverageKey::Aspect::unknown && missed.contains(key) && !allowed.contains(key);
        });
    }
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
    for (const Incentive& incentive : rulebook.incentives) {
        if (missed.empty() || incentive.support) {
            continue;
        }
        // what a locality or a case may set can make anything possible
        const bool open_values = std::any_of(incentive.parameters.begin(), incentive.parameters.end(),
                                             [](const Parameter& one) { return one.local != Parameter::Local::fixed; });
        std::optional<Keys> keys = possible(incentive, {}, open_values);
        if (!keys) {
            return;   // nothing is proven of what cannot be looked at
        }
        for (std::size_t at = 0; !open_values && at < incentive.inputs.size(); ++at) {
            const Input& input = incentive.inputs[at];
            const bool any = std::any_of(keys->begin(), keys->end(), [&](const CoverageKey& key) { return missed.contains(key); });
            if (any) {
                narrow(incentive, input, missed, *keys);
            }
        }
        open.insert(keys->begin(), keys->end());
    }
    std::erase_if(missed, [&](const CoverageKey& key) { return open.contains(key); });
    coverage.rule_out(missed);
}

}  // namespace huiqi
