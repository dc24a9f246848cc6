#include "tools/web/pages.h"

#include <utility>

#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/title_text.h"
#include "tools/web/page_parts.h"
#include "tools/web/rule_pages.h"
#include "tools/web/worksheet.h"

namespace huiqi {
namespace {

[[nodiscard]] HttpResponse page(const PageStyle& style, const std::string& title, const std::string& bar,
                                const std::string& main, unsigned status = 200) {
    return {.status = status,
            .content_type = "text/html; charset=utf-8",
            .body = whole_page(style, title, bar, main),
            .headers = {}};
}

[[nodiscard]] PageStyle style_of(const std::string& query) {
    PageStyle style;
    for (const auto& [name, value] : form_fields(query)) {
        if (name == "lang") {
            style.language = value == "en" ? Language::en : Language::zh;
        } else if (name == "large") {
            style.large = value == "1";
        }
    }
    return style;
}

/// Links for language and type on pages without answers.
[[nodiscard]] std::string plain_bar(const PageStyle& style, const std::string& path) {
    const auto link = [&](bool chinese, bool large, const std::string& text, const std::string& language) {
        return "<a href=\"" + html(path) + "?lang=" + (chinese ? "zh" : "en") +
               (large ? "&amp;large=1" : "") + "\"" + language + ">" + text + "</a>";
    };
    return "<a class=\"name\" href=\"/?lang=" + style.say("zh", "en") + (style.large ? "&amp;large=1" : "") +
           "\">" + style.say("惠企自测", "Huiqi self-check") + "</a><nav class=\"tools\" aria-label=\"" +
           style.say("语言和字号", "Language and type") + "\">" +
           link(!style.chinese(), style.large, style.say("English", "中文"),
                style.say(" lang=\"en\"", " lang=\"zh-CN\"")) +
           link(style.chinese(), !style.large,
                style.large ? style.say("普通字号", "Normal type") : style.say("长者模式", "Large type"),
                "") +
           "</nav>";
}

[[nodiscard]] std::string left_out_part(const PageStyle& style, const InterviewRules& rules) {
    std::string list;
    for (const Incentive* one : rules.left_out) {
        list += "<li>" + worded(style, title_or_id(*one, style.language)) + "</li>";
    }
    return list.empty() ? ""
                        : "<p>" +
                              style.say("这些要由当地先定参数，这里不问：",
                                        "These wait for a parameter that the locality sets, and are not asked about:") +
                              "</p><ul>" + list + "</ul>";
}

[[nodiscard]] std::string damaged_part(const PageStyle& style) {
    return "<div class=\"summary\" role=\"alert\"><p>" +
           style.say("链接或回答不完整，读不出来；请重新回答，或者再要一次链接。",
                     "The link or the answers are damaged and cannot be read. Answer again, or ask for the link once more.") +
           "</p></div>";
}

/// Begins, or goes on with what was answered before the person came back to the start.
[[nodiscard]] std::string start_form(const PageState& state) {
    const PageStyle& style = state.style;
    const std::string again = "<button class=\"quiet\" name=\"action\" value=\"clear\">" + style.say("清除，重新开始", "Clear and start anew") + "</button>";
    return "<form method=\"post\" action=\"/check\" id=\"start\">" + state.hidden("start", "") +
           "<div class=\"actions\"><button name=\"action\" value=\"begin\">" +
           (state.under_way() ? style.say("继续", "Go on") : style.say("开始", "Start")) + "</button>" +
           (state.under_way() ? again : "") + "</div></form>";
}

[[nodiscard]] HttpResponse start_page(const PageState& state, const InterviewRules& rules, bool damaged = false) {
    const PageStyle& style = state.style;
    std::string list;
    for (const Incentive* one : rules.selected.incentives) {
        list += "<li>" + incentive_link(style, *one) + "</li>";
    }
    const std::string count = std::to_string(rules.plan->schema.fields.size());
    const std::string minutes = std::to_string(rules.plan->schema.fields.size() / 3 + 1);
    const std::string main =
        (damaged ? damaged_part(style) : "<div id=\"damaged\" hidden>" + damaged_part(style) + "</div>") + "<h1>" + worded(style, title_of(style, rules)) + "</h1><p>" +
        style.say("看看能得到什么、为什么、还缺什么。", "See what you may get, why, and what is missing.") +
        "</p><ul class=\"facts\"><li>" +
        style.say("最多 " + count + " 个问题，大约 " + minutes + " 分钟；不影响结果的不问。",
                  "At most " + count + " questions, about " + minutes +
                      " minutes; what cannot matter is not asked.") +
        "</li><li>" +
        style.say("不清楚的可以跳过，结果会给出范围。",
                  "Skip what you do not know: the result is a range then.") +
        "</li><li>" + style.say("回答只发给提供本页的服务器计算（在本机运行时就是这台机器），它不保存。",
                                  "Answers go only to the server that gives this page (this machine, where it runs here), which keeps none.") +
        "</li></ul>" + start_form(state) + "<section><h2>" + style.say("包括哪些政策", "Which incentives") + "</h2><ul>" +
        list + "</ul><p><a href=\"/rules?lang=" + style.say("zh", "en") + (style.large ? "&amp;large=1" : "") + "\">" + style.say("看全部规则和条款", "All rules with their clauses") + "</a></p>" + left_out_part(style, rules) + "</section>";
    return page(style, title_of(style, rules), state.under_way() ? state.bar("start", "") : plain_bar(style, "/"), main);
}

/// The start for whom nothing is known of yet.
[[nodiscard]] PageState nobody(const PageStyle& style) {
    PageState state;
    state.style = style;
    return state;
}

/// Finds the page of the rules browser that an address names.
[[nodiscard]] std::optional<SitePage> site_page_of(const std::string& path) {
    if (path == "/rules" || path == "/rules/") {
        return SitePage{};
    }
    if (path == "/names") {
        return SitePage{SitePage::Kind::names, {}};
    }
    for (const SitePage::Kind kind : {SitePage::Kind::incentive, SitePage::Kind::bundle, SitePage::Kind::document}) {
        const std::string folder = "/" + std::string(folder_of(kind));
        if (path.starts_with(folder)) {
            return SitePage{kind, path.substr(folder.size())};
        }
    }
    return std::nullopt;
}

[[nodiscard]] HttpResponse rules_page(const PageStyle& style, const RuleSite& site, const SitePage& which) {
    const std::string made = site_page(RuleView(site, SiteShape::server, style, style.language, which));
    if (!made.empty()) {
        return {.status = 200, .content_type = "text/html; charset=utf-8", .body = made, .headers = {}};
    }
    return page(style, style.say("没有这一页", "Not found"), plain_bar(style, "/"), "<h1>" + style.say("没有这一项", "There is no such incentive") + "</h1>", 404);
}

/// One step through the self-check: what was typed is taken, then the next screen is chosen.
class Steps {
public:
    Steps(PageState state, Interview& interview) : state_(std::move(state)), interview_(interview) {}

