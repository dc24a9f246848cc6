#include <algorithm>
#include <utility>

#include "tools/huiqi/ask/answer_text.h"
#include "tools/huiqi/ask/answers_json.h"
#include "tools/huiqi/ask/applicant_faults.h"
#include "tools/web/page_parts.h"

namespace huiqi {
namespace {

/// In a form an answer that nobody knows is {"?": ""}: an absent one is null.
[[nodiscard]] Answer marked(const Answer& answer) {
    switch (answer.kind()) {
        case Answer::Kind::unknown: return Answer::record({{"?", Answer("")}});
        case Answer::Kind::list: {
            std::vector<Answer> parts;
            for (const Answer& one : answer.parts()) {
                parts.push_back(marked(one));
            }
            return Answer::list(std::move(parts));
        }
        case Answer::Kind::record: {
            std::vector<std::pair<std::string, Answer>> fields;
            for (std::size_t at = 0; at < answer.parts().size(); ++at) {
                fields.emplace_back(answer.names()[at], marked(answer.parts()[at]));
            }
            return Answer::record(std::move(fields));
        }
        default: return answer;
    }
}

[[nodiscard]] Answer unmarked(const Answer& answer) {
    if (answer.kind() == Answer::Kind::list) {
        std::vector<Answer> parts;
        for (const Answer& one : answer.parts()) {
            parts.push_back(unmarked(one));
        }
        return Answer::list(std::move(parts));
    }
    if (answer.kind() != Answer::Kind::record) {
        return answer;
    }
    if (answer.names().size() == 1 && answer.names().front() == "?") {
        return Answer::unknown();
    }
    std::vector<std::pair<std::string, Answer>> fields;
    for (std::size_t at = 0; at < answer.parts().size(); ++at) {
        fields.emplace_back(answer.names()[at], unmarked(answer.parts()[at]));
    }
    return Answer::record(std::move(fields));
}

[[nodiscard]] std::string hidden_field(const std::string& name, const std::string& value) {
    return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + html(value) + "\">";
}

[[nodiscard]] Answer read_part(const std::string& typed, const FieldSchema& field, const std::string& name,
                               TypedFaults& faults) {
    if (says_unknown(typed, field)) {
        return Answer::unknown();
    }
    if (says_none(typed, field)) {
        return Answer::absent();
    }
    const TypedAnswer read = read_typed(typed, field);
    if (read.fault) {
        faults[name] = {
            read.fault->message.zh + (read.fault->help.zh.empty() ? "" : "。" + read.fault->help.zh),
            read.fault->message.en + (read.fault->help.en.empty() ? "" : ". " + read.fault->help.en)};
        return Answer::unknown();
    }
    return Answer(text_to_keep(read, field));
}

[[nodiscard]] bool blank(const std::string& typed) {
    return typed.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// A field of an item: left empty there is none, where there may be none; else it is missing.
[[nodiscard]] Answer read_in_item(const std::string& typed, const FieldSchema& field, const std::string& name,
                                  std::size_t row, TypedFaults& faults) {
    const Bilingual place = item_place(row + 1, field);
    if (!blank(typed)) {
        Answer read = read_part(typed, field, name, faults);
        if (const auto found = faults.find(name); found != faults.end()) {
            found->second = {place.zh + "：" + found->second.zh, place.en + ": " + found->second.en};
        }
        return read;
    }
    if (!field.optional()) {
        faults[name] = {place.zh + "没有填；不知道就写“不清楚”", place.en + " is empty: write “not known” when you do not know it"};
    }
    return Answer::absent();
}

[[nodiscard]] Bilingual empty_item(std::size_t row) {
    const std::string item = std::to_string(row + 1);
    return {"第 " + item + " 项还没有填：请填写，或者删去这一项；一项也没有就选“一项也没有”",
            "item " + item + " is empty: fill it in or remove it, or say that there are no items at all"};
}

/// What was typed and not answered, as it travels: {"input": {"field of the form": "text"}}.
[[nodiscard]] Answer drafts_of(const std::map<std::string, std::map<std::string, std::string>>& drafts) {
    std::vector<std::pair<std::string, Answer>> all;
    for (const auto& [input, fields] : drafts) {
        std::vector<std::pair<std::string, Answer>> typed;
        for (const auto& [name, value] : fields) {
            typed.emplace_back(name, Answer(value));
        }
        all.emplace_back(input, Answer::record(std::move(typed)));
    }
    return Answer::record(std::move(all));
}

void read_drafts(const std::string& text, std::map<std::string, std::map<std::string, std::string>>& drafts) {
    Answer read = Answer::record({});
    std::string ignored;
    if (text.empty() || !read_answers(text, read, ignored)) {
        return;
    }
    for (std::size_t at = 0; at < read.parts().size(); ++at) {
        const Answer& fields = read.parts()[at];
        for (std::size_t field = 0; fields.kind() == Answer::Kind::record && field < fields.parts().size(); ++field) {
            if (fields.parts()[field].kind() == Answer::Kind::text) {
                drafts[read.names()[at]][fields.names()[field]] = fields.parts()[field].text();
            }
        }
    }
}

}  // namespace

PageState PageState::from_form(const std::string& body, std::string& fault) {
    PageState state;
    for (auto& [name, value] : form_fields(body)) {
        if (name == "answers") {
            Answer read = Answer::record({});
            if (value.empty() || read_answers(value, read, fault)) {
                state.answers = unmarked(read);
            }
        } else if (name == "drafts") {
            read_drafts(value, state.drafts);
        } else if (name == "lang") {
            state.style.language = value == "en" ? Language::en : Language::zh;
        } else if (name == "large") {
            state.style.large = value == "1";
        } else if (name == "rules") {
            state.rules = value;
        } else if (name == "screen") {
            state.screen = value;
        } else if (name == "at") {
            state.shown = value;
        } else if (name == "changing") {
            state.changing = value == "1";
        } else if (name == "action") {
            state.action = value;
        } else {
            state.typed[name] = std::move(value);
        }
    }
    return state;
}

const Answer* PageState::find(const std::string& name) const {
    const std::size_t at = place(name);
    return at < answers.parts().size() ? &answers.parts()[at] : nullptr;
}

std::size_t PageState::place(const std::string& name) const {
    const auto& names = answers.names();
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

void PageState::set(const std::string& name, Answer answer) {
    Application all;
    for (std::size_t at = 0; at < answers.parts().size(); ++at) {
        all.set(answers.names()[at], answers.parts()[at]);
    }
    answers = all.set(name, std::move(answer)).answers();
}

std::string PageState::hidden(const std::string& next_screen, const std::string& next_at) const {
    return hidden_field("answers", answers_json(marked(answers))) +
           hidden_field("drafts", drafts.empty() ? "" : answers_json(drafts_of(drafts))) +
           hidden_field("rules", rules) + hidden_field("lang", style.chinese() ? "zh" : "en") +
           hidden_field("large", style.large ? "1" : "0") + hidden_field("screen", next_screen) +
           hidden_field("at", next_at) + hidden_field("changing", changing ? "1" : "0");
}

std::string PageState::typed_in(const std::string& name) const {
    const auto found = typed.find(name);
    return found == typed.end() ? "" : found->second;
}

bool PageState::draws() const { return action == "chart" || typed_in("drawn") == "1"; }

bool PageState::compares() const { return action == "compare" || typed_in("compared") == "1"; }

std::string PageState::keeping_chart() const {
    return draws() ? hidden_field("drawn", "1") + hidden_field("axis", typed_in("axis")) : "";
}

std::string PageState::keeping_comparison() const {
    std::string out;
    for (const auto& [name, value] : typed) {
        if (compares() && name.starts_with("other")) {
            out += hidden_field(html(name), value);
        }
    }
    return compares() ? hidden_field("compared", "1") + out : "";
}

void PageState::keep_draft(const std::string& name) {
    std::map<std::string, std::string> fields;
    for (const auto& [field, value] : typed) {
        const bool of_question = field == "v" || field.starts_with("v.") || field == "rows" || field.starts_with("row.");
        if (of_question && value.size() <= 1000) {
            fields.emplace(field, value);
        }
    }
    const bool empty = fields.empty() || (fields.size() == 1 && fields.begin()->second.empty());
    if (empty) {
        drafts.erase(name);
    } else {
        drafts[name] = std::move(fields);
    }
}

std::string PageState::bar(const std::string& next_screen, const std::string& next_at) const {
    const bool question = next_screen == "question";
    const std::string of = question ? " form=\"question\"" : "";
    // Enter presses the first button of a form, which must not be one of these
    const std::string first = question ? "<button class=\"hidden\" tabindex=\"-1\" aria-hidden=\"true\" form=\"question\" name=\"action\" value=\"next\">" +
                                             style.say("下一步", "Continue") + "</button>"
                                       : "";
    const std::string buttons = "<button" + of + " name=\"action\" value=\"lang\" lang=\"" + style.say("en", "zh-CN") +
                                "\">" + style.say("English", "中文") + "</button><button" + of +
                                " name=\"action\" value=\"large\" aria-pressed=\"" + (style.large ? "true" : "false") + "\">" +
                                style.say("长者模式", "Large type") + "</button>";
    const std::string name = "<button class=\"name\" form=\"" + std::string(question ? "question" : "bar") +
                             "\" name=\"action\" value=\"start\">" + style.say("惠企自测", "Huiqi self-check") + "</button>";
    return question ? first + name + "<div class=\"tools\">" + buttons + "</div>"
                    : name + "<form method=\"post\" action=\"/check\" class=\"tools\" id=\"bar\">" + hidden(next_screen, next_at) +
                          (next_screen == "result" ? keeping_chart() + keeping_comparison() : "") + buttons + "</form>";
}

TypedFaults take_typed(PageState& state, const FieldSchema& field) {
    TypedFaults faults;
    if (field.kind != ColumnKind::list) {
        const std::string& text = state.typed["v"];
        if (blank(text)) {
            faults["v"] = {"请选择或填写一个回答；不知道就选“不清楚”",
                           "choose or write an answer, or say that you do not know"};
            return faults;
        }
        Answer answer = read_part(text, field, "v", faults);
        if (faults.empty()) {
            state.set(field.name, std::move(answer));
        }
        return faults;
    }
    std::vector<Answer> elements;
    for (std::size_t row = 0; state.typed.contains("row." + std::to_string(row)) && row < 500; ++row) {
        std::vector<std::pair<std::string, Answer>> parts;
        TypedFaults of_item;
        bool any = false;
        for (std::size_t part = 0; part < field.fields.size(); ++part) {
            const std::string name = "v." + std::to_string(row) + "." + std::to_string(part);
            const std::string& text = state.typed[name];
            any = any || !blank(text);
            parts.emplace_back(field.fields[part].name, read_in_item(text, field.fields[part], name, row, of_item));
        }
        if (!any) {
            of_item = {{"v." + std::to_string(row) + ".0", empty_item(row)}};
        }
        faults.merge(of_item);
        elements.push_back(field.type.without_optional().element().is(TypeKind::record)
                               ? Answer::record(std::move(parts))
                               : parts.front().second);
    }
    if (faults.empty()) {
        state.set(field.name, Answer::list(std::move(elements)));
    }
    return faults;
}

}  // namespace huiqi
