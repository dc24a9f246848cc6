#include "tools/huiqi/ask/interview_json.h"

#include <algorithm>

#include "engine/data/unit_words.h"
#include "engine/evaluate/explanation.h"
#include "engine/evaluate/sentence_text.h"
#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/ask/standing_text.h"
#include "tools/huiqi/json_values.h"
#include "tools/huiqi/title_text.h"
#include "tools/huiqi/yuan_words.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

[[nodiscard]] std::string_view kind_word(const FieldSchema& field) {
    switch (field.type.without_optional().kind()) {
        case TypeKind::boolean: return "boolean";
        case TypeKind::number: return "number";
        case TypeKind::date: return "date";
        case TypeKind::enumeration: return "choice";
        case TypeKind::list: return "list";
        case TypeKind::record: return "record";
        default: return "text";
    }
}

[[nodiscard]] json field_json(const FieldSchema& field, const std::string& name) {
    json made{{"name", name}, {"type", kind_word(field)}, {"optional", field.optional()}};
    if (!field.label.empty()) {
        made["label"] = prose_json(field.label);
    }
    const Type type = field.type.without_optional();
    if (type.is(TypeKind::number)) {
        made["unit"] = prose_json(unit_text(field));
        made["decimals"] = field.decimals;
        if (!field.default_bounds) {
            made["least"] = decimal_text(Rational(field.least / field.entry.factor));   // in the unit of the question
            made["most"] = decimal_text(Rational(field.most / field.entry.factor));
        }
    }
    if (type.is(TypeKind::enumeration)) {
        made["choices"] = type.values()->values;
        for (std::size_t at = 0; at < type.values()->labels.size(); ++at) {
            made["labels"].push_back(prose_json(type.values()->label(at)));
        }
    }
    for (const FieldSchema& part : field.fields) {
        made["fields"].push_back(field_json(part, part.name));
    }
    return made;
}

[[nodiscard]] json names_of(const Plan& plan, const std::vector<std::size_t>& fields) {
    json names = json::array();
    for (const std::size_t field : fields) {
        names.push_back(plan.schema.fields[field].name);
    }
    return names;
}

[[nodiscard]] json end_json(const std::optional<Rational>& end) {
    return end ? json(money_text(*end)) : json(nullptr);
}

[[nodiscard]] std::string currency_code(const Incentive& incentive) {
    return incentive.currency.factors().empty() ? "" : incentive.currency.factors().front().name;
}

/// The parts of an incentive without an award of its own: what each may come to.
[[nodiscard]] json parts_json(const IncentivePlan& plan, const Standing& standing) {
    json parts = json::object();
    for (std::size_t at = 0; at < standing.parts.size(); ++at) {
        const PartStanding& one = standing.parts[at];
        const Unit& unit = plan.parts[at].value.type.without_optional().is(TypeKind::number)
                               ? plan.parts[at].value.type.without_optional().unit()
                               : Unit();
        parts[plan.parts[at].name] = {{"least", one.number ? json(money_text(one.least)) : json(nullptr)},
                                      {"most", one.number ? end_json(one.most) : json(nullptr)},
                                      {"unit", unit.plain() ? json(nullptr) : json(unit.factors().front().name)},
                                      {"settled", one.settled}};
    }
    return parts;
}

[[nodiscard]] json anomalies_json(const Interview& interview, std::size_t index) {
    json list = json::array();
    for (const RaisedAnomaly& one : anomalies_of(interview, index)) {
        list.push_back({{"id", one.id},
                        {"level", level_word(one.level)},
                        {"certain", one.certain},
                        {"description", prose_json(one.description)},
                        {"source", cited_json(one.cited)}});
    }
    return list;
}

[[nodiscard]] json amount_json(const Value& amount) { return amount.known() ? json(money_text(amount.number())) : json(nullptr); }

[[nodiscard]] json shares_json(const std::vector<ExplainedShare>& shares) {
    json list = json::array();
    for (const ExplainedShare& one : shares) {
        list.push_back({{"name", one.name}, {"amount", amount_json(one.amount)}, {"rest", one.rest}, {"source", cited_json(one.cited)}});
    }
    return list;
}

