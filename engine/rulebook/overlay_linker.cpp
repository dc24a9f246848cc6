#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/condition_tests.h"
#include "engine/rulebook/lints/rule_warnings.h"
#include "engine/rulebook/lints/stated_checks.h"
#include "engine/rulebook/loaders/cases_loader.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"
#include "engine/rulebook/loaders/definitions_loader.h"
#include "engine/rulebook/loaders/incentive_loader.h"
#include "engine/rulebook/loaders/inputs_loader.h"
#include "engine/rulebook/loaders/parameters_loader.h"
#include "engine/rulebook/loaders/shares_loader.h"
#include "engine/rulebook/loaders/targets_loader.h"
#include "engine/rulebook/names.h"

namespace huiqi {
namespace {

/// Gives a source of the parent another name, so that the overlay may use that name for its own document.
class SourceRenamer {
public:
    SourceRenamer(std::string from, std::string to) : from_(std::move(from)), to_(std::move(to)) {}

    void rename(Incentive& incentive) const {
        for (Citation& citation : incentive.citations) {
            rename(citation.name);
            rename(citation.part_of);
        }
        for (Parameter& parameter : incentive.parameters) {
            rename(parameter.provenance.source);
            for (Parameter::Version& version : parameter.versions) {
                rename(version.source);
                for (std::string& name : version.also) {
                    rename(name);
                }
            }
        }
        rename_all(incentive.inputs);
        rename_all(incentive.definitions);
        rename_all(incentive.tables);
        for (DecisionTable& table : incentive.tables) {
            rename_all(table.rows);
        }
        rename_all(incentive.conditions);
        for (Condition& condition : incentive.conditions) {
            rename_all(condition.alternatives);
        }
        rename_all(incentive.anomalies);
        rename_all(incentive.targets);
        rename_all(incentive.award);
        for (Definition& definition : incentive.definitions) {
            rename_all(definition.steps);
        }
        for (ExtraAmount& extra : incentive.extras) {
            rename_all(extra.steps);
        }
        for (std::vector<Share>* shares : {&incentive.shares, &incentive.recipients}) {
            for (Share& share : *shares) {
                rename_share(share);
            }
        }
        if (incentive.schedule) {
            for (Instalment& part : incentive.schedule->parts) {
                rename_share(part.share);
            }
        }
        if (incentive.recovery) {
            rename(incentive.recovery->provenance);
            rename_all(incentive.recovery->steps);
        }
        if (incentive.effective) {
            rename(incentive.effective->provenance);
        }
    }

private:
    void rename(std::string& name) const {
        if (name == from_) {
            name = to_;
        }
    }

    void rename(Provenance& provenance) const {
        rename(provenance.source);
        for (std::string& name : provenance.also) {
            rename(name);
        }
    }

    void rename_share(Share& share) const {
        rename(share.provenance);
        rename_all(share.steps);
    }

    template <class Rules>
    void rename_all(Rules& rules) const {
        for (auto& rule : rules) {
            rename(rule.provenance);
        }
    }

    std::string from_;
    std::string to_;
};

/// Lays one overlay over a copy of its parent.
class OverlayLoader {
public:
    OverlayLoader(LoadContext& context, const Fields& file, const LoadedIncentive& parent)
        : context_(context), file_(file), parent_(parent) {}

    LoadedIncentive load(std::vector<const Library*> used) {
        const std::size_t errors = context_.diagnostics.error_count();
        LoadedIncentive loaded = parent_;
        loaded.libraries.insert(loaded.libraries.end(), used.begin(), used.end());
        Incentive& incentive = loaded.incentive;
        incentive.parent = parent_.incentive.id;
        incentive.lineage.push_back(incentive.parent);
        incentive.cases.clear();
        loaded.places.clear();
        incentive.support = false;
        incentive.rank = 0;
        load_header(context_, file_, incentive);
        refuse_others();
        add_citations(incentive, used);
        narrow_effective(incentive);
        load_units_and_enums(context_, file_, loaded);
        RuleNames names(incentive, loaded.enumerations, loaded.libraries, context_.diagnostics);
        declare_inherited(names);
        set_parameters(loaded);
        add_inputs(names);
        load_definitions(context_, file_, names);
        names.settle();
        if (parent_.incentive.effective == std::nullopt || parent_.incentive.effective->by.empty()) {
            link_effective(context_, file_, names);
        }
        add_conditions(names);
        declare_results(names);
        load_anomalies(context_, file_, names);
        load_targets(context_, file_, names);
        find_unset(incentive);
        find_issued(context_, incentive);
        loaded.broken.insert(loaded.broken.end(), context_.broken.begin(), context_.broken.end());
        context_.broken = loaded.broken;
        loaded.sound = context_.readable && parent_.sound && context_.diagnostics.error_count() == errors;
        if (loaded.sound) {
            warn_about_rules(incentive, context_.diagnostics);
            check_stated_numbers(incentive, context_.diagnostics);
            loaded.sound = context_.diagnostics.error_count() == errors;
        }
        load_cases(context_, file_.items("cases"), loaded.enumerations, incentive, loaded.places);
        return loaded;
    }

private:
    void closed(Span span, Bilingual message, Bilingual help, std::optional<Span> inherited) {
        auto& refused = context_.diagnostics.error("E304", span, std::move(message), std::move(help));
        if (inherited) {
            refused.related.push_back({*inherited, {"上位政策在这里规定", "the parent says so here"}});
        }
    }

