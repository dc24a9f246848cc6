#include <algorithm>

#include "tools/huiqi/ask/answer_text.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/ask/standing_text.h"
#include "tools/huiqi/decide/totals_text.h"
#include "tools/huiqi/title_text.h"
#include "tools/huiqi/yuan_words.h"
#include "tools/web/page_parts.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string joined(std::initializer_list<std::string> parts) {
    std::string all;
    for (const std::string& part : parts) {
        all += part;
    }
    return all;
}

/// One control with its label, hint and fault, all tied to it.
class Control {
public:
    Control(const PageStyle& style, const FieldSchema& field, std::string name, std::string value,
            const TypedFaults& faults)
        : style_(style), field_(field), name_(std::move(name)), value_(std::move(value)) {
        if (const auto found = faults.find(name_); found != faults.end()) {
            fault_ = found->second.in(style.language);
        }
    }
    [[nodiscard]] std::string choices(const std::string& described) const {
        const Type type = field_.type.without_optional();
        std::string out = error();
        const auto one = [&](const std::string& value, const std::string& label) {
            const std::string id = name_ + "-" + value;
            out += joined({"<div class=\"choice\"><input type=\"radio\" name=\"", html(name_), "\" id=\"",
                           html(id), "\" value=\"", html(value), "\"", value == value_ ? " checked" : "",
                           fault_.empty() ? "" : " aria-describedby=\"" + html(name_) + "-error\"",
                           "><label for=\"", html(id), "\">", worded(style_, label), "</label></div>"});
        };
        (void)described;
        if (type.is(TypeKind::boolean)) {
            one("true", style_.say("是", "Yes"));
            one("false", style_.say("否", "No"));
        } else {
            for (std::size_t at = 0; at < type.values()->values.size(); ++at) {
                one(type.values()->values[at], type.values()->label(at).in(style_.language));
            }
        }
        return out;
    }
    [[nodiscard]] std::string text(const std::string& described, const std::string& list_part,
                                   const std::string& schema_name) const {
        const Type type = field_.type.without_optional();
        const std::string unit = unit_text(field_).in(style_.language);
        std::string told = described;
        if (!fault_.empty()) {
            told += (told.empty() ? "" : " ") + name_ + "-error";
        }
        return joined({error(),
                       "<div class=\"entry\"><input type=\"text\" id=\"",
                       html(name_),
                       "\" name=\"",
                       html(name_),
                       "\" value=\"",
                       html(value_),
                       "\"",
                       type.is(TypeKind::number) ? " inputmode=\"decimal\"" : "",
                       " autocomplete=\"off\"",
                       fault_.empty() ? "" : " aria-invalid=\"true\"",
                       told.empty() ? "" : " aria-describedby=\"" + html(told) + "\"",
                       " data-reading=\"",
                       html(schema_name),
                       "\" data-part=\"",
                       html(list_part),
                       "\">",
                       unit.empty() ? "" : "<span class=\"unit\">" + worded(style_, unit) + "</span>",
                       "</div><p class=\"reading\" id=\"",
                       html(name_),
                       "-reading\" aria-live=\"polite\"></p>"});
    }
    [[nodiscard]] bool chosen() const {
        const Type type = field_.type.without_optional();
        return type.is(TypeKind::boolean) || type.is(TypeKind::enumeration);
    }
    [[nodiscard]] std::string select() const {
        const Type type = field_.type.without_optional();
        std::string out = error() + "<select id=\"" + html(name_) + "\" name=\"" + html(name_) +
                          "\"><option value=\"\">" + (field_.optional() ? style_.say("没有", "none") : style_.say("请选择", "choose")) +
                          "</option><option value=\"?\"" + (says_unknown(value_, field_) ? " selected" : "") + ">" +
                          style_.say("不清楚", "not known") + "</option>";
        const auto one = [&](const std::string& value, const std::string& label) {
            out += "<option value=\"" + html(value) + "\"" + lang_of(style_, label) + (value == value_ ? " selected" : "") + ">" +
                   html(label) + "</option>";
        };
        if (type.is(TypeKind::boolean)) {
            one("true", style_.say("是", "Yes"));
            one("false", style_.say("否", "No"));
        } else {
            for (std::size_t at = 0; at < type.values()->values.size(); ++at) {
                one(type.values()->values[at], type.values()->label(at).in(style_.language));
            }
        }
        return out + "</select>";
    }

private:
    [[nodiscard]] std::string error() const {
        return fault_.empty() ? ""
                              : "<p class=\"error\" id=\"" + html(name_) + "-error\"><strong>" +
                                    style_.say("错误：", "Error: ") + "</strong>" + worded(style_, fault_) + "</p>";
    }

