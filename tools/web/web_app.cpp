#include "tools/web/web_app.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/api/decision_reader.h"
#include "engine/diagnostic/parsed_json.h"
#include "engine/evaluate/explanation.h"
#include "tools/huiqi/ask/answer_text.h"
#include "tools/huiqi/ask/answers_json.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/decide/explain_text.h"
#include "tools/huiqi/decide/totals_text.h"
#include "tools/web/assets.h"
#include "tools/web/pages.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view kProblem = "application/problem+json; charset=utf-8";

[[nodiscard]] std::string_view title_of(unsigned status) {
    switch (status) {
        case 400: return "Bad Request";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 421: return "Misdirected Request";
        case 422: return "Answers at fault";
        case 431: return "Request Header Fields Too Large";
        case 503: return "Service Unavailable";
        default: return "Error";
    }
}

[[nodiscard]] std::string dumped(const json& made) {
    return made.dump(-1, ' ', false, json::error_handler_t::replace);
}

[[nodiscard]] json problem_json(unsigned status, std::string_view detail) {
    return {{"type", "about:blank"}, {"title", title_of(status)}, {"status", status}, {"detail", detail}};
}

[[nodiscard]] HttpResponse answers_at_fault(const std::vector<Message>& messages) {
    json made = problem_json(422, "an answer cannot be read; `errors` has all of them");
    made["errors"] = faults_json(messages);
    return {.status = 422, .content_type = std::string(kProblem), .body = dumped(made), .headers = {}};
}

[[nodiscard]] std::string_view word(Eligibility eligible) {
    switch (eligible) {
        case Eligibility::no: return "refused";
        case Eligibility::yes: return "eligible";
        case Eligibility::unknown: return "unknown";
        case Eligibility::error: break;
    }
    return "error";
}

