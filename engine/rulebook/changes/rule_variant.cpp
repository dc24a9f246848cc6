#include <algorithm>
#include <set>
#include <utility>

#include "engine/rulebook/changes/part_comparison.h"
#include "engine/rulebook/changes/rule_changes.h"
#include "engine/rulebook/expression_meaning.h"

namespace huiqi {
namespace {

using Part = RuleChange::Part;
using How = RuleChange::How;

/// Makes one change to a copy of the old rule.
class Variant {
public:
    Variant(const Incentive& before, const Incentive& after, const RuleChange& change) : after_(after), change_(change), made_(before) {}

    [[nodiscard]] std::optional<Incentive> make() {
        if (!change_.decides || !applied() || !whole_ || turns_in_a_circle()) {
            return std::nullopt;
        }
        return std::move(made_);
    }

private:
    /// Gives what makes expressions of the new rule ones of the old.
    [[nodiscard]] auto visit() {
        return [this](CheckedExpression& expression) { whole_ = whole_ && translate(expression, after_, made_); };
    }

    [[nodiscard]] bool applied() {
        switch (change_.part) {
            case Part::effective: return effective();
            case Part::parameter: return parameter();
            case Part::definition: return whole_part(made_.definitions, after_.definitions, [this](Definition& one) { for_each_expression_of_definition(one, visit()); });
            case Part::table:
                return whole_part(made_.tables, after_.tables, [this](DecisionTable& one) { for_each_expression_of_table(one, visit()); });
            case Part::row: return row();
            case Part::condition: return condition();
            case Part::step: return step();
            case Part::title:
            case Part::source:
            case Part::input:
            case Part::reason:
            case Part::amount:
            case Part::share:
            case Part::recipient:
            case Part::schedule:
            case Part::recovery:
            case Part::anomaly:
            case Part::population:
            case Part::part:
            case Part::target:
            case Part::person:
            case Part::currency:
            case Part::local:
            case Part::standing:
            case Part::other: break;
        }
        return false;
    }

    bool effective() {
        std::optional<Effective> now = after_.effective;
        if (now && !now->by.empty()) {
            const auto found = std::find_if(made_.inputs.begin(), made_.inputs.end(), [&](const Input& one) { return one.field.name == now->by; });
            if (found == made_.inputs.end() || !found->field.type.without_optional().is(TypeKind::date)) {
                return false;
            }
            now->by_input = static_cast<std::uint32_t>(found - made_.inputs.begin());
        }
        made_.effective = std::move(now);
        return true;
    }

    bool parameter() {
        if (change_.old_within == kWhole) {
            return change_.how == How::changed && same_values(made_.parameters[change_.old_at].type, after_.parameters[change_.new_at].type) &&
                   (made_.parameters[change_.old_at].versions = after_.parameters[change_.new_at].versions, true);
        }
        std::vector<Parameter::Version>& versions = made_.parameters[change_.old_within].versions;
        if (change_.how == How::removed) {
            versions.erase(versions.begin() + static_cast<std::ptrdiff_t>(change_.old_at));
            return !versions.empty();
        }
        const Parameter::Version& now = after_.parameters[change_.new_within].versions[change_.new_at];
        if (change_.how == How::changed) {
            versions[change_.old_at] = now;
            return true;
        }
        const auto place = std::find_if(versions.begin(), versions.end(), [&](const Parameter::Version& one) { return one.from && (!now.from || *one.from > *now.from); });
        versions.insert(place, now);
        return true;
    }

    /// A part that stays where it is; what is added or removed does nothing until another part uses it.
    template <class Any, class Translate>
    bool whole_part(std::vector<Any>& parts, const std::vector<Any>& others, const Translate& translate_all) {
        if (change_.how != How::changed) {
            return false;
        }
        Any now = others[change_.new_at];
        translate_all(now);
        if constexpr (requires { now.output; }) {
            if (!same_values(now.output, parts[change_.old_at].output)) {
                return false;
            }
        } else if (!same_values(now.type, parts[change_.old_at].type)) {
            return false;
        }
        parts[change_.old_at] = std::move(now);
        return true;
    }

    bool row() {
        DecisionTable& table = made_.tables[change_.old_within];
        // what was shown of the old rows need not hold of the mixed ones
        table.proven_disjoint = false;
        table.proven_complete = false;
        const auto place = table.rows.begin() + static_cast<std::ptrdiff_t>(change_.old_at);
        if (change_.how == How::removed) {
            table.rows.erase(place);
            return !table.rows.empty();
        }
        DecisionTable::Row now = after_.tables[change_.new_within].rows[change_.new_at];
        for_each_expression_of_row(now, visit());
        change_.how == How::added ? static_cast<void>(table.rows.insert(place, std::move(now))) : static_cast<void>(*place = std::move(now));
        return true;
    }

    bool condition() {
        const auto place = made_.conditions.begin() + static_cast<std::ptrdiff_t>(change_.old_at);
        if (change_.how == How::removed) {
            made_.conditions.erase(place);
            return true;
        }
        Condition now = after_.conditions[change_.new_at];
        for_each_expression_of_condition(now, visit());
        change_.how == How::added ? static_cast<void>(made_.conditions.insert(place, std::move(now))) : static_cast<void>(*place = std::move(now));
        return true;
    }

