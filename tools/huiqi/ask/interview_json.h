#pragma once

#include <nlohmann/json.hpp>

#include "engine/evaluate/explanation.h"
#include "tools/huiqi/ask/interview.h"

namespace huiqi {

// How a self-check looks in JSON: `huiqi ask --json` and POST /v1/questions say the same.

/// What a person is asked of one input: question, hint, what proves it, type, unit, choices, fields of a
/// list.
[[nodiscard]] nlohmann::ordered_json input_json(const InterviewRules& rules, std::size_t field);
/// How all incentives stand, the next question and why it is asked; what was wrong with the answers without harm.
[[nodiscard]] nlohmann::ordered_json interview_json(Interview& interview, const std::vector<Message>& warnings);
/// Faults of answers.
[[nodiscard]] nlohmann::ordered_json faults_json(const std::vector<Message>& messages);

/// Why a question is asked, in a sentence: the condition or the award that waits for it, with its clause.
[[nodiscard]] Bilingual why_asked(const InterviewRules& rules, std::size_t incentive, const AskedFor& asked);
/// The question as people read it; the input's name where the rule has none.
[[nodiscard]] Bilingual question_text(const Input& input);
/// The unit in which an answer is given, or nothing.
[[nodiscard]] Bilingual unit_text(const FieldSchema& field);
/// The reason of a condition that fails, with the answers it names.
/// Says that the applicant's day lies outside the days on which an incentive is in force, and which these are.
[[nodiscard]] Bilingual period_reason(const Interview& interview, std::size_t index);
[[nodiscard]] Bilingual failed_reason(const Interview& interview, std::size_t incentive,
                                      std::size_t condition);
/// An amount of yuan, exact, with two decimals at least: `60000.00`.
[[nodiscard]] std::string money_text(const Rational& amount);
/// The clause of something, as people quote it: 《…》 第三条：“…”.
[[nodiscard]] std::string clause_text(const CitedText& cited, bool chinese);

}  // namespace huiqi
