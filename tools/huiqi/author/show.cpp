#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/parameter_periods.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/json_values.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

struct ShowOptions {
    std::vector<std::string> rules;
    RuleChoice choice;
};

/// What is in force of one incentive, on a day or over all days.
class Sheet {
public:
    Sheet(const Incentive& incentive, const Rulebook& rulebook, std::optional<Date> day)
        : incentive_(incentive), rulebook_(rulebook), day_(day) {}

    /// The values of a parameter that are asked for.
    [[nodiscard]] std::vector<ParameterPeriod> values(const Parameter& parameter) const {
        if (!day_) {
            return parameter_periods(parameter);
        }
        const auto one = parameter_on(parameter, *day_);
        return one ? std::vector{*one} : std::vector<ParameterPeriod>();
    }

    /// Whether the day lies in the period of validity; nothing when no day was asked for.
    [[nodiscard]] std::optional<bool> in_force() const {
        if (!day_) {
            return std::nullopt;
        }
        const auto& effective = incentive_.effective;
        return !effective || ((!effective->from || *effective->from <= *day_) && (!effective->to || *day_ <= *effective->to));
    }

    /// The incentives that it is laid over, from the nearest.
    [[nodiscard]] std::vector<const Incentive*> parents() const {
        std::vector<const Incentive*> all;
        for (const Incentive* at = &incentive_; !at->parent.empty() && all.size() < 32; at = all.back()) {
            const Incentive* above = rulebook_.find(at->parent);
            if (above == nullptr) {
                break;
            }
            all.push_back(above);
        }
        return all;
    }

    [[nodiscard]] CitedText cited(const Parameter& parameter, const Parameter::Version* version) const {
        Provenance provenance = parameter.provenance;
        if (version != nullptr) {
            provenance.source = source_of(parameter, *version);
        }
        return cited_text(incentive_, provenance);
    }

    const Incentive& incentive_;
    const Rulebook& rulebook_;
    std::optional<Date> day_;
};

[[nodiscard]] const Spelling& local_word(Parameter::Local local) {
    switch (local) {
        case Parameter::Local::fixed: return spelling(Scope::local_word, "fixed");
        case Parameter::Local::allowed: return spelling(Scope::local_word, "allowed");
        case Parameter::Local::required: break;
    }
    return spelling(Scope::local_word, "required");
}

[[nodiscard]] json parameter_json(const Sheet& sheet, const Parameter& parameter, const Sources& sources) {
    json values = json::array();
    for (const ParameterPeriod& period : sheet.values(parameter)) {
        values.push_back({{"value", value_json(period.version->value, parameter.type)},
                          {"from", day_json(period.from)},
                          {"to", day_json(period.to)},
                          {"source", cited_json(sheet.cited(parameter, period.version))},
                          {"place", place_json(period.version->span, sources)}});
    }
    return {{"name", parameter.name},
            {"unit", unit_name(parameter.type.is(TypeKind::number) ? parameter.type.unit() : Unit(), false)},
            {"local", local_word(parameter.local).en},
            {"band", parameter.band_text.empty() ? json(nullptr) : json(parameter.band_text)},
            {"set", !parameter.versions.empty()},
            {"declared", place_json(parameter.declared, sources)},
            {"values", std::move(values)}};
}

[[nodiscard]] json sheet_json(const Sheet& sheet, const Sources& sources) {
    const Incentive& incentive = sheet.incentive_;
    json parents = json::array();
    for (const Incentive* parent : sheet.parents()) {
        parents.push_back({{"id", parent->id}, {"place", place_json(parent->declared, sources)}});
    }
    json effective = nullptr;
    if (incentive.effective) {
        effective = {{"from", day_json(incentive.effective->from)},
                     {"to", day_json(incentive.effective->to)},
                     {"by", incentive.effective->by},
                     {"source", cited_json(cited_text(incentive, incentive.effective->provenance))},
                     {"place", place_json(incentive.effective->declared, sources)}};
    }
    json parameters = json::array();
    for (const Parameter& parameter : incentive.parameters) {
        parameters.push_back(parameter_json(sheet, parameter, sources));
    }
    const auto in_force = sheet.in_force();
    return {{"id", incentive.id},
            {"title", prose_json(incentive.title)},
            {"issuer", prose_json(incentive.issuer)},
            {"region", {{"name", incentive.region}, {"code", incentive.region_code}}},
            {"place", place_json(incentive.declared, sources)},
            {"parents", std::move(parents)},
            {"in_force", in_force ? json(*in_force) : json(nullptr)},
            {"effective", std::move(effective)},
            {"can_run", !incentive.abstract},
            {"unset", incentive.unset},
            {"parameters", std::move(parameters)}};
}