    bool step() {
        const auto list_of = [this](auto& rule, std::size_t within) -> auto& {
            switch (change_.steps) {
                case RuleChange::StepsOf::award: break;
                case RuleChange::StepsOf::definition: return rule.definitions[within].steps;
                case RuleChange::StepsOf::extra: return rule.extras[within].steps;
            }
            return rule.award;
        };
        std::vector<AwardStep>& steps = list_of(made_, change_.old_within);
        const auto place = steps.begin() + static_cast<std::ptrdiff_t>(change_.old_at);
        if (change_.how == How::removed) {
            steps.erase(place);
        } else if (change_.how == How::moved) {
            AwardStep step = *place;
            steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(change_.moved_to), std::move(step));
            steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(change_.old_at + (change_.moved_to <= change_.old_at ? 1U : 0U)));
        } else {
            std::vector<AwardStep> now{list_of(after_, change_.new_within)[change_.new_at]};
            for_each_expression_of_steps(now, visit());
            change_.how == How::added ? static_cast<void>(steps.insert(place, std::move(now.front()))) : static_cast<void>(*place = std::move(now.front()));
        }
        // an award begins with its base, and nothing else does
        return !steps.empty() && steps.front().kind == AwardStep::Kind::base &&
               std::none_of(steps.begin() + 1, steps.end(), [](const AwardStep& one) { return one.kind == AwardStep::Kind::base; });
    }

    /// Tells whether definitions and tables lean on one another in a circle.
    [[nodiscard]] bool turns_in_a_circle() const {
        const std::size_t definitions = made_.definitions.size();
        std::vector<std::set<std::size_t>> uses(definitions + made_.tables.size());
        const auto note = [&](std::size_t user) {
            return [&uses, user, definitions](const CheckedExpression& expression) {
                for (const CoreNode& node : expression.nodes) {
                    if (node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::definition) {
                        uses[user].insert(node.index);
                    } else if (node.op == CoreOp::table || (node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::table)) {
                        uses[user].insert(definitions + node.index);
                    }
                }
            };
        };
        for (std::size_t at = 0; at < definitions; ++at) {
            for_each_expression_of_definition(made_.definitions[at], note(at));
        }
        for (std::size_t at = 0; at < made_.tables.size(); ++at) {
            for_each_expression_of_table(made_.tables[at], note(definitions + at));
        }
        std::vector<bool> placed(uses.size());
        std::size_t left = uses.size();
        for (bool more = true; more && left != 0;) {
            more = false;
            for (std::size_t at = 0; at < uses.size(); ++at) {
                if (!placed[at] && std::all_of(uses[at].begin(), uses[at].end(), [&](std::size_t one) { return placed[one]; })) {
                    placed[at] = true;
                    --left;
                    more = true;
                }
            }
        }
        return left != 0;
    }

    const Incentive& after_;
    const RuleChange& change_;
    Incentive made_;
    bool whole_ = true;   ///< all names of the new rule stand in the old
};

/// Puts elements into the order of others, where each of them is one of those and none is left over.
template <class Any, class Same>
void order_like(const std::vector<Any>& before, std::vector<Any>& after, const Same& same) {
    constexpr std::size_t kSearched = 2'000;
    if (before.size() != after.size() || before.size() > kSearched) {
        return;
    }
    std::vector<std::size_t> places;
    std::vector<bool> used(after.size());
    for (const Any& one : before) {
        std::size_t found = 0;
        while (found < after.size() && (used[found] || !same(one, after[found]))) {
            ++found;
        }
        if (found == after.size()) {
            return;
        }
        used[found] = true;
        places.push_back(found);
    }
    std::vector<Any> ordered;
    for (const std::size_t place : places) {
        ordered.push_back(std::move(after[place]));
    }
    after = std::move(ordered);
}

}  // namespace

bool rows_have_order(HitPolicy hit) noexcept {
    switch (hit) {
        case HitPolicy::unique:
        case HitPolicy::any:
        case HitPolicy::sum:
        case HitPolicy::max:
        case HitPolicy::min: return false;
        case HitPolicy::first:
        case HitPolicy::list:
        case HitPolicy::priority:
        case HitPolicy::rule_order:
        case HitPolicy::output_order: break;
    }
    return true;
}

Incentive in_the_order_of(const Incentive& before, Incentive after) {
    order_like(before.conditions, after.conditions, [](const Condition& one, const Condition& other) { return one.id == other.id; });
    const Incentive same_names = after;
    const PartComparison parts(before, same_names);
    for (DecisionTable& table : after.tables) {
        const auto old = std::find_if(before.tables.begin(), before.tables.end(), [&](const DecisionTable& one) { return one.name == table.name; });
        if (old != before.tables.end() && !rows_have_order(table.hit) && old->hit == table.hit) {
            order_like(old->rows, table.rows, [&](const auto& one, const auto& other) { return parts.same(one, other); });
        }
    }
    return after;
}

std::optional<Incentive> with_change(const Incentive& before, const Incentive& after, const RuleChange& change) {
    return Variant(before, after, change).make();
}

}  // namespace huiqi