    [[nodiscard]] HttpResponse run() {
        const Schema& schema = interview_.rules().plan->schema;
        const auto at = schema.index(state_.shown);
        if (state_.action == "clear") {
            return left();
        }
        if (outdated()) {
            return review();
        }
        if (at_start()) {
            if (state_.screen == "question" && at) {
                state_.keep_draft(state_.shown);
            }
            return start_page(state_, interview_.rules());
        }
        if (state_.screen == "question" && at) {
            if (auto shown = answered(*at)) {
                return std::move(*shown);
            }
        } else if (state_.action.starts_with("change.")) {
            state_.changing = true;
            if (const auto field = schema.index(state_.action.substr(7))) {
                return question(*field);
            }
        } else if (state_.screen == "result" && state_.action != "review") {
            return result();
        } else if (state_.screen == "review" && state_.action == "show") {
            state_.action = "review";
        } else if (state_.screen == "review" && state_.action == "back" && !state_.answers.names().empty()) {
            if (const auto field = schema.index(state_.answers.names().back())) {
                return question(*field);
            }
        } else if (state_.action == "result") {
            return result();
        }
        return next();
    }

private:
    /// Whether the start is to be shown, with what was answered kept.
    [[nodiscard]] bool at_start() const {
        return state_.action == "start" ||
               (state_.screen == "start" && (state_.action == "show" || state_.action == "lang" || state_.action == "large"));
    }

    /// Leads to the start, so that reloading sends nothing again, and has the browser forget what it keeps.
    [[nodiscard]] HttpResponse left() const {
        return {.status = 303,
                .content_type = "text/plain; charset=utf-8",
                .body = "",
                .headers = {{"Location", std::string("/?lang=") + state_.style.say("zh", "en") + (state_.style.large ? "&large=1" : "")},
                            {"Clear-Site-Data", "\"cache\", \"storage\""}}};
    }

