#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {
namespace {

Relation relation_of(SyntaxKind kind) {
    switch (kind) {
        case SyntaxKind::not_equal: return Relation::not_equal;
        case SyntaxKind::less: return Relation::less;
        case SyntaxKind::less_equal: return Relation::less_equal;
        case SyntaxKind::greater: return Relation::greater;
        case SyntaxKind::greater_equal: return Relation::greater_equal;
        default:  // Called for comparisons only; what is left is `=`.
            return Relation::equal;
    }
}

CoreOp operation_of(Relation relation) {
    switch (relation) {
        case Relation::equal: return CoreOp::equal;
        case Relation::not_equal: return CoreOp::not_equal;
        case Relation::less: return CoreOp::less;
        case Relation::less_equal: return CoreOp::less_equal;
        case Relation::greater: return CoreOp::greater;
        case Relation::greater_equal: return CoreOp::greater_equal;
    }
    return CoreOp::equal;
}

}  // namespace

/// Checks two operands that are to be of one type; each may tell the other what a bare name means.
std::pair<Placed, Placed> Checker::pair(SyntaxId left, SyntaxId right) {
    if (wants_hint(left) && !wants_hint(right)) {
        const Operand second = check(right);
        return {{left, check(left, &second.type)}, {right, second}};
    }
    const Operand first = check(left);
    return {{left, first}, {right, check(right, &first.type)}};
}

Operand Checker::comparison(SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    const auto [left, right] = pair(node.children[0], node.children[1]);
    return compare(at, relation_of(node.kind), left, right);
}

Operand Checker::compare(SyntaxId at, Relation relation, const Placed& one, const Placed& other) {
    if (one.operand.wrong() || other.operand.wrong()) {
        return wrong(at);
    }
    // One subject meets several tests: a 0 that took the unit of the first has it for the second.
    const Placed left{one.at, settled(one.operand)};
    const Placed right{other.at, settled(other.operand)};
    if (relation == Relation::equal || relation == Relation::not_equal) {
        return equality(at, relation == Relation::equal, left, right);
    }
    return ordering(at, operation_of(relation), left, right);
}

/// Checks `=` and `!=`. Either side may be absent; `= null` asks whether it is.
Operand Checker::equality(SyntaxId at, bool equal, const Placed& left, const Placed& right) {
    const bool left_null = left.operand.type.is(TypeKind::null);
    if (left_null || right.operand.type.is(TypeKind::null)) {
        const Placed& asked = left_null ? right : left;
        const Operand absent = make(at, CoreOp::is_absent, Type::boolean(), {asked.operand.id});
        return equal ? absent : negation_of(at, absent);
    }
    const std::optional<Type> type = common_type(left.operand.type, right.operand.type);
    if (!type) {
        return comparable(at, left, right) ? kind_clash(at, left, right) : wrong(at);
    }
    fit(left.operand.id, *type);
    fit(right.operand.id, *type);
    return make(at, equal ? CoreOp::equal : CoreOp::not_equal, Type::boolean(),
                {left.operand.id, right.operand.id});
}

/// Reports what keeps two sides from being compared, when it is more than their kinds: units.
bool Checker::comparable(SyntaxId at, const Placed& left, const Placed& right) {
    const Type& l = left.operand.type;
    const Type& r = right.operand.type;
    if (l.is(TypeKind::number) && r.is(TypeKind::number) &&
        !common_type(l.without_optional(), r.without_optional())) {
        static_cast<void>(unit_clash(at, left, right));
        return false;
    }
    return true;
}

/// Gives the comparison that an operand belongs to, as written: with what is tested where it is a test of `in`.
std::string Checker::comparison_source(SyntaxId at, const Placed& subject) const {
    for (const SyntaxNode& node : tree_.nodes) {
        if (node.kind == SyntaxKind::in && !node.children.empty() && node.children.front() == subject.at) {
            return excerpt(std::string_view(tree_.text.text).substr(node.begin, node.end - node.begin), 80);
        }
    }
    return excerpt(source(at), 80);
}

/// Requires one side of an ordering to be there. The help shows what each way to write it makes of an absent
/// value, the refusal first; never a value to compare in its place, which would decide it unseen.
bool Checker::ordered_side(SyntaxId at, const Placed& side, const Placed& left) {
    if (!side.operand.type.optional() && !side.operand.type.is(TypeKind::null)) {
        return true;
    }
    if (side.operand.type.is(TypeKind::null)) {
        return present(side, kCompared,
                       {"要问有没有值，用 = null 或 != null", "to ask whether a value is there use = null or != null"});
    }
    const std::string name = excerpt(source(side.at));
    const std::string comparison = comparison_source(at, left);
    return present(side, kCompared,
                   {fmt::format("没有值时不成立，写 {0} != null 且 {1}；没有值时也成立，写 ({0} = null 或 {1})", name,
                                comparison),
                    fmt::format("for false when it is absent write {0} != null and {1}; "
                                "for true when it is absent write ({0} = null or {1})",
                                name, comparison)});
}

/// Checks `<` and its kin: numbers of one unit, dates, values of one ordered enumeration; both there.
Operand Checker::ordering(SyntaxId at, CoreOp op, const Placed& left, const Placed& right) {
    const bool left_there = ordered_side(at, left, left);
    const bool right_there = ordered_side(at, right, left);
    if (!left_there || !right_there || !comparable(at, left, right)) {
        return wrong(at);
    }
    const std::optional<Type> type = common_type(left.operand.type, right.operand.type);
    if (!type) {
        return kind_clash(at, left, right);
    }
    if (!type->ordered() && !type->is(TypeKind::nothing)) {
        const Bilingual words = type_words(*type);
        const bool enumeration = type->is(TypeKind::enumeration);
        return clash("E206", at, left, right,
                     {fmt::format("{}没有大小之分，只能用 = 和 !=", words.zh),
                      fmt::format("{} has no order, only = and != work", words.en)},
                     enumeration ? Bilingual{"要分大小，在枚举里声明“有序: 是”",
                                             "to order its values declare `ordered: true` in the enumeration"}
                                 : Bilingual{});
    }
    fit(left.operand.id, *type);
    fit(right.operand.id, *type);
    return make(at, op, Type::boolean(), {left.operand.id, right.operand.id});
}

Operand Checker::negation_of(SyntaxId at, const Operand& condition) {
    if (condition.wrong()) {
        return wrong(at);
    }
    return make(at, CoreOp::not_, Type::boolean(), {condition.id});
}

/// Joins conditions by `and` or `or`; one alone needs no joint, none is what does not matter to the joint.
Operand Checker::joined(SyntaxId at, CoreOp op, const std::vector<Operand>& parts) {
    std::vector<CoreId> children;
    for (const Operand& part : parts) {
        if (part.wrong()) {
            return wrong(at);
        }
        children.push_back(part.id);
    }
    if (children.empty()) {
        return truth(at, op == CoreOp::and_);
    }
    return children.size() == 1 ? parts.front() : make(at, op, Type::boolean(), std::move(children));
}

/// Writes `a between b and c` out; `a` is computed once.
Operand Checker::between(SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    const Placed value{node.children[0], check(node.children[0])};
    const Placed low{node.children[1], check(node.children[1], &value.operand.type)};
    const Placed high{node.children[2], check(node.children[2], &value.operand.type)};
    return joined(
        at, CoreOp::and_,
        {compare(at, Relation::greater_equal, value, low), compare(at, Relation::less_equal, value, high)});
}

}  // namespace huiqi
