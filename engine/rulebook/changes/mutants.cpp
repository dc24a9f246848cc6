#include "engine/rulebook/changes/mutants.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/changes/mutant_steps.h"
#include "engine/rulebook/changes/mutant_values.h"
#include "engine/rulebook/changes/settlement_mutants.h"
#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {
namespace {

using Kind = Mutant::Kind;

struct Swap {
    std::string_view from, to;
};

/// Comparisons with the one that differs on the boundary alone; the longer spelling first.
constexpr std::array kComparisons{Swap{">=", ">"}, Swap{"<=", "<"}, Swap{"!=", "="}, Swap{"<>", "="}, Swap{"≥", ">"}, Swap{"≤", "<"},
                                  Swap{"≠", "="},  Swap{">", ">="}, Swap{"<", "<="}, Swap{"＞", ">="}, Swap{"＜", "<="}, Swap{"=", "!="}};
constexpr std::array kJoins{Swap{"并且", "或"}, Swap{"或者", "且"}, Swap{"且", "或"}, Swap{"或", "且"}, Swap{"and", "or"}, Swap{"or", "and"}};
constexpr std::array<std::string_view, 6> kRateSigns{"%", "‰", "‱", "基点", "bp", "percent"};
constexpr std::array kExtremes{Swap{"孰低", "孰高"}, Swap{"孰高", "孰低"}, Swap{"孰早", "孰晚"}, Swap{"孰晚", "孰早"},
                               Swap{"最小值", "最大值"}, Swap{"最大值", "最小值"}, Swap{"min", "max"}, Swap{"max", "min"},
                               Swap{"MIN", "MAX"}, Swap{"MAX", "MIN"}};
/// The functions that round, in each spelling; where one has no name for a mode, that mode is not written there.
struct RoundingNames {
    Rounding mode;
    std::array<std::string_view, 3> names;
};
constexpr std::array kRoundingNames{
    RoundingNames{Rounding::half_up, {"四舍五入", "round half up", "ROUND"}},
    RoundingNames{Rounding::half_down, {"五舍六入", "round half down", ""}},
    RoundingNames{Rounding::half_even, {"四舍六入五成双", "decimal", "ROUNDBANK"}},
    RoundingNames{Rounding::up, {"向上进位", "round up", "ROUNDUP"}},
    RoundingNames{Rounding::down, {"截尾", "round down", "ROUNDDOWN"}},
    RoundingNames{Rounding::floor, {"向下取整", "floor", ""}},
    RoundingNames{Rounding::ceiling, {"向上取整", "ceiling", ""}},
};

constexpr std::array kKinds{
    MutantKind{Kind::comparison, "comparison", "比较写错：≥ 写成 >，= 写成 ≠", "a comparison: ≥ written as >, = as ≠"},
    MutantKind{Kind::edge, "edge", "边上的数归到另一边：以上写成超过，至写成不满", "an edge that belongs to the other side"},
    MutantKind{Kind::amount, "amount", "金额差一分", "an amount a cent off"},
    MutantKind{Kind::rate, "rate", "比例差一个百分点", "a rate a percentage point off"},
    MutantKind{Kind::number, "number", "数差一", "a number one off"},
    MutantKind{Kind::day, "day", "差一天或者一个月：期限、施行期、历次的日期", "a day or a month off: terms, validity, the days of a series"},
    MutantKind{Kind::day_count, "day_count", "一年按 365、366 还是 360 天", "a year of 365, 366 or 360 days"},
    MutantKind{Kind::rounding, "rounding", "取整方式写错", "another rounding"},
    MutantKind{Kind::dropped, "dropped", "漏掉条件、限额或者步骤", "a condition, a limit or a step left out"},
    MutantKind{Kind::joined, "joined", "且写成或", "`and` for `or`"},
    MutantKind{Kind::extreme, "extreme", "孰低写成孰高", "the least for the greatest"},
    MutantKind{Kind::order, "order", "步骤或者行的先后颠倒", "two steps or rows in the wrong order"},
    MutantKind{Kind::choice, "choice", "枚举的取值写成相邻的一个", "a value of an enumeration written as its neighbour"},
    MutantKind{Kind::band, "band", "地方可选的幅度窄了一点", "the band within which a locality may choose a little narrower"},
    MutantKind{Kind::exchanged, "exchanged", "和前一次的值、前一行的结果对调", "a value exchanged with that of the version or the row before"},
    MutantKind{Kind::region, "region", "细则的地区代码写错", "another region of an overlay"},
};
static_assert([] {
    for (std::size_t at = 0; at < kKinds.size(); ++at) {
        if (kKinds[at].kind != static_cast<Kind>(at)) {
            return false;
        }
    }
    return kKinds.back().kind == Kind::region;
}(), "a row for each kind, in their order");

[[nodiscard]] bool ends_with(std::string_view text, std::string_view end) {
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text.ends_with(end);
}

/// Finds mistakes in one incentive.
class Finder {
public:
    Finder(const Rulebook& rulebook, const Incentive& incentive, std::vector<Mutant>& found)
        : rulebook_(rulebook), sources_(*rulebook.sources), incentive_(incentive), found_(found) {}