    /// Takes what these rules can read of the answers. Tells whether they were given for other rules, or are not used as they
    /// stand; then they are to be checked, and nothing is taken from the form that they came with.
    [[nodiscard]] bool outdated() {
        const std::string& now = interview_.rules().fingerprint;
        const bool given = !state_.answers.names().empty() || state_.screen == "question";
        state_.outdated = given && state_.rules != now;
        state_.rules = now;
        KeptAnswers kept = kept_answers(interview_, state_.answers);
        state_.answers = std::move(kept.answers);
        state_.unused = std::move(kept.unused);
        state_.unread = std::move(kept.unread);
        if (!state_.outdated && state_.unused.empty() && state_.unread.empty()) {
            return false;
        }
        state_.typed.clear();   // typed for another question, perhaps in another unit
        state_.drafts.clear();
        return true;
    }

    [[nodiscard]] std::string fault_title() const { return state_.style.say("错误 – ", "Error – "); }

    /// Gives a page when the same or an earlier question is to be shown.
    [[nodiscard]] std::optional<HttpResponse> answered(std::size_t at) {
        const FieldSchema& field = interview_.rules().plan->schema.fields[at];
        if (state_.action == "show") {
            return question(at);
        }
        state_.keep_draft(field.name);
        if (state_.action == "back") {
            const std::size_t place = state_.place(field.name);
            state_.typed.clear();
            const auto before =
                place == 0 ? std::nullopt
                           : interview_.rules().plan->schema.index(state_.answers.names()[place - 1]);
            return before ? question(*before) : start_page(state_, interview_.rules());
        }
        if (state_.action == "lang" || state_.action == "large" || state_.action == "add") {
            return question(at, state_.typed.contains("wrong") ? faults_now(field) : TypedFaults());
        }
        if (state_.action.starts_with("remove.")) {
            return question(at);
        }
        const Answer before = state_.answers;
        if (state_.action == "unknown") {
            state_.set(field.name, Answer::unknown());
        } else if (state_.action == "none" && field.optional()) {
            state_.set(field.name, Answer::absent());
        } else if (state_.action == "empty" && field.kind == ColumnKind::list) {
            state_.set(field.name, Answer::list({}));
        } else if (const TypedFaults faults = take_typed(state_, field); !faults.empty()) {
            return question(at, faults);
        }
        if (faulty(interview_.look(state_.answers))) {
            const TypedFaults faults = whole_fault();
            state_.answers = before;
            return question(at, faults);
        }
        state_.typed.clear();
        if (field.kind != ColumnKind::list || state_.action != "unknown") {  // 不清楚 keeps the items that are typed
            state_.drafts.erase(field.name);
        }
        return std::nullopt;
    }

    /// What is wrong with what stands in the form, for a page that said so before and is shown in another way.
    [[nodiscard]] TypedFaults faults_now(const FieldSchema& field) {
        const Answer before = state_.answers;
        TypedFaults faults = take_typed(state_, field);
        if (faults.empty() && faulty(interview_.look(state_.answers))) {
            faults = whole_fault();
        }
        state_.answers = before;
        return faults;
    }

    /// What is wrong with the answers taken together, as the engine says it.
    [[nodiscard]] TypedFaults whole_fault() {
        for (const Message& one : interview_.look(state_.answers)) {
            if (one.severity == Message::Severity::error) {
                return {{"v", {one.text_zh, one.text_en}}};   // the question stands above, an item is named in the text
            }
        }
        return {{"v", {"这个回答读不了", "this answer cannot be read"}}};
    }

    [[nodiscard]] HttpResponse question(std::size_t field, const TypedFaults& faults = {}) {
        const FieldSchema& of = interview_.rules().plan->schema.fields[field];
        (void)interview_.look(state_.answers);
        const auto draft = state_.drafts.find(of.name);
        if (draft != state_.drafts.end() && !state_.typed.contains("v") && !state_.typed.contains("rows")) {
            state_.typed = draft->second;
        }
        const std::string main = question_page(state_, interview_, field, faults);
        const std::string title =
            (faults.empty() ? "" : fault_title()) + question_text(interview_.rules().input(field)).in(state_.style.language) +
            " – " + title_of(state_.style, interview_.rules());
        return page(state_.style, title, state_.bar("question", of.name), main);
    }

