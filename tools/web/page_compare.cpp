#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/huiqi/ask/answer_text.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/title_text.h"
#include "tools/web/page_parts.h"

namespace huiqi {
namespace {

/// As many answers as may be changed at once.
constexpr std::size_t kChanges = 4;

/// One answer that would be another.
struct Change {
    std::string number;  ///< behind the names of its fields in the form
    std::string chosen;  ///< the input
    std::string value;   ///< as typed
    std::optional<Bilingual> fault;
    std::string reading;
};

/// What may be chosen for an input, each with how the page says it; nothing for what is typed.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> choices_of(const PageStyle& style, const Schema& schema, const std::string& name) {
    const auto index = schema.index(name);
    const Type type = index ? schema.fields[*index].type.without_optional() : Type();
    std::vector<std::pair<std::string, std::string>> all;
    if (index && type.is(TypeKind::boolean)) {
        all = {{"true", style.say("是", "Yes")}, {"false", style.say("否", "No")}};
    } else if (index && type.is(TypeKind::enumeration)) {
        for (std::size_t at = 0; at < type.values()->values.size(); ++at) {
            all.emplace_back(type.values()->values[at], type.values()->label(at).in(style.language));
        }
    }
    return all;
}

/// The inputs that may be changed: those answered, then those that something still waits for; lists are not.
[[nodiscard]] std::vector<std::string> changeable(const PageState& state, const Interview& interview) {
    const Schema& schema = interview.rules().plan->schema;
    std::vector<std::string> all;
    const auto add = [&](const std::string& name) {
        const auto index = schema.index(name);
        if (index && !interview.rules().input(*index).from_batch && schema.fields[*index].kind != ColumnKind::list && std::find(all.begin(), all.end(), name) == all.end()) {
            all.push_back(name);
        }
    };
    for (const std::string& name : state.answers.names()) {
        add(name);
    }
    for (const Standing& one : interview.check().standings()) {
        for (const std::size_t field : one.waits_for) {
            add(schema.fields[field].name);
        }
    }
    return all;
}

[[nodiscard]] std::string options_of(const PageState& state, const Interview& interview,
                                     const std::string& chosen) {
    std::string out;
    for (const std::string& name : changeable(state, interview)) {
        const auto index = interview.rules().plan->schema.index(name);
        const std::string asked = question_text(interview.rules().input(*index)).in(state.style.language);
        std::string choices;   // for the script, which offers them when this answer is picked
        for (const auto& [value, label] : choices_of(state.style, interview.rules().plan->schema, name)) {
            choices += (choices.empty() ? "" : "\n") + value + "\t" + label;
        }
        out += "<option value=\"" + html(name) + "\"" + lang_of(state.style, asked) + (choices.empty() ? "" : " data-choices=\"" + html(choices) + "\"") +
               (name == chosen ? " selected" : "") + ">" + html(asked) + "</option>";
    }
    return out;
}

/// The control for the other answer: a list of choices, or a field to type in.
[[nodiscard]] std::string value_control(const PageStyle& style, const Schema& schema, const std::string& chosen, const Change& change) {
    const std::string name = "other_value" + change.number;
    const std::string common = " id=\"" + name + "\" name=\"" + name + "\"" +
                               (change.fault ? " aria-invalid=\"true\" aria-describedby=\"other_error" + change.number + "\"" : "");
    const auto choices = choices_of(style, schema, chosen);
    if (choices.empty()) {
        return "<input type=\"text\"" + common + " value=\"" + html(change.value) + "\" autocomplete=\"off\">";
    }
    std::string out = "<select" + common + ">";
    for (const auto& [value, label] : choices) {
        out += "<option value=\"" + html(value) + "\"" + lang_of(style, label) + (value == change.value ? " selected" : "") + ">" + html(label) + "</option>";
    }
    return out + "</select>";
}

[[nodiscard]] std::string change_fields(const PageState& state, const Interview& interview,
                                        const Change& change) {
    const PageStyle& style = state.style;
    const std::string number = change.number;
    const bool first = number.empty();
    const std::string nth = first ? "" : style.say("（" + number + "）", " (" + number + ")");
    const Schema& schema = interview.rules().plan->schema;
    const std::vector<std::string> names = first ? changeable(state, interview) : std::vector<std::string>();
    const std::string chosen = change.chosen.empty() && !names.empty() ? names.front() : change.chosen;
    const std::string error = "other_error" + number;
    return "<label for=\"other" + number + "\">" + style.say("换哪一个", "Which answer") + nth +
           "</label><select id=\"other" + number + "\" name=\"other" + number + "\">" +
           (first ? "" : "<option value=\"\">" + style.say("不换", "none") + "</option>") +
           options_of(state, interview, change.chosen) + "</select><label for=\"other_value" + number + "\">" +
           style.say("换成", "would be") + nth + "</label>" +
           (change.fault ? "<p class=\"error\" role=\"alert\" id=\"" + error + "\"><strong>" +
                               style.say("错误：", "Error: ") + "</strong>" +
                               worded(style, change.fault->in(style.language)) + "</p>"
                         : "") +
           value_control(style, schema, chosen, change);
}

/// Reads what was typed into the answers as they would be.
[[nodiscard]] std::vector<Change> changes_of(const PageState& state, const Interview& interview,
                                             PageState& changed, bool& good) {
    std::vector<Change> all;
    const Schema& schema = interview.rules().plan->schema;
    for (std::size_t at = 1; at <= kChanges; ++at) {
        Change one;
        one.number = at == 1 ? "" : std::to_string(at);
        one.chosen = state.typed_in("other" + one.number);
        one.value = state.typed_in("other_value" + one.number);
        const auto index = schema.index(one.chosen);
        if (index && state.compares()) {
            const FieldSchema& field = schema.fields[*index];
            const TypedAnswer read = read_typed(one.value, field);
            if (read.fault) {
                one.fault = read.fault->message;
                good = false;
            } else {
                changed.set(field.name, Answer(read.text));
                one.reading = question_text(interview.rules().input(*index)).in(state.style.language) + " " + grouped_amounts(read.reading.in(state.style.language));
            }
        }
        all.push_back(std::move(one));
    }
    return all;
}

/// The head of two amounts. It stands over them, so that both have room beside each other on a phone.
[[nodiscard]] std::string over_both(const std::string& name) {
    return "<tr><th scope=\"rowgroup\" colspan=\"2\">" + name + "</th></tr>";
}

/// What is so now and what would be, side by side.
[[nodiscard]] std::string table_of(const PageState& state, const PageState& changed, Interview& interview,
                                   const std::string& heading) {
    const PageStyle& style = state.style;
    if (faulty(interview.look(state.answers))) {
        return "";
    }
    const std::vector<Standing> before = interview.check().standings();
    const Sum sum_before = sum_of(interview);
    if (faulty(interview.look(changed.answers))) {
        return "";
    }
    const std::vector<Standing> after = interview.check().standings();
    const Sum sum_after = sum_of(interview);
    const auto cell = [&](const Standing& one, std::size_t at) {
        return "<td>" +
               (one.state == DecisionState::refused ? style.say("✗ 不符合，", "✗ not eligible, ") : "") +
               worded(style, award_words(style, interview, at, one)) + "</td>";
    };
    std::string out = "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                      style.say("比较", "Comparison") + "\"><table class=\"scenarios\"><thead><tr><th scope=\"col\">" + style.say("现在", "now") +
                      "</th><th scope=\"col\">" + worded(style, heading) + "</th></tr></thead>";
    for (std::size_t at = 0; at < before.size(); ++at) {
        out += "<tbody>" + over_both(worded(style, title_or_id(interview.rules().incentive(at), style.language))) + "<tr>" + cell(before[at], at) +
               cell(after[at], at) + "</tr></tbody>";
    }
    return out + "<tbody>" + over_both(style.say("合计", "together")) + "<tr><td>" +
           worded(style, sum_words(style, sum_before)) + "</td><td>" + worded(style, sum_words(style, sum_after)) +
           "</td></tr></tbody></table></div>";
}

}  // namespace

