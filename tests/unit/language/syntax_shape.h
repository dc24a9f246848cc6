#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/language/parser.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi::testing {

/// A text as parsed, with what was reported.
struct Parsed {
    SyntaxTree tree;
    Diagnostics diagnostics;

    /// Gives the codes in order, separated by blanks.
    [[nodiscard]] std::string codes() const {
        std::string all;
        for (const Diagnostic& fault : diagnostics.all()) {
            all += (all.empty() ? "" : " ") + std::string(fault.code);
        }
        return all;
    }
};

/// The count units that the tests declare.
[[nodiscard]] inline const ParseContext& declared_units() {
    static const ParseContext context{.units = {"件", "平方米", "m2"}};
    return context;
}

[[nodiscard]] inline MappedText mapped(std::string_view text) {
    return {.text = std::string(text), .source = 0, .anchors = {{.text = 0, .source = 0}}};
}

[[nodiscard]] inline Parsed parsed(std::string_view text, const ParseLimits& limits = {}) {
    Parsed result;
    result.tree = parse_expression(mapped(text), declared_units(), result.diagnostics, limits);
    return result;
}

[[nodiscard]] inline Parsed parsed_cell(std::string_view text) {
    Parsed result;
    result.tree = parse_cell(mapped(text), declared_units(), result.diagnostics);
    return result;
}

/// Gives the word that stands for a form in a shape.
[[nodiscard]] inline std::string_view form_name(SyntaxKind kind) {
    constexpr std::array<std::string_view, 37> kNames{
        "error", "number", "text",   "boolean", "null",    "date",     "name", "field", "negate",
        "+",     "-",      "*",      "/",       "**",      "=",        "!=",   "<",     "<=",
        ">",     ">=",     "and",    "or",      "between", "in",       "if",   "some",  "every",
        "for",   "range",  "filter", "call",    "list",    "interval", "test", "any",   "not"};
    return kNames.at(static_cast<std::size_t>(kind));
}

/// Writes a number with its unit in base units: `50000 CNY/month`.
[[nodiscard]] inline std::string number_shape(const SyntaxNode& node) {
    std::string out = decimal_text(node.number);
    for (const Unit::Factor& factor : node.unit.factors()) {
        out += factor.exponent > 0 ? " " : "/";
        out += factor.name;
    }
    return out;
}

/// Writes what a node holds besides its children.
[[nodiscard]] inline std::string content_shape(const SyntaxNode& node) {
    constexpr std::array<std::string_view, 6> kRelations{"=", "!=", "<", "<=", ">", ">="};
    switch (node.kind) {
        case SyntaxKind::number: return number_shape(node);
        case SyntaxKind::text: return "\"" + node.name + "\"";
        case SyntaxKind::boolean: return node.flag ? "true" : "false";
        case SyntaxKind::date: return node.date.text();
        case SyntaxKind::name: return node.name;
        case SyntaxKind::field: return "." + node.name;
        case SyntaxKind::call: return node.name + "()";
        case SyntaxKind::test_relation:
            return std::string(kRelations[static_cast<std::size_t>(node.relation)]);
        case SyntaxKind::interval:
            return std::string(node.low_included ? "[" : "(") + (node.high_included ? "]" : ")");
        case SyntaxKind::some:
        case SyntaxKind::every:
        case SyntaxKind::for_: return std::string(form_name(node.kind)) + " " + node.name;
        default: return std::string(form_name(node.kind));
    }
}

/// Writes a tree as nested brackets, so that a test can say what a text means: `(+ a (* b 2))`.
[[nodiscard]] inline std::string shape(const SyntaxTree& tree, SyntaxId id) {
    if (id == kNoSyntax) {
        return "_";
    }
    const SyntaxNode& node = tree[id];
    std::string out = content_shape(node);
    const bool form =
        !node.children.empty() || node.kind == SyntaxKind::call || node.kind == SyntaxKind::list;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const bool named = i < node.argument_names.size() && !node.argument_names[i].empty();
        out += " " + (named ? node.argument_names[i] + ": " : "") + shape(tree, node.children[i]);
    }
    return form ? "(" + out + ")" : out;
}

[[nodiscard]] inline std::string shape(const Parsed& result) {
    return shape(result.tree, result.tree.root);
}

}  // namespace huiqi::testing
