#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {

/// Checks a part that must be true or false.
Operand Checker::condition(SyntaxId at) {
    const Operand operand = check(at);
    const std::string shown = excerpt(source(at));
    const Bilingual help{
        fmt::format("写 {} = 是（没有值时不成立），或 default({}, 否)", shown, shown),
        fmt::format("write {} = true (false when it is absent), or default({}, false)", shown, shown)};
    if (!present({at, operand}, kDecided, help)) {
        return wrong(at);
    }
    if (operand.type.is(TypeKind::boolean)) {
        return operand;
    }
    const Bilingual words = type_words(operand.type);
    error("E201", at,
          {fmt::format("这里要一个成立或不成立的条件，却是{}", words.zh),
           fmt::format("a condition is wanted here, but this is {}", words.en)},
          {"写成比较，例如 金额 > 0", "write a comparison, for instance amount > 0"});
    return wrong(at);
}

/// Checks `and` and `or`. What an operand proves of absence holds in the operands behind it.
Operand Checker::logic(SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    const bool all = node.kind == SyntaxKind::and_;
    const std::size_t mark = present_.mark();
    std::vector<Operand> parts;
    for (const SyntaxId child : node.children) {
        parts.push_back(condition(child));
        if (!parts.back().wrong()) {
            present_.add(present_when(out_, parts.back().id, all));
        }
    }
    present_.forget(mark);
    return joined(at, all ? CoreOp::and_ : CoreOp::or_, parts);
}

/// Checks `if c then a else b`; in each branch holds what the condition proves there.
Operand Checker::choice(SyntaxId at, const Type* hint) {
    const SyntaxNode& node = tree_[at];
    const Operand test = condition(node.children[0]);
    const auto branch = [&](std::size_t child, const Type* branch_hint) {
        const std::size_t mark = present_.mark();
        if (!test.wrong()) {
            present_.add(present_when(out_, test.id, child == 1));
        }
        const Operand operand = check(node.children[child], branch_hint);
        present_.forget(mark);
        return Placed{node.children[child], operand};
    };
    const bool otherwise_first =
        hint == nullptr && wants_hint(node.children[1]) && !wants_hint(node.children[2]);
    const std::size_t first = otherwise_first ? 2 : 1;
    const Placed one = branch(first, hint);
    const Placed other = branch(3 - first, hint != nullptr ? hint : &one.operand.type);
    const Placed& then = otherwise_first ? other : one;
    const Placed& otherwise = otherwise_first ? one : other;
    if (test.wrong() || then.operand.wrong() || otherwise.operand.wrong()) {
        return wrong(at);
    }
    const std::optional<Type> type = common_type(then.operand.type, otherwise.operand.type);
    if (!type) {
        const Type& l = then.operand.type;
        const Type& r = otherwise.operand.type;
        if (l.is(TypeKind::number) && r.is(TypeKind::number)) {
            return clash("E204", at, then, otherwise,
                         {fmt::format("两个分支的单位不同：{}", unit_clash_words(l.unit(), r.unit()).zh),
                          fmt::format("the branches have different units: {}",
                                      unit_clash_words(l.unit(), r.unit()).en)},
                         unit_help(l.unit(), r.unit(), literal_number(then.operand),
                                   literal_number(otherwise.operand)));
        }
        return clash(
            "E211", at, then, otherwise,
            {fmt::format("then 和 else 的类型不同：一个是{}，一个是{}", type_words(l).zh, type_words(r).zh),
             fmt::format("then gives {} and else gives {}", type_words(l).en, type_words(r).en)},
            {"两个分支要给出同一类型的值", "both branches give values of one type"});
    }
    fit(then.operand.id, *type);
    fit(otherwise.operand.id, *type);
    return make(at, CoreOp::if_, *type, {test.id, then.operand.id, otherwise.operand.id});
}

/// Checks `some`, `every` and `for`.
Operand Checker::loop(SyntaxId at, const Type* hint) {
    const SyntaxNode& node = tree_[at];
    const Operand source_list = loop_source(node.children[0]);
    const bool listed = source_list.type.is(TypeKind::list);
    const std::uint32_t variable =
        bind(node.name, listed ? source_list.type.element() : Type::nothing(), false);
    const bool collects = node.kind == SyntaxKind::for_;
    const Type* element_hint = hint != nullptr && hint->is(TypeKind::list) ? &hint->element() : nullptr;
    const Operand body = collects ? check(node.children[1], element_hint) : condition(node.children[1]);
    scopes_.pop_back();
    // Over `[]` the body is never computed, and nothing is known of its type.
    const bool empty = listed && source_list.type.element().is(TypeKind::nothing);
    if (!listed || (body.wrong() && !empty)) {
        return wrong(at);
    }
    if (empty) {
        return collects ? make(at, CoreOp::list, source_list.type, {})
                        : truth(at, node.kind == SyntaxKind::every);
    }
    const CoreOp op = collects ? CoreOp::for_ : node.kind == SyntaxKind::some ? CoreOp::some : CoreOp::every;
    const Operand result =
        make(at, op, collects ? Type::list(body.type) : Type::boolean(), {source_list.id, body.id});
    out_.nodes[result.id].index = variable;
    return result;
}

/// Checks what a loop goes over: a list, or whole numbers from one to another.
Operand Checker::loop_source(SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    if (node.kind != SyntaxKind::range) {
        const Placed list{at, check(at)};
        if (!present(list, {"逐项计算", "gone through"}) || list.operand.type.is(TypeKind::list)) {
            return list.operand.type.is(TypeKind::list) && !list.operand.type.optional() ? list.operand
                                                                                         : wrong(at);
        }
        const Bilingual words = type_words(list.operand.type);
        error("E201", at,
              {fmt::format("这里要一个列表，却是{}", words.zh),
               fmt::format("a list is wanted here, but this is {}", words.en)},
              {"从几到几写成 1..3，不加括号",
               "write whole numbers from one to another without brackets: 1..3"});
        return wrong(at);
    }
    std::vector<CoreId> ends;
    for (const SyntaxId child : node.children) {
        const Placed end{child, check(child)};
        if (!present(end, kCalculated)) {
            continue;
        }
        if (!end.operand.type.is(TypeKind::number) || !end.operand.type.unit().plain()) {
            const Bilingual words = type_words(end.operand.type);
            error("E201", child,
                  {fmt::format("从几到几要是没有单位的整数，却是{}", words.zh),
                   fmt::format("a loop counts plain whole numbers, but this is {}", words.en)},
                  {"写成整数，例如 1..3；要逐项看列表，直接写列表的名字",
                   "write whole numbers, such as 1..3; to go through a list write its name alone"});
            continue;
        }
        fit(end.operand.id, Type::number());
        ends.push_back(end.operand.id);
    }
    return ends.size() == 2 ? make(at, CoreOp::range, Type::list(Type::number()), std::move(ends))
                            : wrong(at);
}

}  // namespace huiqi