    void run() {
        for (const RulePart& part : rule_parts(incentive_)) {
            if (part.what.zh.starts_with("目标") || part.what.zh.starts_with("全批")) {
                continue;   // what cases do not run
            }
            part_ = part.what;
            for (const CheckedExpression* expression : part.expressions) {
                if (!expression->nodes.empty()) {
                    of_expression(*expression);
                }
            }
        }
        conditions();
        parameters();
        tables();
        period();
        part_ = {"地区", "the region"};
        add(Kind::region, other_regions(sources_, incentive_, rulebook_.find(incentive_.parent)));
        for (Mutant& one : step_mutants(sources_, incentive_)) {
            one.incentive = &incentive_;
            found_.push_back(std::move(one));
        }
    }

private:
    void add(Kind kind, const Span& place, std::string becomes, std::string from, std::string to) {
        found_.push_back({.kind = kind, .place = place, .becomes = std::move(becomes), .from = std::move(from), .to = std::move(to),
                          .part = part_, .incentive = &incentive_});
    }

    /// Puts another word in the place of one inside an expression, and tells the whole of it.
    void replace(Kind kind, const CheckedExpression& expression, CoreId id, std::size_t begin, std::size_t end, std::string_view to) {
        const CoreNode& node = expression[id];
        const std::string& text = expression.text.text;
        const std::size_t first = std::min<std::size_t>(node.begin, begin);
        const std::size_t last = std::max<std::size_t>(node.end, end);
        add(kind, expression.text.span(begin, end), std::string(to), text.substr(first, last - first),
            text.substr(first, begin - first) + std::string(to) + text.substr(end, last - end));
    }

    void of_expression(const CheckedExpression& expression) {
        for (CoreId id = 0; id < expression.nodes.size(); ++id) {
            const CoreNode& node = expression[id];
            switch (node.op) {
                case CoreOp::less:
                case CoreOp::less_equal:
                case CoreOp::greater:
                case CoreOp::greater_equal:
                case CoreOp::equal:
                case CoreOp::not_equal: between(Kind::comparison, expression, id, 0, kComparisons); break;
                case CoreOp::and_:
                case CoreOp::or_:
                    if (is_span(expression, node)) {
                        ends_of_span(expression, node);
                        break;
                    }
                    for (std::size_t at = 0; at + 1 < node.children.size(); ++at) {
                        between(Kind::joined, expression, id, at, kJoins);
                    }
                    break;
                case CoreOp::call: of_call(expression, id); break;
                default: break;
            }
        }
        for (const WrittenNumber& one : written_numbers(expression)) {
            of_number(one);
        }
        add(Kind::choice, other_choices(sources_, expression));
    }

    /// Looks for one of the words between two operands.
    template <class Swaps>
    void between(Kind kind, const CheckedExpression& expression, CoreId id, std::size_t operand, const Swaps& swaps) {
        const CoreNode& node = expression[id];
        const std::size_t from = expression[node.children[operand]].end;
        const std::size_t to = expression[node.children[operand + 1]].begin;
        if (from >= to || to > expression.text.text.size()) {
            return;   // written in another way: 10万元以上
        }
        const std::string_view middle = std::string_view(expression.text.text).substr(from, to - from);
        for (const Swap& one : swaps) {
            if (const std::size_t at = middle.find(one.from); at != std::string_view::npos) {
                replace(kind, expression, id, from + at, from + at + one.from.size(), one.to);
                return;
            }
        }
    }

    /// Tells whether a test is `x 介于 a 且 b`: two comparisons of one operand.
    [[nodiscard]] static bool is_span(const CheckedExpression& expression, const CoreNode& node) {
        const auto op = [&](std::size_t at) { return expression[node.children[at]].op; };
        return node.op == CoreOp::and_ && node.children.size() == 2 && op(0) == CoreOp::greater_equal && op(1) == CoreOp::less_equal &&
               expression[node.children[0]].children[0] == expression[node.children[1]].children[0];
    }