    /// An overlay may not touch these at all.
    void refuse_others() {
        for (const std::string_view key :
             {"replaces", "currency", "tables", "award", "parts", "also", "shares", "recipients", "schedule", "recover"}) {
            if (!file_.has(key)) {
                continue;
            }
            const Spelling& row = spelling(Scope::incentive_file, key);
            closed(file_.key(key),
                   {fmt::format("细则不能改“{}”", row.zh), fmt::format("an overlay cannot change `{}`", row.en)},
                   {"细则可以填参数，增加申报、计算、条件、异常、目标和用例，改写文字",
                    "an overlay sets parameters, adds inputs, definitions, conditions, anomalies, targets and cases, and replaces prose"},
                   std::nullopt);
        }
    }

    /// An overlay may be in force for a part of its parent's days; the date that decides is the parent's.
    void narrow_effective(Incentive& incentive) {
        if (!file_.has("effective")) {
            return;
        }
        const std::optional<Effective> above = incentive.effective;
        load_effective(context_, file_, incentive);
        if (!above || !incentive.effective) {
            return;
        }
        Effective& own = *incentive.effective;
        const bool before = above->from && own.from && *own.from < *above->from;
        const bool behind = above->to && own.to && *above->to < *own.to;
        if (before || behind) {
            closed(own.declared,
                   {"细则的施行期超出了上位政策的施行期", "the overlay would be in force outside the period of its parent"},
                   {"写上位政策施行期以内的日期", "write days within the period of the parent"}, above->declared);
        }
        if (!above->by.empty() && !own.by.empty() && own.by != above->by) {
            closed(own.declared,
                   {fmt::format("施行期按“{}”判断，细则不能改", above->by),
                    fmt::format("`{}` decides about the period, and an overlay cannot change that", above->by)},
                   {"去掉“按”", "leave out `by`"}, above->declared);
        }
        if (!above->by.empty()) {
            own.by = above->by;
            own.by_input = above->by_input;
        }
        own.from = own.from ? own.from : above->from;
        own.to = own.to ? own.to : above->to;
    }

    void add_citations(Incentive& incentive, const std::vector<const Library*>& used) {
        for (const YamlEntry& entry : file_.entries("sources")) {
            if (find_citation(incentive.citations, entry.key.text) != nullptr) {
                SourceRenamer(entry.key.text, parent_.incentive.id + ":" + entry.key.text).rename(incentive);
            }
        }
        load_citations(context_, file_, incentive.citations, used_citations(used));
    }

    void declare_inherited(RuleNames& names) {
        const Incentive& incentive = names.incentive();
        std::uint32_t index = 0;
        for (const Parameter& parameter : incentive.parameters) {
            names.declare(parameter.name, {SymbolKind::parameter, index++, parameter.type, parameter.declared});
        }
        index = 0;
        for (const Input& input : incentive.inputs) {
            names.declare(input.field.name, {SymbolKind::input, index++, input.field.type, input.declared});
        }
        index = 0;
        for (const DecisionTable& table : incentive.tables) {
            const bool list = table.hit == HitPolicy::list || table.hit == HitPolicy::rule_order ||
                              table.hit == HitPolicy::output_order;
            names.declare(table.name,
                          {SymbolKind::table, index++, list ? Type::list(table.output) : table.output, table.declared});
        }
        index = 0;
        for (const Definition& definition : incentive.definitions) {
            names.declare(definition.name,
                          {SymbolKind::definition, index++, definition.type, definition.declared});
        }
    }

    void set_parameters(LoadedIncentive& loaded) {
        std::vector<Parameter>& parameters = loaded.incentive.parameters;
        for (const YamlEntry& entry : file_.entries("parameters")) {
            const auto found = std::find_if(parameters.begin(), parameters.end(),
                                            [&](const Parameter& p) { return p.name == entry.key.text; });
            if (found == parameters.end()) {
                unknown_parameter(entry.key, parameters);
            } else if (found->local == Parameter::Local::fixed) {
                closed(entry.key.span(),
                       {fmt::format("参数“{}”不对细则开放", found->name),
                        fmt::format("the parameter `{}` is not open to overlays", found->name)},
                       {"上位政策要写“地方: 可填”或“必填”才能改", "the parent has to say `local: allowed` or `required`"},
                       found->declared);
            } else {
                set_parameter(entry, loaded, *found);
            }
        }
    }

    void unknown_parameter(const MappedText& name, const std::vector<Parameter>& parameters) {
        std::vector<std::string_view> names;
        for (const Parameter& parameter : parameters) {
            names.push_back(parameter.name);
        }
        const auto near = nearest(name.text, names);
        closed(name.span(),
               {fmt::format("上位政策没有参数“{}”，细则不能增加参数", excerpt(name.text)),
                fmt::format("the parent has no parameter `{}`, and an overlay cannot add one", excerpt(name.text))},
               near ? Bilingual{fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)}
                    : Bilingual{"把数直接写在条件或计算里", "write the number in the condition or definition itself"},
               std::nullopt);
    }

