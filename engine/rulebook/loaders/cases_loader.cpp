#include "engine/rulebook/loaders/cases_loader.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/data/unit_words.h"
#include "engine/diagnostic/text.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/case_data.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/loaders/award_loader.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"
#include "engine/rulebook/loaders/parameters_loader.h"
#include "engine/rulebook/loaders/settled_loader.h"
#include "engine/rulebook/names.h"

namespace huiqi {
namespace {

bool is_run_time_code(std::string_view text) {
    return text.size() == 3 && text[0] == 'R' && text[1] >= '0' && text[1] <= '9' && text[2] >= '0' && text[2] <= '9';
}

/// 未知, unless it is a value of the enumeration or simply the text.
bool means_unknown(std::string_view text, const Type& type) {
    const Spelling& word = spelling(Scope::eligible_word, "unknown");
    return (text == word.zh || text == word.en) && !type.is(TypeKind::text) &&
           !(type.is(TypeKind::enumeration) && type.values()->code(text).has_value());
}

/// Reads an amount such as `20元` or `1.5万元`, which stand by the thousand in cases; nothing for what is written in any
/// other way, which the language reads.
std::optional<Value> plain_amount(const LoadContext& context, std::string_view text, const Type& type) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    if (digits == 0 || digits > 30 || !context.parse.refused.empty() || text[digits - 1] == '.' || text.front() == '.') {
        return std::nullopt;
    }
    const UnitMatch unit = match_unit(text.substr(digits), context.parse.units);
    if (!unit.has_unit() || unit.is_ratio || unit.length != text.size() - digits || unit.unit != type.unit()) {
        return std::nullopt;
    }
    const auto number = parse_decimal(text.substr(0, digits));
    return number.has_value() ? std::optional(Value::of(Rational(number->value() * unit.factor))) : std::nullopt;
}

/// Reads the cases of one incentive; names are looked up in maps, since there may be many of both.
class CaseReader {
public:
    CaseReader(LoadContext& context, const Enumerations& enumerations, const Incentive& incentive,
               std::vector<std::string_view> askable, std::vector<CaseRegion>* places = nullptr)
        : context_(context), enumerations_(enumerations), incentive_(incentive), money_(Type::number(incentive.currency)),
          askable_(std::move(askable)), places_(places) {
        for (std::size_t i = 0; i < incentive.inputs.size(); ++i) {
            inputs_.try_emplace(incentive.inputs[i].field.name, i);
        }
        for (const Condition& condition : incentive.conditions) {
            conditions_.push_back(condition.id);
        }
        if (incentive.effective) {
            // The implied first condition.
            conditions_.emplace_back("施行期");
            conditions_.emplace_back("effective");
        }
        for (const Anomaly& anomaly : incentive.anomalies) {
            anomalies_.push_back(anomaly.id);
        }
    }

    Case read(NodeId item) {
        const Fields keys(context_, item, Scope::case_, short_span(context_, item));
        Case result;
        result.name = keys.string("name");
        result.because = keys.prose("because");
        result.declared = keys.value("name");
        result.unconfirmed = read_unconfirmed(context_, keys, result.name);
        result.file = context_.file;
        read_bind(keys, result);
        read_data(keys, result);
        read_place(keys, result);
        if (const auto expected = keys.node("expect")) {
            read_expected(*expected, keys.key("expect"), result);
        }
        if (result.settled != nullptr) {
            report_not_settled(context_, keys.key("expect"));
        }
        return result;
    }