    const PageStyle& style_;
    const FieldSchema& field_;
    std::string name_, value_, fault_;
};

/// An answer as it would be typed.
[[nodiscard]] std::string text_of(const Answer* answer, const FieldSchema& field) {
    return answer != nullptr && answer->kind() == Answer::Kind::text ? text_to_type(answer->text(), field) : "";
}

[[nodiscard]] std::string hint(const PageStyle& style, const FieldSchema& field, const Input& input) {
    std::string text = worded(style, input.help.in(style.language));
    const Type type = field.type.without_optional();
    if (type.is(TypeKind::date)) {
        text += (text.empty() ? "" : "<br>") +
                style.say("例如 2022-09-15 或 2022年9月15日", "for example 2022-09-15");
    } else if (type.is(TypeKind::number) && type.unit() == Unit::of("CNY")) {
        text += (text.empty() ? "" : "<br>") + style.say("可以写 1234.56789万 或 12,345,678.90 元，最多到分",
                                                         "for example 12,345,678.90 yuan");
    } else if (type.is(TypeKind::number) && is_yearly_fraction(field)) {
        text += (text.empty() ? "" : "<br>") + style.say("例如 4.35% 或 0.0435", "for example 4.35% or 0.0435");
    }
    return text;
}

/// A field of an item as it would be typed.
[[nodiscard]] std::string typed_of(const Answer& item, const FieldSchema& part, const PageStyle& style) {
    const Answer* found = &item;
    if (item.kind() == Answer::Kind::record) {
        const auto at = std::find(item.names().begin(), item.names().end(), part.name);
        found = at == item.names().end() ? nullptr : &item.parts()[static_cast<std::size_t>(at - item.names().begin())];
    }
    const bool open = found == nullptr || found->kind() == Answer::Kind::unknown;
    return open ? style.say("不清楚", "not known") : text_of(found, part);
}

/// How a field of an item is filled in.
[[nodiscard]] std::string item_hint(const PageStyle& style, const FieldSchema& part) {
    std::string text;
    if (part.type.without_optional().is(TypeKind::date)) {
        text += style.say("例如 2022-09-15 或 2022年9月15日。", "For example 2022-09-15. ");
    }
    if (part.optional()) {
        text += style.say("没有就空着。", "Leave it empty when there is none. ");
    }
    return text;
}

/// The items of a list: as typed where something is wrong or was added, else as answered.
[[nodiscard]] std::string list_control(const PageState& state, const FieldSchema& field,
                                       const TypedFaults& faults) {
    const PageStyle& style = state.style;
    std::vector<std::vector<std::string>> rows;
    if (state.typed.contains("row.0") || state.typed.contains("rows")) {
        for (std::size_t row = 0; state.typed.contains("row." + std::to_string(row)) && row < 500; ++row) {
            if (state.action == "remove." + std::to_string(row)) {
                continue;
            }
            std::vector<std::string>& one = rows.emplace_back();
            for (std::size_t part = 0; part < field.fields.size(); ++part) {
                const auto found = state.typed.find("v." + std::to_string(row) + "." + std::to_string(part));
                one.push_back(found == state.typed.end() ? "" : found->second);
            }
        }
    } else if (const Answer* answer = state.find(field.name);
               answer != nullptr && answer->kind() == Answer::Kind::list) {
        for (const Answer& element : answer->parts()) {
            std::vector<std::string>& one = rows.emplace_back();
            for (std::size_t part = 0; part < field.fields.size(); ++part) {
                one.push_back(typed_of(element, field.fields[part], style));
            }
        }
    }
    if (state.action == "add" || rows.empty()) {
        rows.emplace_back(field.fields.size());
    }
    std::string out = "<input type=\"hidden\" name=\"rows\" value=\"1\"><p class=\"hint\">" +
                      style.say("某一格不知道，写“不清楚”。", "Where you do not know something, write “not known”.") + "</p>";
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string number = std::to_string(row);
        out += "<fieldset class=\"item\"><legend>" +
               style.say("第 " + std::to_string(row + 1) + " 项", "Item " + std::to_string(row + 1)) +
               "</legend><input type=\"hidden\" name=\"row." + number + "\" value=\"1\">";
        for (std::size_t part = 0; part < field.fields.size(); ++part) {
            const FieldSchema& one = field.fields[part];
            const std::string name = "v." + number + "." + std::to_string(part);
            const Control control(style, one, name, rows[row][part], faults);
            const std::string about = control.chosen() ? "" : item_hint(style, one);
            out += "<label for=\"" + name + "\">" + worded(style, one.name.empty() ? field.name : one.shown_name().in(style.language)) +
                   "</label>" + (about.empty() ? "" : "<p class=\"hint\" id=\"" + name + "-hint\">" + about + "</p>") +
                   (control.chosen() ? control.select()
                                     : control.text(about.empty() ? "" : name + "-hint", one.name, field.name));
        }
        out +=
            "<button class=\"quiet\" name=\"action\" value=\"remove." + number + "\" formnovalidate>" +
            style.say("删去第 " + std::to_string(row + 1) + " 项", "Remove item " + std::to_string(row + 1)) +
            "</button></fieldset>";
    }
    return out + "<p><button class=\"second\" name=\"action\" value=\"add\" formnovalidate>" +
           style.say("再加一项", "Add an item") + "</button></p>";
}