    [[nodiscard]] HttpResponse next() {
        (void)interview_.look(state_.answers);
        if (const auto asked = interview_.next(); asked && state_.action != "review") {
            return question(asked->field);
        }
        return review();
    }

    [[nodiscard]] HttpResponse review() {
        (void)interview_.look(state_.answers);
        state_.changing = false;
        return page(state_.style, state_.style.say("核对回答", "Check your answers") + " – " + title_of(state_.style, interview_.rules()),
                    state_.bar("review", ""), review_page(state_, interview_));
    }

    [[nodiscard]] HttpResponse result() {
        (void)interview_.look(state_.answers);
        const std::string main = result_page(state_, interview_);
        return page(state_.style, state_.style.say("结果", "Result") + " – " + title_of(state_.style, interview_.rules()), state_.bar("result", ""), main);
    }

    PageState state_;
    Interview& interview_;
};

/// The page asks again by itself; the same for whoever is a program.
[[nodiscard]] HttpResponse not_ready(const PageStyle& style) {
    HttpResponse made = page(style, style.say("正在准备", "Being made ready"), plain_bar(style, "/"),
                             "<h1>" + style.say("规则浏览正在准备", "The rules are being made ready") + "</h1><p>" +
                                 style.say("服务刚启动，正在核对全部用例；好了以后本页自动显示。自测不受影响。",
                                           "The server has just begun and is running all cases; this page shows the rules as soon as that is done. The self-check works meanwhile.") +
                                 "</p><p><a href=\"/?lang=" + style.say("zh", "en") + (style.large ? "&amp;large=1" : "") + "\">" + style.say("到开始页", "To the start") + "</a></p>",
                             503);
    made.headers = {{"Retry-After", "2"}, {"Refresh", "2"}};
    return made;
}

}  // namespace

std::string title_of(const PageStyle& style, const InterviewRules& rules) {
    const Bundle* bundle = rules.selected.bundle;
    if (bundle != nullptr && !bundle->title.empty()) {
        return bundle->title.in(style.language);
    }
    return rules.selected.incentives.size() == 1 ? title_or_id(rules.incentive(0), style.language)
                                                 : style.say("惠企自测", "Huiqi self-check");
}

bool is_page(std::string_view path) {
    return path == "/" || path == "/check" || path == "/search-index.js" || site_page_of(std::string(path)).has_value();
}

HttpResponse page_not_found(const HttpRequest& request) {
    const PageStyle style = style_of(request.query);
    return page(style, style.say("没有这一页", "Not found"), plain_bar(style, "/"),
                "<h1>" + style.say("没有这一页", "There is no such page") + "</h1><p><a href=\"/?lang=" + style.say("zh", "en") +
                    "\">" + style.say("到开始页", "To the start") + "</a></p>",
                404);
}

std::optional<HttpResponse> page_of(const HttpRequest& request, Interview& interview, const PreparedSite::Made* site) {
    const bool get = request.method == "GET";
    if (request.path == "/" && get) {
        return start_page(nobody(style_of(request.query)), interview.rules());
    }
    const auto which = site_page_of(request.path);
    const bool search = request.path == "/search-index.js";
    if (get && (which || search)) {
        return site == nullptr ? not_ready(style_of(request.query))
               : search        ? HttpResponse{.status = 200, .content_type = "text/javascript; charset=utf-8", .body = site->search_index, .headers = {}}
                               : rules_page(style_of(request.query), site->site, *which);
    }
    if (request.path != "/check") {
        return std::nullopt;
    }
    if (get) {
        return start_page(nobody(style_of(request.query)), interview.rules());
    }
    if (request.method != "POST" || request.content_type != "application/x-www-form-urlencoded") {
        return std::nullopt;
    }
    std::string fault;
    PageState state = PageState::from_form(request.body, fault);
    if (!fault.empty()) {
        return start_page(nobody(state.style), interview.rules(), true);
    }
    if (state.action == "lang") {
        state.style.language = state.style.chinese() ? Language::en : Language::zh;
    } else if (state.action == "large") {
        state.style.large = !state.style.large;
    }
    return Steps(std::move(state), interview).run();
}

}  // namespace huiqi
