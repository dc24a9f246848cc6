#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {

/// Checks values that are to be of one type; those that need no telling say what the bare names mean.
std::vector<Placed> Checker::alike(std::span<const SyntaxId> elements, const Type* hint) {
    std::vector<Placed> placed(elements.size());
    std::optional<Type> told = hint != nullptr ? std::optional(*hint) : std::nullopt;
    const auto round = [&](bool hinted) {
        for (std::size_t i = 0; i < elements.size(); ++i) {
            if (wants_hint(elements[i]) == hinted) {
                placed[i] = {elements[i], check(elements[i], told ? &*told : nullptr)};
                const bool tells = !told && !placed[i].operand.type.is(TypeKind::null);
                told = tells ? std::optional(placed[i].operand.type) : told;
            }
        }
    };
    round(false);
    round(true);
    return placed;
}

/// Gives the type that holds all of them, or reports the first that does not fit; wrong ones do not count.
std::optional<Type> Checker::common(const std::vector<Placed>& elements) {
    Type type = Type::nothing();
    const Placed* first = nullptr;
    for (const Placed& element : elements) {
        const std::optional<Type> wider = common_type(type, element.operand.type);
        if (wider) {
            first = first == nullptr && !element.operand.wrong() ? &element : first;
            type = *wider;
            continue;
        }
        const Type& l = first->operand.type;
        const Type& r = element.operand.type;
        const bool units = l.is(TypeKind::number) && r.is(TypeKind::number);
        const Bilingual message =
            units ? Bilingual{fmt::format("几个值的单位不同：{}", unit_clash_words(type.unit(), r.unit()).zh),
                              fmt::format("the values have different units: {}",
                                          unit_clash_words(type.unit(), r.unit()).en)}
                  : Bilingual{fmt::format("几个值要是同一类型：一个是{}，一个是{}", type_words(l).zh,
                                          type_words(r).zh),
                              fmt::format("the values must be of one type: one is {}, one is {}",
                                          type_words(l).en, type_words(r).en)};
        Diagnostic& fault = error(units ? "E204" : "E214", element.at, message,
                                  units ? unit_help(type.unit(), r.unit(), literal_number(first->operand),
                                                    literal_number(element.operand))
                                        : Bilingual{});
        fault.related.push_back({tree_.span(first->at), side_words(l, units)});
        return std::nullopt;
    }
    return type;
}

Operand Checker::list(SyntaxId at, const Type* hint) {
    const bool listed = hint != nullptr && hint->is(TypeKind::list);
    const Type* element = listed ? &hint->element() : nullptr;
    return list_of(at, alike(tree_[at].children, element));
}

/// Builds a list of values of one type.
Operand Checker::list_of(SyntaxId at, const std::vector<Placed>& elements) {
    const std::optional<Type> type = common(elements);
    const bool fault =
        std::any_of(elements.begin(), elements.end(), [](const Placed& e) { return e.operand.wrong(); });
    if (!type || fault) {
        return wrong(at);
    }
    std::vector<CoreId> children;
    for (const Placed& element : elements) {
        fit(element.operand.id, *type);
        children.push_back(element.operand.id);
    }
    return make(at, CoreOp::list, Type::list(*type), std::move(children));
}

/// Checks an interval that stands as a value; both ends are there and have an order.
Operand Checker::interval(SyntaxId at, const Type* hint) {
    const SyntaxNode& node = tree_[at];
    const Type* bound = hint != nullptr && hint->is(TypeKind::interval) ? &hint->element() : nullptr;
    const std::vector<Placed> ends = alike(node.children, bound);
    bool there = true;
    for (const Placed& end : ends) {
        there = present(end, {"作区间的端点", "an end of an interval"}) && there;
    }
    const std::optional<Type> type = there ? common(ends) : std::nullopt;
    if (!type) {
        return wrong(at);
    }
    if (!type->ordered()) {
        return clash("E206", at, ends[0], ends[1],
                     {fmt::format("{}没有大小之分，不能作区间", type_words(*type).zh),
                      fmt::format("{} has no order and makes no interval", type_words(*type).en)},
                     {});
    }
    for (const Placed& end : ends) {
        fit(end.operand.id, *type);
    }
    const Operand result =
        make(at, CoreOp::interval, Type::interval(*type), {ends[0].operand.id, ends[1].operand.id});
    out_.nodes[result.id].low_included = node.low_included;
    out_.nodes[result.id].high_included = node.high_included;
    return result;
}

