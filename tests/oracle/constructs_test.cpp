#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/language/builtins.h"
#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/rulebook.h"
#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

constexpr std::uint64_t kRulebooks = 420;

/// What stands in the expressions of many random rulebooks.
struct Seen {
    std::set<CoreOp> operations;
    std::set<BuiltinId> functions;
    std::map<std::string, std::size_t, std::less<>> constructs;   ///< in how many rulebooks
};

/// A construct of docs/language.md, and how one sees that an incentive has it.
struct Construct {
    const char* name;
    std::function<bool(const Incentive&)> is_in;
};

template <class List, class Test>
[[nodiscard]] bool some(const List& list, const Test& test) {
    return std::any_of(list.begin(), list.end(), test);
}

[[nodiscard]] std::vector<const std::vector<AwardStep>*> step_lists(const Incentive& incentive) {
    std::vector<const std::vector<AwardStep>*> lists{&incentive.award};
    for (const Definition& definition : incentive.definitions) {
        lists.push_back(&definition.steps);
    }
    for (const ExtraAmount& extra : incentive.extras) {
        lists.push_back(&extra.steps);
    }
    if (incentive.recovery) {
        lists.push_back(&incentive.recovery->steps);
    }
    return lists;
}

[[nodiscard]] Construct step(const char* name, std::function<bool(const AwardStep&)> test) {
    return {name, [test = std::move(test)](const Incentive& one) {
                return some(step_lists(one), [&](const std::vector<AwardStep>* steps) { return some(*steps, test); });
            }};
}

[[nodiscard]] Construct step(const char* name, AwardStep::Kind kind) {
    return step(name, [kind](const AwardStep& one) { return one.kind == kind; });
}

[[nodiscard]] Construct table(const char* name, HitPolicy hit) {
    return {name, [hit](const Incentive& one) {
                return some(one.tables, [hit](const DecisionTable& each) { return each.hit == hit; });
            }};
}

[[nodiscard]] Construct formed(const char* name, Population::Kind kind) {
    return {name, [kind](const Incentive& one) {
                return some(one.populations, [kind](const Population& each) { return each.kind == kind; });
            }};
}

[[nodiscard]] Construct part(const char* name, std::function<bool(const Incentive&)> test) { return {name, std::move(test)}; }

[[nodiscard]] std::vector<Construct> steps_of_awards() {
    using Kind = AwardStep::Kind;
    return {step("基数", Kind::base), step("乘", Kind::times), step("上浮", Kind::uplift), step("分档", Kind::bands),
            step("加", Kind::plus), step("减", Kind::minus), step("取整", Kind::round), step("上限", Kind::cap),
            step("下限", Kind::floor), step("起付", Kind::none_below),
            step("当 of a step", [](const AwardStep& one) { return one.when.has_value(); }),
            step("a step that leans on its 当",
                 [](const AwardStep& one) { return one.when && one.when->text.text.find("!= null") != std::string::npos; }),
            step("分档 全额累进 with 额",
                 [](const AwardStep& one) {
                     return some(one.bands, [](const AwardStep::Band& band) { return band.amount.has_value(); });
                 }),
            step("分档 with computed edges", [](const AwardStep& one) {
                return some(one.bands, [](const AwardStep::Band& band) {
                    return band.upto && (*band.upto)[band.upto->root].op != CoreOp::constant;
                });
            }),
            step("上浮 百分点", [](const AwardStep& one) {
                return one.kind == Kind::uplift && one.uplift != AwardStep::Uplift::relative;
            }),
            step("上浮 相对", [](const AwardStep& one) {
                return one.kind == Kind::uplift && one.uplift == AwardStep::Uplift::relative;
            })};
}