    void read_expected(NodeId node, Span owner, Case& result) {
        const Fields keys(context_, node, Scope::expectation, owner, OtherKeys::kept);
        if (context_.node(node).kind == NodeKind::mapping && context_.node(node).entries.empty()) {
            context_.diagnostics.error("E453", owner, {"结果里什么也没有写，这个用例总会通过", "nothing is expected, so that this case always passes"},
                                       {"写上要得到的，例如 {金额: 100元} 或 {符合: 否}", "say what is to come of it, such as {amount: 100 yuan} or {eligible: no}"});
        }
        if (const Spelling* word = keys.word("eligible", Scope::eligible_word)) {
            result.eligible = word->en;
        }
        if (const MappedText* amount = keys.text("amount")) {
            result.amount = read_amount(*amount, money_);
        }
        result.failed = read_ids(keys, "failed", {"条件里", "among the conditions"}, conditions_);
        result.anomalies = read_ids(keys, "anomalies", {"异常里", "among the anomalies"}, anomalies_);
        if (const MappedText* next = keys.text("next")) {
            result.next = next->text;
            check_next(*next);
        }
        if (const MappedText* error = keys.text("error")) {
            result.error = error->text;
            if (!is_run_time_code(error->text)) {
                context_.diagnostics.error("E454", error->span(),
                                           {fmt::format("“{}”不是运行错误的代码", excerpt(error->text)),
                                            fmt::format("`{}` is no code of a run-time error", excerpt(error->text))},
                                           {"写 R01、R02 等", "write R01, R02 and so on"});
            }
        }
        if (const auto steps = keys.node("steps")) {
            result.steps.emplace();
            for (const MappedText* step : read_texts(context_, *steps)) {
                if (auto amount = read_amount(*step, money_)) {
                    result.steps->push_back(std::move(*amount));
                }
            }
        }
        for (const YamlEntry& entry : keys.entries("parts")) {
            read_part(entry, result);
        }
        read_divisions(keys, result);
        read_settlement(keys, result);
        for (const YamlEntry* entry : keys.others()) {
            read_extra(*entry, result);
        }
    }

private:
    void read_bind(const Fields& keys, Case& result) {
        for (const YamlEntry& entry : keys.entries("bind")) {
            const auto found = std::find_if(incentive_.parameters.begin(), incentive_.parameters.end(),
                                            [&](const Parameter& p) { return p.name == entry.key.text; });
            if (found == incentive_.parameters.end()) {
                std::vector<std::string_view> names;
                for (const Parameter& parameter : incentive_.parameters) {
                    names.push_back(parameter.name);
                }
                report_no_such(context_, entry.key, {"参数里", "among the parameters"}, names);
                continue;
            }
            if (found->local == Parameter::Local::fixed) {
                auto& fixed = context_.diagnostics.error(
                    "E304", entry.key.span(),
                    {fmt::format("参数“{}”是定死的，不能另取值", found->name),
                     fmt::format("the parameter `{}` is fixed and takes no other value", found->name)},
                    {"只有“可填”“必填”的参数可以取值", "only parameters with `local` allowed or required can be bound"});
                fixed.related.push_back({found->declared, {"在这里声明", "declared here"}});
                continue;
            }
            if (auto value = read_parameter_value(context_, entry.value, *found, enumerations_, incentive_.citations)) {
                result.bind.emplace(found->name, std::move(*value));
            }
        }
    }

    /// 地区: at that place, on the day that decides, this incentive is in force.
    void read_place(const Fields& keys, const Case& result) {
        const MappedText* code = keys.text("region");
        if (code == nullptr || places_ == nullptr || !check_region_code(context_, code->text, code->span())) {
            return;
        }
        std::optional<Date> day;
        if (incentive_.effective && !incentive_.effective->by.empty()) {
            const Value& given = result.given[incentive_.effective->by_input];
            day = given.known() ? std::optional(given.date()) : std::nullopt;
        }
        places_->push_back({.incentive = incentive_.id, .name = result.name, .code = code->text, .day = day, .place = code->span()});
    }

