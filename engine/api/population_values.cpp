#include "engine/api/population_values.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/data/folded_key.h"
#include "engine/io/fault_words.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/rounding.h"

namespace huiqi {
namespace {

using fault_texts::fault;

/// Gives a number that stands for a value in comparisons.
[[nodiscard]] Rational measure(const Value& value, const Type& type) {
    return type.is(TypeKind::date)          ? Rational(value.date().days())
           : type.is(TypeKind::enumeration) ? Rational(value.code())
                                            : value.number();
}

[[nodiscard]] Value measured(const Rational& number, const Type& type) {
    const auto whole = [&number] { return static_cast<std::int32_t>(to_int64(numerator(number))); };
    return type.is(TypeKind::date)          ? Value::of(Date::from_days(whole()))
           : type.is(TypeKind::enumeration) ? Value::enumerated(whole())
                                            : Value::of(number);
}

void append_key(std::string& key, const Value& value, const Type& type) {
    std::string text = type.is(TypeKind::text)      ? folded_key(value.text())
                       : type.is(TypeKind::boolean) ? std::string(value.boolean() ? "1" : "0")
                                                    : measure(value, type).str();
    key += std::to_string(text.size()) + ":" + text;
}

/// Gives what stands for the group of a row; nothing where it is not known.
[[nodiscard]] std::optional<std::string> key_of(const IncentivePlan::Population& parts, const Evaluator& evaluator, std::size_t row) {
    std::string key;
    for (const PlanValue& part : parts.per) {
        const Value value = evaluator.read(part, row);
        if (!value.known()) {
            return std::nullopt;
        }
        append_key(key, value, part.type);
    }
    return key;
}

/// Whether a row counts; nothing where that is not known.
[[nodiscard]] std::optional<bool> counts(const IncentivePlan::Population& parts, const Evaluator& evaluator, std::size_t row) {
    if (!parts.when) {
        return true;
    }
    const Value value = evaluator.read(*parts.when, row);
    return value.known() ? std::optional(value.boolean()) : std::nullopt;
}

/// Gives what a row is ranked by, less for the better; nothing where it is not known.
[[nodiscard]] std::optional<std::vector<Rational>> place_of(const PopulationPlan::One& one, const Evaluator& evaluator, std::size_t row) {
    std::vector<Rational> place;
    for (std::size_t at = 0; at < one.parts->ranks.size(); ++at) {
        const PlanValue& by = one.parts->ranks[at];
        const Value value = evaluator.read(by, row);
        if (!value.known()) {
            return std::nullopt;
        }
        const Rational number = measure(value, by.type);
        place.push_back(one.rule->ranks[at].descending ? Rational(-number) : number);
    }
    return place;
}

[[nodiscard]] DataFault ties(const std::string& name, std::uint64_t count) {
    return fault("D113",
                 {fmt::format("“{}”有 {} 份申报与另一份完全相同，规则说并列就不计算", name, count),
                  fmt::format("`{}`: {} applications agree with another in everything, and the rule refuses ties", name, count)},
                 {"在“排名”里加上分出先后的一项（如受理序号），或者写“并列: 同名次”",
                  "add what tells them apart to `rank` (such as the number of receipt), or write `ties: shared`"});
}

[[nodiscard]] DataFault does_not_fit(const std::string& name, const Rational& number) {
    return fault("D113",
                 {fmt::format("“{}”得出 {}，超出能记的范围", name, decimal_text(number)),
                  fmt::format("`{}` comes to {}, which is more than it can hold", name, decimal_text(number))},
                 {"检查数据里是不是有多余的零或单位错了", "look for superfluous zeros or a wrong unit in the data"});
}

[[nodiscard]] DataFault left_open(const std::string& name, std::uint64_t rows, bool all) {
    return fault("D114",
                 {fmt::format("“{}”：{} 份申报缺少要用的数或有错，{}算不出这个值", name, rows, all ? "所有申报都" : "同组的申报都"),
                  fmt::format("`{}`: {} applications lack what it needs or are wrong, so it is open for {}", name, rows,
                              all ? "all applications" : "those of their groups")},
                 {"补全这些申报再运行；不该计入的用“当”排除",
                  "complete these applications and run again; leave out with `when` what does not count"},
                 Severity::warning);
}

}  // namespace

PopulationValues::PopulationValues(std::shared_ptr<const PopulationPlan> plan)
    : plan_(std::move(plan)), formed_(plan_->all().size()) {}

void PopulationValues::take(std::size_t which, const Evaluator& evaluator, std::size_t row, std::uint64_t line) {
    const PopulationPlan::One& one = plan_->all()[which];
    Formed& formed = formed_[which];
    const std::optional<bool> in = counts(*one.parts, evaluator, row);
    if (in && !*in) {
        return;
    }
    const std::optional<std::string> key = key_of(*one.parts, evaluator, row);
    const auto leave_open = [&] {
        formed.open_line = formed.open_rows++ == 0 ? line : std::min(formed.open_line, line);
        (key ? formed.groups[*key].open : formed.all_open) = true;
    };
    if (!in || !key) {
        leave_open();
        return;
    }
    if (one.rule->kind == Population::Kind::rank) {
        if (auto place = place_of(one, evaluator, row)) {
            formed.groups[*key].ranked.push_back(std::move(*place));
        } else {
            leave_open();
        }
        return;
    }
    Rational number;
    if (one.parts->value) {
        const Value value = evaluator.read(*one.parts->value, row);
        if (!value.known()) {
            leave_open();
            return;
        }
        number = measure(value, one.parts->value->type);
    }
    Group& group = formed.groups[*key];
    const bool first = group.count++ == 0;
    switch (one.rule->kind) {
        case Population::Kind::sum:
        case Population::Kind::mean: group.formed += number; break;
        case Population::Kind::min: group.formed = first ? number : std::min(group.formed, number); break;
        case Population::Kind::max: group.formed = first ? number : std::max(group.formed, number); break;
        case Population::Kind::count:
        case Population::Kind::rank: break;
    }
}

void PopulationValues::add(const Evaluator& evaluator, const ParsedBlock& block, std::size_t first) {
    for (std::size_t which = 0; which < formed_.size(); ++which) {
        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
            take(which, evaluator, row, first + row < block.places.size() ? block.places[first + row].line : 0);
        }
    }
}