[[nodiscard]] std::string summary_of(const PageStyle& style, const TypedFaults& faults, bool choice,
                                     const std::string& first_choice) {
    if (faults.empty()) {
        return "";
    }
    std::string out = "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" id=\"errors\" autofocus><h2>" +
                      style.say("有回答需要改", "There is a problem") + "</h2><ul>";
    for (const auto& [name, fault] : faults) {
        out += "<li><a href=\"#" + html(choice && name == "v" ? first_choice : name) + "\">" +
               worded(style, fault.in(style.language)) + "</a></li>";
    }
    return out + "</ul></div>";
}

}  // namespace

std::string award_words(const PageStyle& style, const Interview& interview, std::size_t index, const Standing& standing) {
    return award_text(interview.rules(), index, standing, style.chinese());
}

std::string sum_words(const PageStyle& style, const Sum& sum) {
    return !sum.alone.empty() ? sum.alone.in(style.language)
           : !sum.amounts     ? style.say("金额分项列在下面，不合计", "the amounts stand below by their parts, without a sum")
           : !sum.currency    ? style.say("币种不同，不合计", "several currencies: no sum")
           : sum.broken       ? style.say("有一项算不出来，改正回答后才有合计", "no total before the answers are mended: one incentive cannot be calculated")
                              : range_text(sum.least, sum.most, *sum.currency, style.chinese());
}

Sum sum_of(const Interview& interview) {
    Sum sum;
    bool one_currency = true;
    bool parts = false;
    for (const Incentive* one : interview.rules().selected.incentives) {
        parts = parts || (one->award.empty() && !one->parts.empty());
        if (!one->award.empty()) {
            one_currency = one_currency && (!sum.amounts || sum.currency == one->currency);
            sum.currency = one->currency;
            sum.amounts = true;
        }
    }
    sum.currency = one_currency ? sum.currency : std::nullopt;
    sum.in_parts = parts;
    const auto& standings = interview.check().standings();
    if (!sum.amounts && standings.size() == 1) {
        sum.alone = {award_text(interview.rules(), 0, standings.front(), true),
                     award_text(interview.rules(), 0, standings.front(), false)};
    } else if (!sum.amounts && !parts) {
        sum.alone = {"只作认定，没有金额", "a determination, without an amount"};
    }
    for (const Standing& one : standings) {
        sum.broken = sum.broken || one.state == DecisionState::error;
        if (one.state == DecisionState::error) {
            continue;  // what the others come to is told beside it
        }
        sum.least += one.least;
        sum.most = sum.most && one.most ? std::optional(*sum.most + *one.most) : std::nullopt;
    }
    sum.added_least = sum.least;
    sum.added_most = sum.most;
    if (!sum.broken && interview.rules().plan->totals.size() == 1) {  // the bundle says what they come to together
        const auto [least, most] = interview.total(interview.rules().plan->totals.front());
        sum.least = least && *least > 0 ? std::max(*least, Rational(0)) : Rational(0);
        sum.most = most && (!sum.most || *most < *sum.most) ? most : sum.most;
    }
    return sum;
}

