#include "engine/plan/constant_conditions.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/language/relation.h"
#include "engine/plan/bounds.h"
#include "engine/plan/lane_bounds.h"
#include "engine/plan/test_logic.h"
#include "engine/plan/test_truth.h"
#include "engine/rulebook/dependencies.h"

namespace huiqi {
namespace {

/// Beyond this a condition is a table of its own, which is proven elsewhere.
constexpr std::size_t kMostTests = 256;

/// Decides a comparison from where its sides can lie; nothing when it depends.
std::optional<bool> decided(Relation relation, const Bounds& left, const Bounds& right) {
    const bool below = left.high && right.low && *left.high < *right.low;
    const bool not_above = left.high && right.low && *left.high <= *right.low;
    const bool above = left.low && right.high && *left.low > *right.high;
    const bool not_below = left.low && right.high && *left.low >= *right.high;
    switch (relation) {
        case Relation::equal: return below || above ? std::optional(false) : std::nullopt;
        case Relation::not_equal: return below || above ? std::optional(true) : std::nullopt;
        case Relation::less: return below ? std::optional(true) : not_below ? std::optional(false) : std::nullopt;
        case Relation::less_equal: return not_above ? std::optional(true) : above ? std::optional(false) : std::nullopt;
        case Relation::greater: return above ? std::optional(true) : not_above ? std::optional(false) : std::nullopt;
        case Relation::greater_equal: return not_below ? std::optional(true) : below ? std::optional(false) : std::nullopt;
    }
    return std::nullopt;
}

/// Tries a condition of a plan, or several that all have to hold.
class ConstantTruth {
public:
    ConstantTruth(const Plan& plan, std::vector<NodeIndex> conditions) : plan_(plan), conditions_(std::move(conditions)), truths_(plan) {}

    /// Gives the value that it has whatever the inputs are; nothing when it depends.
    [[nodiscard]] std::optional<bool> find() {
        const NodeIndex one = subject();
        return tests_.size() > kMostTests ? std::nullopt : one != kNoNode ? try_values(one) : truth_of_all();
    }

    /// Gives the one value that they are about; none when they are about several, or about other things too.
    [[nodiscard]] NodeIndex subject() {
        for (const NodeIndex condition : conditions_) {
            collect(condition);
        }
        const NodeIndex first = tests_.empty() ? kNoNode : base(plan_.nodes[tests_.front()].operands[0]);
        const bool one = first != kNoNode && others_ == 0 && std::all_of(tests_.begin(), tests_.end(), [&](NodeIndex test) {
            return base(plan_.nodes[test].operands[0]) == first;
        });
        return one ? first : kNoNode;
    }

private:
    /// One that is false is enough to say no.
    [[nodiscard]] std::optional<bool> truth_of_all() {
        std::optional<bool> all = true;
        for (const NodeIndex condition : conditions_) {
            const auto one = truth(condition);
            if (one && !*one) {
                return false;
            }
            all = one ? all : std::nullopt;
        }
        return all;
    }

    [[nodiscard]] NodeIndex base(NodeIndex node) const { return without_width(plan_, node); }

    /// Finds the comparisons with constants at the leaves, and whether there are other leaves.
    void collect(NodeIndex at) {
        const Node& node = plan_.nodes[at];
        if (!seen_.try_emplace(at).second) {
            return;
        }
        if (node.op == Op::both || node.op == Op::either || node.op == Op::negation) {
            for (const NodeIndex operand : node.operands) {
                collect(operand);
            }
        } else if (node.op == Op::compare_constant) {
            tests_.push_back(at);
        } else if (node.op != Op::constant) {
            ++others_;
        }
    }

    [[nodiscard]] Bounds bounds(NodeIndex index) const { return lane_bounds(plan_, index); }

    /// A condition about one value changes at the constants that it is compared with, and nowhere else.
    [[nodiscard]] std::optional<bool> try_values(NodeIndex subject) {
        const Bounds domain = bounds(subject);
        std::vector<Integer> candidates;
        const auto add = [&](const Integer& value) {
            if ((!domain.low || value >= *domain.low) && (!domain.high || value <= *domain.high)) {
                candidates.push_back(value);
            }
        };
        for (const auto& end : {domain.low, domain.high}) {
            if (end) {
                add(*end);
            }
        }
        for (const NodeIndex test : tests_) {
            const Integer& constant = plan_.nodes[test].immediate;
            add(constant - 1);
            add(constant);
            add(constant + 1);
        }
        std::optional<bool> all;
        for (const Integer& value : candidates) {
            assumed_ = value;
            truths_.forget();
            const auto now = truth_of_all();
            if (!now || (all && *all != *now)) {
                return std::nullopt;
            }
            all = now;
        }
        return all;
    }

