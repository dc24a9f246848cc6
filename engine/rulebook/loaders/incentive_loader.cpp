#include "engine/rulebook/loaders/incentive_loader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/lints/patent_count.h"
#include "engine/rulebook/lints/rule_warnings.h"
#include "engine/rulebook/lints/stated_checks.h"
#include "engine/rulebook/loaders/award_loader.h"
#include "engine/rulebook/loaders/cases_loader.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"
#include "engine/rulebook/loaders/definitions_loader.h"
#include "engine/rulebook/loaders/enums_loader.h"
#include "engine/rulebook/loaders/inputs_loader.h"
#include "engine/rulebook/loaders/parameters_loader.h"
#include "engine/rulebook/loaders/population_loader.h"
#include "engine/rulebook/loaders/schedule_loader.h"
#include "engine/rulebook/loaders/shares_loader.h"
#include "engine/rulebook/loaders/tables_loader.h"
#include "engine/rulebook/loaders/targets_loader.h"
#include "engine/rulebook/names.h"

namespace huiqi {
namespace {

/// An id is letters, digits, Chinese, `.` `_` `-`; nothing that could be a path or a command.
bool is_id(std::string_view id) {
    for (std::size_t at = 0; at < id.size();) {
        const char32_t c = next_code_point(id, at);
        const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
        if (!letter && c != U'.' && c != U'_' && c != U'-' && c < 0xA0) {
            return false;
        }
    }
    return !id.empty() && id.front() != '.' && id.back() != '.';
}

}  // namespace

std::string read_id(LoadContext& context, const Fields& file) {
    const MappedText* id = file.text("id");
    if (id == nullptr) {
        return {};
    }
    if (!is_id(id->text)) {
        context.diagnostics.error("E328", id->span(),
                                  {fmt::format("“{}”不能作编号", excerpt(id->text)),
                                   fmt::format("`{}` cannot be an id", excerpt(id->text))},
                                  {"编号由汉字、字母、数字和 . _ - 组成，例如 江苏.专利引进奖补",
                                   "an id is made of letters, digits, Chinese and . _ -"});
    }
    return id->text;
}

void load_header(LoadContext& context, const Fields& file, Incentive& incentive) {
    incentive.id = read_id(context, file);
    incentive.declared = file.value("id");
    incentive.file = context.file;
    if (file.has("title")) {
        incentive.title = file.prose("title");
    }
    if (file.has("issuer")) {
        incentive.issuer = file.prose("issuer");
    }
    if (file.has("region")) {
        const Region region = read_region(context, file);
        incentive.region = region.name;
        incentive.region_code = region.code;
    }
    incentive.region_span = file.has("region") ? file.value("region") : incentive.declared;
    if (const MappedText* rank = file.text("rank")) {
        constexpr unsigned kHighest = 100;
        incentive.rank = read_count(context, *rank, kHighest).value_or(0);
    }
    if (const auto uses = file.node("uses")) {
        for (const MappedText* id : read_texts(context, *uses)) {
            incentive.uses.push_back(id->text);
        }
    }
}

void load_units_and_enums(LoadContext& context, const Fields& file, LoadedIncentive& loaded) {
    Incentive& incentive = loaded.incentive;
    for (const Library* library : loaded.libraries) {
        incentive.units.insert(incentive.units.end(), library->units.begin(), library->units.end());
    }
    loaded.enumerations = with_used(std::move(loaded.enumerations), loaded.libraries);
    const std::vector<std::string> own = read_count_units(context, file);
    incentive.units.insert(incentive.units.end(), own.begin(), own.end());
    std::sort(incentive.units.begin(), incentive.units.end());
    incentive.units.erase(std::unique(incentive.units.begin(), incentive.units.end()), incentive.units.end());
    load_enumerations(context, file, loaded.enumerations);
    incentive.enumerations = loaded.enumerations;
    loaded.parse.units = incentive.units;
    context.parse.units = incentive.units;
}

/// What the award is paid in; yuan unless it is said.
void load_currency(LoadContext& context, const Fields& file, Incentive& incentive) {
    const MappedText* text = file.text("currency");
    if (text == nullptr) {
        return;
    }
    const auto unit = parse_entry_unit(text->text, {});
    if (!unit || !unit->unit.is_money() || unit->factor != 1) {
        context.diagnostics.error("E302", text->span(),
                                  {fmt::format("“{}”不是币种", excerpt(text->text)),
                                   fmt::format("`{}` is no currency", excerpt(text->text))},
                                  {"写 元、美元、欧元、日元 等，或者 USD、EUR、JPY 等", "write yuan, USD, EUR, JPY and so on"});
        return;
    }
    incentive.currency = unit->unit;
}

void find_issued(const LoadContext& context, Incentive& incentive) {
    incentive.issued.reset();
    for (const Citation& citation : incentive.citations) {
        const auto day = citation.declared.source == context.document.source ? Date::parse(citation.issued)
                                                                             : Date::parse("");
        if (day.has_value() && (!incentive.issued || *incentive.issued < day.value())) {
            incentive.issued = day.value();
        }
    }
}

void find_unset(Incentive& incentive) {
    incentive.unset.clear();
    for (const Parameter& parameter : incentive.parameters) {
        if (parameter.versions.empty()) {
            incentive.unset.push_back(parameter.name);
        }
    }
    incentive.abstract = !incentive.unset.empty();
}

LoadedIncentive load_incentive(LoadContext& context, const Fields& file, std::vector<const Library*> used) {
    const std::size_t errors = context.diagnostics.error_count();
    LoadedIncentive loaded;
    loaded.libraries = std::move(used);
    Incentive& incentive = loaded.incentive;
    load_header(context, file, incentive);
    if (file.has("parent")) {
        context.diagnostics.error("E456", file.key("parent"),
                                  {"只有细则才有“上位”", "only an overlay has a `parent`"},
                                  {"把“种类”写成 细则，或者去掉“上位”", "make the `kind` overlay, or leave out `parent`"});
    }
    if (file.written("rank")) {
        context.diagnostics.error("E456", file.key("rank"),
                                  {"只有细则才比“位阶”", "only overlays are compared by `rank`"},
                                  {"它不起作用：去掉它", "it has no effect: leave it out"});
    }
    load_citations(context, file, incentive.citations, used_citations(loaded.libraries));
    load_units_and_enums(context, file, loaded);
    load_effective(context, file, incentive);
    load_currency(context, file, incentive);
    incentive.replaces = file.string("replaces");
    incentive.replaces_declared = file.value("replaces");
    RuleNames names(incentive, loaded.enumerations, loaded.libraries, context.diagnostics);
    load_parameters(context, file, names);
    load_inputs(context, file, names);
    load_tables(context, file, names);
    load_definitions(context, file, names);
    load_populations(context, file, names);
    names.settle();
    check_populations(context, incentive);
    link_effective(context, file, names);
    load_conditions(context, file, names);
    load_award(context, file, names);
    load_extras(context, file, names);
    load_parts(context, file, names);
    load_shares(context, file, names);
    load_schedule(context, file, names);
    load_recovery(context, file, names);
    load_anomalies(context, file, names);
    load_targets(context, file, names);
    find_unset(incentive);
    find_issued(context, incentive);
    loaded.broken = context.broken;
    loaded.sound = context.readable && context.diagnostics.error_count() == errors;
    if (loaded.sound) {
        warn_about_rules(incentive, context.diagnostics);
        check_stated_numbers(incentive, context.diagnostics);
        check_patent_count(incentive, context.diagnostics);
        loaded.sound = context.diagnostics.error_count() == errors;
    }
    load_cases(context, file.items("cases"), loaded.enumerations, incentive, loaded.places);
    return loaded;
}

}  // namespace huiqi
