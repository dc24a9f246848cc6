#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Values that an input of an incentive is worth trying: those of its cases, those that its rules state with their
/// neighbours, the ends of its range, its words; not answered and, where it may be, absent.
class CaseCandidates {
public:
    explicit CaseCandidates(const Incentive& incentive);

    /// Gives values that the field takes, each once, in a fixed order. The input may be that of another version. `now` is the value that is to be changed.
    [[nodiscard]] std::vector<Value> of(const Input& input, const Value& now) const;
    /// Gives the least by which a number or a date of the field moves, in base units or days.
    [[nodiscard]] static Rational step(const FieldSchema& field);
    /// Tells whether the field takes a value.
    [[nodiscard]] static bool takes(const FieldSchema& field, const Value& value);
    /// Gives the value that lies so far from 0 as `number` says, in base units or days.
    [[nodiscard]] static Value at(const FieldSchema& field, const Rational& number);

private:
    [[nodiscard]] std::vector<Value> scalars(const FieldSchema& field, const std::vector<Value>& seen) const;
    [[nodiscard]] std::vector<Value> lists(const FieldSchema& field, const Value& now, const std::vector<Value>& seen) const;

    /// Gives a list with one element, in which each part has some value; nothing where a part takes none.
    [[nodiscard]] Value list_of_one(const FieldSchema& field) const;

    const Incentive& incentive_;
    std::vector<std::pair<Unit, Rational>> numbers_;   ///< that the rules state
    std::vector<Date> days_;
    std::set<std::string> texts_;
};

}  // namespace huiqi