[[nodiscard]] json text_or_null(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

/// An incentive without an award of its own has none, which is not an award of 0.
[[nodiscard]] json award_json(const InterviewRules& rules, std::size_t index, const IncentiveDecision& decided) {
    return rules.incentive(index).award.empty() ? json(nullptr) : text_or_null(decided.award);
}

[[nodiscard]] json decision_json(const InterviewRules& rules, const Decision& decision) {
    json incentives = json::array();
    for (std::size_t at = 0; at < decision.incentives.size(); ++at) {
        const IncentiveDecision& one = decision.incentives[at];
        json errors = json::array();
        for (const Message& error : one.errors) {
            errors.push_back({{"code", error.code}, {"file", error.file}, {"line", error.line}, {"zh", error.text_zh}, {"en", error.text_en}});
        }
        json parts = json::object();
        for (const DecisionPart& part : one.parts) {
            parts[part.name] = text_or_null(part.value);
        }
        incentives.push_back(
            {{"id", one.id},
             {"state", one.eligible == Eligibility::yes && one.award.empty()
                           ? (one.errors.empty() ? "unknown" : "error")
                           : word(one.eligible)},
             {"award", award_json(rules, at, one)},
             {"parts", std::move(parts)},
             {"reason", one.reason},
             {"reason_text",
              one.reason == 0 ? json(nullptr) : json{{"zh", one.reason_zh}, {"en", one.reason_en}}},
             {"failed", one.failed},
             {"missing", one.missing},
             {"errors", std::move(errors)},
             {"anomalies", one.anomalies}});
    }
    json totals = json::object();
    for (const BundleTotal& total : decision.totals) {
        totals[total.name] = text_or_null(total.value);
    }
    return {{"incentives", std::move(incentives)}, {"totals", std::move(totals)}};
}

/// Puts the names under `unknown` among the answers: what a person cannot say is not asked again.
/// A name that no rule uses is told of by a warning, as it is among the answers.
[[nodiscard]] bool add_unknown(const Answer& names, Answer& answers, std::string& fault) {
    const std::unordered_set<std::string_view> known(answers.names().begin(), answers.names().end());
    std::vector<std::pair<std::string, Answer>> all;
    for (std::size_t at = 0; at < answers.parts().size(); ++at) {
        all.emplace_back(answers.names()[at], answers.parts()[at]);
    }
    const bool list = names.kind() == Answer::Kind::list;
    for (const Answer& one : list ? names.parts() : std::vector<Answer>()) {
        if (one.kind() != Answer::Kind::text) {
            fault = "`unknown` is a list of names: {\"answers\": {}, \"unknown\": [\"name\"]}";
            return false;
        }
        if (known.contains(one.text())) {
            fault = "`" + one.text() + "` is answered and unknown at once";
            return false;
        }
        all.emplace_back(one.text(), Answer::unknown());
    }
    fault = list ? fault : "`unknown` is a list of names: {\"answers\": {}, \"unknown\": [\"name\"]}";
    answers = Application(Answer::record(std::move(all))).answers();   // a name that stands twice under `unknown` once
    return list;
}

/// Whether all under `unknown` are texts; among answers a number is as good as its digits.
[[nodiscard]] bool are_names(std::string_view body, std::string& fault) {
    const json asked = parsed_json<json>(body);
    const json& names = asked.at("unknown");
    const bool texts = std::all_of(names.begin(), names.end(), [](const json& one) { return one.is_string(); });
    fault = texts ? fault : "`unknown` is a list of names: {\"answers\": {}, \"unknown\": [\"name\"]}";
    return texts;
}

/// The answers of a request: what stands under `answers`, with the names under `unknown`.
[[nodiscard]] std::optional<Answer> answers_of(std::string_view body, std::string& fault) {
    Answer all = Answer::record({});
    if (!read_answers(body, all, fault)) {
        return std::nullopt;
    }
    std::optional<Answer> answers;
    const Answer* unknown = nullptr;
    for (std::size_t at = 0; at < all.parts().size(); ++at) {
        if (all.names()[at] == "answers" && all.parts()[at].kind() == Answer::Kind::record) {
            answers = all.parts()[at];
        } else if (all.names()[at] == "unknown") {
            unknown = &all.parts()[at];
        } else if (all.names()[at] == "answers") {
            fault = "`answers` is no object: {\"answers\": {\"name\": \"value\"}}";
            return std::nullopt;
        } else {
            fault = "`" + all.names()[at] + "` has no place here: write {\"answers\": {\"name\": \"value\"}, \"unknown\": [\"name\"]}";
            return std::nullopt;
        }
    }
    if (!answers) {
        fault = "`answers` is missing: {\"answers\": {\"name\": \"value\"}}";
    } else if (unknown != nullptr && (!add_unknown(*unknown, *answers, fault) || !are_names(body, fault))) {
        return std::nullopt;
    }
    return answers;
}

[[nodiscard]] std::string text_under(const Answer& all, std::string_view name) {
    for (std::size_t at = 0; at < all.parts().size(); ++at) {
        if (all.names()[at] == name) {
            return all.parts()[at].text();
        }
    }
    return {};
}

/// Puts the number of a line of the input before all else that an object of its result says.
[[nodiscard]] std::string with_line(std::uint64_t number, const std::string& object) {
    return "{\"line\":" + std::to_string(number) + "," + object.substr(1) + "\n";
}

/// What is wrong with a request to read a datum: it has `name` and `text`, may have `part`, all texts.
[[nodiscard]] std::string reading_fault(std::string_view body) {
    const json asked = parsed_json<json>(body);
    for (const auto& [name, value] : asked.items()) {
        if (name != "name" && name != "text" && name != "part") {
            return "`" + name + "` has no place here: write name, text and, for a list, part";
        }
        if (!value.is_string()) {
            return "`" + name + "` is no text";
        }
    }
    return asked.contains("name") && asked.contains("text") ? "" : "`name` and `text` must be given";
}

/// The scalar that is meant: an input, or a part of the items of a list.
[[nodiscard]] const FieldSchema* field_to_read(const InterviewRules& rules, const std::string& name, const std::string& part) {
    const auto index = rules.plan->schema.index(name);
    if (!index) {
        return nullptr;
    }
    const FieldSchema& field = rules.plan->schema.fields[*index];
    if (field.kind != ColumnKind::list) {
        return part.empty() ? &field : nullptr;
    }
    const auto found = std::find_if(field.fields.begin(), field.fields.end(), [&](const FieldSchema& one) { return one.name == part; });
    return found == field.fields.end() || found->kind == ColumnKind::list ? nullptr : &*found;
}

/// How one datum would be read: for reading back while it is typed.
[[nodiscard]] HttpResponse reading(const InterviewRules& rules, std::string_view body) {
    Answer all = Answer::record({});
    std::string fault;
    if (!read_answers(body, all, fault)) {
        return WebApp::problem(400, fault);
    }
    if (const std::string wrong = reading_fault(body); !wrong.empty()) {
        return WebApp::problem(400, wrong);
    }
    const FieldSchema* field = field_to_read(rules, text_under(all, "name"), text_under(all, "part"));
    if (field == nullptr) {
        return WebApp::problem(400, "no such input, or no such part of it");
    }
    TypedAnswer typed = read_typed(text_under(all, "text"), *field);
    const bool unknown = says_unknown(text_under(all, "text"), *field);
    const bool none = says_none(text_under(all, "text"), *field);
    if (unknown || none) {
        typed.reading = unknown ? Bilingual{"不清楚", "not known"} : Bilingual{"无", "none"};
        typed.fault.reset();
    }
    json made{
        {"value", typed.fault || unknown || none ? json(nullptr) : json(typed.text)}, {"reading", nullptr}, {"fault", nullptr}};
    if (typed.fault) {
        made["fault"] = {{"zh", typed.fault->message.zh}, {"en", typed.fault->message.en}};
    } else {
        made["reading"] = {{"zh", typed.reading.zh}, {"en", typed.reading.en}};
    }
    return {.status = 200,
            .content_type = "application/json; charset=utf-8",
            .body = dumped(made),
            .headers = {}};
}

}  // namespace

