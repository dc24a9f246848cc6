#pragma once

#include <string>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

// How parts of a rule are told where two versions of it are compared: short, with what is written in the words of the author.

/// `参数“比例”`, "the parameter `rate`".
[[nodiscard]] Bilingual part_words(const char* zh, const char* en, const std::string& name);
/// Gives a text that is the same in both languages.
[[nodiscard]] Bilingual written(std::string text);
/// Gives the value of a parameter as it was entered.
[[nodiscard]] Bilingual value_words(const Parameter& parameter, const Value& value);
/// Gives type, unit, decimals and range of an input.
[[nodiscard]] Bilingual input_words(const Input& input);
/// Gives a step: `上限 50万元`, `取整 四舍五入到 0.01元`.
[[nodiscard]] Bilingual step_words(const AwardStep& step);
/// Gives steps, one behind another.
[[nodiscard]] Bilingual steps_words(const std::vector<AwardStep>& steps);
/// Gives a definition: its expression, steps, or fold.
[[nodiscard]] Bilingual definition_words(const Definition& definition);
/// Gives a row of a table: `甲, 不限 → 1`.
[[nodiscard]] Bilingual row_words(const DecisionTable::Row& row);
/// Gives the days of validity.
[[nodiscard]] Bilingual effective_words(const std::optional<Effective>& effective);
/// Gives document, number and clause of what a part cites; empty where it cites nothing.
[[nodiscard]] std::string clause_words(const Incentive& incentive, const Provenance& provenance);

}  // namespace huiqi