    /// Both ends belong to such a span; each is written as if it did not.
    void ends_of_span(const CheckedExpression& expression, const CoreNode& node) {
        const std::string& text = expression.text.text;
        const auto words = [&](CoreId id) { return text.substr(expression[id].begin, expression[id].end - expression[id].begin); };
        const CoreNode& low = expression[node.children[0]];
        const CoreNode& high = expression[node.children[1]];
        const std::string value = words(low.children[0]);
        const std::string from = words(low.children[1]);
        const std::string to = words(high.children[1]);
        for (const bool lower : {true, false}) {
            const std::string made = "(" + value + (lower ? " > " : " >= ") + from + " and " + value + (lower ? " <= " : " < ") + to + ")";
            add(Kind::edge, expression.text.span(node.begin, node.end), made, text.substr(node.begin, node.end - node.begin), made);
        }
    }

    void of_call(const CheckedExpression& expression, CoreId id) {
        const CoreNode& node = expression[id];
        const std::string_view text = std::string_view(expression.text.text).substr(node.begin, node.end - node.begin);
        const auto calls = [&](std::string_view name) {
            const std::string_view rest = text.substr(std::min(name.size(), text.size()));
            return !name.empty() && text.starts_with(name) && (rest.starts_with("(") || rest.starts_with("（") || rest.starts_with(" ("));
        };
        for (const Swap& one : kExtremes) {
            if (calls(one.from)) {
                replace(Kind::extreme, expression, id, node.begin, node.begin + one.from.size(), one.to);
                break;
            }
        }
        for (const RoundingNames& one : kRoundingNames) {
            const auto spelling = std::find_if(one.names.begin(), one.names.end(), calls);
            if (spelling != one.names.end()) {
                other_rounding_calls(expression, id, one.mode, static_cast<std::size_t>(spelling - one.names.begin()));
            }
        }
        if (node.builtin == BuiltinId::year_fraction && node.children.size() == 3) {
            const CoreNode& basis = expression[node.children[2]];
            const std::size_t at = std::string_view(expression.text.text).substr(0, basis.end).find("365", basis.begin);
            if (at != std::string::npos) {
                replace(Kind::day_count, expression, id, at, at + 3, "360");
            }
        }
    }

    /// A function that rounds has a step or not: those that may go without become each other.
    void other_rounding_calls(const CheckedExpression& expression, CoreId id, Rounding mode, std::size_t spelling) {
        const auto whole = [](Rounding one) { return one == Rounding::floor || one == Rounding::ceiling; };
        const std::vector<Rounding> others = whole(mode) ? std::vector{mode == Rounding::floor ? Rounding::ceiling : Rounding::floor} : other_roundings(mode);
        for (const Rounding other : others) {
            const auto named = [](Rounding which) {
                return *std::find_if(kRoundingNames.begin(), kRoundingNames.end(), [which](const RoundingNames& one) { return one.mode == which; });
            };
            const std::string_view to = named(other).names[spelling];
            if (!to.empty()) {
                const std::size_t begin = expression[id].begin;
                replace(Kind::rounding, expression, id, begin, begin + named(mode).names[spelling].size(), to);
                found_.back().rounding = other;
            }
        }
    }

    /// Gives a number as the rule would write it.
    [[nodiscard]] static std::string written(const Rational& value, const WrittenNumber& like) { return written_like(value, like.type, like.text); }

    void add(Kind kind, std::vector<TextChange> changes) {
        for (TextChange& one : changes) {
            add(kind, one.place, std::move(one.becomes), std::move(one.from), std::move(one.to));
        }
    }

    void changed(Kind kind, const WrittenNumber& one, const std::string& to) { add(kind, one.span, to, one.text, to); }