std::string compare_part(const PageState& state, Interview& interview) {
    const PageStyle& style = state.style;
    if (faulty(interview.look(state.answers)) || options_of(state, interview, "").empty()) {
        return "";
    }
    PageState changed = state;
    bool good = true;
    const std::vector<Change> changes = changes_of(state, interview, changed, good);
    std::string more;
    std::string heading;
    bool open = false;
    for (const Change& one : changes) {
        heading += one.reading.empty() ? "" : (heading.empty() ? "" : style.say("；", "; ")) + one.reading;
        if (!one.number.empty()) {
            more += change_fields(state, interview, one);
            open = open || !one.chosen.empty();
        }
    }
    const std::string out =
        "<section class=\"screen-only\" id=\"compare\"><h2>" +
        style.say("换几个回答比一比", "Compare with other answers") +
        "</h2><form method=\"post\" action=\"/check#compare\">" + state.hidden("result", "") + state.keeping_chart() +
        change_fields(state, interview, changes.front()) + "<details" + (open ? " open" : "") + "><summary>" +
        style.say("再换几个", "Change more answers") + "</summary>" + more +
        "</details><button class=\"second\" name=\"action\" value=\"compare\">" +
        style.say("比较", "Compare") + "</button></form>";
    const bool show = state.compares() && good && !heading.empty();
    return out + (show ? table_of(state, changed, interview, heading) : "") + "</section>";
}

}  // namespace huiqi
