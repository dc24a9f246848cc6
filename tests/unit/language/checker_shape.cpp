#include <fmt/format.h>

#include "engine/diagnostic/expect.h"
#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

std::string_view operation(CoreOp op) {
    constexpr std::string_view kNames[] = {
        "constant", "symbol", "variable", "field", "fields", "neg",  "+",    "-",        "*",      "/",
        "**",       "days+",  "months+",  "days-", "text+",  "=",    "!=",   "<",        "<=",     ">",
        ">=",       "and",    "or",       "not",   "absent", "if",   "list", "interval", "inside", "filter",
        "at",       "for",    "some",     "every", "sort", "range",  "call", "on",   "table"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(CoreOp::table) + 1);
    return kNames[static_cast<std::size_t>(op)];
}

/// Gives what an operation has beside its children.
std::string extras(const CoreNode& node) {
    switch (node.op) {
        case CoreOp::field:
        case CoreOp::list_field: return fmt::format("{} ", node.index);
        case CoreOp::filter:
        case CoreOp::for_:
        case CoreOp::some:
        case CoreOp::every: return fmt::format("v{} ", node.index);
        case CoreOp::sort: return fmt::format("{} v{} ", builtin(node.builtin).name, node.index);
        case CoreOp::call: return fmt::format("{} ", builtin(node.builtin).name);
        default: return {};
    }
}

}  // namespace

std::string shape(const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    if (node.op == CoreOp::constant) {
        const bool text = node.type.is(TypeKind::text);
        const std::string value = value_text(node.constant, node.type, true);
        return text ? fmt::format("\"{}\"", value) : value;
    }
    if (node.op == CoreOp::variable) {
        return fmt::format("v{}", node.index);
    }
    if (node.op == CoreOp::symbol || (node.op == CoreOp::table && node.children.empty())) {
        return expression.text.text.substr(node.begin, node.end - node.begin);
    }
    std::string children;
    for (const CoreId child : node.children) {
        expect(child < id, "children stand before their parents");
        children += (children.empty() ? "" : " ") + shape(expression, child);
    }
    return fmt::format("({} {}{})", operation(node.op), extras(node), children);
}

}  // namespace huiqi
