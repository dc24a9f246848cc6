#pragma once

#include <string>
#include <string_view>

#include "huiqi/application.h"

namespace huiqi {

/// Bounds for answers from outside.
struct AnswerLimits {
    std::size_t bytes = 1U << 20U;
    std::size_t depth = 8;
    std::size_t values = 20'000;
};

/// Reads one JSON object of answers: texts, true and false, null for "there is none", lists and records. A
/// number is taken by its digits. What is missing is unknown. Gives false with the reason where it is no such
/// object.
[[nodiscard]] bool read_answers(std::string_view text, Answer& out, std::string& fault,
                                const AnswerLimits& limits = {});

/// Writes answers as the JSON that is read; what is unknown is left out.
[[nodiscard]] std::string answers_json(const Answer& answers);

}  // namespace huiqi
