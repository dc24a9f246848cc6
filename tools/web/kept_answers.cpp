#include "tools/web/kept_answers.h"

#include <utility>

namespace huiqi {

KeptAnswers kept_answers(Interview& interview, const Answer& given) {
    constexpr std::size_t kMostNamed = 20;
    KeptAnswers made;
    Application kept;
    const auto unused = [&made](const std::string& name) {
        if (made.unused.size() < kMostNamed) {
            made.unused.push_back(name);
        }
    };
    for (std::size_t at = 0; at < given.parts().size(); ++at) {
        const std::string& name = given.names()[at];
        const Answer& answer = given.parts()[at];
        const auto field = interview.rules().plan->schema.index(name);
        if (!field) {
            unused(name);
            continue;
        }
        bool readable = true;
        for (const Message& one : interview.read(Answer::record({{name, answer}}))) {
            if (one.severity != Message::Severity::error) {
                unused(name + "." + one.answer);   // a field of an item
            } else if (std::exchange(readable, false)) {
                made.unread.push_back({.field = *field, .said = answer.kind() == Answer::Kind::text ? answer.text() : "", .why = {one.text_zh, one.text_en}});
            }
        }
        if (readable) {
            kept.set(name, answer);
        }
    }
    made.answers = kept.answers();
    return made;
}

}  // namespace huiqi