std::vector<DataFault> PopulationValues::settle(const Schema& schema) {
    std::vector<DataFault> faults;
    for (std::size_t which = 0; which < formed_.size(); ++which) {
        const PopulationPlan::One& one = plan_->all()[which];
        const FieldSchema& field = schema.fields[one.field];
        std::uint64_t tied = 0;
        std::optional<Rational> beyond;
        for (auto& [key, group] : formed_[which].groups) {
            std::sort(group.ranked.begin(), group.ranked.end());
            for (std::size_t at = 1; at < group.ranked.size(); ++at) {
                tied += group.ranked[at] == group.ranked[at - 1] ? 1U : 0U;
            }
            if (one.rule->kind == Population::Kind::mean && group.count != 0) {
                group.formed = round_to_step(group.formed / group.count, one.rule->round_step, one.rule->rounding);
            }
            const bool fits = !field.type.is(TypeKind::number) || (group.formed >= field.least && group.formed <= field.most);
            beyond = fits || (beyond && *beyond >= group.formed) ? beyond : std::optional(group.formed);
        }
        if (one.rule->ties_refused && tied != 0) {
            faults.push_back(ties(one.name, tied));
        }
        if (beyond) {
            faults.push_back(does_not_fit(one.name, *beyond));
        }
        if (formed_[which].open_rows != 0) {
            faults.push_back(left_open(one.name, formed_[which].open_rows, formed_[which].all_open));
            faults.back().line = formed_[which].open_line;
        }
    }
    return faults;
}

Value PopulationValues::value(std::size_t which, const Evaluator& evaluator, std::size_t row) const {
    const PopulationPlan::One& one = plan_->all()[which];
    const Formed& formed = formed_[which];
    const bool ranks = one.rule->kind == Population::Kind::rank;
    const std::optional<bool> in = ranks ? counts(*one.parts, evaluator, row) : std::optional(true);
    if (in && !*in) {
        return Value::absent();
    }
    const std::optional<std::string> key = key_of(*one.parts, evaluator, row);
    if (!in || !key || formed.all_open) {
        return Value::unknown({one.name});
    }
    const auto found = formed.groups.find(*key);
    const Group* group = found == formed.groups.end() ? nullptr : &found->second;
    if (group != nullptr && group->open) {
        return Value::unknown({one.name});
    }
    switch (one.rule->kind) {
        case Population::Kind::sum: return Value::of(group == nullptr ? Rational(0) : group->formed);
        case Population::Kind::count: return Value::of(Rational(group == nullptr ? 0 : group->count));
        case Population::Kind::min:
        case Population::Kind::max:
        case Population::Kind::mean:
            return group == nullptr ? Value::absent() : measured(group->formed, one.parts->value->type);
        case Population::Kind::rank: break;
    }
    const auto place = place_of(one, evaluator, row);
    if (!place || group == nullptr) {
        return Value::unknown({one.name});
    }
    const auto better = std::lower_bound(group->ranked.begin(), group->ranked.end(), *place) - group->ranked.begin();
    return Value::of(Rational(better + 1));
}

}  // namespace huiqi