[[nodiscard]] std::vector<Construct> what_is_declared() {
    const auto input = [](const char* name, std::function<bool(const Input&)> test) {
        return part(name, [test = std::move(test)](const Incentive& one) { return some(one.inputs, test); });
    };
    return {input("可无", [](const Input& one) { return one.may_be_absent; }),
            input("当 of an input", [](const Input& one) { return one.when.has_value(); }),
            input("范围", [](const Input& one) { return !one.field.range.empty(); }),
            input("列表", [](const Input& one) { return one.field.kind == ColumnKind::list; }),
            input("记录", [](const Input& one) { return one.field.kind == ColumnKind::record; }),
            input("another currency", [](const Input& one) {
                return one.field.type.is(TypeKind::number) && one.field.type.unit() == Unit::of("EUR");
            }),
            part("历次", [](const Incentive& one) {
                return some(one.parameters, [](const Parameter& each) { return each.versions.size() > 1; });
            }),
            part("有效至", [](const Incentive& one) {
                return some(one.parameters, [](const Parameter& each) {
                    return !each.versions.empty() && each.versions.back().value.state() == State::error;
                });
            }),
            part("an exchange rate by date", [](const Incentive& one) {
                const Unit rate = Unit::of("CNY") / Unit::of("EUR");
                return some(one.parameters, [&](const Parameter& each) {
                    return each.versions.size() > 1 && each.type.is(TypeKind::number) && each.type.unit() == rate;
                });
            }),
            part("地方 可填", [](const Incentive& one) {
                return some(one.parameters, [](const Parameter& each) { return each.local == Parameter::Local::allowed; });
            }),
            part("币种", [](const Incentive& one) { return one.currency != Unit::of("CNY"); }),
            part("施行", [](const Incentive& one) { return one.effective.has_value(); }),
            formed("全批 合计", Population::Kind::sum), formed("全批 个数", Population::Kind::count),
            formed("全批 平均", Population::Kind::mean), formed("全批 最大", Population::Kind::max),
            formed("全批 最小", Population::Kind::min), formed("全批 排名", Population::Kind::rank),
            part("每", [](const Incentive& one) {
                return some(one.populations, [](const Population& each) { return !each.per.empty(); });
            })};
}

[[nodiscard]] std::vector<Construct> tables_and_definitions() {
    return {table("唯一", HitPolicy::unique), table("首个", HitPolicy::first), table("一致", HitPolicy::any),
            table("累加", HitPolicy::sum), table("就高", HitPolicy::max), table("就低", HitPolicy::min),
            table("列出", HitPolicy::list), table("优先", HitPolicy::priority), table("按行序", HitPolicy::rule_order),
            table("按输出序", HitPolicy::output_order),
            part("否则", [](const Incentive& one) {
                return some(one.tables, [](const DecisionTable& each) { return !each.otherwise.empty(); });
            }),
            part("a table that is called", [](const Incentive& one) {
                return some(one.tables, [](const DecisionTable& each) { return !each.columns.front().expression; });
            }),
            part("several outputs", [](const Incentive& one) {
                return some(one.tables, [](const DecisionTable& each) { return each.output_names.size() > 1; });
            }),
            part("步骤", [](const Incentive& one) {
                return some(one.definitions, [](const Definition& each) { return !each.steps.empty(); });
            }),
            part("逐项", [](const Incentive& one) {
                return some(one.definitions, [](const Definition& each) { return each.fold.has_value(); });
            }),
            part("每项得", [](const Incentive& one) {
                return some(one.definitions, [](const Definition& each) { return each.fold && each.type.is(TypeKind::list); });
            }),
            part("the record of final states", [](const Incentive& one) {
                return some(one.definitions, [](const Definition& each) { return each.fold && each.type.is(TypeKind::record); });
            })};
}