/// Adds how an award is divided: what is due of it now, its parts, who pays and gets which share; nothing to one that is not.
void add_divisions(json& made, const Interview& interview, std::size_t index) {
    const Incentive& incentive = interview.rules().incentive(index);
    const DecisionState state = interview.check().standings()[index].state;
    const bool divided = incentive.schedule || !incentive.shares.empty() || !incentive.recipients.empty();
    if (!divided || (state != DecisionState::eligible && state != DecisionState::unknown)) {
        return;
    }
    const Explanation explanation = explain(interview.check().evaluator(), incentive, index, 0);
    if (incentive.schedule) {
        made["due"] = amount_json(explanation.due);
        made["schedule"] = json::array();
        for (const ExplainedInstalment& one : explanation.schedule) {
            made["schedule"].push_back({{"id", one.planned.name},
                                        {"state", state_word(one.state)},
                                        {"amount", amount_json(one.planned.amount)},
                                        {"due", amount_json(one.amount)},
                                        {"date", one.date && one.date->known() ? value_json(*one.date, Type::date()) : json(nullptr)},
                                        {"test", one.test.empty() ? json(nullptr) : json(one.test)},
                                        {"waits_for", one.passes.state() == State::unknown ? one.passes.waits_for() : std::vector<std::string>()},
                                        {"source", cited_json(one.planned.cited)}});
        }
    }
    if (!incentive.shares.empty()) {
        made["shares"] = shares_json(explanation.shares);
    }
    if (!incentive.recipients.empty()) {
        made["recipients"] = shares_json(explanation.recipients);
    }
}

/// Why an incentive is not in force for an applicant; null where it is, or where the day is not known.
[[nodiscard]] json period_json(const Interview& interview, std::size_t index) {
    const Incentive& incentive = interview.rules().incentive(index);
    if (!interview.check().standings()[index].period_failed || !incentive.effective) {
        return nullptr;
    }
    const auto day = interview.day_asked(index);
    return {{"reason", prose_json(period_reason(interview, index))},
            {"source", cited_json(cited_text(incentive, incentive.effective->provenance))},
            {"rests_on", names_of(*interview.rules().plan, day ? std::vector<std::size_t>{*day} : std::vector<std::size_t>())}};
}

[[nodiscard]] json standing_json(Interview& interview, std::size_t index) {
    const InterviewRules& rules = interview.rules();
    const Incentive& incentive = rules.incentive(index);
    const Standing& one = interview.check().standings()[index];
    json failed = json::array();
    for (const std::size_t at : one.failed) {
        const Condition& condition = incentive.conditions[at];
        failed.push_back({{"id", condition.id},
                          {"reason", prose_json(failed_reason(interview, index, at))},
                          {"source", cited_json(cited_text(incentive, condition.provenance))},
                          {"rests_on", names_of(*rules.plan, interview.rests_on(index, at))}});
    }
    json open = json::array();
    for (const std::size_t at : one.open) {
        open.push_back(incentive.conditions[at].id);
    }
    json made{{"id", incentive.id},
              {"title", prose_json(incentive.title)},
              {"state", state_word(one.state)},
              {"currency", incentive.award.empty() ? json(nullptr) : json(currency_code(incentive))},
              {"least", incentive.award.empty() ? json(nullptr) : json(money_text(one.least))},
              {"most", incentive.award.empty() ? json(nullptr) : end_json(one.most)},
              {"least_reached", one.least_reached},
              {"most_reached", one.most_reached},
              {"parts", parts_json(rules.plan->incentives[index], one)},
              {"anomalies", anomalies_json(interview, index)},
              {"may_fail", one.may_fail},
              {"outside_period", one.period_failed},
              {"period", period_json(interview, index)},
              {"failed", std::move(failed)},
              {"open", std::move(open)},
              {"waits_for", names_of(*rules.plan, one.waits_for)},
              {"whatever", names_of(*rules.plan, one.whatever)}};
    add_divisions(made, interview, index);
    return made;
}

}  // namespace

std::string money_text(const Rational& amount) {
    std::string text = decimal_text(amount);
    const std::size_t point = text.find('.');
    if (text.find('/') == std::string::npos) {
        text += point == std::string::npos ? ".00" : text.size() - point == 2 ? "0" : "";
    }
    return text;
}

Bilingual question_text(const Input& input) {
    Bilingual text = input.question;
    text.zh = !text.zh.empty() ? text.zh : !text.en.empty() ? text.en : input.field.name;
    text.en = !text.en.empty() ? text.en : text.zh;
    return text;
}

Bilingual unit_text(const FieldSchema& field) {
    if (!field.type.without_optional().is(TypeKind::number)) {
        return {};
    }
    const Unit& unit = field.type.without_optional().unit();
    if (field.entry.text.empty() || field.entry.text == "1" || (field.entry.factor == 1 && field.entry.unit.is_money())) {
        return unit.plain() ? Bilingual{} : Bilingual{unit_name(unit, true), unit_name(unit, false)};
    }
    return {field.entry.text, unit_in_english(field.entry.text, false)};
}

