#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/oracle/generated.h"
#include "tests/oracle/random.h"

namespace huiqi::oracle {

/// What expressions of one rulebook may speak of.
struct Vocabulary {
    struct Name {
        std::string text;
        Kind kind;
    };
    struct Enumeration {
        std::string name;
        std::vector<std::string> values;
        bool ordered = false;
    };
    struct Function {   ///< a table called by its columns, or a parameter asked for a day
        std::string name;
        std::vector<Kind> columns;
        Kind output;
    };
    std::vector<Enumeration> enumerations;
    std::vector<std::vector<Name>> records;   ///< their fields
    std::vector<Name> names;                  ///< in scope
    std::vector<Function> functions;
};

/// Writes random expressions of a wanted kind that the checker accepts.
class ExpressionWriter {
public:
    ExpressionWriter(Random& random, Vocabulary& words, Generated& out) : random_(random), words_(words), out_(out) {}

    /// Gives an expression of this kind, at most so deep.
    [[nodiscard]] Expression of(const Kind& kind, int depth);
    /// Gives a name or a literal; nothing for an enumeration or a record of which there is no name.
    [[nodiscard]] std::optional<Expression> leaf(const Kind& kind);
    /// Gives a literal of a number, date, text or truth value.
    [[nodiscard]] Expression literal(const Kind& kind);
    /// Gives a bare value of an enumeration; only for a place that knows which.
    [[nodiscard]] Expression enum_value(std::size_t which);
    /// Gives a table cell for a column of this kind.
    [[nodiscard]] Expression cell(const Kind& kind, int depth);
    /// Writes something while more names are in scope.
    [[nodiscard]] Expression within(const std::vector<Vocabulary::Name>& names, const std::function<Expression()>& write);
    /// Gives any kind that values have.
    [[nodiscard]] Kind any_kind(bool lists);
    [[nodiscard]] Kind scalar_kind();

private:
    using Maker = std::function<std::optional<Expression>()>;
    struct Choice {
        unsigned weight;
        Maker make;
    };

    [[nodiscard]] std::optional<Expression> one_of(const std::vector<Choice>& choices);
    [[nodiscard]] Expression node(Kind kind, std::uint8_t binding, std::string form, std::vector<Expression> children);
    [[nodiscard]] std::vector<const Vocabulary::Name*> named(const std::function<bool(const Kind&)>& wanted) const;
    [[nodiscard]] std::optional<Expression> name_where(const std::function<bool(const Kind&)>& wanted);
    [[nodiscard]] std::string variable(std::string_view stem);

    // write_common.cpp: forms of every kind
    [[nodiscard]] std::optional<Expression> common(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> conditional(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> narrowed_choice(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> defaulted(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> element(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> field(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> function(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> smallest_or_greatest(const Kind& kind, int depth);

    // write_numbers.cpp
    [[nodiscard]] Expression number_literal(Measure measure);
    [[nodiscard]] std::optional<Expression> numeric(Measure measure, int depth);
    [[nodiscard]] std::optional<Expression> product(Measure measure, int depth);
    [[nodiscard]] std::optional<Expression> quotient(Measure measure, int depth);
    [[nodiscard]] std::optional<Expression> power(int depth);
    [[nodiscard]] std::optional<Expression> rounding(Measure measure, int depth);
    [[nodiscard]] std::optional<Expression> aggregate(Measure measure, int depth);
    [[nodiscard]] std::optional<Expression> counted(int depth);
    [[nodiscard]] std::optional<Expression> clamped(const Kind& kind, int depth);
    [[nodiscard]] std::optional<Expression> spans(Measure measure, int depth);

    // write_truths.cpp
    [[nodiscard]] std::optional<Expression> truth(int depth);
    [[nodiscard]] std::optional<Expression> comparison(int depth);
    [[nodiscard]] std::optional<Expression> comparison_of_lists(int depth);
    [[nodiscard]] std::optional<Expression> membership(int depth);
    [[nodiscard]] std::optional<Expression> about_absence(int depth);
    [[nodiscard]] std::optional<Expression> quantified(int depth);
    [[nodiscard]] std::optional<Expression> truth_call(int depth);
    [[nodiscard]] Expression ordered_test(const Kind& kind, int depth);

    // write_others.cpp
    [[nodiscard]] std::optional<Expression> day(int depth);
    [[nodiscard]] std::optional<Expression> words(int depth);
    [[nodiscard]] std::optional<Expression> listed(const Kind& element, int depth);
    [[nodiscard]] std::optional<Expression> filter(const Kind& element, int depth);
    [[nodiscard]] std::optional<Expression> sorted(const Kind& element, int depth);
    [[nodiscard]] std::optional<Expression> part(const Kind& element, int depth);
    [[nodiscard]] std::optional<Expression> mapped(const Kind& element, int depth);

    Random& random_;
    Vocabulary& words_;
    Generated& out_;
    int variables_ = 0;
    std::vector<std::size_t> filtered_;   ///< records whose fields are bare names just now
};

}  // namespace huiqi::oracle
