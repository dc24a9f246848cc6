#include "engine/rulebook/lints/version_warnings.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/parameter_periods.h"

namespace huiqi {
namespace {

/// Gives what two versions of one incentive have in common: the id without digits, if it has any of a year.
[[nodiscard]] std::string without_year(const std::string& id) {
    constexpr std::string_view kChinese[]{"〇", "零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    std::string rest;
    int digits = 0;
    for (std::size_t at = 0; at < id.size();) {
        const auto chinese = std::find_if(std::begin(kChinese), std::end(kChinese),
                                          [&](std::string_view digit) { return id.compare(at, digit.size(), digit) == 0; });
        if (id[at] >= '0' && id[at] <= '9') {
            ++digits;
            ++at;
        } else if (chinese != std::end(kChinese)) {
            ++digits;
            at += chinese->size();
        } else {
            rest += id[at++];
        }
    }
    constexpr int kDigitsOfAYear = 4;
    return digits == kDigitsOfAYear ? rest : std::string();
}

[[nodiscard]] bool starts_before(const Incentive& left, const Incentive& right) {
    const auto from = [](const Incentive& one) { return one.effective ? one.effective->from : std::nullopt; };
    return from(left) < from(right);
}

void compare(const Incentive& older, const Incentive& newer, Diagnostics& diagnostics) {
    const std::optional<Date> end = older.effective ? older.effective->to : std::nullopt;
    const std::optional<Date> begin = newer.effective ? newer.effective->from : std::nullopt;
    const bool together = !end || !begin || *end >= *begin;
    if (!together && end->days() + 1 == begin->days()) {
        return;
    }
    auto& told = diagnostics.warning(
        "W548", newer.effective ? newer.effective->declared : newer.declared,
        {fmt::format("“{}”和“{}”像是同一事项的两个版本，没有写“接替”，{}", newer.id, older.id, together ? "施行期还有重叠" : "中间还有空档"),
         fmt::format("`{}` and `{}` look like two versions of one incentive, neither replaces the other, and {}", newer.id, older.id,
                     together ? "they are in force together" : "days lie between them")},
        {"是新旧版本，就写“接替”，并让施行期首尾相接；是两件事，换一个名称",
         "where one follows the other write `replaces`, and let their days meet; where they are two things, give them two titles"});
    told.related.push_back({older.effective ? older.effective->declared : older.declared, {"另一个在这里", "the other one is here"}});
}

/// Gives the parameters whose value in force is asked, not that of some other day.
[[nodiscard]] std::set<const Parameter*> decided_by_the_day(const Incentive& incentive) {
    std::set<const Parameter*> found;
    for (const RulePart& part : rule_parts(incentive)) {
        for (const CheckedExpression* expression : part.expressions) {
            for (const CoreNode& node : expression->nodes) {
                if (node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::parameter) {
                    found.insert(&incentive.parameters[node.index]);
                }
            }
        }
    }
    return found;
}

/// Tells whether a parameter is a series that others publish from time to time: a rate of interest or of exchange.
[[nodiscard]] bool is_published_rate(const Parameter& parameter) {
    if (parameter.versions.size() < 2 || !parameter.versions.back().from || !parameter.type.is(TypeKind::number)) {
        return false;
    }
    const Unit unit = parameter.type.unit();
    const bool yearly = unit == Unit::of("month", -1) || unit == Unit::of("day", -1);
    const std::vector<Unit::Factor>& factors = unit.factors();
    const bool exchange = factors.size() == 2 && std::all_of(factors.begin(), factors.end(), [](const Unit::Factor& factor) {
        return Unit::of(factor.name).is_money();
    });
    return (parameter.rate && yearly) || exchange;
}

/// Tells whether two incentives may be versions of one.
[[nodiscard]] bool are_alike(const Incentive& left, const Incentive& right) {
    const bool one_place = left.region == right.region && left.parent.empty() && right.parent.empty();
    return one_place && !left.follows(right) && !right.follows(left) && (left.effective || right.effective) && left.id != right.id;
}

}  // namespace

void warn_of_days_without_value(const Incentive& incentive, Diagnostics& diagnostics) {
    if (!incentive.effective || !incentive.effective->from || incentive.effective->by.empty()) {
        return;
    }
    const std::set<const Parameter*> by_day = decided_by_the_day(incentive);
    for (const Parameter& parameter : incentive.parameters) {
        const bool own = parameter.declared.source == incentive.declared.source && !parameter.versions.empty() && by_day.contains(&parameter);
        if (!own || !parameter.versions.front().from || *parameter.versions.front().from <= *incentive.effective->from) {
            continue;
        }
        auto& told = diagnostics.warning(
            "W549", parameter.versions.front().span,
            {fmt::format("从 {} 起施行，参数“{}”到 {} 才有值，中间的申报算不出来", incentive.effective->from->text(), parameter.name,
                         parameter.versions.front().from->text()),
             fmt::format("in force from {}, while the parameter `{}` has no value before {}: applications between cannot be computed",
                         incentive.effective->from->text(), parameter.name, parameter.versions.front().from->text())},
            {"补上开头的值，或者检查两个日期", "add the value of the first days, or look at both dates"});
        told.related.push_back({incentive.effective->declared, {"施行期在这里", "the days of validity are here"}});
    }
}

/// A standard of a document changes rarely and holds until it is replaced: so many values of the day that decides are a series.
constexpr std::size_t kMostStandards = 4;

void warn_of_endless_series(const Incentive& incentive, Diagnostics& diagnostics) {
    std::set<const Parameter*> told;
    for (const RulePart& part : rule_parts(incentive)) {
        for (const CheckedExpression* expression : part.expressions) {
            for (const CoreNode& node : expression->nodes) {
                const bool called = node.op == CoreOp::parameter_on;
                if (!called && (node.op != CoreOp::symbol || node.symbol_kind != SymbolKind::parameter)) {
                    continue;
                }
                const Parameter& parameter = incentive.parameters[node.index];
                const bool many = called || parameter.versions.size() >= kMostStandards;
                if (!many || !is_published_rate(parameter) || is_over(parameter.versions.back()) || !told.insert(&parameter).second) {
                    continue;
                }
                const std::string last = parameter.versions.back().from->text();
                diagnostics.warning(
                    "W553", parameter.declared,
                    {fmt::format("“{}”的最后一个数是 {} 的，没有写“有效至”：以后的日子都按它算", parameter.name, last),
                     fmt::format("the last value of `{}` is of {}, and nothing says how long it holds: it is used for all later days", parameter.name, last)},
                    {"写“有效至: …”，下一个数公布的前一天；再以后的日子是错误 R11，补上新数才算",
                     "write `valid_through: …`, the day before the next value is due; days behind it are R11 until the new value is added"});
            }
        }
    }
}

void warn_of_unlinked_versions(const std::vector<Incentive>& incentives, Diagnostics& diagnostics) {
    std::map<std::pair<std::string, std::string>, std::vector<const Incentive*>> alike;   // by title, or by id without the year
    for (const Incentive& incentive : incentives) {
        if (!incentive.title.zh.empty()) {
            alike[{"title", incentive.title.zh}].push_back(&incentive);
        }
        if (const std::string rest = without_year(incentive.id); !rest.empty()) {
            alike[{"id", rest}].push_back(&incentive);
        }
    }
    std::map<std::pair<const Incentive*, const Incentive*>, bool> told;
    for (auto& [what, group] : alike) {
        std::stable_sort(group.begin(), group.end(), [](const Incentive* left, const Incentive* right) { return starts_before(*left, *right); });
        for (std::size_t at = 1; at < group.size(); ++at) {
            const Incentive& older = *group[at - 1];
            const Incentive& newer = *group[at];
            if (are_alike(older, newer) && told.try_emplace({&older, &newer}, true).second) {
                compare(older, newer, diagnostics);
            }
        }
    }
}

}  // namespace huiqi
