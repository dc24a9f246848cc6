#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/language/checked.h"
#include "engine/rulebook/rulebook.h"
#include "tools/web/rule_view.h"

namespace huiqi {

// What a rule says, as it stands in its page: expressions whose names lead to where they are declared, steps, sentences.

/// Calls `visit` with each name that an expression reads, as often as it stands there: its kind, its index, where it stands in the text.
void each_name(const CheckedExpression& expression,
               const std::function<void(SymbolKind kind, std::uint32_t index, std::uint32_t begin, std::uint32_t end)>& visit);
/// Gives the anchor of what a name stands for: `input-3`; nothing for what has no place in the page.
[[nodiscard]] std::string anchor_of(SymbolKind kind, std::uint32_t index);

/// Gives an expression as written, each name a link.
[[nodiscard]] std::string expression_html(const RuleView& view, const CheckedExpression& expression);
/// Gives a sentence with its holes as they are written: `{paid_amount}`.
[[nodiscard]] Bilingual sentence_words(const Sentence& sentence);
/// Gives the name of a step: 基数, 取整.
[[nodiscard]] Bilingual step_name(const AwardStep& step);
/// Gives what a step says behind its name: `四舍五入到0.01 元`, its expression, its bands in short.
[[nodiscard]] Bilingual step_rest(const AwardStep& step);
/// Gives a step with its bands and its condition.
[[nodiscard]] std::string step_html(const RuleView& view, const AwardStep& step);
/// Gives where the parts of a step stand in its file.
[[nodiscard]] std::vector<Span> step_places(const AwardStep& step);
/// Gives days: `2024-01-01 至 …`.
[[nodiscard]] std::string days_words(const PageStyle& style, const std::optional<Date>& from, const std::optional<Date>& to);

}  // namespace huiqi
