#include "engine/language/parser.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "engine/language/grammar.h"

namespace huiqi {
namespace {

/// Gives a tree that is one `error` node.
SyntaxTree broken_tree(MappedText text) {
    SyntaxTree tree;
    SyntaxNode node;
    node.end = static_cast<std::uint32_t>(text.text.size());
    tree.nodes.push_back(std::move(node));
    tree.root = 0;
    tree.text = std::move(text);
    return tree;
}

/// What a text is to be read as.
enum class Part : std::uint8_t { expression, source, cell };

SyntaxTree parse(MappedText text, const ParseContext& context, Diagnostics& diagnostics,
                 const ParseLimits& limits, Part part) {
    if (text.text.size() > limits.bytes) {
        diagnostics.error("E113", text.span(0, 0),
                          {fmt::format("表达式最多{}字节", limits.bytes),
                           fmt::format("an expression has at most {} bytes", limits.bytes)},
                          {"拆成几个“计算”里的名字", "split it into names under `define`"});
        return broken_tree(std::move(text));
    }
    const bool refused = std::any_of(context.refused.begin(), context.refused.end(), [&text](const std::string& name) {
        return text.text.find(name) != std::string::npos;
    });
    if (refused) {
        return broken_tree(std::move(text));
    }
    const std::size_t faults_before = diagnostics.error_count();
    SyntaxTree tree;
    tree.text = std::move(text);
    const FoldedText folded(tree.text.text);
    TokenList list = read_tokens(folded, tree.text, context, limits, part == Part::cell, diagnostics);
    if (list.too_deep) {
        return broken_tree(std::move(tree.text));
    }
    if (list.tokens.size() == 1) {
        if (diagnostics.error_count() == faults_before) {
            diagnostics.error("E109", tree.text.span(),
                              {"这里要写表达式，却是空的", "an expression is missing"},
                              {"写一个值或条件；单元格里“不限”表示任何值",
                               "write a value or a condition; in a cell 不限 is any value"});
        }
        return broken_tree(std::move(tree.text));
    }
    Grammar grammar(tree, list, limits, diagnostics);
    switch (part) {
        case Part::expression: tree.root = grammar.whole_expression(); break;
        case Part::source: tree.root = grammar.whole_source(); break;
        case Part::cell: tree.root = grammar.whole_cell(); break;
    }
    return tree;
}

}  // namespace

SyntaxTree parse_expression(MappedText text, const ParseContext& context, Diagnostics& diagnostics,
                            const ParseLimits& limits) {
    return parse(std::move(text), context, diagnostics, limits, Part::expression);
}

SyntaxTree parse_source(MappedText text, const ParseContext& context, Diagnostics& diagnostics,
                        const ParseLimits& limits) {
    return parse(std::move(text), context, diagnostics, limits, Part::source);
}

SyntaxTree parse_cell(MappedText text, const ParseContext& context, Diagnostics& diagnostics,
                      const ParseLimits& limits) {
    return parse(std::move(text), context, diagnostics, limits, Part::cell);
}

}  // namespace huiqi
