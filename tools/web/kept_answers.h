#pragma once

#include <string>
#include <vector>

#include "tools/huiqi/ask/interview.h"

namespace huiqi {

/// An answer that the rules cannot read.
struct UnreadAnswer {
    std::size_t field = 0;
    std::string said;   ///< empty where it is no text
    Bilingual why;
};

/// What becomes of answers that came from outside, from a link or from a form that was made before.
struct KeptAnswers {
    Answer answers = Answer::record({});   ///< those that can be read
    std::vector<std::string> unused;       ///< names that the rules do not ask for
    std::vector<UnreadAnswer> unread;
};

/// Reads each answer by itself, so that one that cannot be read costs no other.
[[nodiscard]] KeptAnswers kept_answers(Interview& interview, const Answer& given);

}  // namespace huiqi