    void read_data(const Fields& keys, Case& result) {
        result.given.reserve(incentive_.inputs.size());
        for (const Input& input : incentive_.inputs) {
            result.given.push_back(Value::unknown({input.field.name}));
        }
        for (const YamlEntry& entry : keys.entries("given")) {
            const auto found = find_input(entry.key);
            if (!found) {
                std::vector<std::string_view> names;
                for (const Input& input : incentive_.inputs) {
                    names.push_back(input.field.name);
                }
                report_no_such(context_, entry.key, {"申报里", "among the inputs"}, names);
                continue;
            }
            const FieldSchema& field = incentive_.inputs[*found].field;
            result.given[*found] = read_given(context_, entry.value, field, field.name);
        }
    }

    /// Looks the key up as written, then normalised as names are.
    std::optional<std::size_t> find_input(const MappedText& key) {
        auto found = inputs_.find(key.text);
        if (found == inputs_.end()) {
            Diagnostics silent;
            LoadContext scratch{context_.document, context_.file, context_.parse, silent};
            if (const auto name = read_name(scratch, key)) {
                found = inputs_.find(*name);
            }
        }
        return found == inputs_.end() ? std::nullopt : std::optional(found->second);
    }

    /// 分担, 收款, 分期, 应付, 追回.
    void read_divisions(const Fields& keys, Case& result) {
        const auto name_of = [](const auto& one) -> std::string_view { return one.name; };
        for (const YamlEntry& entry : keys.entries("shares")) {
            read_amount_of(entry, names_of(incentive_.shares, name_of), {"分担里", "among the shares"}, result.shares);
        }
        for (const YamlEntry& entry : keys.entries("recipients")) {
            read_amount_of(entry, names_of(incentive_.recipients, name_of), {"收款里", "among the recipients"}, result.recipients);
        }
        for (const YamlEntry& entry : keys.entries("schedule")) {
            read_instalment(entry, result);
        }
        read_own_or_extra(keys, "due", result.due, result);
        read_own_or_extra(keys, "recover", result.recovery, result);
    }

    template <class List, class Name>
    static std::vector<std::string_view> names_of(const List& list, const Name& name_of) {
        std::vector<std::string_view> names;
        for (const auto& one : list) {
            names.push_back(name_of(one));
        }
        return names;
    }

    void read_amount_of(const YamlEntry& entry, const std::vector<std::string_view>& names, const Bilingual& where,
                        std::map<std::string, Value, std::less<>>& to) {
        if (std::find(names.begin(), names.end(), entry.key.text) == names.end()) {
            report_no_such(context_, entry.key, where, names);
            return;
        }
        const MappedText* text = read_scalar(context_, entry.value);
        if (auto value = text == nullptr ? std::nullopt : read_amount(*text, money_)) {
            to.emplace(entry.key.text, std::move(*value));
        }
    }

    /// What is due, or how the part stands: 待复核, 未通过, 已终止 …
    void read_instalment(const YamlEntry& entry, Case& result) {
        const std::vector<Instalment> none;
        const auto names = names_of(incentive_.schedule ? incentive_.schedule->parts : none,
                                    [](const Instalment& part) -> std::string_view { return part.share.name; });
        const bool known = std::find(names.begin(), names.end(), entry.key.text) != names.end();
        const YamlNode& node = context_.node(entry.value);
        const Spelling* state = node.kind == NodeKind::scalar ? find_spelling(Scope::instalment_word, node.scalar.text) : nullptr;
        if (known && state != nullptr) {
            result.states.emplace(entry.key.text, state->en);
        } else {
            read_amount_of(entry, names, {"分期里", "in the schedule"}, result.instalments);
        }
    }

    /// An amount of the incentive's own keys, unless a name of the author's own is meant (`追回` under 另算).
    void read_own_or_extra(const Fields& keys, std::string_view key, std::optional<Value>& to, Case& result) {
        const MappedText* text = keys.text(key);
        if (text == nullptr) {
            return;
        }
        const Spelling& row = spelling(Scope::expectation, key);
        for (const std::string_view name : {row.zh, row.en}) {
            if (const auto type = extra_type(name)) {
                if (auto value = read_amount(*text, *type)) {
                    result.extras.emplace(name, std::move(*value));
                }
                return;
            }
        }
        to = read_amount(*text, money_);
        if (key == "recover" && !incentive_.recovery) {
            context_.diagnostics.error("E326", keys.key(key), {"事项没有写“追回”", "the incentive has no `recover`"},
                                       {"去掉它，或者在事项里写“追回”", "leave it out, or write `recover` in the incentive"});
        }
    }