    [[nodiscard]] std::optional<bool> truth(NodeIndex at) {
        return truths_.of(at, [this](NodeIndex leaf) { return leaf_truth(plan_.nodes[leaf]); });
    }

    [[nodiscard]] std::optional<bool> leaf_truth(const Node& node) const {
        const auto relation = static_cast<Relation>(node.aux);
        switch (node.op) {
            case Op::compare_constant:
                return assumed_ ? std::optional(relation_holds(*assumed_, relation, node.immediate))
                                : decided(relation, bounds(node.operands[0]), Bounds::exactly(node.immediate));
            case Op::compare: return decided(relation, bounds(node.operands[0]), bounds(node.operands[1]));
            default: return std::nullopt;
        }
    }

    const Plan& plan_;
    std::vector<NodeIndex> conditions_;
    std::unordered_map<NodeIndex, bool> seen_;
    std::vector<NodeIndex> tests_;
    std::size_t others_ = 0;
    std::optional<Integer> assumed_;
    TestTruth truths_;
};

bool leans_on_open_parameters(const Incentive& incentive, const Reads& reads) {
    for (std::size_t i = 0; i < incentive.parameters.size(); ++i) {
        if (reads.parameters[i] && incentive.parameters[i].local != Parameter::Local::fixed) {
            return true;
        }
    }
    return false;
}

/// One of the tests that have to hold together, and the condition that it stands in.
struct Requirement {
    NodeIndex test = kNoNode;
    std::size_t condition = 0;   ///< of the incentive; its number of conditions: the days of validity
    std::optional<Bounds> met{};   ///< the values that meet it, where they lie side by side
};

/// Gives the values that meet a comparison with a constant; nothing for any other test, and for !=.
std::optional<Bounds> values_that_meet(const Node& test) {
    if (test.op != Op::compare_constant) {
        return std::nullopt;
    }
    switch (static_cast<Relation>(test.aux)) {
        case Relation::equal: return Bounds::exactly(test.immediate);
        case Relation::less: return Bounds{std::nullopt, test.immediate - 1};
        case Relation::less_equal: return Bounds{std::nullopt, test.immediate};
        case Relation::greater: return Bounds{test.immediate + 1, std::nullopt};
        case Relation::greater_equal: return Bounds{test.immediate, std::nullopt};
        case Relation::not_equal: break;
    }
    return std::nullopt;
}

/// Looks for conditions that no application can meet together.
class Contradictions {
public:
    Contradictions(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics)
        : incentive_(incentive), plan_(plan), diagnostics_(diagnostics) {}

    void add(NodeIndex test, std::size_t condition) {
        const Node& node = plan_.nodes[test];
        if (node.op == Op::both) {
            add(node.operands[0], condition);
            add(node.operands[1], condition);
            return;
        }
        if (const NodeIndex subject = ConstantTruth(plan_, {test}).subject(); subject != kNoNode) {
            by_subject_[subject].push_back({test, condition, values_that_meet(node)});
        }
    }

    void report() const {
        for (const auto& [subject, requirements] : by_subject_) {
            for (std::size_t at = 1; at < requirements.size(); ++at) {
                if (report_first_pair(requirements, at)) {
                    break;
                }
            }
        }
    }

private:
    /// Tells whether two requirements leave values in common, so that they can hold together where each can hold alone: of
    /// three stretches, theirs and that of all values, any two of which overlap, all overlap. False where it takes a closer look.
    [[nodiscard]] static bool overlap(const Requirement& one, const Requirement& other) {
        const auto reaches = [](const Bounds& low, const Bounds& high) { return !low.low || !high.high || *low.low <= *high.high; };
        return one.met && other.met && reaches(*one.met, *other.met) && reaches(*other.met, *one.met);
    }

