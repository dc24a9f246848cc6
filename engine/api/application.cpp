#include "huiqi/application.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace huiqi {

Answer Answer::absent() {
    return Answer(Kind::absent);
}

Answer Answer::unknown() {
    return Answer(Kind::unknown);
}

Answer Answer::list(std::vector<Answer> elements) {
    Answer answer(Kind::list);
    answer.parts_ = std::move(elements);
    return answer;
}

Answer Answer::record(std::vector<std::pair<std::string, Answer>> fields) {
    Answer answer(Kind::record);
    for (auto& [name, part] : fields) {
        answer.names_.push_back(std::move(name));
        answer.parts_.push_back(std::move(part));
    }
    return answer;
}

Application::Application(const Answer& record) {
    std::unordered_map<std::string_view, std::size_t> places;   // a body may hold thousands of names
    for (std::size_t at = 0; at < record.names_.size(); ++at) {
        const auto [place, fresh] = places.try_emplace(record.names_[at], answers_.names_.size());
        if (fresh) {
            answers_.names_.push_back(record.names_[at]);
            answers_.parts_.push_back(record.parts_[at]);
        } else {
            answers_.parts_[place->second] = record.parts_[at];
        }
    }
}

Application& Application::set(std::string_view name, Answer answer) {
    const auto known = std::find(answers_.names_.begin(), answers_.names_.end(), name);
    if (known == answers_.names_.end()) {
        answers_.names_.emplace_back(name);
        answers_.parts_.push_back(std::move(answer));
    } else {
        answers_.parts_[static_cast<std::size_t>(known - answers_.names_.begin())] = std::move(answer);
    }
    return *this;
}

Application& Application::clear(std::string_view name) {
    const auto known = std::find(answers_.names_.begin(), answers_.names_.end(), name);
    if (known != answers_.names_.end()) {
        answers_.parts_.erase(answers_.parts_.begin() + (known - answers_.names_.begin()));
        answers_.names_.erase(known);
    }
    return *this;
}

}  // namespace huiqi