    /// 结算, unless a name of the author's own is meant.
    void read_settlement(const Fields& keys, Case& result) {
        const auto node = keys.node("settled");
        if (!node) {
            return;
        }
        const Spelling& row = spelling(Scope::expectation, "settled");
        const YamlNode& value = context_.node(*node);
        for (const std::string_view name : {row.zh, row.en}) {
            const auto type = value.kind == NodeKind::scalar ? extra_type(name) : std::nullopt;
            if (type) {
                if (auto amount = read_amount(value.scalar, *type)) {
                    result.extras.emplace(name, std::move(*amount));
                }
                return;
            }
        }
        result.settled =
            std::make_shared<const SettledExpectation>(read_settled(context_, *node, keys.key("settled"), SettledPart::claim));
    }

    std::optional<Value> read_amount(const MappedText& text, const Type& type) {
        return read_expected_value(context_, text, type, enumerations_);
    }

    std::optional<std::vector<std::string>> read_ids(const Fields& keys, std::string_view key, const Bilingual& what,
                                                     const std::vector<std::string_view>& known) {
        const auto node = keys.node(key);
        if (!node) {
            return std::nullopt;
        }
        std::vector<std::string> ids;
        for (const MappedText* text : read_texts(context_, *node)) {
            if (std::find(known.begin(), known.end(), text->text) == known.end()) {
                report_no_such(context_, *text, what, known);
            }
            ids.push_back(text->text);
        }
        return ids;
    }

    /// A part of 分项, or an amount of 另算.
    void read_part(const YamlEntry& entry, Case& result) {
        std::vector<std::string_view> names;
        std::optional<Type> type;
        for (const Part& part : incentive_.parts) {
            names.push_back(part.name);
            type = part.name == entry.key.text ? incentive_.definitions[part.definition].type : type;
        }
        for (const ExtraAmount& extra : incentive_.extras) {
            names.push_back(extra.name);
            type = extra.name == entry.key.text ? Type::number(amount_unit(extra.steps)) : type;
        }
        if (!type) {
            report_no_such(context_, entry.key, {"分项和另算里", "among the parts"}, names);
            return;
        }
        const bool always = type->is(TypeKind::number);
        const MappedText* text = read_scalar(context_, entry.value);
        if (auto value = text == nullptr ? std::nullopt : read_amount(*text, always ? *type : type->as_optional())) {
            result.parts.emplace(entry.key.text, std::move(*value));
        }
    }

    /// The name of an input. A list is one question, so its fields are none.
    void check_next(const MappedText& next) {
        if (std::find(askable_.begin(), askable_.end(), next.text) == askable_.end()) {
            report_no_such(context_, next, {"申报里", "among the inputs"}, askable_);
        }
    }

    void read_extra(const YamlEntry& entry, Case& result) {
        const auto type = extra_type(entry.key.text);
        if (!type) {
            std::vector<std::string_view> names;
            for (const Spelling& row : spellings(Scope::expectation)) {
                names.push_back(row.zh);
                names.push_back(row.en);
            }
            for (const ExtraAmount& extra : incentive_.extras) {
                names.push_back(extra.name);
            }
            for (const Definition& definition : incentive_.definitions) {
                names.push_back(definition.name);
            }
            report_no_such(context_, entry.key, {"结果里可以写的名字中", "that a case can expect"}, names);
            return;
        }
        const MappedText* text = read_scalar(context_, entry.value);
        if (text == nullptr) {
            return;
        }
        if (auto value = read_amount(*text, *type)) {
            result.extras.emplace(entry.key.text, std::move(*value));
        }
    }