/// Writes a sheet for people.
class SheetText {
public:
    SheetText(const Sheet& sheet, const Sources& sources, const Program& program)
        : sheet_(sheet), incentive_(sheet.incentive_), sources_(sources), program_(program) {}

    [[nodiscard]] std::string write() {
        line(incentive_.id + (incentive_.title.empty() ? "" : "  " + say(incentive_.title)) + "  " + place(incentive_.declared));
        if (!incentive_.region.empty()) {
            line("  " + say({"地区 ", "region "}) + incentive_.region + " " + incentive_.region_code);
        }
        for (const Incentive* parent : sheet_.parents()) {
            line("  " + say({"上位 ", "over "}) + parent->id + "  " + place(parent->declared));
        }
        effective();
        if (incentive_.abstract) {
            std::string names;
            for (const std::string& name : incentive_.unset) {
                names += (names.empty() ? "" : "、") + name;
            }
            line("  " + say({"还不能运行，没有取值：", "cannot run yet, not set: "}) + names);
        }
        if (!incentive_.parameters.empty()) {
            line("  " + say({"参数", "parameters"}));
        }
        for (const Parameter& parameter : incentive_.parameters) {
            parameter_lines(parameter);
        }
        return std::move(text_);
    }

private:
    [[nodiscard]] std::string say(const Bilingual& both) const { return program_.say(both); }
    [[nodiscard]] std::string place(const Span& span) const { return place_text(span, sources_); }
    void line(const std::string& text) { text_ += text + "\n"; }

    [[nodiscard]] std::string days(const std::optional<Date>& from, const std::optional<Date>& to) const {
        std::string text = from ? say({"自 ", "from "}) + from->text() : "";
        text += to ? (text.empty() ? "" : " ") + say({"至 ", "to "}) + to->text() : "";
        return text;
    }

    void effective() {
        const auto in_force = sheet_.in_force();
        if (!incentive_.effective) {
            return;
        }
        const Effective& effective = *incentive_.effective;
        std::string text = "  " + say({"施行 ", "effective "}) + days(effective.from, effective.to);
        text += effective.by.empty() ? "" : say({"，按 ", ", by "}) + effective.by;
        if (in_force) {
            text += *in_force ? say({"（这一天施行）", " (in force on that day)"}) : say({"（这一天不施行）", " (not in force on that day)"});
        }
        line(text + "  " + place(effective.declared));
        cite(cited_text(incentive_, effective.provenance));
    }

    void cite(const CitedText& cited) {
        if (!cited.document.empty() || !cited.clause.empty()) {
            line("      " + say({"依据 ", "source "}) + cited.document + (cited.number.empty() ? "" : " " + cited.number) +
                 (cited.clause.empty() ? "" : " " + cited.clause));
        }
        if (!cited.interpretation.empty()) {
            line("      " + say({"解释 ", "interpretation: "}) + say(cited.interpretation));
        }
    }

    void parameter_lines(const Parameter& parameter) {
        constexpr std::size_t kWidth = 20;
        const std::size_t width = display_width(parameter.name);
        const std::string name = "    " + parameter.name + std::string(width < kWidth ? kWidth - width : 1, ' ');
        std::string open;
        if (parameter.local != Parameter::Local::fixed) {
            const Spelling& word = local_word(parameter.local);
            open = say({"  地方", "  local: "}) + std::string(program_.language == Language::zh ? word.zh : word.en);
            open += parameter.band_text.empty() ? "" : " " + parameter.band_text;
        }
        const auto values = sheet_.values(parameter);
        if (values.empty()) {
            const bool never = parameter.versions.empty();
            line(name + (never ? say({"没有取值", "not set"}) : say({"这一天没有值", "no value on that day"})) + open + "  " +
                 place(parameter.declared));
            cite(sheet_.cited(parameter, nullptr));
            return;
        }
        std::string last;
        for (std::size_t at = 0; at < values.size(); ++at) {
            const ParameterPeriod& period = values[at];
            const std::string in_days = days(period.from, period.to);
            line((at == 0 ? name : std::string(4 + kWidth, ' ')) +
                 value_text(period.version->value, parameter.type, program_.language == Language::zh, &parameter.entry) +
                 (in_days.empty() ? "" : "  " + in_days) + (at == 0 ? open : "") + "  " + place(period.version->span));
            const std::string& source = source_of(parameter, *period.version);
            if (at == 0 || source != last) {
                cite(sheet_.cited(parameter, period.version));
            }
            last = source;
        }
    }