struct WebApp::Desk {
    explicit Desk(const std::shared_ptr<const InterviewRules>& rules)
        : interview(rules), evaluator(rules->plan), reader(rules->plan->schema), batch(rules->plan->schema) {}

    Interview interview;
    Evaluator evaluator;
    ApplicationReader reader;
    Batch batch;
};

/// A desk that goes back by itself, with nothing on it.
class WebApp::Borrowed {
public:
    explicit Borrowed(WebApp& app) : app_(app), desk_(app.take()) {}
    ~Borrowed() { app_.put_back(std::move(desk_)); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    [[nodiscard]] Desk& operator*() const { return *desk_; }
    [[nodiscard]] Desk* operator->() const { return desk_.get(); }

private:
    WebApp& app_;
    std::unique_ptr<Desk> desk_;
};

WebApp::WebApp(std::shared_ptr<const InterviewRules> rules) : rules_(std::move(rules)), site_(rules_) {}
WebApp::~WebApp() = default;

std::unique_ptr<WebApp::Desk> WebApp::take() {
    {
        const std::lock_guard hold(lock_);
        if (!free_.empty()) {
            auto desk = std::move(free_.back());
            free_.pop_back();
            return desk;
        }
    }
    return std::make_unique<Desk>(rules_);
}

void WebApp::put_back(std::unique_ptr<Desk> desk) {
    desk->batch.clear();
    desk->interview.clear();
    const std::lock_guard hold(lock_);
    free_.push_back(std::move(desk));
}

HttpResponse WebApp::problem(unsigned status, std::string_view detail) {
    return {.status = status,
            .content_type = std::string(kProblem),
            .body = dumped(problem_json(status, detail)),
            .headers = {}};
}

std::string WebApp::evaluated(Desk& desk, const Answer& answers, std::vector<Message>& messages) {
    desk.batch.clear();
    messages = for_applicants(desk.reader.read(Application(answers), desk.batch));
    if (faulty(messages)) {
        return {};
    }
    desk.evaluator.run(desk.batch, 0, 1);
    ++evaluations_;
    json made = decision_json(*rules_, read_decision(desk.evaluator, rules_->selected, *rules_->book.sources));
    if (!messages.empty()) {
        made["warnings"] = faults_json(messages);
    }
    return dumped(made);
}

std::string WebApp::line_problem(std::uint64_t number, unsigned status, std::string_view detail) {
    return with_line(number, dumped(problem_json(status, detail)));
}

std::string WebApp::answer_line(std::uint64_t number, std::string_view line) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
        return line_problem(number, 400, "the line is blank: it decides about nobody");
    }
    std::string fault;
    const auto answers = answers_of(line, fault);
    if (!answers) {
        return line_problem(number, 400, fault);
    }
    const Borrowed desk(*this);
    std::vector<Message> messages;
    const std::string made = evaluated(*desk, *answers, messages);
    return with_line(number, made.empty() ? answers_at_fault(messages).body : made);
}