    /// Tells of the first requirement that cannot hold together with number `later`.
    [[nodiscard]] bool report_first_pair(const std::vector<Requirement>& all, std::size_t later) const {
        for (std::size_t at = 0; at < later; ++at) {
            if (all[at].condition != all[later].condition && !overlap(all[at], all[later]) && never({all[at].test, all[later].test}) && !never({all[at].test}) &&
                !never({all[later].test})) {
                report(all[at], all[later]);
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool never(std::vector<NodeIndex> tests) const {
        return ConstantTruth(plan_, std::move(tests)).find() == std::optional(false);
    }

    [[nodiscard]] std::string name(const Requirement& one) const {
        return one.condition < incentive_.conditions.size() ? incentive_.conditions[one.condition].id : std::string("施行期");
    }

    [[nodiscard]] Span place(const Requirement& one) const {
        return one.condition < incentive_.conditions.size() ? incentive_.conditions[one.condition].declared
               : incentive_.effective                       ? incentive_.effective->declared
                                                            : incentive_.declared;
    }

    void report(const Requirement& first, const Requirement& second) const {
        auto& told = diagnostics_.warning(
            "W570", place(second),
            {fmt::format("条件“{}”和“{}”不能同时成立，没有人能符合", name(first), name(second)),
             fmt::format("the conditions `{}` and `{}` never hold together, so nobody can be eligible", name(first), name(second))},
            {"检查两个条件的数、单位和方向；两者居一的写进“任一”",
             "look at the numbers, the units and the directions of both; where one of them is enough write `any_of`"});
        told.related.push_back({place(first), {"另一个条件在这里", "the other condition is here"}});
    }

    const Incentive& incentive_;
    const Plan& plan_;
    Diagnostics& diagnostics_;
    std::map<NodeIndex, std::vector<Requirement>> by_subject_;
};

/// Warns of what is always or never true.
class ConstantTests {
public:
    ConstantTests(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics, const Diagnostics* told)
        : incentive_(incentive), plan_(plan), dependencies_(incentive), diagnostics_(diagnostics), told_(told) {}

    [[nodiscard]] bool is_own(const CheckedExpression& test, const Span& declared) {
        return declared.source == incentive_.declared.source && !test.nodes.empty() &&
               !leans_on_open_parameters(incentive_, dependencies_.of(test));
    }

    /// Tells of a test that does not depend on any answer.
    void look(const CheckedExpression& test, const PlanValue& value, const Bilingual& what, const Bilingual& never) {
        if (value.node == kNoNode) {
            return;
        }
        if (const auto always = ConstantTruth(plan_, {value.node}).find()) {
            diagnostics_.warning("W502", test.span(test.root),
                                 {fmt::format("按申报项的取值范围，{}总是{}", what.zh, *always ? "成立" : "不成立"),
                                  fmt::format("by the declared ranges {} is always {}", what.en, *always ? "true" : "false")},
                                 *always ? Bilingual{"去掉它，或者检查范围、单位和比较的方向",
                                                     "leave it out, or look at the ranges, the unit and the direction of the comparison"}
                                         : never);
        }
    }

    void conditions() {
        const IncentivePlan& made = plan_.incentives.front();
        Contradictions together(incentive_, plan_, diagnostics_);
        if (made.in_force && made.in_force->node != kNoNode) {
            together.add(made.in_force->node, incentive_.conditions.size());
        }
        for (std::size_t at = 0; at < std::min(made.conditions.size(), incentive_.conditions.size()); ++at) {
            const Condition& condition = incentive_.conditions[at];
            if (!is_own(condition.test, condition.declared)) {
                continue;
            }
            look(condition.test, made.conditions[at],
                 {fmt::format("条件“{}”", condition.id), fmt::format("the condition `{}`", condition.id)},
                 {"没有人能符合；检查范围、单位和比较的方向",
                  "nobody can be eligible; look at the ranges, the unit and the direction of the comparison"});
            if (made.conditions[at].node != kNoNode) {
                together.add(made.conditions[at].node, at);
            }
            alternatives(condition, at);
        }
        together.report();
    }

    /// An alternative that is never true helps nobody.
    void alternatives(const Condition& condition, std::size_t at) {
        const auto& made = plan_.incentives.front().alternatives;
        for (std::size_t i = 0; at < made.size() && i < std::min(made[at].size(), condition.alternatives.size()); ++i) {
            const Condition& one = condition.alternatives[i];
            look(one.test, made[at][i], {fmt::format("“任一”里的“{}”", one.id), fmt::format("the alternative `{}`", one.id)},
                 {"检查范围、单位和比较的方向", "look at the ranges, the unit and the direction of the comparison"});
        }
    }

    void steps(const std::vector<AwardStep>& steps, const std::vector<IncentivePlan::Step>& made) {
        for (std::size_t at = 0; at < std::min(steps.size(), made.size()); ++at) {
            if (steps[at].when && made[at].applies && is_own(*steps[at].when, steps[at].declared)) {
                look(*steps[at].when, *made[at].applies, {"这一步的“当”", "the `when` of this step"},
                     {"这一步从来不做；检查范围、单位和比较的方向",
                      "the step never applies; look at the ranges, the unit and the direction of the comparison"});
            }
        }
    }

    /// What is checked again before a later part is paid must be able to fail for who was found eligible, and to pass.
    void rechecks() {
        const IncentivePlan& made = plan_.incentives.front();
        std::vector<NodeIndex> met;
        for (const PlanValue& condition : made.conditions) {
            met.push_back(condition.node);
        }
        if (made.in_force) {
            met.push_back(made.in_force->node);
        }
        std::erase(met, kNoNode);
        const std::size_t parts = incentive_.schedule ? std::min(made.schedule.size(), incentive_.schedule->parts.size()) : 0;
        for (std::size_t at = 1; at < parts; ++at) {
            const Instalment& part = incentive_.schedule->parts[at];
            const NodeIndex passes = made.schedule[at].passes.node;
            if (!part.test || passes == kNoNode || !is_own(*part.test, part.share.declared)) {
                continue;
            }
            if (ConstantTruth(plan_, {passes}).find() == std::optional(false)) {
                look(*part.test, made.schedule[at].passes,
                     {fmt::format("“{}”这一期的复核", part.share.name), fmt::format("the re-check of the part `{}`", part.share.name)},
                     {"这一期永远不付；检查范围、单位和比较的方向",
                      "the part is never paid; look at the ranges, the unit and the direction of the comparison"});
            } else if (const auto settled = settled_by(plan_, met, passes)) {
                tell_of_recheck(part, *settled);
            } else if (ConstantTruth(plan_, {passes}).find()) {
                tell_of_recheck(part, true);
            }
        }
    }

    /// `passes`: whoever is eligible passes the re-check, or else nobody does.
    void tell_of_recheck(const Instalment& part, bool passes) {
        const std::string& name = part.share.name;
        const Bilingual empty{fmt::format("“{}”这一期的复核什么也没有复核：符合条件的都能通过", name),
                              fmt::format("the re-check of the part `{}` checks nothing: whoever is eligible passes it", name)};
        const Bilingual contrary{fmt::format("“{}”这一期永远不付：复核和条件相反，符合条件的都通不过", name),
                                 fmt::format("the part `{}` is never paid: its re-check contradicts the conditions, and nobody who is "
                                             "eligible passes it", name)};
        diagnostics_.warning(
            "W573", part.test->span(part.test->root), passes ? empty : contrary,
            {"写一项到时候另外申报的事，例如 第二年在库；文件不要求复核的，写“当: 不复核”",
             "ask for something that is answered anew by then, such as a register a year later; where the document asks for no "
             "re-check, write `when: unchecked`"});
    }

    /// Rows of a table about values that are computed: the bounds of the plan know more of them than the table does.
    void rows() {
        for (std::uint32_t at = 0; at < incentive_.tables.size(); ++at) {
            const DecisionTable& table = incentive_.tables[at];
            if (table.declared.source != incentive_.declared.source) {
                continue;
            }
            for (std::size_t row = 0; row < table.rows.size(); ++row) {
                if (never_matches(at, row) && !is_told(table.rows[row].span)) {
                    diagnostics_.warning("W503", table.rows[row].span,
                                         {fmt::format("对照表“{}”的行 {} 永远不会命中", table.name, row + 1),
                                          fmt::format("row {} of the table `{}` can never match", row + 1, table.name)},
                                         {"列的值按申报项的范围到不了这里；检查范围和单位",
                                          "by the declared ranges the columns never come here; look at the ranges and the units"});
                }
            }
        }
    }

    /// Tells whether no use of a table can find a row.
    [[nodiscard]] bool never_matches(std::uint32_t index, std::size_t row) {
        const DecisionTable& table = incentive_.tables[index];
        bool used = false;
        for (const IncentivePlan::TableUse& use : plan_.incentives.front().table_uses) {
            if (use.table != index) {
                continue;
            }
            const std::size_t part = table.columns.size() + row;
            const NodeIndex match = use.depth == 0 && part < use.seen.parts.size() ? use.seen.parts[part].node : kNoNode;
            if (match == kNoNode || ConstantTruth(plan_, {match}).find() != std::optional(false)) {
                return false;
            }
            used = true;
        }
        const auto& cells = table.rows[row].cells;
        return used && std::none_of(cells.begin(), cells.end(), [this](const auto& cell) {
            return cell && leans_on_open_parameters(incentive_, dependencies_.of(*cell));
        });
    }

private:
    [[nodiscard]] bool is_told(const Span& place) const {
        const auto says = [&](const Diagnostic& one) { return one.code == "W503" && one.span == place; };
        return std::any_of(diagnostics_.all().begin(), diagnostics_.all().end(), says) ||
               (told_ != nullptr && std::any_of(told_->all().begin(), told_->all().end(), says));
    }

    const Incentive& incentive_;
    const Plan& plan_;
    Dependencies dependencies_;
    Diagnostics& diagnostics_;
    const Diagnostics* told_;
};

}  // namespace

void warn_of_constant_conditions(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics, const Diagnostics* told) {
    if (plan.incentives.empty()) {
        return;
    }
    const IncentivePlan& made = plan.incentives.front();
    ConstantTests tests(incentive, plan, diagnostics, told);
    tests.conditions();
    tests.rechecks();
    tests.steps(incentive.award, made.steps);
    for (std::size_t at = 0; at < std::min(incentive.definitions.size(), made.definition_steps.size()); ++at) {
        tests.steps(incentive.definitions[at].steps, made.definition_steps[at]);
    }
    tests.rows();
}

}  // namespace huiqi
