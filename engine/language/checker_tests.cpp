#include <algorithm>

#include <fmt/format.h>

#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {
namespace {

CoreOp joint(bool all) {
    return all ? CoreOp::and_ : CoreOp::or_;
}

}  // namespace

/// Checks `a in …`; the tests are written out, `a` is computed once.
Operand Checker::membership(SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    const Placed subject{node.children[0], check(node.children[0])};
    return any_test(at, subject, std::span(node.children).subspan(1), false);
}

/// Checks a table cell or a `范围`. Nothing when every value satisfies it.
std::optional<CheckedExpression> Checker::cell(std::uint32_t subject) {
    const SyntaxId at = tree_.root;
    const SyntaxNode& node = tree_[at];
    const Type type = scopes_[subject].type;
    // `?` and its own name both mean the subject, and it is one node however often it is asked.
    const Placed value{at, variable(at, subject, type)};
    cell_subject_ = at;
    if (node.kind == SyntaxKind::error) {
        return finish(wrong(at));
    }
    const bool contrary = node.kind == SyntaxKind::test_not;
    const std::span<const SyntaxId> tests = std::span(node.children).subspan(contrary ? 0 : 1);
    const bool unlimited = std::any_of(tests.begin(), tests.end(), [this](SyntaxId test) {
        return tree_[test].kind == SyntaxKind::test_any;
    });
    if (unlimited && !contrary) {
        return std::nullopt;
    }
    const Operand any = any_test(at, value, tests, true);
    if (!contrary) {
        return finish(any);
    }
    const Operand none = negation_of(at, any);
    if (!type.optional() || none.wrong()) {
        return finish(none);
    }
    const Operand there = negation_of(at, make(at, CoreOp::is_absent, Type::boolean(), {value.operand.id}));
    return finish(joined(at, CoreOp::and_, {there, none}));
}

Operand Checker::any_test(SyntaxId at, const Placed& subject, std::span<const SyntaxId> tests, bool cell) {
    Scope scope;
    scope.name = "?";
    scope.operand = subject.operand;
    scope.type = subject.operand.type;
    scopes_.push_back(std::move(scope));
    std::vector<Operand> parts;
    for (const SyntaxId child : tests) {
        parts.push_back(test(subject, child, cell));
    }
    scopes_.pop_back();
    return joined(at, joint(false), parts);
}

/// Checks one test of a subject. In a cell an absent subject satisfies `= null` and 不限 only, so every other
/// test asks first whether it is there.
Operand Checker::test(const Placed& subject, SyntaxId at, bool cell) {
    const SyntaxKind kind = tree_[at].kind;
    if (kind == SyntaxKind::test_any) {
        return truth(at, true);
    }
    if (subject.operand.wrong()) {
        return wrong(at);
    }
    const SyntaxId bound = kind == SyntaxKind::test_relation ? tree_[at].children[0] : at;
    const bool asks_absence = tree_[bound].kind == SyntaxKind::null;
    if (!cell || !subject.operand.type.optional() || asks_absence) {
        return bare_test(subject, at);
    }
    const Placed there{subject.at, {subject.operand.id, subject.operand.type.without_optional()}};
    const Operand holds = bare_test(there, at);
    const Operand absent = make(at, CoreOp::is_absent, Type::boolean(), {subject.operand.id});
    return joined(at, joint(true), {negation_of(at, absent), holds});
}

Operand Checker::bare_test(const Placed& subject, SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    if (node.kind == SyntaxKind::test_relation) {
        const SyntaxId bound = node.children[0];
        return compare(at, node.relation, subject, {bound, check(bound, &subject.operand.type)});
    }
    if (node.kind == SyntaxKind::interval) {
        return interval_test(subject, at);
    }
    if (asks_subject(at)) {
        return condition(at);
    }
    return value_test(subject, at);
}

/// True when `?` stands in the test itself (not in tests of its own): then it is a condition.
bool Checker::asks_subject(SyntaxId at) const {
    std::vector<SyntaxId> todo{at};
    while (!todo.empty()) {
        const SyntaxNode& node = tree_[todo.back()];
        todo.pop_back();
        if (node.kind == SyntaxKind::name && node.name == "?") {
            return true;
        }
        const std::size_t last = node.kind == SyntaxKind::in ? 1 : node.children.size();
        for (std::size_t i = 0; i < last; ++i) {
            todo.push_back(node.children[i]);
        }
    }
    return false;
}