/// The worksheets of all incentives and the totals, as `explain --json` gives them.
std::string WebApp::worksheets(const Desk& desk) const {
    const Evaluator& evaluator = desk.interview.check().evaluator();
    std::string out = "{\"incentives\": [";
    for (std::size_t at = 0; at < rules_->selected.incentives.size(); ++at) {
        const auto& next = desk.interview.check().standings()[at].next;
        out += (at == 0 ? "" : ",") +
               explanation_json(explain(evaluator, rules_->incentive(at), at, 0), *rules_->book.sources,
                                next ? std::optional(rules_->plan->schema.fields[next->field].name) : std::nullopt);
    }
    out += "],\"totals\": {" + totals_json(evaluator) + "}";
    if (const std::string how = totals_how_json(rules_->selected.bundle, evaluator.plan()); !how.empty()) {
        out += ",\"totals_how\": {" + how + "}";
    }
    return out + "}";
}

HttpResponse WebApp::api(const HttpRequest& request) {
    if (request.method != "POST") {
        return wrong_method("POST");
    }
    if (request.content_type != "application/json") {
        return problem(415, "send application/json");
    }
    if (request.path == "/v1/reading") {
        return reading(*rules_, request.body);
    }
    std::string fault;
    const auto answers = answers_of(request.body, fault);
    if (!answers) {
        return problem(400, fault);
    }
    const Borrowed desk(*this);
    HttpResponse made;
    std::vector<Message> messages;
    if (request.path == "/v1/evaluate") {
        made.body = evaluated(*desk, *answers, messages);
        return made.body.empty() ? answers_at_fault(messages) : made;
    }
    messages = desk->interview.look(*answers, request.path == "/v1/questions" ? SelfCheck::kEffort : 0);
    if (faulty(messages)) {
        return answers_at_fault(messages);
    }
    if (request.path == "/v1/questions") {
        made.body = dumped(interview_json(desk->interview, messages));
        return made;
    }
    made.body = worksheets(*desk);
    return made;
}

HttpResponse WebApp::wrong_method(std::string_view allowed) {
    HttpResponse refused = problem(405, "use " + std::string(allowed));
    refused.headers.emplace_back("Allow", allowed);
    return refused;
}

