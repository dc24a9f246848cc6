#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/type.h"
#include "engine/data/value.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/language/ast.h"
#include "engine/language/builtins.h"

namespace huiqi {

/// Indexes a node of a `CheckedExpression`. Nodes may be shared (a dag): children stand before parents.
using CoreId = std::uint32_t;

/// The operations that remain after checking: every name resolved, every alias gone, tests (`in`, `between`, cells)
/// written out as comparisons joined by `and_`/`or_`/`not_`. Evaluators implement these and nothing else.
/// No node has the type of the literal 0: it took the unit of what it stands beside, or is a plain number.
enum class CoreOp : std::uint8_t {
    constant,        ///< `constant`; of type `null` it is absent
    symbol,          ///< `index`: Symbol::index of an input, definition, parameter or table; see `symbol_kind`
    variable,        ///< `index`: a variable bound by an enclosing for/some/every/filter, or a table's column value
    field,           ///< record → its field `index`
    list_field,      ///< list of records → list of the fields `index`
    negate, add, subtract, multiply, divide,   ///< numbers
    power,           ///< number, plain number (R04 when not whole); a constant when the base has a unit
    date_plus_days,  ///< date, number<day> (R04 when not whole); `d - n` has a `negate` node
    date_plus_months,  ///< date, number<month> (R04 when not whole): clipped to the month's end
    date_difference, ///< date, date → number<day>
    concatenate_text,
    equal, not_equal,  ///< any type; either side may be absent (absent equals absent only)
    less, less_equal, greater, greater_equal,  ///< numbers, dates, ordered enumerations (by code)
    and_, or_,       ///< two or more children, Kleene
    not_,
    is_absent,       ///< `x = null`, of any type
    if_,
    list,            ///< elements (of one type, or some of them its `T?`)
    interval,        ///< low, high; `low_included`/`high_included`; both ends are there
    in_interval,     ///< value, interval value
    filter,          ///< list, condition; binds variable `index` to the element
    index,           ///< list, plain number (R04 when not whole): from 1; negative from the end
    for_,            ///< source list, body; binds variable `index`
    some, every,     ///< source list, condition; binds variable `index`
    sort,            ///< list, one or more keys; binds variable `index`; `builtin` says rising or falling
    range,           ///< from, to (R04 when not whole): list of whole numbers, also downwards
    call,            ///< built-in `builtin`; see `CoreNode`
    parameter_on,    ///< `index`: parameter; child: the day
    table,           ///< `index`: table; children: the values of its named columns (none when columns are expressions)
};

enum class SymbolKind : std::uint8_t { input, definition, parameter, table, effective_from, effective_to, enum_value, result };

/// What a symbol of kind `result` stands for, by its index: the award, and what it is divided into (records of amounts).
enum class ResultName : std::uint8_t { award, shares, recipients, schedule };

/// What a name means in a rulebook.
struct Symbol {
    SymbolKind kind = SymbolKind::input;
    std::uint32_t index = 0;   ///< among those of its kind; of an enum_value its code
    Type type;
    Span declared;
};

/// One operation. The children of a `call` are its arguments in the order of `Builtin::parameters`, completed so that
/// evaluators meet one form of each:
/// * min max sum count mean median product all any: one list (several values were gathered into a `list` node);
/// * the roundings, floor and ceiling too: number, scale. A scale of a plain number counts decimals (a fraction is
///   cut toward zero; a constant lies in -60…60), one with the number's own unit is a step;
/// * add_months: date, plain number or number<month>, constant rule; year_fraction: date, date, constant basis;
/// * string_join: list of texts, delimiter; date: year, month, day; slice and substring: two or three;
/// * concatenate: two or more lists; append: list, then one or more elements; default_: `T?`, T or `T?`;
/// * first and last: list, number; sublist: two or three; present: a list whose elements may be absent.
struct CoreNode {
    CoreOp op = CoreOp::constant;
    Type type;
    std::uint32_t begin = 0;   ///< bytes of the expression's text
    std::uint32_t end = 0;
    std::vector<CoreId> children;
    std::uint32_t index = 0;
    SymbolKind symbol_kind = SymbolKind::input;
    BuiltinId builtin = BuiltinId::abs;
    Value constant;
    bool low_included = true;
    bool high_included = true;
};

/// An expression whose names, types and units are right. `expect`-able invariants: children precede parents; every
/// operand has the type its operation wants; an operand that is still `T?` stands only where absence is handled or
/// where narrowing has proven the branch (then absence at run time is the error R08).
struct CheckedExpression {
    MappedText text;
    std::vector<CoreNode> nodes;
    CoreId root = 0;
    std::uint32_t variables = 0;   ///< variable indexes run from 0 to this

    [[nodiscard]] const CoreNode& operator[](CoreId id) const { return nodes[id]; }
    [[nodiscard]] const Type& type() const { return nodes[root].type; }
    [[nodiscard]] Span span(CoreId id) const { return text.span(nodes[id].begin, nodes[id].end); }
};

/// What the checker asks of a rulebook about names. A lookup may check a definition on the way, so that order does
/// not matter; a cycle is the rulebook's to report (E305), the name then has type `nothing`.
class NameSource {
public:
    NameSource() = default;
    NameSource(const NameSource&) = delete;
    NameSource& operator=(const NameSource&) = delete;
    virtual ~NameSource() = default;

    [[nodiscard]] virtual std::optional<Symbol> find(std::string_view name) = 0;
    /// Gives the enumeration of this name.
    [[nodiscard]] virtual std::shared_ptr<const Enumeration> enumeration(std::string_view name) = 0;
    /// Gives all names, for did-you-mean.
    [[nodiscard]] virtual std::vector<std::string_view> names() = 0;
    /// Gives the type of a name where that is known without looking further; a hint for did-you-mean.
    [[nodiscard]] virtual std::optional<Type> known_type(std::string_view name) const;
    /// Of a table that is called like a function: names and types of its columns; empty for other tables.
    [[nodiscard]] virtual std::vector<RecordField> table_columns(std::uint32_t table) = 0;
};

/// A value that stands ready before the expression begins: the columns of a table inside its cells and outputs.
struct BoundVariable {
    std::string name;   ///< `?` for the value that a cell tests
    Type type;
};

/// Checks names, types and units of an expression and resolves it. `expected` guides enum names and the unit of 0 and
/// is then required (E207; E204 when only the unit is another). Every fault is reported; where it stands the node is
/// a constant of type `nothing`. `bound` are the variables 0 … bound.size() - 1.
[[nodiscard]] CheckedExpression check_expression(const SyntaxTree& tree, NameSource& names,
                                                 const std::optional<Type>& expected,
                                                 const std::vector<BoundVariable>& bound, Diagnostics& diagnostics);

/// Checks what a loop goes through, as `parse_source` reads it: a list of which the type of the elements is known, else
/// E201.
[[nodiscard]] CheckedExpression check_source(const SyntaxTree& tree, NameSource& names, Diagnostics& diagnostics);

/// Checks a table cell: a boolean about variable `subject` of `bound`, also called `?`. Nothing for 不限. An absent
/// subject satisfies 不限 and `= null` only. Constant cells can be read as stretches: engine/language/cell_ranges.h.
[[nodiscard]] std::optional<CheckedExpression> check_cell(const SyntaxTree& cell, NameSource& names,
                                                          std::uint32_t subject,
                                                          const std::vector<BoundVariable>& bound,
                                                          Diagnostics& diagnostics);

}  // namespace huiqi
