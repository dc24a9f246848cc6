#pragma once

#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/language/ast.h"

namespace huiqi {

/// What the parser must know of a rulebook before it reads expressions.
struct ParseContext {
    std::vector<std::string> units;       ///< declared count units (件, 平方米)
    std::vector<std::string> refused{};   ///< names that were refused, which has been said: an expression with one says nothing more
};

/// Bounds for hostile expressions; beyond them is E113.
struct ParseLimits {
    std::size_t bytes = 64U << 10U;
    std::size_t depth = 200;     ///< of brackets, and of expressions inside each other
    std::size_t height = 1'000;  ///< of the tree: a sum of n terms is n high
    std::size_t nodes = 100'000;
    std::size_t digits = 400;  ///< of one literal
};

/// Parses an expression. Reports every fault that it can tell apart (E101–E113) and gives a tree whose broken
/// parts are `error` nodes; `root` is always a node.
[[nodiscard]] SyntaxTree parse_expression(MappedText text, const ParseContext& context,
                                          Diagnostics& diagnostics, const ParseLimits& limits = {});

/// Parses what a loop goes through: an expression, or whole numbers from one to another (`1..36`), then a `range` node.
[[nodiscard]] SyntaxTree parse_source(MappedText text, const ParseContext& context, Diagnostics& diagnostics,
                                      const ParseLimits& limits = {});

/// Parses a table cell or a `范围`/`幅度` test (grammar: `cell`): the root is a `test_not`, or an `in` node
/// whose first child is kNoSyntax (the value that the cell is about) and whose other children are the tests.
[[nodiscard]] SyntaxTree parse_cell(MappedText text, const ParseContext& context, Diagnostics& diagnostics,
                                    const ParseLimits& limits = {});

/// Prints a tree in canonical spelling with the fewest parentheses; parsing that gives the same tree.
[[nodiscard]] std::string print(const SyntaxTree& tree);
[[nodiscard]] std::string print(const SyntaxTree& tree, SyntaxId node);

/// Splits prose with holes (`只有{实际成交额}，不足1万元`) into literal pieces and expressions.
struct TemplatePiece {
    std::string literal;  ///< used when `expression.root` is kNoSyntax
    SyntaxTree expression;
};
[[nodiscard]] std::vector<TemplatePiece> parse_template(MappedText text, const ParseContext& context,
                                                        Diagnostics& diagnostics);

}  // namespace huiqi
