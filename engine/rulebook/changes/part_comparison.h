#pragma once

#include <optional>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Compares parts of two versions of an incentive by what they compute: names and meaning, not spelling.
class PartComparison {
public:
    PartComparison(const Incentive& before, const Incentive& after) : before_(before), after_(after) {}

    [[nodiscard]] bool same(const CheckedExpression& left, const CheckedExpression& right) const;
    [[nodiscard]] bool same(const std::optional<CheckedExpression>& left, const std::optional<CheckedExpression>& right) const;
    [[nodiscard]] bool same(const std::optional<Effective>& left, const std::optional<Effective>& right) const;
    [[nodiscard]] bool same(const Input& left, const Input& right) const;
    [[nodiscard]] bool same(const std::vector<Population>& left, const std::vector<Population>& right) const;
    [[nodiscard]] bool same(const AwardStep& left, const AwardStep& right) const;
    [[nodiscard]] bool same(const std::vector<AwardStep>& left, const std::vector<AwardStep>& right) const;
    [[nodiscard]] bool same(const Definition& left, const Definition& right) const;
    [[nodiscard]] bool same(const DecisionTable::Row& left, const DecisionTable::Row& right) const;
    [[nodiscard]] bool same(const Condition& left, const Condition& right) const;
    [[nodiscard]] bool same(const Sentence& left, const Sentence& right) const;
    [[nodiscard]] bool same(const Share& left, const Share& right) const;
    [[nodiscard]] bool same(const std::optional<Schedule>& left, const std::optional<Schedule>& right) const;
    [[nodiscard]] bool same(const std::optional<Recovery>& left, const std::optional<Recovery>& right) const;
    [[nodiscard]] bool same(const Anomaly& left, const Anomaly& right) const;
    [[nodiscard]] bool same(const Target& left, const Target& right) const;
    /// Type, unit and what localities may set.
    [[nodiscard]] bool same_declaration(const Parameter& left, const Parameter& right) const;
    /// All of a table but its rows.
    [[nodiscard]] bool same_shape(const DecisionTable& left, const DecisionTable& right) const;

private:
    [[nodiscard]] bool same(const std::vector<SentencePiece>& left, const std::vector<SentencePiece>& right) const;
    [[nodiscard]] bool same(const std::vector<CheckedExpression>& left, const std::vector<CheckedExpression>& right) const;
    [[nodiscard]] bool same(const std::optional<Fold>& left, const std::optional<Fold>& right) const;

    const Incentive& before_;
    const Incentive& after_;
};

/// The `old_within` of a change of a parameter that is not about one of its values.
inline constexpr std::size_t kWhole = static_cast<std::size_t>(-1);

/// Tells whether two types hold the same values; the name of an enumeration does not matter, its words do.
[[nodiscard]] bool same_values(const Type& left, const Type& right);

}  // namespace huiqi
