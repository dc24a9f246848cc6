#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// One stretch of a text that is written otherwise.
struct TextChange {
    Span place;
    std::string becomes;
    std::string from, to;   ///< for people: the words around it before and after
};

/// Gives a number of a type as a rule would write it that wrote `like`.
[[nodiscard]] std::string written_like(const Rational& value, const Type& type, const std::string& like);

/// Gives a number in any other spelling with the smallest mistake in it: a cent of what is counted in money (20元/天, 2万元/件), else one of
/// what stands there (3.45%/年, 25个基点, 5件) or, before 万 and 亿, of what is counted; down where `down`. Nothing where it does not begin
/// with a number, or nothing would be left.
[[nodiscard]] std::optional<std::string> nudged(std::string_view text, bool money, bool down = false);

/// Gives the modes that are written for another by mistake: of one that goes to the nearest step those that differ from it only halfway
/// too, and the two that always go one way; of the others the usual one.
[[nodiscard]] std::vector<Rounding> other_roundings(Rounding mode);

/// Gives an expression with a value of an enumeration exchanged for the next one, or for both neighbours where it is compared by order.
[[nodiscard]] std::vector<TextChange> other_choices(const Sources& sources, const CheckedExpression& expression);
/// The same of a parameter's value.
[[nodiscard]] std::vector<TextChange> other_choices(const Sources& sources, const Parameter::Version& version, const Type& type);
/// Gives the bounds within which a locality may choose (幅度), each a little narrower: one that belongs to it no longer does, one that
/// does not moves inward by a step. Wider ones are not among them, since no case can hold what may not be chosen.
[[nodiscard]] std::vector<TextChange> narrower_band(const Sources& sources, const Parameter& parameter);
/// Gives the values of a parameter exchanged with those of the version before.
[[nodiscard]] std::vector<TextChange> exchanged_versions(const Sources& sources, const Parameter& parameter);
/// Gives a table in which a row has the result of the row before it, and that one its own.
[[nodiscard]] std::vector<TextChange> exchanged_results(const Sources& sources, const DecisionTable& table);
/// Gives an overlay for the region of its parent, and for the next one.
[[nodiscard]] std::vector<TextChange> other_regions(const Sources& sources, const Incentive& overlay, const Incentive* parent);

}  // namespace huiqi