/// Checks `a.b[c].d …`. The chain is walked by a loop: its length is bounded by the text, not by the nesting.
Operand Checker::postfix(SyntaxId at) {
    std::vector<SyntaxId> chain;
    while (tree_[at].kind == SyntaxKind::field || tree_[at].kind == SyntaxKind::filter) {
        chain.push_back(at);
        at = tree_[at].children[0];
    }
    Placed value{at, check(at)};
    for (auto next = chain.rbegin(); next != chain.rend(); ++next) {
        const bool field = tree_[*next].kind == SyntaxKind::field;
        value = {*next, field ? field_of(value, *next) : filter(value, *next)};
    }
    return value.operand;
}

/// Checks `xs[…]`: a filter when the brackets hold a condition, an element when they hold a number.
Operand Checker::filter(const Placed& list, SyntaxId at) {
    const SyntaxId inner = tree_[at].children[1];
    const bool there = present(list, {"筛选", "filtered"});
    const bool listed = there && list.operand.type.is(TypeKind::list);
    if (there && !listed) {
        const Bilingual words = type_words(list.operand.type);
        error("E201", at,
              {fmt::format("方括号前面要是列表，却是{}", words.zh),
               fmt::format("brackets want a list before them, but this is {}", words.en)},
              {"只有列表能筛选；单个的值直接比较，不加方括号", "only a list is filtered; compare a single value without brackets"})
            .related.push_back({tree_.span(list.at), side_words(list.operand.type, false)});
    }
    // The names in the brackets may be fields of what is wrong, so nothing can be said of them.
    if (!listed) {
        return wrong(at);
    }
    const auto first = static_cast<CoreId>(out_.nodes.size());
    const std::uint32_t variable = bind({}, list.operand.type.element(), true);
    const Placed condition{inner, check(inner)};
    scopes_.pop_back();
    if (condition.operand.wrong()) {
        return wrong(at);
    }
    const Bilingual help{fmt::format("写 {} = 是", excerpt(source(inner))),
                         fmt::format("write {} = true", excerpt(source(inner)))};
    if (!present(condition, kDecided, help)) {
        return wrong(at);
    }
    if (condition.operand.type.is(TypeKind::number)) {
        return index(list, condition, at, variable, first);
    }
    if (!condition.operand.type.is(TypeKind::boolean)) {
        const Bilingual words = type_words(condition.operand.type);
        error("E201", inner,
              {fmt::format("方括号里要是条件或第几项，却是{}", words.zh),
               fmt::format("brackets hold a condition or a position, but this is {}", words.en)},
              {"要筛选就写成条件，例如 金额 > 0；第几项写一个整数",
               "to filter write a condition, for instance amount > 0; a position is a whole number"});
        return wrong(at);
    }
    const Operand result =
        make(at, CoreOp::filter, list.operand.type, {list.operand.id, condition.operand.id});
    out_.nodes[result.id].index = variable;
    return result;
}

/// Checks `xs[i]`; the position is one for the whole list. `first` is the first node of the position.
Operand Checker::index(const Placed& list, const Placed& position, SyntaxId at, std::uint32_t variable,
                       CoreId first) {
    const auto begin = out_.nodes.begin() + static_cast<std::ptrdiff_t>(first);
    const bool asks_element = std::any_of(begin, out_.nodes.end(), [variable](const CoreNode& node) {
        return node.op == CoreOp::variable && node.index == variable;
    });
    if (asks_element) {
        error("E201", position.at,
              {"第几项不能由每一项自己的字段决定", "a position cannot depend on the fields of each element"},
              {"要筛选就写成条件，例如 金额 > 0", "to filter write a condition, for instance amount > 0"});
        return wrong(at);
    }
    if (!position.operand.type.unit().plain()) {
        error("E204", position.at, {"第几项是没有单位的整数", "a position is a whole number without a unit"});
        return wrong(at);
    }
    fit(position.operand.id, Type::number());
    const Type& element = list.operand.type.element();
    const CoreNode& node = out_.nodes[list.operand.id];
    if (element.is(TypeKind::nothing) && (node.op == CoreOp::symbol || (node.op == CoreOp::list && node.children.empty()))) {
        error("E201", list.at, {"空的列表里没有哪一项", "an empty list has no element to take"},
              {"检查列表是怎样来的；只有“无”的列表去掉“无”就是空的", "look at where the list comes from; one of nothing but null is empty without it"});
        return wrong(at);
    }
    return make(at, CoreOp::index, element, {list.operand.id, position.operand.id});
}

}  // namespace huiqi