std::string clause_text(const CitedText& cited, bool chinese) {
    std::string text;
    if (!cited.document.empty()) {
        text += chinese ? "《" + cited.document + "》" : cited.document;
    }
    text += cited.clause.empty() ? "" : (text.empty() ? "" : " ") + cited.clause;
    if (!cited.quote.empty()) {
        text += (chinese ? "：“" : ": “") + cited.quote + "”";
    }
    return text;
}

Bilingual why_asked(const InterviewRules& rules, std::size_t index, const AskedFor& asked) {
    const Incentive& incentive = rules.incentive(index);
    const Bilingual title{title_or_id(incentive, Language::zh), title_or_id(incentive, Language::en)};
    switch (asked.purpose) {
        case AskedFor::Purpose::period:
            return {"为了确定“" + title.zh + "”是否在施行期内",
                    "to tell whether “" + title.en + "” is in force"};
        case AskedFor::Purpose::condition: {
            const Condition& condition = incentive.conditions[asked.condition];
            const CitedText cited = cited_text(incentive, condition.provenance);
            const std::string zh = clause_text(cited, true);
            const std::string en = clause_text(cited, false);
            return {
                "“" + title.zh + "”的条件“" + condition.id + "”要看这个回答" + (zh.empty() ? "" : "。" + zh),
                "the condition “" + condition.id + "” of “" + title.en + "” depends on it" +
                    (en.empty() ? "" : ". " + en)};
        }
        case AskedFor::Purpose::award: break;
    }
    return {"“" + title.zh + "”的金额按它计算", "the amount of “" + title.en + "” is calculated from it"};
}

Bilingual failed_reason(const Interview& interview, std::size_t index, std::size_t condition) {
    const Incentive& incentive = interview.rules().incentive(index);
    const IncentivePlan& plan = interview.check().plan().incentives[index];
    const auto in = [&](Language language) {
        return sentence_text(incentive.conditions[condition].reason, plan.reasons[condition],
                             interview.check().evaluator(), 0, language);
    };
    return {in(Language::zh), in(Language::en)};
}

Bilingual period_reason(const Interview& interview, std::size_t index) {
    constexpr std::int32_t kPeriod = -1;
    const auto in = [&](Language language) {
        return reason_text(interview.check().evaluator(), interview.rules().incentive(index), index, kPeriod, 0, language);
    };
    return {in(Language::zh), in(Language::en)};
}

json input_json(const InterviewRules& rules, std::size_t field) {
    const Input& input = rules.input(field);
    json made = field_json(rules.plan->schema.fields[field], rules.plan->schema.fields[field].name);
    made["question"] = prose_json(question_text(input));
    made["help"] = prose_json(input.help);
    made["evidence"] = prose_json(input.evidence);
    return made;
}

json interview_json(Interview& interview, const std::vector<Message>& warnings) {
    const InterviewRules& rules = interview.rules();
    json made;
    const auto index = interview.check().next();
    made["next"] = nullptr;
    if (index) {
        const AskedFor asked = *interview.next();
        made["next"] = input_json(rules, asked.field);
        made["next"]["incentive"] = rules.incentive(*index).id;
        made["next"]["why"] = prose_json(why_asked(rules, *index, asked));
    }
    made["incentives"] = json::array();
    for (std::size_t at = 0; at < rules.selected.incentives.size(); ++at) {
        made["incentives"].push_back(standing_json(interview, at));
    }
    made["totals"] = json::object();
    for (const IncentivePlan::Named& total : rules.plan->totals) {
        const auto [least, most] = interview.total(total);
        made["totals"][total.name] = {{"least", end_json(least)}, {"most", end_json(most)}};
    }
    if (!warnings.empty()) {
        made["warnings"] = faults_json(warnings);
    }
    return made;
}

json faults_json(const std::vector<Message>& messages) {
    json list = json::array();
    for (const Message& one : messages) {
        list.push_back({{"code", one.code},
                        {"severity", one.severity == Message::Severity::error ? "error" : "warning"},
                        {"answer", one.answer},
                        {"message", {{"zh", one.text_zh}, {"en", one.text_en}}},
                        {"help", one.help_zh.empty() && one.help_en.empty()
                                     ? json(nullptr)
                                     : json{{"zh", one.help_zh}, {"en", one.help_en}}}});
    }
    return list;
}

}  // namespace huiqi