[[nodiscard]] std::vector<Construct> what_comes_out() {
    const auto share = [](const char* name, std::function<bool(const Share&)> test) {
        return part(name, [test = std::move(test)](const Incentive& one) { return some(one.shares, test); });
    };
    const auto instalment = [](const char* name, std::function<bool(const Instalment&)> test) {
        return part(name, [test = std::move(test)](const Incentive& one) {
            return one.schedule && some(one.schedule->parts, test);
        });
    };
    return {part("任一", [](const Incentive& one) {
                return some(one.conditions, [](const Condition& each) { return !each.alternatives.empty(); });
            }),
            part("首次", [](const Incentive& one) {
                return some(one.conditions, [](const Condition& each) {
                    return each.alternatives.empty() && each.test[each.test.root].op == CoreOp::not_ &&
                           each.test[each.test[each.test.root].children.front()].op == CoreOp::some;
                });
            }),
            part("分项", [](const Incentive& one) { return !one.parts.empty(); }),
            part("另算", [](const Incentive& one) { return !one.extras.empty(); }),
            part("异常", [](const Incentive& one) { return !one.anomalies.empty(); }),
            share("分担 余额", [](const Share& one) { return one.rest; }),
            share("分担 上限", [](const Share& one) {
                return some(one.steps, [](const AwardStep& each) { return each.kind == AwardStep::Kind::cap; });
            }),
            part("收款", [](const Incentive& one) { return !one.recipients.empty(); }),
            instalment("分期 当", [](const Instalment& one) { return one.test.has_value(); }),
            instalment("分期 期", [](const Instalment& one) { return one.date.has_value(); }),
            instalment("分期 余额", [](const Instalment& one) { return one.share.rest; }),
            part("中断 终止", [](const Incentive& one) { return one.schedule && one.schedule->stops; }),
            part("中断 继续", [](const Incentive& one) { return one.schedule && !one.schedule->stops; }),
            part("追回", [](const Incentive& one) { return one.recovery.has_value(); }),
            part("追回 当", [](const Incentive& one) { return one.recovery && one.recovery->when; }),
            part("追回 步骤", [](const Incentive& one) { return one.recovery && one.recovery->steps.size() > 1; })};
}

[[nodiscard]] std::vector<Construct> all_constructs() {
    std::vector<Construct> all;
    for (auto group : {steps_of_awards(), what_is_declared(), tables_and_definitions(), what_comes_out()}) {
        all.insert(all.end(), group.begin(), group.end());
    }
    return all;
}

void look_at(const Incentive& incentive, Seen& seen) {
    for (const RulePart& each : rule_parts(incentive)) {
        for (const CheckedExpression* expression : each.expressions) {
            for (const CoreNode& node : expression->nodes) {
                seen.operations.insert(node.op);
                if (node.op == CoreOp::call || node.op == CoreOp::sort) {
                    seen.functions.insert(node.builtin);
                }
            }
        }
    }
}

/// Functions that never stand in a checked expression under their own id; see `BuiltinId`.
constexpr std::array kWrittenOut{BuiltinId::not_, BuiltinId::duration, BuiltinId::years_and_months_duration};

}  // namespace

TEST_CASE("random rulebooks draw on every operation, every function and every construct of the language") {
    Seen seen;
    const std::vector<Construct> constructs = all_constructs();
    for (std::uint64_t seed = 0; seed < kRulebooks; ++seed) {
        Diagnostics diagnostics;
        const Rulebook rulebook = load_rulebook_text("drawn.yaml", RulebookWriter(5'000'000 + seed).write().text(), diagnostics);
        if (diagnostics.has_errors() || rulebook.incentives.empty()) {
            continue;
        }
        look_at(rulebook.incentives.front(), seen);
        for (const Construct& one : constructs) {
            seen.constructs[one.name] += one.is_in(rulebook.incentives.front()) ? 1U : 0U;
        }
    }
    for (std::size_t op = 0; op <= static_cast<std::size_t>(CoreOp::table); ++op) {
        CHECK_MESSAGE(seen.operations.contains(static_cast<CoreOp>(op)), "no rulebook has operation ", op);
    }
    for (const Builtin& function : builtins()) {
        const bool never = some(kWrittenOut, [&](BuiltinId id) { return id == function.id; });
        CHECK_MESSAGE((never || seen.functions.contains(function.id)), "no rulebook calls ", std::string(function.name));
    }
    for (const Construct& one : constructs) {
        CHECK_MESSAGE(seen.constructs[one.name] >= 3, std::string(one.name), " stands in ", seen.constructs[one.name], " rulebooks");
    }
}

}  // namespace huiqi::oracle