/// Checks `a in [low..high]`, written out; for a subject that is an interval itself it is equality.
Operand Checker::interval_test(const Placed& subject, SyntaxId at) {
    if (subject.operand.type.is(TypeKind::interval)) {
        return compare(at, Relation::equal, subject, {at, interval(at, &subject.operand.type)});
    }
    const SyntaxNode& node = tree_[at];
    const Placed low{node.children[0], check(node.children[0], &subject.operand.type)};
    const Placed high{node.children[1], check(node.children[1], &subject.operand.type)};
    const Relation above = node.low_included ? Relation::greater_equal : Relation::greater;
    const Relation below = node.high_included ? Relation::less_equal : Relation::less;
    return joined(at, joint(true), {compare(at, above, subject, low), compare(at, below, subject, high)});
}

/// Checks a test that is a value: equal to it, in it when it is a list or an interval.
Operand Checker::value_test(const Placed& subject, SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    const bool listed = subject.operand.type.is(TypeKind::list);
    if (node.kind == SyntaxKind::list && !listed) {
        std::vector<Operand> parts;
        for (const SyntaxId element : node.children) {
            const bool interval = tree_[element].kind == SyntaxKind::interval;
            parts.push_back(interval
                                ? interval_test(subject, element)
                                : element_test(subject, {element, check(element, &subject.operand.type)}));
        }
        return joined(at, joint(false), parts);
    }
    const Placed value{at, check(at, &subject.operand.type)};
    const Type& type = value.operand.type;
    const bool several = type.is(TypeKind::list) && !type.optional();
    return several ? list_test(subject, value) : element_test(subject, value);
}

/// Checks a subject against one value: equal to it, or inside it when it is an interval.
Operand Checker::element_test(const Placed& subject, const Placed& value) {
    const Type& type = value.operand.type;
    const bool interval = type.is(TypeKind::interval) && !type.optional();
    return interval && !subject.operand.type.is(TypeKind::interval)
               ? inside(value.at, subject, value)
               : compare(value.at, Relation::equal, subject, value);
}

/// Checks a subject against a list that is computed: one of its values, inside one of its intervals, or equal
/// to it.
Operand Checker::list_test(const Placed& asked, const Placed& list) {
    const Placed subject{asked.at, settled(asked.operand)};
    const Type& element = list.operand.type.element();
    const Type& type = subject.operand.type;
    if (const std::optional<Type> common = common_type(element, type)) {
        fit(list.operand.id, Type::list(*common));
        fit(subject.operand.id, *common);
        const Operand result =
            make(list.at, CoreOp::call, Type::boolean(), {list.operand.id, subject.operand.id});
        out_.nodes[result.id].builtin = BuiltinId::list_contains;
        return result;
    }
    if (element.is(TypeKind::interval) && !element.optional() && !type.is(TypeKind::list)) {
        const std::uint32_t index = bind({}, element, false);
        const Placed one{list.at, variable(list.at, index, element)};
        const Operand holds = inside(list.at, subject, one);
        scopes_.pop_back();
        if (holds.wrong()) {
            return wrong(list.at);
        }
        const Operand result = make(list.at, CoreOp::some, Type::boolean(), {list.operand.id, holds.id});
        out_.nodes[result.id].index = index;
        return result;
    }
    if (type.is(TypeKind::list)) {
        return compare(list.at, Relation::equal, subject, list);
    }
    // Says what the elements are, which is what the author compares with.
    return compare(list.at, Relation::equal, subject, {list.at, {list.operand.id, element}});
}

/// Checks a subject against an interval that is computed.
Operand Checker::inside(SyntaxId at, const Placed& asked, const Placed& interval) {
    const Placed subject{asked.at, settled(asked.operand)};
    const Placed bound{interval.at, {interval.operand.id, interval.operand.type.element()}};
    if (!ordered_side(at, subject, subject) || !comparable(at, subject, bound)) {
        return wrong(at);
    }
    const std::optional<Type> type = common_type(subject.operand.type, bound.operand.type);
    if (!type) {
        return kind_clash(at, subject, bound);
    }
    fit(subject.operand.id, *type);
    fit(interval.operand.id, Type::interval(*type));
    return make(at, CoreOp::in_interval, Type::boolean(), {subject.operand.id, interval.operand.id});
}

}  // namespace huiqi
