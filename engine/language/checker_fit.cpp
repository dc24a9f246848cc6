#include <algorithm>

#include "engine/language/checker.h"

namespace huiqi {
namespace {

/// True for the type of the literal 0 or of `[]`, also inside a list.
bool has_hole(const Type& type) {
    if (type.is(TypeKind::list) || type.is(TypeKind::interval)) {
        return has_hole(type.element());
    }
    return type.any_unit() || type.is(TypeKind::nothing);
}

/// Fills the holes of a type from one that agrees with it; whether it may be absent stays.
Type filled(const Type& type, const Type& from) {
    if (type.is(TypeKind::nothing)) {
        return from;
    }
    Type result = type;
    if (type.any_unit() && from.is(TypeKind::number) && !from.any_unit()) {
        result = Type::number(from.unit());
    } else if (type.is(TypeKind::list) && from.is(TypeKind::list)) {
        result = Type::list(filled(type.element(), from.element()));
    } else if (type.is(TypeKind::interval) && from.is(TypeKind::interval)) {
        result = Type::interval(filled(type.element(), from.element()));
    }
    return type.optional() ? result.as_optional() : result;
}

/// Gives the type with the literal 0 a plain number.
Type without_zero(const Type& type) {
    if (type.is(TypeKind::list) || type.is(TypeKind::interval)) {
        const Type element = without_zero(type.element());
        const Type whole = type.is(TypeKind::list) ? Type::list(element) : Type::interval(element);
        return type.optional() ? whole.as_optional() : whole;
    }
    if (!type.any_unit()) {
        return type;
    }
    return type.optional() ? Type::number().as_optional() : Type::number();
}

/// A node that is still to take a type.
struct Fitting {
    CoreId id;
    Type type;
};

/// Adds the arguments of a call whose types follow from the type of its value.
void fit_arguments(const CoreNode& node, const Type& type, std::vector<Fitting>& todo) {
    const std::vector<CoreId>& children = node.children;
    switch (node.builtin) {
        case BuiltinId::min:
        case BuiltinId::max:
        case BuiltinId::sum:
        case BuiltinId::mean:
        case BuiltinId::median: todo.push_back({children[0], Type::list(type)}); break;
        case BuiltinId::append:
            todo.push_back({children[0], type});
            for (std::size_t i = 1; i < children.size(); ++i) {
                todo.push_back({children[i], type.element()});
            }
            break;
        case BuiltinId::present:
            todo.push_back({children[0], Type::list(type.element().as_optional())});
            break;
        case BuiltinId::first:
        case BuiltinId::last:
        case BuiltinId::sublist:
        case BuiltinId::abs:
        case BuiltinId::round_half_up:
        case BuiltinId::round_half_down:
        case BuiltinId::round_half_even:
        case BuiltinId::round_up:
        case BuiltinId::round_down:
        case BuiltinId::floor:
        case BuiltinId::ceiling: todo.push_back({children[0], type}); break;
        case BuiltinId::slice:
        case BuiltinId::clamp:
        case BuiltinId::modulo:
        case BuiltinId::running_sum:
        case BuiltinId::concatenate:
        case BuiltinId::distinct_values:
        case BuiltinId::reverse:
        case BuiltinId::default_:
            for (const CoreId child : children) {
                todo.push_back({child, type});
            }
            break;
        default:  // The value's type does not depend on a hole in an argument.
            break;
    }
}

/// Adds the children whose types follow from the type of the node.
void fit_children(const CoreNode& node, const Type& type, std::vector<Fitting>& todo) {
    const auto all = [&](std::size_t first, const Type& wanted) {
        for (std::size_t i = first; i < node.children.size(); ++i) {
            todo.push_back({node.children[i], wanted});
        }
    };
    switch (node.op) {
        case CoreOp::negate:
        case CoreOp::add:
        case CoreOp::subtract: all(0, type); break;
        case CoreOp::if_: all(1, type); break;
        case CoreOp::list:
        case CoreOp::interval: all(0, type.element()); break;
        case CoreOp::for_: todo.push_back({node.children[1], type.element()}); break;
        case CoreOp::filter:
        case CoreOp::sort: todo.push_back({node.children[0], type}); break;
        case CoreOp::index: todo.push_back({node.children[0], Type::list(type)}); break;
        case CoreOp::call: fit_arguments(node, type, todo); break;
        default:  // Its type has no hole that comes from a child.
            break;
    }
}

}  // namespace

void Checker::fit(CoreId id, const Type& type) {
    std::vector<Fitting> todo{{id, type}};
    while (!todo.empty()) {
        const Fitting next = std::move(todo.back());
        todo.pop_back();
        CoreNode& node = out_.nodes[next.id];
        // A fault keeps the type that silences what leans on it.
        const bool fault = node.op == CoreOp::constant && node.type.is(TypeKind::nothing);
        if (fault || !has_hole(node.type)) {
            continue;
        }
        Type type_now = filled(node.type, next.type);
        if (type_now == node.type) {
            continue;
        }
        node.type = std::move(type_now);
        fit_children(node, node.type, todo);
    }
}

/// Gives an operand the type that its node has taken since.
Operand Checker::settled(Operand operand) const {
    if (has_hole(operand.type)) {
        operand.type = filled(operand.type, out_[operand.id].type);
    }
    return operand;
}

void Checker::settle_zeros() {
    for (CoreNode& node : out_.nodes) {
        if (has_hole(node.type)) {
            node.type = without_zero(node.type);
        }
    }
}

}  // namespace huiqi
