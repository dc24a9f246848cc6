#include <algorithm>
#include <utility>

#include "tools/huiqi/answer_text.h"
#include "tools/huiqi/answers_json.h"
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
    if (typed.find_first_not_of(" \t\r\n") == std::string::npos) {
        return Answer::unknown();
    }
    const TypedAnswer read = read_typed(typed, field);
    if (read.fault) {
        faults[name] = {
            read.fault->message.zh + (read.fault->help.zh.empty() ? "" : "。" + read.fault->help.zh),
            read.fault->message.en + (read.fault->help.en.empty() ? "" : ". " + read.fault->help.en)};
        return Answer::unknown();
    }
    return Answer(read.text);
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
        } else if (name == "lang") {
            state.style.language = value == "en" ? Language::en : Language::zh;
        } else if (name == "large") {
            state.style.large = value == "1";
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
           hidden_field("lang", style.chinese() ? "zh" : "en") +
           hidden_field("large", style.large ? "1" : "0") + hidden_field("screen", next_screen) +
           hidden_field("at", next_at) + hidden_field("changing", changing ? "1" : "0");
}

std::string PageState::bar(const std::string& next_screen, const std::string& next_at) const {
    return "<a class=\"name\" href=\"/?lang=" + style.say("zh", "en") + (style.large ? "&amp;large=1" : "") +
           "\">" + style.say("惠企自测", "Huiqi self-check") +
           "</a><form method=\"post\" action=\"/check\" class=\"tools\">" + hidden(next_screen, next_at) +
           "<button name=\"action\" value=\"lang\" lang=\"" + style.say("en", "zh-CN") + "\">" +
           style.say("English", "中文") + "</button><button name=\"action\" value=\"large\" aria-pressed=\"" +
           (style.large ? "true" : "false") + "\">" + style.say("长者模式", "Large type") +
           "</button></form>";
}

TypedFaults take_typed(PageState& state, const FieldSchema& field) {
    TypedFaults faults;
    if (field.kind != ColumnKind::list) {
        const std::string& text = state.typed["v"];
        if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
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
        for (std::size_t part = 0; part < field.fields.size(); ++part) {
            const std::string name = "v." + std::to_string(row) + "." + std::to_string(part);
            parts.emplace_back(field.fields[part].name,
                               read_part(state.typed[name], field.fields[part], name, faults));
        }
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
