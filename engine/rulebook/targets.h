#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/type.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/language/checked.h"
#include "engine/numeric/rational.h"
#include "engine/rulebook/provenance.h"

namespace huiqi {

/// What a programme wants to reach over many applications (目标). It is reported and never changes an award.
struct Target {
    /// How one figure is made of rows.
    enum class Of : std::uint8_t { sum, count, mean, max, min };
    /// Which figures of the years are held against the bounds. `whole` is over all rows, without years.
    enum class Mode : std::uint8_t { whole, cumulative, each_year, last_year, growth, compound_growth };
    enum class Relation : std::uint8_t { at_least, above, at_most, below };
    /// One thing to be reached; of one year, or of all that the mode looks at.
    struct Bound {
        Relation relation = Relation::at_least;
        Rational number;
        std::optional<int> year;
    };
    /// Years, both included.
    struct Years {
        int first = 0;
        int last = 0;
    };
    /// The year from which growth counts, with its published figure when it is not to be made of rows.
    struct Base {
        int year = 0;
        std::optional<Rational> value;
    };

    std::string id;
    Bilingual title;
    Of of = Of::count;
    Mode mode = Mode::whole;
    Type type;                                  ///< of a figure
    std::optional<CheckedExpression> value;     ///< 值; nothing: rows are counted
    std::optional<CheckedExpression> over;      ///< 除以: the sum of the value over the sum of this
    std::optional<CheckedExpression> distinct;  ///< 不重复: rows that agree in it count once
    std::optional<CheckedExpression> when;      ///< 当: rows that count
    std::optional<CheckedExpression> year;      ///< 按年: a date or a year
    std::optional<Years> period;
    std::optional<Base> base;
    std::vector<Bound> bounds;
    std::vector<CheckedExpression> numbers;  ///< bounds as they are written
    Bilingual wanted;                        ///< likewise, for people: 至少 20000
    Provenance provenance;
    Bilingual note;
    Span declared;

    /// Tells whether the figures held against the bounds are rates of growth.
    [[nodiscard]] bool grows() const noexcept {
        return mode == Mode::growth || mode == Mode::compound_growth;
    }
};

}  // namespace huiqi
