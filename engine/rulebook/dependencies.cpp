#include "engine/rulebook/dependencies.h"

#include <utility>

#include "engine/rulebook/expression_meaning.h"

namespace huiqi {
namespace {

void merge(std::vector<bool>& into, const std::vector<bool>& from) {
    for (std::size_t i = 0; i < into.size(); ++i) {
        into[i] = into[i] || from[i];
    }
}

/// Tells whether a node takes a number or a truth out of list elements.
bool looks_into_a_list(const CoreNode& node) {
    if (node.op != CoreOp::field && node.op != CoreOp::list_field) {
        return false;
    }
    const Type& type = node.op == CoreOp::list_field ? node.type.element() : node.type;
    return type.is(TypeKind::number) || type.is(TypeKind::boolean);
}

}  // namespace

void Reads::add(const Reads& other) {
    merge(inputs, other.inputs);
    merge(parameters, other.parameters);
    merge(definitions, other.definitions);
    merge(tables, other.tables);
    into_lists = into_lists || other.into_lists;
}

Dependencies::Dependencies(const Incentive& incentive, Award award)
    : incentive_(incentive), award_(award), definitions_(incentive.definitions.size()), tables_(incentive.tables.size()) {}

Reads Dependencies::none() const {
    return {.inputs = std::vector<bool>(incentive_.inputs.size()),
            .parameters = std::vector<bool>(incentive_.parameters.size()),
            .definitions = std::vector<bool>(incentive_.definitions.size()),
            .tables = std::vector<bool>(incentive_.tables.size()),
            .into_lists = false};
}

Reads Dependencies::of(const CheckedExpression& expression) {
    Reads reads = none();
    for (const CoreNode& node : expression.nodes) {
        reads.into_lists = reads.into_lists || looks_into_a_list(node);
        if (node.op == CoreOp::table) {
            reads.add(of_table(node.index));
        } else if (node.op == CoreOp::parameter_on) {
            reads.parameters[node.index] = true;
        } else if (node.op == CoreOp::symbol) {
            switch (node.symbol_kind) {
                case SymbolKind::input: reads.inputs[node.index] = true; break;
                case SymbolKind::parameter: reads.parameters[node.index] = true; break;
                case SymbolKind::definition: reads.add(of_definition(node.index)); break;
                case SymbolKind::table: reads.add(of_table(node.index)); break;
                case SymbolKind::result: reads.add(award_ == Award::followed ? of(incentive_.award) : none()); break;
                case SymbolKind::effective_from:
                case SymbolKind::effective_to:
                case SymbolKind::enum_value: break;
            }
        }
    }
    return reads;
}

Reads Dependencies::of(const std::vector<AwardStep>& steps) {
    Reads reads = none();
    for_each_expression_of_steps(steps, [&](const CheckedExpression& one) { reads.add(of(one)); });
    return reads;
}

Reads Dependencies::of_definition(std::uint32_t index) {
    for (std::uint32_t at = 0; at <= index; ++at) {   // each stands behind those that it reads: a chain of thousands is no deep recursion
        if (!definitions_[at]) {
            definitions_[at] = none();   // a circle was reported when it was loaded
            Reads reads = none();
            reads.definitions[at] = true;
            for_each_expression_of_definition(incentive_.definitions[at],
                                              [&](const CheckedExpression& one) { reads.add(of(one)); });
            definitions_[at] = std::move(reads);
        }
    }
    return *definitions_[index];
}

Reads Dependencies::of_table(std::uint32_t index) {
    if (tables_[index]) {
        return *tables_[index];
    }
    tables_[index] = none();
    Reads reads = none();
    reads.tables[index] = true;
    for_each_expression_of_table(incentive_.tables[index], [&](const CheckedExpression& one) { reads.add(of(one)); });
    tables_[index] = reads;
    return reads;
}

}  // namespace huiqi
