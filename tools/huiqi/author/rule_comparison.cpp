#include "tools/huiqi/author/rule_comparison.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/evaluate/rule_sameness.h"
#include "engine/rulebook/changes/change_words.h"
#include "tools/huiqi/author/file_comparison.h"

namespace huiqi {
namespace {

[[nodiscard]] std::vector<const Incentive*> asked(const Rulebook& rulebook) {
    std::vector<const Incentive*> all;
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support) {
            all.push_back(&incentive);
        }
    }
    return all;
}

/// Finds the new version of an incentive that has another id: it says so, it has the same title, or each side has one left.
[[nodiscard]] const Incentive* successor(const Incentive& before, const std::vector<const Incentive*>& left, std::size_t olds) {
    for (const Incentive* one : left) {
        if (one->follows(before)) {
            return one;
        }
    }
    for (const Incentive* one : left) {
        if (!before.title.empty() && one->title == before.title) {
            return one;
        }
    }
    return olds == 1 && left.size() == 1 ? left.front() : nullptr;
}

/// Tells of what the comparison by names does not see.
void add_unseen(ComparedIncentive& one) {
    const bool told = std::any_of(one.changes.begin(), one.changes.end(), [](const RuleChange& change) { return change.decides; });
    if (told || one.same_plan) {
        return;
    }
    RuleChange& made = one.changes.emplace_back();
    made.what = {"计算的方式（没有看出是哪一处）", "how it is computed (no single part was found)"};
    made.old_place = one.before->declared;
    made.new_place = one.after->declared;
}

/// A loop of one rule is never a node of another: what is computed in loops is held by its meaning alone.
[[nodiscard]] bool loops_alike(const ComparedIncentive& one) {
    const auto loops = [](const Incentive& rule) {
        return std::any_of(rule.definitions.begin(), rule.definitions.end(), [](const Definition& definition) { return definition.fold.has_value(); });
    };
    return loops(*one.before) && loops(*one.after) &&
           std::none_of(one.changes.begin(), one.changes.end(), [](const RuleChange& change) { return change.decides; });
}

void compare(ComparedIncentive& one, std::set<std::string> names) {
    one.changes = rule_changes(*one.before, *one.after);
    const VersionRules before{.incentives = {one.before}, .bundle = nullptr};
    const Incentive ordered = in_the_order_of(*one.before, *one.after);
    const VersionRules after{.incentives = {&ordered}, .bundle = nullptr};
    one.same_data = same_columns(before, after);
    if (one.same_data) {
        Diagnostics faults;
        const JointPlan both({before, after}, faults, JointPlan::BatchValues::given, JointPlan::Use::compare);
        const auto decides = [](const RuleChange& change) { return change.decides && !held_by_plan(change.part); };
        one.same_plan = !faults.has_errors() && both.plan()->incentives.size() == 2 &&
                        same_results(both.of(0, 0), *one.before, both.of(1, 0), ordered) &&
                        std::none_of(one.changes.begin(), one.changes.end(), decides);
        add_extras(*one.before, names);
        one.same_for_bundles = faults.has_errors() || both.plan()->incentives.size() != 2 ||
                               same_named_values(both.of(0, 0), *one.before, both.of(1, 0), ordered, names);
        const bool loops = !one.same_plan && loops_alike(one);
        one.same_for_bundles = one.same_for_bundles || loops;
        one.same_plan = (one.same_plan || loops) && one.same_for_bundles;
        const bool local = has_local(*one.before) || has_local(*one.after);
        one.same_for_localities = !one.same_plan || !local || loops || same_for_localities(*one.before, ordered, names);
    }
    add_unseen(one);
}

[[nodiscard]] bool same_texts(const Rulebook& before, const Rulebook& after) {
    const auto texts = [](const Rulebook& rulebook) {
        std::multiset<std::string_view> all;
        for (SourceId id = 0; id < rulebook.sources->size(); ++id) {
            all.insert((*rulebook.sources)[id].text());
        }
        return all;
    };
    return texts(before) == texts(after);
}

}  // namespace

bool ComparedIncentive::can_differ() const noexcept { return !in_both() || !same_plan; }

bool ComparedIncentive::opens_otherwise() const noexcept {
    return !same_for_localities || std::any_of(changes.begin(), changes.end(), [](const RuleChange& change) { return change.opens_otherwise; });
}

bool RuleComparison::opens_otherwise() const noexcept {
    return std::any_of(incentives.begin(), incentives.end(), [](const ComparedIncentive& one) { return one.opens_otherwise(); });
}

bool RuleComparison::can_differ() const noexcept {
    return std::any_of(incentives.begin(), incentives.end(), [](const ComparedIncentive& one) { return one.can_differ(); }) ||
           std::any_of(bundles.begin(), bundles.end(), [](const BundleChange& one) { return one.decides; });
}

bool RuleComparison::differs() const noexcept {
    return can_differ() || !bundles.empty() || !same_text ||
           std::any_of(incentives.begin(), incentives.end(), [](const ComparedIncentive& one) { return !one.changes.empty(); });
}

RuleComparison compare_rules(const Rulebook& before, const Rulebook& after) {
    RuleComparison made;
    std::vector<const Incentive*> left = asked(after);
    std::set<std::string> read = read_by_bundles(before);
    read.merge(read_by_bundles(after));
    std::vector<const Incentive*> alone;
    for (const Incentive* old : asked(before)) {
        const auto found = std::find_if(left.begin(), left.end(), [&](const Incentive* one) { return one->id == old->id; });
        ComparedIncentive& one = made.incentives.emplace_back();
        one.before = old;
        if (found != left.end()) {
            one.after = *found;
            left.erase(found);
        } else {
            alone.push_back(old);
        }
    }
    for (ComparedIncentive& one : made.incentives) {
        if (one.after == nullptr) {
            one.after = successor(*one.before, left, alone.size());
            std::erase(left, one.after);
        }
        if (one.after != nullptr) {
            compare(one, read);
        }
    }
    for (const Incentive* now : left) {
        made.incentives.emplace_back().after = now;
    }
    made.bundles = compare_files(before, after, made.incentives);
    made.same_text = same_texts(before, after);
    return made;
}

}  // namespace huiqi