std::string total_note(const PageStyle& style, const Interview& interview, const Sum& sum) {
    if (!sum.amounts || !sum.currency) {
        return "";
    }
    if (sum.broken) {
        return "<p class=\"how-total\">" + style.say("其余各项相加（不是合计）：", "The others added up (this is not the total): ") +
               worded(style, range_text(sum.added_least, sum.added_most, *sum.currency, style.chinese())) + "</p>";
    }
    const InterviewRules& rules = interview.rules();
    std::string out;
    for (const IncentivePlan::Named& total : rules.plan->totals) {
        const std::string how = total_expression(rules.selected.bundle, total.name);
        const bool one = rules.plan->totals.size() == 1;
        const auto [least, most] = interview.total(total);
        out += how.empty() ? ""
                           : "<p class=\"how-total\">" + (one ? style.say("合计按组合的规定计算：", "The total is calculated as the bundle says: ")
                                                            : worded(style, total.name) + style.say("：", ": ") +
                                                                  worded(style, range_text(least.value_or(0), most, *sum.currency, style.chinese())) + " = ") +
                                 "<code>" + worded(style, expression_words(style, how)) + "</code></p>";
    }
    if (sum.least != sum.added_least || sum.most != sum.added_most) {
        out += "<p class=\"how-total\">" + style.say("各项相加（不是合计）：", "The awards added up (this is not the total): ") +
               worded(style, range_text(sum.added_least, sum.added_most, *sum.currency, style.chinese())) + "</p>";
    }
    if (sum.in_parts) {
        out += "<p class=\"how-total\">" +
               style.say("只分项给出金额的事项没有计入合计。", "Incentives whose amounts are in parts alone are not in the total.") + "</p>";
    }
    return out;
}

std::string range_part(const PageStyle& style, Interview& interview) {
    const Sum sum = sum_of(interview);
    std::string out = "<section class=\"range\" aria-live=\"polite\"><p class=\"so-far\">" +
                      worded(style, sum_words(style, sum)) + "</p>";
    const auto& standings = interview.check().standings();
    if (standings.size() > 1) {
        out += "<details><summary>" + style.say("逐项看", "By incentive") + "</summary><ul>";
        for (std::size_t at = 0; at < standings.size(); ++at) {
            out += "<li>" + worded(style, title_or_id(interview.rules().incentive(at), style.language)) +
                   style.say("：", ": ") +
                   (standings[at].state == DecisionState::refused
                        ? style.say("不符合", "not eligible")
                        : worded(style, award_words(style, interview, at, standings[at]))) +
                   "</li>";
        }
        out += "</ul>" + total_note(style, interview, sum) + "</details>";
    }
    return out + "</section>";
}

namespace {

/// One item: `付款日 2022-04-01，付款额 1,000,000.00 元`.
[[nodiscard]] std::string item_words(const PageStyle& style, const Answer& item, const FieldSchema& field) {
    if (item.kind() != Answer::Kind::record) {
        return answer_words(style, item, field.fields.empty() ? field : field.fields.front());
    }
    std::string out;
    for (std::size_t at = 0; at < item.parts().size(); ++at) {
        const auto part = std::find_if(field.fields.begin(), field.fields.end(),
                                       [&](const FieldSchema& one) { return one.name == item.names()[at]; });
        if (part != field.fields.end()) {
            out += (out.empty() ? "" : style.say("，", ", ")) + part->shown_name().in(style.language) + " " +
                   answer_words(style, item.parts()[at], *part);
        }
    }
    return out;
}

[[nodiscard]] std::string list_words(const PageStyle& style, const Answer& list, const FieldSchema& field) {
    const std::string count = std::to_string(list.parts().size());
    std::string out = list.parts().empty() ? style.say("一项也没有", "no items")
                                           : style.say(count + " 项：", count + (list.parts().size() == 1 ? " item: " : " items: "));
    for (std::size_t at = 0; at < list.parts().size(); ++at) {
        out += (at == 0 ? "" : style.say("；", "; ")) + std::to_string(at + 1) + ") " +
               item_words(style, list.parts()[at], field);
    }
    return out;
}

}  // namespace

