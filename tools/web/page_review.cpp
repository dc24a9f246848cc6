#include "tools/huiqi/ask/interview_json.h"
#include "tools/web/page_parts.h"

namespace huiqi {
namespace {

/// What became of answers that were given for other rules, or cannot be read.
[[nodiscard]] std::string outdated_part(const PageState& state, const InterviewRules& rules) {
    const PageStyle& style = state.style;
    if (!state.outdated && state.unused.empty() && state.unread.empty()) {
        return "";
    }
    std::string out = "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" id=\"errors\" autofocus><h2>" +
                      (state.outdated ? style.say("规则改过了", "The rules have changed") : style.say("有的回答没有用上", "Some answers are not used")) + "</h2>" +
                      (state.outdated ? "<p>" + style.say("这些回答是按以前的规则填的：请逐项核对，再看结果。",
                                                          "These answers were given for earlier rules: check each of them before you look at the result.") + "</p>"
                                      : "");
    std::string names;
    for (const std::string& one : state.unused) {
        names += (names.empty() ? "" : style.say("、", ", ")) + one;
    }
    out += names.empty() ? "" : "<p>" + style.say("规则不再问、因此没有用上的：", "No longer asked for, and not used: ") + worded(style, names) + "</p>";
    std::string list;
    for (const UnreadAnswer& one : state.unread) {
        list += "<li>" + worded(style, question_text(rules.input(one.field)).in(style.language)) + "<br>" + worded(style, one.why.in(style.language)) + "</li>";
    }
    return out + (list.empty() ? "" : "<p>" + style.say("读不出来、请重新回答的：", "Cannot be read, please answer again:") + "</p><ul>" + list + "</ul>") + "</div>";
}

/// A question with its answer, and the button that leads to it.
[[nodiscard]] std::string review_row(const PageState& state, const InterviewRules& rules, std::size_t field, const std::string& answer, const std::string& button) {
    const std::string asked = worded(state.style, question_text(rules.input(field)).in(state.style.language));
    return "<div><dt>" + asked + "</dt><dd>" + answer + "</dd><dd><button class=\"quiet\" name=\"action\" value=\"change." +
           html(rules.plan->schema.fields[field].name) + "\">" + button + "<span class=\"hidden\"> " + asked + "</span></button></dd></div>";
}

}  // namespace

std::string review_page(const PageState& state, Interview& interview) {
    const PageStyle& style = state.style;
    const InterviewRules& rules = interview.rules();
    const std::string outdated = outdated_part(state, rules);
    std::string out = outdated + "<h1>" + style.say("核对回答", "Check your answers") + "</h1>" +
                      range_part(style, interview) + "<form method=\"post\" action=\"/check\">" +
                      state.hidden("review", "") + "<dl class=\"answers\">";
    for (std::size_t at = 0; at < state.answers.parts().size(); ++at) {
        if (const auto field = rules.plan->schema.index(state.answers.names()[at])) {
            const std::string answer = worded(style, answer_words(style, state.answers.parts()[at], rules.plan->schema.fields[*field]));
            out += review_row(state, rules, *field, answer, style.say("修改", "Change"));
        }
    }
    for (const UnreadAnswer& one : state.unread) {
        const std::string said = one.said.empty() ? style.say("读不出来", "cannot be read")
                                                  : style.say("读不出来：", "cannot be read: ") + worded(style, one.said);
        out += review_row(state, rules, one.field, "<strong>" + said + "</strong>", style.say("回答", "Answer"));
    }
    const bool go_on = !outdated.empty() && interview.next().has_value();
    return out + "</dl><div class=\"actions\">" +
           (go_on ? "<button name=\"action\" value=\"next\">" + style.say("回答还缺的", "Answer what is missing") + "</button>" : "") +
           "<button" + (go_on ? " class=\"second\"" : "") + " name=\"action\" value=\"result\">" +
           style.say("看结果", "Show the result") +
           "</button><button class=\"quiet\" name=\"action\" value=\"back\">" + style.say("上一步", "Back") +
           "</button></div></form>";
}

}  // namespace huiqi