    const Sheet& sheet_;
    const Incentive& incentive_;
    const Sources& sources_;
    const Program& program_;
    std::string text_;
};

/// Gives what is to be shown; nothing when that was complained of. In a region what cannot run is shown too.
[[nodiscard]] std::optional<std::vector<const Incentive*>> to_show(const Program& program, const Rulebook& rulebook,
                                                                   const RuleChoice& choice, const std::optional<Place>& place) {
    std::vector<const Incentive*> all;
    if (!choice.only.empty()) {
        RuleChoice asked = choice;
        asked.on = place ? choice.on : "";
        auto selected = select_rules(program, rulebook, asked);
        return selected ? std::optional(std::move(selected->incentives)) : std::nullopt;
    }
    if (!place) {
        for (const Incentive& incentive : rulebook.incentives) {
            if (!incentive.support) {
                all.push_back(&incentive);
            }
        }
        return all;
    }
    const RegionChoice regions(rulebook, *place);
    for (const Incentive* root : regions.roots()) {
        const RegionChoice::Found found = regions.of(*root);
        all.insert(all.end(), found.tied.begin(), found.tied.end());
        if (found.in_force != nullptr) {
            all.push_back(found.in_force);
        }
    }
    return all;
}

Exit show(const Program& program, const ShowOptions& options) {
    std::optional<Date> day;
    std::optional<Place> place;
    bool sound = true;
    if (options.choice.region.empty() && !options.choice.on.empty()) {
        day = read_day(program, options.choice.on);
        sound = day.has_value();
    } else {
        place = read_place(program, options.choice, sound);
        day = place ? place->day : std::nullopt;
    }
    if (!sound) {
        return Exit::wrong_use;
    }
    LoadedRules rules = load_rules(options.rules);
    if (rules.diagnostics.has_errors()) {
        return rules_problem(program, rules);
    }
    const auto shown = to_show(program, rules.rulebook, options.choice, place);
    if (!shown) {
        return Exit::wrong_use;
    }
    json list = json::array();
    std::string text;
    for (const Incentive* incentive : *shown) {
        const Sheet sheet(*incentive, rules.rulebook, day);
        if (program.json) {
            list.push_back(sheet_json(sheet, *rules.rulebook.sources));
        } else {
            text += (text.empty() ? "" : "\n") + SheetText(sheet, *rules.rulebook.sources, program).write();
        }
    }
    if (text.empty() && place && shown->empty()) {
        text = program.say({"这一天、这个地区没有施行的规则：", "no rules are in force there on that day: "}) + options.choice.region + " " +
               options.choice.on + "\n";
    }
    return put(program.json ? list.dump(1, ' ', false, json::error_handler_t::replace) + "\n" : text) ? Exit::done : Exit::input_output;
}

}  // namespace

void add_show(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("show", "show what is in force and where each parameter comes from / 显示施行中的规则和每个参数的来历");
    auto options = std::make_shared<ShowOptions>();
    command->add_option("RULES", options->rules, "rule files or folders / 规则文件或文件夹")->required();
    options->choice.add_options(*command);
    command->footer("examples:\n  huiqi show rules/jiangsu\n  huiqi show rules --on 2025-01-01 --only 质押贷款贴息\n"
                    "  huiqi show rules --region 610900 --on 2025-01-01\n"
                    "  huiqi --json show my-rule.yaml");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return show(program, *options); };
    });
}

}  // namespace huiqi