    void of_number(const WrittenNumber& one) {
        edges(one);
        if (one.type.is(TypeKind::date)) {
            changed(Kind::day, one, Date::from_days(one.value.date().days() + 1).text());
            changed(Kind::day, one, Date::from_days(one.value.date().days() - 1).text());
            return;
        }
        if (!one.type.is(TypeKind::number)) {
            return;
        }
        const Rational& value = one.value.number();
        const Unit& unit = one.type.unit();
        if (unit.is_money()) {
            changed(Kind::amount, one, written(value + Rational(1) / 100, one));
            changed(Kind::amount, one, written(value - Rational(1) / 100, one));
            return;
        }
        if (value == 365 || value == 366 || value == 360) {
            for (const int other : {365, 366, 360}) {
                if (value != other) {
                    changed(Kind::day_count, one, written(other, one));
                }
            }
            return;
        }
        if (unit == Unit::of("day") || unit == Unit::of("month")) {
            changed(Kind::day, one, written(value + 1, one));
            changed(Kind::day, one, written(value - 1, one));
        } else if (unit.plain() && one.text.find('%') != std::string::npos) {
            changed(Kind::rate, one, written(value + Rational(1) / 100, one));
        } else if (unit.plain() && one.text.find_first_not_of("0123456789.") == std::string::npos) {
            changed(Kind::number, one, written(value + 1, one));
        } else {
            other_spelling(one);
        }
    }

    /// 3.45%/年, 500‰, 25个基点, 20元/天, 5件, 10万.
    void other_spelling(const WrittenNumber& one) {
        const bool money = std::any_of(one.type.unit().factors().begin(), one.type.unit().factors().end(), [](const auto& factor) {
            return factor.exponent > 0 && Unit::of(factor.name).is_money();
        });
        const bool rate = std::any_of(kRateSigns.begin(), kRateSigns.end(), [&](std::string_view sign) { return one.text.find(sign) != std::string::npos; });
        if (const auto to = nudged(one.text, money)) {
            changed(money ? Kind::amount : rate ? Kind::rate : Kind::number, one, *to);
        }
    }

