#include "engine/api/result_plan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

using Kind = ResultSource::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 8> kParts{{{"eligible", Kind::eligible},
                                                                   {"award", Kind::award},
                                                                   {"reason", Kind::reason},
                                                                   {"reason_text", Kind::reason_text},
                                                                   {"failed", Kind::failed},
                                                                   {"missing", Kind::missing},
                                                                   {"errors", Kind::errors},
                                                                   {"anomalies", Kind::anomalies}}};

[[nodiscard]] std::optional<Kind> part_of(std::string_view name) {
    const auto at = std::find_if(kParts.begin(), kParts.end(), [name](const auto& part) { return part.first == name; });
    return at == kParts.end() ? std::nullopt : std::optional(at->second);
}

[[nodiscard]] std::optional<ResultSource> incentive_part(const Selection& rules, std::string_view source) {
    const std::size_t dot = source.rfind('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    const auto kind = part_of(source.substr(dot + 1));
    const std::string_view name = source.substr(0, dot);
    for (std::size_t index = 0; kind && index < rules.incentives.size(); ++index) {
        if (rules.incentives[index]->id == name || rules.incentives[index]->short_name() == name) {
            return ResultSource{.kind = *kind, .index = index};
        }
    }
    return std::nullopt;
}

constexpr std::string_view kPartMark = ".part.";

/// Finds `incentive.part.name`.
[[nodiscard]] std::optional<ResultSource> named_part(const Selection& rules, const Plan& plan, std::string_view source) {
    const std::size_t mark = source.rfind(kPartMark);
    if (mark == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view name = source.substr(0, mark);
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {
        if (rules.incentives[index]->id != name && rules.incentives[index]->short_name() != name) {
            continue;
        }
        const std::vector<IncentivePlan::Named>& parts = plan.incentives[index].parts;
        for (std::size_t part = 0; part < parts.size(); ++part) {
            if (parts[part].name == source.substr(mark + kPartMark.size())) {
                return ResultSource{.kind = Kind::part, .index = index, .part = part};
            }
        }
    }
    return std::nullopt;
}

[[nodiscard]] std::optional<ResultSource> total_part(const Plan& plan, std::string_view source) {
    constexpr std::string_view kPrefix = "totals.";
    if (!source.starts_with(kPrefix)) {
        return std::nullopt;
    }
    for (std::size_t index = 0; index < plan.totals.size(); ++index) {
        if (plan.totals[index].name == source.substr(kPrefix.size())) {
            return ResultSource{.kind = Kind::total, .index = index};
        }
    }
    return std::nullopt;
}

/// A name of the form `x.award` or `totals.x` that means nothing is a slip; anything else is a column of the input.
[[nodiscard]] bool looks_computed(std::string_view source) {
    const std::size_t dot = source.rfind('.');
    return dot != std::string_view::npos && (source.starts_with("totals.") || source.find(kPartMark) != std::string_view::npos ||
                                             part_of(source.substr(dot + 1)));
}

[[nodiscard]] std::vector<SelectItem> usual_items(const Selection& rules, const Plan& plan) {
    std::vector<SelectItem> items;
    const bool keyed = rules.bundle != nullptr && !rules.bundle->keys.application.empty();
    const std::string first = keyed ? rules.bundle->keys.application : "line";
    items.push_back({.name = first, .source = first});
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {
        const Incentive& incentive = *rules.incentives[index];
        const auto add = [&](const std::string& rest) {
            items.push_back({.name = std::string(incentive.short_name()) + rest, .source = incentive.id + rest});
        };
        for (const auto& part : kParts) {
            add("." + std::string(part.first));
        }
        for (const IncentivePlan::Named& part : plan.incentives[index].parts) {
            add(std::string(kPartMark) + part.name);
        }
    }
    for (const IncentivePlan::Named& total : plan.totals) {
        items.push_back({.name = total.name, .source = "totals." + total.name});
    }
    return items;
}

[[nodiscard]] std::string known_names(const Selection& rules, const Plan& plan) {
    std::string names;
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {
        const std::string name(rules.incentives[index]->short_name());
        names += (names.empty() ? "" : ", ") + name + ".award|reason|…";
        for (const IncentivePlan::Named& part : plan.incentives[index].parts) {
            names += ", " + name + std::string(kPartMark) + part.name;
        }
    }
    for (const IncentivePlan::Named& total : plan.totals) {
        names += ", totals." + total.name;
    }
    return names;
}

}  // namespace

ResultPlan plan_results(const Selection& rules, const Plan& plan, std::vector<SelectItem> items,
                        std::vector<SelectProblem>& problems) {
    ResultPlan results;
    results.items = items.empty() ? usual_items(rules, plan) : std::move(items);
    bool sound = true;
    for (const SelectItem& item : results.items) {
        auto source = incentive_part(rules, item.source);
        source = source ? source : named_part(rules, plan, item.source);
        source = source ? source : total_part(plan, item.source);
        if (!source && item.source == "line") {
            source = ResultSource{.kind = Kind::line, .index = 0};
        }
        if (!source && looks_computed(item.source)) {
            sound = false;
            problems.push_back({.message = {"要写出的列“" + item.source + "”不是任何事项的结果",
                                            "the column `" + item.source + "` is no result of any incentive"},
                                .help = {"可选：" + known_names(rules, plan), "there are: " + known_names(rules, plan)}});
            source = ResultSource{};
        }
        if (!source) {
            results.carried.push_back(item.source);
            source = ResultSource{.kind = Kind::carried, .index = results.carried.size() - 1};
        }
        results.sources.push_back(*source);
    }
    if (!sound) {
        results.items.clear();
    }
    return results;
}

}  // namespace huiqi
