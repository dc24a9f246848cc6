#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/data/unit.h"
#include "engine/diagnostic/mapped_text.h"
#include "engine/language/relation.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// Indexes a node of a `SyntaxTree`.
using SyntaxId = std::uint32_t;
inline constexpr SyntaxId kNoSyntax = 0xFFFF'FFFF;

/// The forms of an expression as written (LANGUAGE: grammar). Aliases and full-width forms are gone: one operation
/// has one form. Parentheses leave no node.
enum class SyntaxKind : std::uint8_t {
    error,          ///< could not be parsed; already reported
    number,         ///< `number`, `unit`; `name` keeps the literal's spelling
    text,           ///< `name` is the content
    boolean,        ///< `flag`
    null,
    date,           ///< `date`
    name,           ///< `name`; `?` is the value that a test is about
    field,          ///< children: record; `name` is the field
    negate,         ///< children: operand
    add, subtract, multiply, divide, power,              ///< children: left, right
    equal, not_equal, less, less_equal, greater, greater_equal,
    and_, or_,      ///< children: two or more operands, in order
    between,        ///< children: value, low, high
    in,             ///< children: value (kNoSyntax at the root of a cell), test…
    if_,            ///< children: condition, then, else
    some, every, for_,  ///< `name` the variable; children: source, body
    range,          ///< children: from, to (`a..b` as the source of for/some/every)
    filter,         ///< children: list, condition or index
    call,           ///< `name` canonical function name when built in, else as written; children: arguments
    list,           ///< children: elements
    interval,       ///< children: low, high; `low_included` `high_included`
    test_relation,  ///< a test `< 5`: children: bound; `relation`
    test_any,       ///< 不限
    test_not,       ///< not(…) as a table cell: children: tests
};

/// One node; `begin`/`end` are byte offsets in the expression's text.
struct SyntaxNode {
    SyntaxKind kind = SyntaxKind::error;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::vector<SyntaxId> children;
    std::string name;
    std::uint32_t name_begin = 0;  ///< of a field, call or variable: where its name stands
    std::uint32_t name_end = 0;
    Rational number = 0;           ///< in base units: `10万元` is 100000 CNY, `5%` is 1/20, `2年` is 24 month
    Unit unit;
    Date date;
    bool flag = false;
    bool low_included = true;
    bool high_included = true;
    Relation relation = Relation::equal;
    /// Of a call: the names of named arguments in step with `children`; empty strings for positional ones.
    std::vector<std::string> argument_names;
};

/// A parsed expression with the text it came from.
struct SyntaxTree {
    MappedText text;
    std::vector<SyntaxNode> nodes;
    SyntaxId root = kNoSyntax;

    [[nodiscard]] const SyntaxNode& operator[](SyntaxId id) const { return nodes[id]; }
    [[nodiscard]] Span span(SyntaxId id) const { return text.span(nodes[id].begin, nodes[id].end); }
};

}  // namespace huiqi
