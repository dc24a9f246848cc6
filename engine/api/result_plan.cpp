#include "engine/api/result_plan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/rulebook.h"
#include "engine/rulebook/short_names.h"

namespace huiqi {
namespace {

using Kind = ResultSource::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 9> kParts{{{"state", Kind::state},
                                                                   {"eligible", Kind::eligible},
                                                                   {"award", Kind::award},
                                                                   {"reason", Kind::reason},
                                                                   {"reason_text", Kind::reason_text},
                                                                   {"failed", Kind::failed},
                                                                   {"missing", Kind::missing},
                                                                   {"errors", Kind::errors},
                                                                   {"anomalies", Kind::anomalies}}};

/// A result of one incentive: its name behind the incentive's, and where it comes from.
struct Result {
    std::string name;
    ResultSource source;
    bool usual = true;   ///< written when no columns are asked for
};

/// Lists all results of an incentive, in the order in which they are written.
[[nodiscard]] std::vector<Result> results_of(const IncentivePlan& plan, std::size_t index) {
    std::vector<Result> results;
    const auto add = [&](std::string name, Kind kind, std::size_t part = 0, bool usual = true) {
        results.push_back({.name = std::move(name), .source = {.kind = kind, .index = index, .part = part}, .usual = usual});
    };
    for (const auto& [name, kind] : kParts) {
        add(std::string(name), kind);
    }
    for (std::size_t at = 0; at < plan.parts.size(); ++at) {
        add("part." + plan.parts[at].name, Kind::part, at);
    }
    for (std::size_t at = 0; at < plan.shares.size(); ++at) {
        add("share." + plan.shares[at].name, Kind::share, at);
    }
    for (std::size_t at = 0; at < plan.recipients.size(); ++at) {
        add("recipient." + plan.recipients[at].name, Kind::recipient, at);
    }
    for (std::size_t at = 0; at < plan.schedule.size(); ++at) {
        const std::string name = "schedule." + plan.schedule[at].planned.name;
        add(name, Kind::instalment, at);
        add(name + ".state", Kind::instalment_state, at);
        if (plan.schedule[at].date) {
            add(name + ".date", Kind::instalment_date, at);
        }
    }
    add("due", Kind::due, 0, !plan.schedule.empty());
    if (plan.recovery) {
        add("recover", Kind::recovery);
    }
    return results;
}

/// Finds `incentive.award`, `incentive.share.name` …; an incentive is called by its id or the last part of it, where no other
/// ends so.
[[nodiscard]] std::optional<ResultSource> incentive_part(const Selection& rules, const Plan& plan, std::string_view source) {
    const std::vector<std::string> names = short_names(rules.incentives);
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {
        for (const std::string_view name : {std::string_view(rules.incentives[index]->id), std::string_view(names[index])}) {
            if (!source.starts_with(name) || source.size() <= name.size() || source[name.size()] != '.') {
                continue;
            }
            const std::string_view rest = source.substr(name.size() + 1);
            for (const Result& result : results_of(plan.incentives[index], index)) {
                if (result.name == rest) {
                    return result.source;
                }
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

/// Whether a name begins with that of an incentive, and is no input that the incentive has for itself.
[[nodiscard]] bool of_incentive(const Selection& rules, const Plan& plan, std::string_view source) {
    const auto begins = [source](std::string_view name) { return source.starts_with(name) && source.substr(name.size()).starts_with('.'); };
    return std::any_of(rules.incentives.begin(), rules.incentives.end(),
                       [&](const Incentive* one) { return begins(one->id) || begins(one->short_name()); }) &&
           std::none_of(plan.schema.fields.begin(), plan.schema.fields.end(),
                        [&](const FieldSchema& field) { return field.name == source; });
}

/// A name of the form `x.award`, `totals.x` or `incentive.x` that means nothing is a slip; anything else is a column of
/// the input.
[[nodiscard]] bool looks_computed(const Selection& rules, const Plan& plan, std::string_view source) {
    const std::size_t dot = source.rfind('.');
    if (dot == std::string_view::npos) {
        return false;
    }
    if (of_incentive(rules, plan, source)) {
        return true;
    }
    const std::string_view last = source.substr(dot + 1);
    const bool single = std::any_of(kParts.begin(), kParts.end(), [last](const auto& part) { return part.first == last; }) ||
                        last == "due" || last == "recover";
    const auto inside = [source](std::string_view mark) { return source.find(mark) != std::string_view::npos; };
    return single || source.starts_with("totals.") || inside(".part.") || inside(".share.") || inside(".recipient.") ||
           inside(".schedule.");
}

[[nodiscard]] std::vector<SelectItem> usual_items(const Selection& rules, const Plan& plan) {
    std::vector<SelectItem> items;
    const std::vector<std::string> short_of = short_names(rules.incentives);
    items.push_back({.name = "line", .source = "line"});
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {
        const Incentive& incentive = *rules.incentives[index];
        const auto add = [&](const std::string& rest) {
            items.push_back({.name = short_of[index] + rest, .source = incentive.id + rest});
        };
        for (const Result& result : results_of(plan.incentives[index], index)) {
            if (result.usual) {
                add("." + result.name);
            }
        }
    }
    for (const IncentivePlan::Named& total : plan.totals) {
        items.push_back({.name = total.name, .source = "totals." + total.name});
    }
    return items;
}

[[nodiscard]] std::string known_names(const Selection& rules, const Plan& plan) {
    std::string names;
    const std::vector<std::string> short_of = short_names(rules.incentives);
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {
        const std::string& name = short_of[index];
        names += (names.empty() ? "" : ", ") + name + ".award|reason|…";
        const std::vector<Result> results = results_of(plan.incentives[index], index);
        for (std::size_t at = kParts.size(); at < results.size(); ++at) {
            names += results[at].usual ? ", " + name + "." + results[at].name : std::string();
        }
    }
    for (const IncentivePlan::Named& total : plan.totals) {
        names += ", totals." + total.name;
    }
    return names;
}

/// Suggests the nearest result; where none is near, all that there are.
[[nodiscard]] Bilingual select_help(const Selection& rules, const Plan& plan, std::string_view written) {
    std::vector<std::string> names;
    const std::vector<std::string> short_of = short_names(rules.incentives);
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {
        for (const Result& result : results_of(plan.incentives[index], index)) {
            names.push_back(short_of[index] + "." + result.name);
            names.push_back(rules.incentives[index]->id + "." + result.name);
        }
    }
    for (const IncentivePlan::Named& total : plan.totals) {
        names.push_back("totals." + total.name);
    }
    for (std::size_t index = 0; index < rules.incentives.size(); ++index) {  // the last part of several ids
        const Incentive& one = *rules.incentives[index];
        if (short_of[index] != one.short_name() && written.starts_with(std::string(one.short_name()) + ".")) {
            return {"有几个事项都叫“" + std::string(one.short_name()) + "”，请写完整的编号：" + known_names(rules, plan),
                    "several incentives are called `" + std::string(one.short_name()) + "`, write the whole id: " + known_names(rules, plan)};
        }
    }
    const auto near = nearest(written, std::vector<std::string_view>(names.begin(), names.end()));
    return near ? Bilingual{"是不是“" + std::string(*near) + "”？", "did you mean `" + std::string(*near) + "`?"}
                : Bilingual{"可选：" + known_names(rules, plan), "there are: " + known_names(rules, plan)};
}

}  // namespace

void head_with_number(ResultPlan& results, const std::string& key) {
    results.items.front() = {.name = key, .source = key};
    results.sources.front() = {.kind = Kind::number};
}

void add_findings(ResultPlan& results, const FiledFindings& findings) {
    results.items.push_back({.name = "findings", .source = "findings"});
    results.sources.push_back({.kind = Kind::findings});
    results.findings = &findings;
}

ResultPlan plan_results(const Selection& rules, const Plan& plan, std::vector<SelectItem> items,
                        std::vector<SelectProblem>& problems) {
    ResultPlan results;
    results.items = items.empty() ? usual_items(rules, plan) : std::move(items);
    bool sound = true;
    for (const SelectItem& item : results.items) {
        auto source = incentive_part(rules, plan, item.source);
        source = source ? source : total_part(plan, item.source);
        if (!source && item.source == "line") {
            source = ResultSource{.kind = Kind::line, .index = 0};
        }
        if (!source && looks_computed(rules, plan, item.source)) {
            sound = false;
            problems.push_back({.message = {"要写出的列“" + item.source + "”不是任何事项的结果",
                                            "the column `" + item.source + "` is no result of any incentive"},
                                .help = select_help(rules, plan, item.source)});
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