    /// Gives the type of an extra amount or a definition.
    std::optional<Type> extra_type(std::string_view name) const {
        for (const ExtraAmount& extra : incentive_.extras) {
            if (extra.name == name) {
                return Type::number(amount_unit(extra.steps));
            }
        }
        for (const Definition& definition : incentive_.definitions) {
            if (definition.name == name) {
                return definition.type;
            }
        }
        return std::nullopt;
    }

    LoadContext& context_;
    const Enumerations& enumerations_;
    const Incentive& incentive_;
    Type money_;   ///< of the award
    std::unordered_map<std::string, std::size_t> inputs_;
    std::vector<std::string_view> conditions_;
    std::vector<std::string_view> anomalies_;
    std::vector<std::string_view> askable_;   ///< names that 下一问 may give
    std::vector<CaseRegion>* places_;          ///< nothing: what is read belongs to no place
};

}  // namespace

bool read_unconfirmed(LoadContext& context, const Fields& keys, const std::string& name) {
    const bool unconfirmed = keys.flag("unconfirmed");
    if (unconfirmed) {
        context.diagnostics.warning(
            "W528", keys.value("unconfirmed"),
            {fmt::format("用例“{}”还没有人确认", excerpt(name)), fmt::format("nobody has confirmed the case `{}` yet", excerpt(name))},
            {"按文件核对结果，写上理由，再去掉“待确认”", "check its result by the document, give the reason, and take `unconfirmed` out"});
    }
    return unconfirmed;
}

void CaseNames::add(const std::string& name, Span declared, bool fresh) {
    const auto [found, added] = names_.try_emplace(name, declared);
    if (added || !fresh || name.empty()) {
        return;
    }
    auto& taken = context_.diagnostics.error(
        "E312", declared,
        {fmt::format("用例“{}”已经有了", excerpt(name)), fmt::format("the case `{}` is there already", excerpt(name))},
        {"换一个名称", "choose another name"});
    taken.related.push_back({found->second, {"第一次用在这里", "first used here"}});
}

std::optional<Value> read_expected_value(LoadContext& context, const MappedText& text, const Type& type,
                                         const Enumerations& enumerations) {
    if (means_unknown(text.text, type)) {
        return Value::unknown({});
    }
    if (type.is(TypeKind::number) && type.unit().is_money()) {
        if (const auto number = parse_decimal(text.text, {.digits = 120, .exponent = 0}); number.has_value()) {
            return Value::of(number->value());
        }
        if (auto amount = plain_amount(context, text.text, type)) {
            return amount;
        }
    }
    auto constant = read_constant(context, text, type, enumerations);
    return constant ? std::optional(std::move(constant->value)) : std::nullopt;
}

void read_expectation(LoadContext& context, NodeId node, Span owner, const Enumerations& enumerations,
                      const Incentive& incentive, const std::vector<std::string_view>& askable, Case& result) {
    CaseReader(context, enumerations, incentive, askable).read_expected(node, owner, result);
}

void load_cases(LoadContext& context, const std::vector<NodeId>& items, const Enumerations& enumerations,
                Incentive& incentive, std::vector<CaseRegion>& places) {
    CaseNames names(context);
    for (const Case& known : incentive.cases) {
        names.add(known.name, known.declared, false);
    }
    std::vector<std::string_view> askable;
    for (const Input& input : incentive.inputs) {
        askable.push_back(input.field.name);
    }
    CaseReader reader(context, enumerations, incentive, std::move(askable), &places);
    incentive.cases.reserve(incentive.cases.size() + items.size());
    for (const NodeId item : items) {
        Case result = reader.read(item);
        names.add(result.name, result.declared);
        incentive.cases.push_back(std::move(result));
    }
}

}  // namespace huiqi
