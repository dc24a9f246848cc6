#include "tools/huiqi/ask/answers_json.h"
#include "engine/diagnostic/parsed_json.h"

#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

/// Builds answers while the text is read, so that no number becomes a double and no depth is unbounded.
class Builder : public json::json_sax_t {
public:
    Builder(const AnswerLimits& limits, std::string& fault) : limits_(limits), fault_(fault) {}

    bool null() override { return put(Answer::absent()); }
    bool boolean(bool value) override { return put(Answer(value ? "true" : "false")); }
    bool number_integer(number_integer_t value) override { return put(Answer(std::to_string(value))); }
    bool number_unsigned(number_unsigned_t value) override { return put(Answer(std::to_string(value))); }
    bool number_float(number_float_t /*value*/, const string_t& text) override { return put(Answer(text)); }
    bool string(string_t& text) override { return put(Answer(text)); }
    bool binary(binary_t& /*value*/) override { return wrong("binary"); }
    bool start_object(std::size_t /*elements*/) override { return open(true); }
    bool start_array(std::size_t /*elements*/) override {
        return !open_.empty() ? open(false) : wrong("the answers are one JSON object");
    }
    bool key(string_t& name) override {
        if (!open_.back().names.insert(name).second) {
            return wrong("a name stands twice: " + name);
        }
        open_.back().key = name;
        return true;
    }
    bool end_object() override { return close(Answer::record(std::move(open_.back().fields))); }
    bool end_array() override { return close(Answer::list(std::move(open_.back().elements))); }
    bool parse_error(std::size_t position, const std::string& token, const nlohmann::detail::exception& why) override {
        constexpr int kOverflow = 406;
        constexpr std::size_t kShown = 40;
        if (why.id == kOverflow) {   // JSON, but of a size that the library reads no digits of
            return wrong("a number before byte " + std::to_string(position) + " is too large: " + token.substr(0, kShown) + "; write it as a text with all its digits");
        }
        return wrong("no JSON at byte " + std::to_string(position));
    }
    [[nodiscard]] Answer take() { return std::move(done_); }

private:
    struct Level {
        bool record = false;
        std::string key;
        std::unordered_set<std::string> names;   ///< that stood so far: a body may hold thousands that no rule knows
        std::vector<std::pair<std::string, Answer>> fields;
        std::vector<Answer> elements;
    };
    bool wrong(std::string why) {
        fault_ = fault_.empty() ? std::move(why) : fault_;
        return false;
    }
    bool open(bool record) {
        if (open_.size() >= limits_.depth) {
            return wrong("nested too deeply");
        }
        open_.push_back({.record = record, .key = {}, .names = {}, .fields = {}, .elements = {}});
        return true;
    }
    bool close(Answer made) {
        open_.pop_back();
        if (open_.empty()) {
            done_ = std::move(made);
            return true;
        }
        return put(std::move(made));
    }
    bool put(Answer answer) {
        if (open_.empty()) {
            return wrong("the answers are one JSON object");
        }
        if (++values_ > limits_.values) {
            return wrong("too many values");
        }
        Level& level = open_.back();
        if (level.record) {
            level.fields.emplace_back(level.key, std::move(answer));
        } else {
            level.elements.push_back(std::move(answer));
        }
        return true;
    }

    const AnswerLimits& limits_;
    std::string& fault_;
    std::vector<Level> open_;
    Answer done_ = Answer::record({});
    std::size_t values_ = 0;
};

[[nodiscard]] json json_of(const Answer& answer) {
    switch (answer.kind()) {
        case Answer::Kind::text: return answer.text();
        case Answer::Kind::list: {
            json list = json::array();
            for (const Answer& one : answer.parts()) {
                list.push_back(json_of(one));
            }
            return list;
        }
        case Answer::Kind::record: {
            json record = json::object();
            for (std::size_t at = 0; at < answer.parts().size(); ++at) {
                if (answer.parts()[at].kind() != Answer::Kind::unknown) {
                    record[answer.names()[at]] = json_of(answer.parts()[at]);
                }
            }
            return record;
        }
        case Answer::Kind::absent:
        case Answer::Kind::unknown: break;
    }
    return nullptr;
}

}  // namespace

bool read_answers(std::string_view text, Answer& out, std::string& fault, const AnswerLimits& limits) {
    if (text.size() > limits.bytes) {
        fault = "more than " + std::to_string(limits.bytes) + " bytes";
        return false;
    }
    if (const std::size_t zero = zero_byte(text); zero < text.size()) {
        fault = "no JSON at byte " + std::to_string(zero + 1) + ": a zero byte";
        return false;
    }
    Builder builder(limits, fault);
    if (!json::sax_parse(text.begin(), text.end(), &builder)) {
        fault = fault.empty() ? "no JSON" : fault;
        return false;
    }
    out = builder.take();
    return true;
}

std::string answers_json(const Answer& answers) {
    return json_of(answers).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace huiqi
