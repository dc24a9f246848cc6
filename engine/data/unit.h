#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/rational.h"

namespace huiqi {

/// A product of powers of base dimensions; the empty product is a plain number. Base names are `CNY` `USD` `EUR`
/// `HKD` `day` `month`, or a count unit that a rulebook declares (件, 平方米). Day and month are different on purpose.
/// Factors are sorted by name and have no zero exponent.
class Unit {
public:
    struct Factor {
        std::string name;
        int exponent = 0;

        friend bool operator==(const Factor&, const Factor&) = default;
    };

    Unit() = default;
    [[nodiscard]] static Unit of(std::string_view base, int exponent = 1);

    [[nodiscard]] bool plain() const noexcept { return factors_.empty(); }
    [[nodiscard]] const std::vector<Factor>& factors() const noexcept { return factors_; }
    [[nodiscard]] Unit power(int exponent) const;
    /// True for a currency alone.
    [[nodiscard]] bool is_money() const noexcept;

    friend Unit operator*(const Unit& left, const Unit& right);
    friend Unit operator/(const Unit& left, const Unit& right) { return left * right.power(-1); }
    friend bool operator==(const Unit&, const Unit&) = default;

private:
    std::vector<Factor> factors_;
};

/// A unit as written: a base unit and how many of it one of these is. 万元 is 10000 CNY, 百分数/年 is 1/1200 per month,
/// `1` is the plain number one.
struct EntryUnit {
    Unit unit;
    Rational factor = 1;
    std::string text;  ///< as written, for showing values
};

/// Reads `万元`, `百分数/年`, `元/平方米/月`, `1/年`, `件` or the English `yuan`, `percent`, `1/year`, `day`…;
/// `declared` are the rulebook's own count units. Nothing when a part is no unit.
[[nodiscard]] std::optional<EntryUnit> parse_entry_unit(std::string_view text, const std::vector<std::string>& declared);

/// Gives the unit for people: 元, 天, 元/月, 没有单位 for a plain number (zh), or yuan, day, `no unit` (en).
[[nodiscard]] std::string unit_name(const Unit& unit, bool chinese);

}  // namespace huiqi