    void set_parameter(const YamlEntry& entry, LoadedIncentive& loaded, Parameter& parameter) {
        const Fields keys(context_, entry.value, Scope::parameter, entry.key.span());
        for (const std::string_view key : {"type", "unit", "local", "band", "fields"}) {
            if (keys.has(key)) {
                const Spelling& row = spelling(Scope::parameter, key);
                closed(keys.key(key),
                       {fmt::format("细则不能改参数的“{}”", row.zh),
                        fmt::format("an overlay cannot change the `{}` of a parameter", row.en)},
                       {"只写 值、历次、依据、解释", "write only value, series, source, interpretation"}, parameter.declared);
            }
        }
        if (!keys.has("value") && !keys.has("series")) {
            context_.diagnostics.error("E453", entry.key.span(), {"缺少“值”", "`value` is missing"},
                                       {"加上“值: …”", "add `value: …`"});
            return;
        }
        const Provenance own = read_provenance(context_, keys, loaded.incentive.citations);
        read_versions(context_, keys, loaded.enumerations, loaded.incentive.citations, parameter);
        if (!own.interpretation.empty()) {
            parameter.provenance.interpretation = own.interpretation;
        }
    }

    void add_inputs(RuleNames& names) {
        std::unordered_map<std::string, std::size_t> inherited;
        std::vector<Input>& inputs = names.incentive().inputs;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            inherited.try_emplace(inputs[i].field.name, i);
        }
        for (const YamlEntry& entry : file_.entries("inputs")) {
            const auto found = inherited.find(entry.key.text);
            if (found == inherited.end()) {
                load_input(context_, entry, names);
            } else {
                reword_input(entry, names.incentive().inputs[found->second]);
            }
        }
    }

    /// The words of the parent's question may be replaced, nothing else.
    void reword_input(const YamlEntry& entry, Input& input) {
        const Fields keys(context_, entry.value, Scope::input, entry.key.span());
        for (const Spelling& row : spellings(Scope::input)) {
            const bool prose = row.en == "question" || row.en == "help" || row.en == "evidence" || row.en == "note";
            if (!prose && keys.has(row.en)) {
                closed(keys.key(row.en),
                       {fmt::format("申报项“{}”是上位政策的，细则只能改写文字", input.field.name),
                        fmt::format("the input `{}` is the parent's; an overlay can only replace its words", input.field.name)},
                       {"只写 问题、填报、证明；或者换一个名字", "write only question, help, evidence; or choose another name"},
                       input.declared);
                return;
            }
        }
        if (keys.has("question")) {
            input.question = keys.prose("question");
        }
        if (keys.has("help")) {
            input.help = keys.prose("help");
        }
        if (keys.has("evidence")) {
            input.evidence = keys.prose("evidence");
        }
    }

    /// Added conditions come after the parent's; under the id of one of the parent's only its reason is replaced.
    void add_conditions(RuleNames& names) {
        std::vector<Condition>& conditions = names.incentive().conditions;
        const std::size_t inherited = conditions.size();
        std::unordered_map<std::string, std::size_t> places;
        for (std::size_t i = 0; i < inherited; ++i) {
            places.try_emplace(conditions[i].id, i);
        }
        for (const NodeId item : file_.items("conditions")) {
            Diagnostics silent;
            LoadContext scratch{context_.document, context_.file, context_.parse, silent};
            const Fields keys(scratch, item, Scope::condition, short_span(scratch, item));
            const std::string id = keys.string("id");
            const auto [place, fresh] = places.try_emplace(id, conditions.size());
            Condition* const found = fresh || id.empty() ? nullptr : &conditions[place->second];
            if (found == nullptr) {
                load_condition(context_, item, names);
            } else if (place->second >= inherited) {
                report_taken_id(context_, id, keys.value("id"), found->declared);
            } else if (keys.has("test") || keys.has("any_of") || keys.has("first_time")) {
                closed(keys.key(keys.has("test") ? "test" : keys.has("any_of") ? "any_of" : "first_time"),
                       {fmt::format("条件“{}”是上位政策的，细则不能改", found->id),
                        fmt::format("the condition `{}` is the parent's and cannot be changed", found->id)},
                       {"换一个编号，增加一个条件", "add a condition under another id"}, found->declared);
            } else if (const auto reason = keys.node("reason")) {
                found->reason = with_alternatives(read_sentence(context_, *reason, names), found->alternatives);
            }
        }
    }

    LoadContext& context_;
    const Fields& file_;
    const LoadedIncentive& parent_;
};

}  // namespace

LoadedIncentive load_overlay(LoadContext& context, const Fields& file, const LoadedIncentive& parent,
                             std::vector<const Library*> used) {
    return OverlayLoader(context, file, parent).load(std::move(used));
}

}  // namespace huiqi