HttpResponse WebApp::route(const HttpRequest& request) {
    const bool get = request.method == "GET";
    for (const Asset& asset : assets()) {
        if (request.path == asset.path) {
            return !get ? wrong_method("GET, HEAD")
                        : HttpResponse{.status = 200,
                                       .content_type = std::string(asset.type),
                                       .body = std::string(asset.text),
                                       .headers = {}};
        }
    }
    for (const std::string_view path : {"/v1/evaluate", "/v1/explain", "/v1/questions", "/v1/reading"}) {
        if (request.path == path) {
            return api(request);
        }
    }
    if (request.path == "/v1/batch") {
        return wrong_method("POST");
    }
    if (request.path == "/healthz" || request.path == "/metrics") {
        const bool health = request.path == "/healthz";
        return !get ? wrong_method("GET, HEAD")
                    : HttpResponse{.status = 200,
                                   .content_type = health ? "text/plain; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8",
                                   .body = health ? "ok\n" : metrics(),
                                   .headers = {}};
    }
    if (is_page(request.path) && !get && (request.path != "/check" || request.method != "POST")) {
        return wrong_method(request.path == "/check" ? "GET, HEAD, POST" : "GET, HEAD");
    }
    const Borrowed desk(*this);
    if (auto page = page_of(request, desk->interview, site_.ready())) {
        return std::move(*page);
    }
    if (request.path == "/check") {
        return problem(415, "send application/x-www-form-urlencoded");
    }
    return get && request.wants_html ? page_not_found(request) : problem(404, "there is nothing at this path");
}

HttpResponse WebApp::answer(const HttpRequest& request) {
    const auto begun = std::chrono::steady_clock::now();
    HttpResponse made = route(request);
    const auto spent = std::chrono::steady_clock::now() - begun;
    const auto ns =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count());
    nanoseconds_ += ns;
    std::size_t bucket = 0;
    for (std::uint64_t edge = 64'000; bucket + 1 < times_.size() && ns > edge; edge *= 2) {
        ++bucket;
    }
    ++times_[bucket];
    ++statuses_[std::min<std::size_t>(made.status / 100, statuses_.size() - 1)];
    return made;
}

std::string WebApp::metrics() const {
    std::string text = "# TYPE huiqi_requests_total counter\n";
    std::uint64_t all = 0;
    for (std::size_t at = 2; at < statuses_.size(); ++at) {
        text += "huiqi_requests_total{status=\"" + std::to_string(at) + "xx\"} " +
                std::to_string(statuses_[at]) + "\n";
        all += statuses_[at];
    }
    text += "# TYPE huiqi_evaluations_total counter\nhuiqi_evaluations_total " +
            std::to_string(evaluations_) + "\n";
    text += "# TYPE huiqi_answer_seconds histogram\n";
    std::uint64_t below = 0;
    std::uint64_t edge_us = 64;
    for (std::size_t at = 0; at + 1 < times_.size(); ++at, edge_us *= 2) {
        below += times_[at];
        std::string seconds = std::to_string(edge_us);
        seconds = "0." + std::string(6 - std::min<std::size_t>(6, seconds.size()), '0') + seconds;
        text += "huiqi_answer_seconds_bucket{le=\"" + seconds + "\"} " + std::to_string(below) + "\n";
    }
    text += "huiqi_answer_seconds_bucket{le=\"+Inf\"} " + std::to_string(all) + "\n";
    text += "huiqi_answer_seconds_count " + std::to_string(all) + "\n";
    std::string nanos = std::to_string(nanoseconds_);
    nanos.insert(0, nanos.size() < 10 ? 10 - nanos.size() : 0, '0');
    nanos.insert(nanos.size() - 9, ".");
    text += "huiqi_answer_seconds_sum " + nanos + "\n";
    if (server_ != nullptr) {
        const HttpCounts counts = server_->counts();
        text += "# TYPE huiqi_connections gauge\nhuiqi_connections " +
                std::to_string(counts.connections_open) + "\n";
        text += "# TYPE huiqi_connections_total counter\nhuiqi_connections_total " +
                std::to_string(counts.connections) + "\n";
        text += "# TYPE huiqi_unfinished_bytes gauge\nhuiqi_unfinished_bytes " + std::to_string(counts.unfinished_bytes) + "\n";
        text += "# TYPE huiqi_refused_total counter\nhuiqi_refused_total " + std::to_string(counts.refused) +
                "\n";
    }
    return text;
}

}  // namespace huiqi
