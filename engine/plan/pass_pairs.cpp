#include <algorithm>
#include <optional>

#include "engine/plan/rewriter.h"

namespace huiqi {
namespace {

/// The parts of a list that is written out, when the column of a reduction lays them side by side.
[[nodiscard]] const std::vector<NodeIndex>* parts_of(const Rewriter& rewriter, const Node& reduction) {
    const Node& column = rewriter[reduction.operands[0]];
    const NodeIndex list = reduction.operands[1];
    const bool written_out = column.op == Op::assemble && column.operands[0] == list &&
                             rewriter[list].op == Op::segments_fixed;
    return written_out && column.operands.size() > 1 ? &column.operands : nullptr;
}

[[nodiscard]] std::optional<Op> operation_of(Op reduction) {
    switch (reduction) {
        case Op::reduce_sum: return Op::add;
        case Op::reduce_minimum: return Op::minimum;
        case Op::reduce_maximum: return Op::maximum;
        case Op::reduce_all: return Op::both;
        case Op::reduce_any: return Op::either;
        default: return std::nullopt;
    }
}

[[nodiscard]] NodeIndex combined(Builder& build, Op op, NodeIndex left, NodeIndex right) {
    switch (op) {
        case Op::add: return build.sum(left, right);
        case Op::both: return build.both(left, right);
        case Op::either: return build.either(left, right);
        default: break;
    }
    const LaneKind kind = build[left].kind;
    if (!is_number(kind)) {
        return build.add(op, kind, build[left].table, {left, right});
    }
    return op == Op::minimum ? build.minimum(left, right) : build.maximum(left, right);
}

}  // namespace

/// min([a, b]) needs no list: with two parts or more it is an operation on each pair. Strict states come out alike:
/// the first error, else all unknowns; parts that may be absent are left alone, where the two would differ.
std::optional<NodeIndex> unpair(Rewriter& rewriter, const Node& node) {
    const std::optional<Op> op = operation_of(node.op);
    if (!op) {
        return std::nullopt;
    }
    const std::vector<NodeIndex>* const found = parts_of(rewriter, node);
    if (found == nullptr || node.kind == LaneKind::text) {
        return std::nullopt;
    }
    const std::vector<NodeIndex> parts(found->begin() + 1, found->end());
    Builder& build = rewriter.build();
    const bool plain = std::all_of(parts.begin(), parts.end(), [&](NodeIndex part) {
        return rewriter.never_absent(part) && build[part].table == node.table;
    });
    if (!plain) {
        return std::nullopt;
    }
    NodeIndex result = parts.front();
    for (std::size_t at = 1; at < parts.size(); ++at) {
        result = combined(build, *op, result, parts[at]);
    }
    return is_number(node.kind) ? build.in_lanes(result, node.kind) : result;
}

}  // namespace huiqi