    /// A number with a word that says whether it belongs to what is meant.
    void edges(const WrittenNumber& one) {
        const std::string_view text = sources_[one.span.source].text();
        const std::string_view before = text.substr(0, one.span.begin);
        std::size_t after = one.span.end;
        while (after < text.size() && text[after] == ' ') {
            ++after;
        }
        const std::string_view behind = text.substr(after);
        const auto whole = [&](std::size_t begin, std::size_t end, const std::string& to) {
            add(Kind::edge, {one.span.source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, to,
                std::string(text.substr(begin, end - begin)), to);
        };
        const std::size_t word = std::string_view("以上").size();
        if (behind.starts_with("以上")) {
            whole(one.span.begin, after + word, "超过" + one.text);
        } else if (behind.starts_with("以下") || behind.starts_with("以内")) {
            whole(one.span.begin, after + word, "不满" + one.text);
        }
        for (const auto& [name, other] : {Swap{"超过", "以上"}, Swap{"不满", "以下"}, Swap{"不足", "以下"}}) {
            if (before.ends_with(name) && !behind.starts_with("以")) {
                whole(one.span.begin - name.size(), one.span.end, one.text + std::string(other));
            }
        }
        if (behind.starts_with("..") && !before.empty() && (before.back() == '[' || before.back() == '(')) {
            const std::string to = before.back() == '[' ? "(" : "[";
            add(Kind::edge, {one.span.source, one.span.begin - 1, one.span.begin}, to, before.back() + one.text + "..", to + one.text + "..");
        }
        if (ends_with(before, "..") && !behind.empty() && (behind.front() == ']' || behind.front() == ')')) {
            const std::string to = behind.front() == ']' ? ")" : "]";
            add(Kind::edge, {one.span.source, static_cast<std::uint32_t>(after), static_cast<std::uint32_t>(after + 1)}, to,
                ".." + one.text + behind.front(), ".." + one.text + to);
        }
    }

    void drop(const CheckedExpression& test, const char* word) {
        add(Kind::dropped, test.text.span(), word, test.text.text, word);
    }

    void conditions() {
        for (const Condition& condition : incentive_.conditions) {
            part_ = {"条件“" + condition.id + "”", "the condition `" + condition.id + "`"};
            for (const Condition& one : condition.alternatives) {
                part_ = {"条件“" + one.id + "”", "the condition `" + one.id + "`"};
                if (!one.test.text.text.empty()) {
                    drop(one.test, "false");
                }
            }
            if (condition.alternatives.empty() && !condition.test.text.text.empty()) {
                drop(condition.test, "true");
            }
        }
    }

    void parameters() {
        for (const Parameter& parameter : incentive_.parameters) {
            part_ = {"参数“" + parameter.name + "”", "the parameter `" + parameter.name + "`"};
            for (const Parameter::Version& version : parameter.versions) {
                const std::string text(sources_.text(version.span));
                if (version.value.known() && !text.empty() && text.front() >= '0' && text.front() <= '9') {
                    of_number({.value = version.value, .type = parameter.type.without_optional(), .span = version.span, .text = text});
                }
                if (version.value.state() == State::error && version.from) {   // what is not in force: the day before is written, as 有效至
                    const Date last = Date::from_days(version.from->days() - 1);
                    day_at(version.span.source, version.span.begin, text.find(last.text()), last);
                } else if (version.from) {
                    day_before(version.span, *version.from);
                }
                add(Kind::choice, other_choices(sources_, version, parameter.type.without_optional()));
            }
            add(Kind::exchanged, exchanged_versions(sources_, parameter));
            add(Kind::band, narrower_band(sources_, parameter));
        }
    }

    void tables() {
        for (const DecisionTable& table : incentive_.tables) {
            part_ = {"对照表“" + table.name + "”", "the table `" + table.name + "`"};
            add(Kind::exchanged, exchanged_results(sources_, table));
        }
    }

    /// Finds a day that stands shortly before a place, such as the key of a value.
    void day_before(const Span& place, Date day) {
        constexpr std::uint32_t kNear = 60;
        const std::uint32_t begin = place.begin > kNear ? place.begin - kNear : 0;
        const std::string_view text = sources_[place.source].text().substr(begin, place.begin - begin);
        day_at(place.source, begin, text.rfind(day.text()), day);
    }

    void day_at(SourceId source, std::uint32_t begin, std::size_t found, Date day) {
        if (found == std::string_view::npos) {
            return;
        }
        const std::string text = day.text();
        const auto at = begin + static_cast<std::uint32_t>(found);
        for (const int days : {1, -1}) {
            const std::string to = Date::from_days(day.days() + days).text();
            add(Kind::day, {source, at, at + static_cast<std::uint32_t>(text.size())}, to, text, to);
        }
    }

    void period() {
        if (!incentive_.effective) {
            return;
        }
        constexpr std::size_t kNear = 300;
        part_ = {"施行期", "the period of validity"};
        const Span& place = incentive_.effective->declared;
        const std::string_view text = sources_[place.source].text().substr(place.begin, kNear);
        for (const std::optional<Date>& day : {incentive_.effective->from, incentive_.effective->to}) {
            if (day) {
                day_at(place.source, place.begin, text.find(day->text()), *day);
            }
        }
    }

    const Rulebook& rulebook_;
    const Sources& sources_;
    const Incentive& incentive_;
    std::vector<Mutant>& found_;
    Bilingual part_;
};

}  // namespace

std::vector<Mutant> mutants_of(const Rulebook& rulebook, const std::set<SourceId>& asked) {
    std::vector<Mutant> found;
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support) {
            Finder(rulebook, incentive, found).run();
        }
    }
    for (const Bundle& bundle : rulebook.bundles) {
        std::vector<Mutant> some = settlement_mutants(*rulebook.sources, bundle);
        std::move(some.begin(), some.end(), std::back_inserter(found));
    }
    std::erase_if(found, [&](const Mutant& one) {
        return !asked.contains(one.place.source) || rulebook.sources->text(one.place) == one.becomes;
    });
    const auto order = [](const Mutant& one) { return std::tuple(one.place.source, one.place.begin, one.place.end, one.becomes); };
    std::stable_sort(found.begin(), found.end(), [&](const Mutant& left, const Mutant& right) { return order(left) < order(right); });
    for (std::size_t first = 0, next = 0; first < found.size(); first = next) {
        for (next = first; next < found.size() && order(found[next]) == order(found[first]); ++next) {
            if (found[next].incentive != nullptr && found[next].incentive->declared.source == found[next].place.source) {
                found[first].owner = found[next].incentive;
                found[first].step = found[next].step;
                found[first].next = found[next].next;
                found[first].rounding = found[next].rounding;
            }
        }
    }
    found.erase(std::unique(found.begin(), found.end(),
                            [&](const Mutant& left, const Mutant& right) { return order(left) == order(right); }),
                found.end());
    return found;
}

std::span<const MutantKind> mutant_kinds() noexcept { return kKinds; }

std::string_view mutant_kind_name(Kind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)].name; }

Rulebook load_changed_rulebook(const std::vector<std::string>& paths, const std::string& name, const std::string& text,
                               Diagnostics& diagnostics) {
    RulebookLoader loader(diagnostics);
    loader.take_instead(name, text);
    loader.add_paths(paths);
    Rulebook rulebook = loader.load();
    diagnostics.sort();
    return rulebook;
}

}  // namespace huiqi
