#include "engine/rulebook/expression_meaning.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "engine/rulebook/changes/part_comparison.h"

namespace huiqi {
namespace {

template <class Parts, class NameOf>
[[nodiscard]] std::string_view name_at(const Parts& parts, std::uint32_t index, const NameOf& name_of) {
    return index < parts.size() ? std::string_view(name_of(parts[index])) : std::string_view();
}

template <class Parts, class NameOf>
[[nodiscard]] std::optional<std::uint32_t> place_of(const Parts& parts, std::string_view name, const NameOf& name_of) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& one) { return name_of(one) == name; });
    return found == parts.end() ? std::nullopt : std::optional(static_cast<std::uint32_t>(found - parts.begin()));
}

[[nodiscard]] const std::string& input_name(const Input& one) { return one.field.name; }
template <class Part>
[[nodiscard]] const std::string& own_name(const Part& one) {
    return one.name;
}

/// Finds what a name stands for in an incentive; nothing where it has no such part.
[[nodiscard]] std::optional<std::uint32_t> symbol_index(const Incentive& incentive, SymbolKind kind, std::string_view name) {
    switch (kind) {
        case SymbolKind::input: return place_of(incentive.inputs, name, input_name);
        case SymbolKind::definition: return place_of(incentive.definitions, name, own_name<Definition>);
        case SymbolKind::parameter: return place_of(incentive.parameters, name, own_name<Parameter>);
        case SymbolKind::table: return place_of(incentive.tables, name, own_name<DecisionTable>);
        case SymbolKind::effective_from:
        case SymbolKind::effective_to:
        case SymbolKind::enum_value:
        case SymbolKind::result: break;
    }
    return std::nullopt;
}

/// Whether the index of a node names a part of the incentive, and of which kind.
[[nodiscard]] std::optional<SymbolKind> named_kind(const CoreNode& node) {
    switch (node.op) {
        case CoreOp::parameter_on: return SymbolKind::parameter;
        case CoreOp::table: return SymbolKind::table;
        case CoreOp::symbol: break;
        default: return std::nullopt;
    }
    switch (node.symbol_kind) {
        case SymbolKind::input:
        case SymbolKind::definition:
        case SymbolKind::parameter:
        case SymbolKind::table: return node.symbol_kind;
        case SymbolKind::effective_from:
        case SymbolKind::effective_to:
        case SymbolKind::enum_value:
        case SymbolKind::result: break;
    }
    return std::nullopt;
}

/// The word of an enumeration, where the constant is one: codes of two lists are not the same words.
[[nodiscard]] std::string_view word_of(const CoreNode& node) {
    const Type type = node.type.without_optional();
    if (!type.is(TypeKind::enumeration) || !node.constant.known()) {
        return {};
    }
    const auto code = static_cast<std::size_t>(node.constant.code());
    return code < type.values()->values.size() ? std::string_view(type.values()->values[code]) : std::string_view();
}

/// Compares two expressions from their roots down.
class Comparison {
public:
    Comparison(const CheckedExpression& left, const Incentive& left_rule, const CheckedExpression& right, const Incentive& right_rule)
        : left_(left), left_rule_(left_rule), right_(right), right_rule_(right_rule) {}

    [[nodiscard]] bool same(CoreId left_id, CoreId right_id) const {
        const CoreNode& left = left_[left_id];
        const CoreNode& right = right_[right_id];
        if (left.op != right.op || left.children.size() != right.children.size() || !same_own(left, right)) {
            return false;
        }
        for (std::size_t at = 0; at < left.children.size(); ++at) {
            if (!same(left.children[at], right.children[at])) {
                return false;
            }
        }
        return true;
    }

private:
    /// What a node says beside its children.
    [[nodiscard]] bool same_own(const CoreNode& left, const CoreNode& right) const {
        if (left.type.kind() != right.type.kind() || left.low_included != right.low_included ||
            left.high_included != right.high_included || left.symbol_kind != right.symbol_kind) {
            return false;
        }
        if (left.op == CoreOp::call || left.op == CoreOp::sort) {
            if (left.builtin != right.builtin) {
                return false;
            }
        }
        if (const auto kind = named_kind(left)) {
            return symbol_name(left_rule_, *kind, left.index) == symbol_name(right_rule_, *kind, right.index);
        }
        if (left.op == CoreOp::constant) {
            return left.constant == right.constant && word_of(left) == word_of(right);
        }
        return left.index == right.index;
    }

    const CheckedExpression& left_;
    const Incentive& left_rule_;
    const CheckedExpression& right_;
    const Incentive& right_rule_;
};

/// Gives the type of the part that a name stands for, for comparing; nothing where it has none of its own.
[[nodiscard]] std::optional<Type> type_of(const Incentive& incentive, SymbolKind kind, std::uint32_t index) {
    switch (kind) {
        case SymbolKind::input: return incentive.inputs[index].field.type;
        case SymbolKind::definition: return incentive.definitions[index].type;
        case SymbolKind::parameter: return incentive.parameters[index].type;
        case SymbolKind::table: return incentive.tables[index].output;
        case SymbolKind::effective_from:
        case SymbolKind::effective_to:
        case SymbolKind::enum_value:
        case SymbolKind::result: break;
    }
    return std::nullopt;
}

}  // namespace

std::string_view symbol_name(const Incentive& incentive, SymbolKind kind, std::uint32_t index) noexcept {
    switch (kind) {
        case SymbolKind::input: return name_at(incentive.inputs, index, input_name);
        case SymbolKind::definition: return name_at(incentive.definitions, index, own_name<Definition>);
        case SymbolKind::parameter: return name_at(incentive.parameters, index, own_name<Parameter>);
        case SymbolKind::table: return name_at(incentive.tables, index, own_name<DecisionTable>);
        case SymbolKind::effective_from:
        case SymbolKind::effective_to:
        case SymbolKind::enum_value:
        case SymbolKind::result: break;
    }
    return {};
}

bool same_meaning(const CheckedExpression& left, const Incentive& left_rule, const CheckedExpression& right,
                  const Incentive& right_rule) {
    if (left.nodes.empty() || right.nodes.empty()) {
        return left.nodes.empty() == right.nodes.empty();
    }
    return Comparison(left, left_rule, right, right_rule).same(left.root, right.root);
}

bool translate(CheckedExpression& expression, const Incentive& from, const Incentive& to) {
    for (CoreNode& node : expression.nodes) {
        const auto kind = named_kind(node);
        if (!kind) {
            continue;
        }
        const auto index = symbol_index(to, *kind, symbol_name(from, *kind, node.index));
        if (!index) {
            return false;
        }
        const auto before = type_of(from, *kind, node.index);
        const auto after = type_of(to, *kind, *index);
        if (!before || !after || !same_values(*before, *after)) {
            return false;
        }
        node.index = *index;
    }
    return true;
}

}  // namespace huiqi
