#include "engine/rulebook/changes/change_words.h"

#include <algorithm>
#include <utility>

#include "engine/data/unit.h"
#include "engine/rulebook/award_step_words.h"
#include "engine/rulebook/changes/rule_changes.h"

namespace huiqi {
namespace {

void append(Bilingual& text, const std::string& zh, const std::string& en) {
    text.zh += zh;
    text.en += en;
}

void append(Bilingual& text, const Bilingual& more) { append(text, more.zh, more.en); }

[[nodiscard]] Bilingual range_words(const AllowedRange& range, const Type& type, const EntryUnit& entry) {
    const auto end = [&](const std::optional<Rational>& at, bool zh) {
        if (!at) {
            return std::string();
        }
        const bool day = type.is(TypeKind::date);
        return value_text(day ? Value::of(Date::from_days(static_cast<std::int32_t>(to_int64(floor(*at))))) : Value::of(*at), type, zh,
                          day ? nullptr : &entry);
    };
    const std::string open = range.low_included ? "[" : "(";
    const std::string close = range.high_included ? "]" : ")";
    return {open + end(range.low, true) + ".." + end(range.high, true) + close, open + end(range.low, false) + ".." + end(range.high, false) + close};
}

/// Gives type, unit, decimals and ranges of a field; of a list those of its parts.
[[nodiscard]] Bilingual field_words(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    Bilingual text{type_name(type, true), type_name(type, false)};
    if (type.is(TypeKind::enumeration)) {
        Bilingual words;
        for (std::size_t at = 0; at < type.values()->values.size(); ++at) {
            const std::string& word = type.values()->values[at];
            const Bilingual label = type.values()->label(at);
            append(words, at == 0 ? "" : "、", at == 0 ? "" : ", ");
            append(words, word + (label.zh == word ? "" : " “" + label.zh + "”"), word + (label.en == word ? "" : " “" + label.en + "”"));
        }
        append(text, "（" + words.zh + "）", " (" + words.en + ")");
    }
    if (type.is(TypeKind::number)) {
        if (!field.entry.text.empty()) {
            append(text, "，单位 " + field.entry.text, ", in " + field.entry.text);
        }
        append(text, "，小数 " + std::to_string(field.decimals), ", decimals " + std::to_string(field.decimals));
    }
    for (std::size_t at = 0; at < field.range.size(); ++at) {
        append(text, at == 0 ? "，范围 " : " 或 ", at == 0 ? ", range " : " or ");
        append(text, range_words(field.range[at], type, field.entry));
    }
    for (const FieldSchema& part : field.fields) {
        const Bilingual inner = field_words(part);
        append(text, "；" + part.name + " " + inner.zh, "; " + part.name + " " + inner.en);
    }
    return text;
}

[[nodiscard]] const Citation* citation(const Incentive& incentive, const std::string& name) {
    const auto found = std::find_if(incentive.citations.begin(), incentive.citations.end(), [&](const Citation& one) { return one.name == name; });
    return found == incentive.citations.end() ? nullptr : &*found;
}

}  // namespace

Bilingual part_words(const char* zh, const char* en, const std::string& name) {
    return {std::string(zh) + "“" + name + "”", std::string("the ") + en + " `" + name + "`"};
}

Bilingual written(std::string text) { return {text, text}; }

Bilingual value_words(const Parameter& parameter, const Value& value) {
    if (value.state() == State::error) {
        return {"没有值（有效至已过）", "no value (behind valid_through)"};
    }
    const EntryUnit* entry = parameter.type.without_optional().is(TypeKind::number) ? &parameter.entry : nullptr;
    return {value_text(value, parameter.type, true, entry), value_text(value, parameter.type, false, entry)};
}

Bilingual input_words(const Input& input) {
    Bilingual text = field_words(input.field);
    if (input.may_be_absent) {
        append(text, "，可无", ", may be absent");
    }
    if (input.when) {
        append(text, "，当 " + input.when->text.text, ", when " + input.when->text.text);
    }
    if (input.feed && !input.feed->incentive.empty()) {
        append(text, "，来自 " + input.feed->incentive, ", from " + input.feed->incentive);
    }
    if (input.from_batch) {
        append(text, "，全批", ", of the whole batch");
    }
    return text;
}

Bilingual step_words(const AwardStep& step) {
    Bilingual text = award_step_words(step, Type::number(Unit::of("CNY")));
    if (step.value) {
        append(text, " " + step.value->text.text, " " + step.value->text.text);
    }
    if (step.when) {
        append(text, "，当 " + step.when->text.text, ", when " + step.when->text.text);
    }
    return text;
}

Bilingual steps_words(const std::vector<AwardStep>& steps) {
    Bilingual text;
    for (const AwardStep& step : steps) {
        if (!text.zh.empty()) {
            append(text, "；", "; ");
        }
        append(text, step_words(step));
    }
    return text;
}

Bilingual definition_words(const Definition& definition) {
    if (!definition.steps.empty()) {
        return steps_words(definition.steps);
    }
    if (!definition.fold) {
        return written(definition.expression.text.text);
    }
    const Fold& fold = *definition.fold;
    Bilingual text{"逐项 " + fold.source.text.text, "for each of " + fold.source.text.text};
    for (const Fold::State& state : fold.states) {
        append(text, "；" + state.name + "：" + state.initial.text.text + "，递推 " + state.next.text.text,
               "; " + state.name + ": " + state.initial.text.text + ", then " + state.next.text.text);
    }
    if (fold.yields) {
        append(text, "；每项得 " + fold.yields->text.text, "; each gives " + fold.yields->text.text);
    }
    if (fold.result) {
        append(text, "；得 " + fold.result->text.text, "; gives " + fold.result->text.text);
    }
    return text;
}

Bilingual row_words(const DecisionTable::Row& row) {
    Bilingual text;
    for (const auto& cell : row.cells) {
        if (!text.zh.empty()) {
            append(text, ", ", ", ");
        }
        append(text, cell ? cell->text.text : "不限", cell ? cell->text.text : "any");
    }
    append(text, " →", " →");
    for (const CheckedExpression& output : row.outputs) {
        append(text, " " + output.text.text, " " + output.text.text);
    }
    return text;
}

Bilingual effective_words(const std::optional<Effective>& effective) {
    if (!effective) {
        return {};
    }
    Bilingual text;
    if (effective->from) {
        append(text, "自 " + effective->from->text(), "from " + effective->from->text());
    }
    if (effective->to) {
        append(text, (text.zh.empty() ? "至 " : " 至 ") + effective->to->text(), (text.en.empty() ? "to " : " to ") + effective->to->text());
    }
    if (!effective->by.empty()) {
        append(text, "，按 " + effective->by, ", by " + effective->by);
    }
    return text;
}

std::string clause_words(const Incentive& incentive, const Provenance& provenance) {
    std::string text;
    std::string name = provenance.source;
    for (int depth = 0; depth < 16 && !name.empty(); ++depth) {
        const Citation* one = citation(incentive, name);
        if (one == nullptr) {
            break;
        }
        if (!one->clause.empty()) {
            text = one->clause + (text.empty() ? "" : " " + text);
        }
        if (!one->document.empty()) {
            const std::string document = one->document + (one->number.empty() ? "" : " " + one->number);
            return document + (text.empty() ? "" : " · " + text);
        }
        name = one->part_of;
    }
    return text;
}

std::string_view part_name(RuleChange::Part part) noexcept {
    switch (part) {
        case RuleChange::Part::title: return "title";
        case RuleChange::Part::source: return "source";
        case RuleChange::Part::effective: return "effective";
        case RuleChange::Part::input: return "input";
        case RuleChange::Part::parameter: return "parameter";
        case RuleChange::Part::definition: return "definition";
        case RuleChange::Part::table: return "table";
        case RuleChange::Part::row: return "row";
        case RuleChange::Part::condition: return "condition";
        case RuleChange::Part::reason: return "reason";
        case RuleChange::Part::step: return "step";
        case RuleChange::Part::amount: return "amount";
        case RuleChange::Part::share: return "share";
        case RuleChange::Part::recipient: return "recipient";
        case RuleChange::Part::schedule: return "schedule";
        case RuleChange::Part::recovery: return "recovery";
        case RuleChange::Part::anomaly: return "anomaly";
        case RuleChange::Part::standing: return "standing";
        case RuleChange::Part::population: return "population";
        case RuleChange::Part::part: return "part";
        case RuleChange::Part::target: return "target";
        case RuleChange::Part::person: return "person";
        case RuleChange::Part::currency: return "currency";
        case RuleChange::Part::local: return "local";
        case RuleChange::Part::other: return "other";
    }
    return "other";
}

std::string_view how_name(RuleChange::How how) noexcept {
    switch (how) {
        case RuleChange::How::added: return "added";
        case RuleChange::How::removed: return "removed";
        case RuleChange::How::changed: return "changed";
        case RuleChange::How::moved: return "moved";
    }
    return "changed";
}

}  // namespace huiqi
