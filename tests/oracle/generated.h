#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/numeric/rational.h"

namespace huiqi::oracle {

/// The units that generated numbers have; `exchange` is yuan for a euro.
enum class Measure : std::uint8_t { plain, money, day, month, piece, rate, daily, euro, exchange };

inline constexpr std::size_t kMeasureCount = 9;

/// A type as the generator sees it. `which` is a Measure, an enumeration or a record of the rulebook.
struct Kind {
    enum class Shape : std::uint8_t { boolean, number, text, date, enumeration, record, list };

    Shape shape = Shape::boolean;
    std::size_t which = 0;
    bool optional = false;
    std::shared_ptr<const Kind> element;   ///< of a list

    friend bool operator==(const Kind& left, const Kind& right);
};

[[nodiscard]] Kind boolean();
[[nodiscard]] Kind number(Measure measure = Measure::plain);
[[nodiscard]] Kind text();
[[nodiscard]] Kind date();
[[nodiscard]] Kind enumeration(std::size_t which);
[[nodiscard]] Kind record(std::size_t which);
[[nodiscard]] Kind list_of(Kind element);
[[nodiscard]] Kind optional(Kind kind);
[[nodiscard]] Kind present(Kind kind);

/// How strongly an expression binds; a child that binds less than its place wants is put in parentheses.
enum Binding : std::uint8_t { loose, either, both, compared, added, multiplied, raised, signed_, suffixed, atom };

/// An expression as a tree that can be cut down. `form` has a digit in braces for each child: how strongly it must bind
/// to stand there bare (`{4} + {5}`).
struct Expression {
    Kind kind;
    std::uint8_t binding = atom;
    std::string form;
    std::vector<Expression> children;

    [[nodiscard]] std::string text() const;
};

/// A piece of YAML: text as it stands, or an expression to be put in single quotes.
using Piece = std::variant<std::string, Expression>;

/// One entry of a rulebook (an input, a condition, a row of a table …): its pieces, the entries inside it, and what
/// closes it. An entry that is not `fixed` may be left out when a failure is cut down.
struct Entry {
    std::vector<Piece> pieces;
    std::vector<Entry> inside;
    std::string closing;
    bool fixed = false;

    [[nodiscard]] std::string text() const;
};

/// Says a rulebook in US dollars: its 币种, and every amount, unit and step.
[[nodiscard]] std::string in_dollars(const std::string& yuan);

/// A generated rulebook, and the numbers that stand in it: applications go to their very edges.
struct Generated {
    Entry file;
    std::map<Measure, std::vector<Rational>> edges;
    std::vector<std::string> dates;
    bool dollars = false;   ///< the whole rulebook is in US dollars instead of yuan

    [[nodiscard]] std::string text() const { return dollars ? in_dollars(file.text()) : file.text(); }
};

}  // namespace huiqi::oracle
