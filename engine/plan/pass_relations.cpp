#include <optional>

#include "engine/language/relation.h"
#include "engine/plan/rewriter.h"

namespace huiqi {
namespace {

[[nodiscard]] Relation opposite(Relation relation) {
    switch (relation) {
        case Relation::equal: return Relation::not_equal;
        case Relation::not_equal: return Relation::equal;
        case Relation::less: return Relation::greater_equal;
        case Relation::less_equal: return Relation::greater;
        case Relation::greater: return Relation::less_equal;
        case Relation::greater_equal: return Relation::less;
    }
    return relation;
}

}  // namespace

/// A comparison is strict, and so is `not`: the states of the two together are those of the opposite comparison.
std::optional<NodeIndex> merge_relation(Rewriter& rewriter, const Node& node) {
    if (node.op != Op::negation) {
        return std::nullopt;
    }
    const Node& inner = rewriter[node.operands[0]];
    if (inner.op == Op::negation && rewriter.never_absent(inner.operands[0])) {
        return inner.operands[0];
    }
    if (inner.op != Op::compare && inner.op != Op::compare_constant) {
        return std::nullopt;
    }
    Node made = inner;
    made.aux = static_cast<std::uint32_t>(opposite(static_cast<Relation>(inner.aux)));
    return rewriter.build().add(std::move(made));
}

}  // namespace huiqi