std::string answer_words(const PageStyle& style, const Answer& answer, const FieldSchema& field) {
    switch (answer.kind()) {
        case Answer::Kind::unknown: return style.say("不清楚", "not known");
        case Answer::Kind::absent: return style.say("无", "none");
        case Answer::Kind::list: return list_words(style, answer, field);
        case Answer::Kind::record: return item_words(style, answer, field);
        case Answer::Kind::text: break;
    }
    const TypedAnswer read = read_typed(answer.text(), field);
    return read.fault ? answer.text() : grouped_amounts(read.reading.in(style.language));
}

std::string question_page(const PageState& state, Interview& interview, std::size_t field,
                          const TypedFaults& faults) {
    const PageStyle& style = state.style;
    const FieldSchema& of = interview.rules().plan->schema.fields[field];
    const Input& input = interview.rules().input(field);
    const std::size_t place = state.place(of.name);
    const auto typed = state.typed.find("v");
    const std::string value =
        typed != state.typed.end() ? typed->second : text_of(state.find(of.name), of);
    const Control control(style, of, "v", value, faults);
    const std::string about = hint(style, of, input);
    const std::string heading = worded(style, question_text(input).in(style.language));
    const std::string first_choice = of.type.without_optional().is(TypeKind::boolean) ? "v-true"
                                     : control.chosen()
                                         ? "v-" + of.type.without_optional().values()->values.front()
                                         : "";
    std::string out = summary_of(style, faults, control.chosen(), first_choice);
    if (place > 0 && faults.empty()) {
        const std::string& before = state.answers.names()[place - 1];
        if (const auto earlier = interview.rules().plan->schema.index(before)) {
            out += "<p class=\"read-back\">" +
                   worded(style, question_text(interview.rules().input(*earlier)).in(style.language)) + "<br>" +
                   style.say("读作 ", "read as ") + "<strong>" +
                   worded(style, answer_words(style, state.answers.parts()[place - 1],
                                     interview.rules().plan->schema.fields[*earlier])) +
                   "</strong></p>";
        }
    }
    out += "<form method=\"post\" action=\"/check\" id=\"question\" novalidate>" + state.hidden("question", of.name) +
           (faults.empty() ? "" : "<input type=\"hidden\" name=\"wrong\" value=\"1\">") + "<p class=\"step\">" +
           style.say("第 " + std::to_string(place + 1) + " 问", "Question " + std::to_string(place + 1)) +
           "</p>";
    if (control.chosen()) {
        out += "<fieldset><legend><h1>" + heading + "</h1></legend>" +
               (about.empty() ? "" : "<p class=\"hint\">" + about + "</p>") + control.choices("") +
               "</fieldset>";
    } else if (of.kind == ColumnKind::list) {
        out += "<button class=\"hidden\" tabindex=\"-1\" aria-hidden=\"true\" name=\"action\" value=\"next\">" +
               style.say("下一步", "Continue") + "</button><h1>" + heading + "</h1>" +
               (about.empty() ? "" : "<p class=\"hint\">" + about + "</p>") + list_control(state, of, faults);
    } else {
        out += "<h1><label for=\"v\">" + heading + "</label></h1>" +
               (about.empty() ? "" : "<p class=\"hint\" id=\"v-hint\">" + about + "</p>") +
               control.text(about.empty() ? "" : "v-hint", "", of.name);
    }
    out += "<div class=\"actions\"><button name=\"action\" value=\"next\">" +
           style.say("下一步", "Continue") +
           "</button><button class=\"second\" name=\"action\" value=\"unknown\">" +
           style.say("不清楚", "I do not know") + "</button>";
    if (of.optional()) {
        out += "<button class=\"second\" name=\"action\" value=\"none\">" +
               style.say("没有", "There is none") + "</button>";
    }
    if (of.kind == ColumnKind::list) {
        out += "<button class=\"second\" name=\"action\" value=\"empty\">" +
               style.say("一项也没有", "No items at all") + "</button>";
    }
    out += "<button class=\"quiet\" name=\"action\" value=\"back\">" + style.say("上一步", "Back") +
           "</button></div></form>" + range_part(style, interview);
    if (const auto& asked = interview.next(); asked && asked->field == field) {
        out += "<details class=\"why\"><summary>" + style.say("为什么问这个", "Why this is asked") +
               "</summary><p>" +
               worded(style, why_asked(interview.rules(), *interview.check().next(), *asked).in(style.language)) +
               "</p></details>";
    }
    return out;
}

}  // namespace huiqi
