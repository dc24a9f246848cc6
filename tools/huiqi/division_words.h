#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/explanation.h"
#include "tools/huiqi/person_words.h"

namespace huiqi {

/// One part of an award as a person reads it, with what it rests on.
struct DivisionLine {
    std::string words;
    const CitedText* cited = nullptr;   ///< of the explanation
};

/// The parts of one division of an award below what they are: paid in parts, who pays, who gets it.
struct DivisionGroup {
    std::string title;
    std::vector<DivisionLine> lines;
};

/// Tells how an award is divided: the parts of 分期 with their days, re-checks and how they stand; the shares of those who pay
/// and of those who get it; what must be paid back. The same for the page, `ask` and the decision sheet. Nothing where the award
/// goes from one payer to one recipient at once. The explanation must outlive it.
[[nodiscard]] std::vector<DivisionGroup> division_groups(const PersonWords& words, const Explanation& explanation, Language language);

/// How much of an award that is paid in parts is due by the answers: `按这些回答现在应付 100,000.00 元，其余分期支付`. Nothing of an
/// award that is paid at once, or whose amount is not known.
[[nodiscard]] std::string due_words(const Explanation& explanation, Language language);

}  // namespace huiqi
