#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {

/// Checks `sort(xs, key…)` and its falling twin: in a key the fields of the element and `item` are names, as in a filter.
Operand Checker::sorted(const Arguments& arguments, const Type* hint) {
    const std::optional<Placed> list = list_argument(arguments, 0, hint);
    // The names in the keys may be fields of what is wrong, so nothing can be said of them.
    if (!list) {
        return wrong(arguments.call);
    }
    const Type element = list->operand.type.element();
    if (element.is(TypeKind::nothing)) {
        return list->operand;
    }
    const std::uint32_t variable_index = bind({}, element, true);
    std::vector<CoreId> children{list->operand.id};
    bool sound = arguments.values[1] != kNoSyntax || element_present(arguments, *list);
    for (std::size_t i = 1; sound && i < arguments.values.size(); ++i) {
        const bool itself = arguments.values[i] == kNoSyntax;
        const SyntaxId at = itself ? list->at : arguments.values[i];
        const Placed key{at, itself ? variable(at, variable_index, element) : check(at)};
        sound = sort_key(arguments, key, itself);
        children.push_back(key.operand.id);
    }
    scopes_.pop_back();
    if (!sound) {
        return wrong(arguments.call);
    }
    const Operand value = make(arguments.call, CoreOp::sort, list->operand.type, std::move(children));
    out_.nodes[value.id].index = variable_index;
    out_.nodes[value.id].builtin = arguments.builtin->id;
    return value;
}

/// Tells whether a list can be sorted by this; `itself` is the element, where no key is written.
bool Checker::sort_key(const Arguments& arguments, const Placed& key, bool itself) {
    const std::string_view function = arguments.builtin->name;
    if (!present(key, {"作排序的键", "sorted by"})) {
        return false;
    }
    const Type& type = key.operand.type;
    if (type.ordered()) {
        return true;
    }
    const Bilingual words = type_words(type);
    const bool record = itself && type.is(TypeKind::record);
    const std::string field = record && !type.fields().empty() ? type.fields().front().name : "…";
    error("E206", key.at,
          {fmt::format("{}没有大小之分，不能按它排序", words.zh),
           fmt::format("{} has no order and cannot be sorted by", words.en)},
          record ? Bilingual{fmt::format("写明按什么排，例如 {}({}, {})", function, excerpt(source(key.at)), field),
                             fmt::format("say by what, for instance {}({}, {})", function, excerpt(source(key.at)), field)}
                 : Bilingual{"按数、日期或有序的枚举排", "sort by a number, a date or a value of an ordered enumeration"});
    return false;
}

/// Checks first, last and sublist: a list and plain whole numbers.
Operand Checker::taken(const Arguments& arguments, const Type* hint) {
    const std::optional<Placed> list = list_argument(arguments, 0, hint);
    std::vector<CoreId> children{list ? list->operand.id : 0};
    bool sound = list.has_value();
    for (std::size_t i = 1; i < arguments.values.size(); ++i) {
        if (arguments.values[i] == kNoSyntax) {
            continue;
        }
        const std::optional<Placed> number = plain_argument(arguments, i);
        if (!number) {
            sound = false;
            continue;
        }
        fit(number->operand.id, Type::number());
        sound = count_fits(arguments, i, *number) && sound;
        children.push_back(number->operand.id);
    }
    return sound ? called(arguments, list->operand.type, std::move(children)) : wrong(arguments.call);
}

/// Refuses a number of elements below zero and the place 0 where they are written down.
bool Checker::count_fits(const Arguments& arguments, std::size_t index, const Placed& number) {
    const std::optional<Rational> value = constant_number(out_, number.operand.id);
    const bool place = arguments.builtin->id == BuiltinId::sublist && index == 1;
    if (!value || (place ? *value != 0 : *value >= 0)) {
        return true;
    }
    const std::string_view parameter = arguments.builtin->parameters[index];
    if (place) {
        error("E208", number.at, {"第几项从 1 数起，没有第 0 项", "places count from 1; there is no place 0"},
              {"第一项写 1，末尾一项写 -1", "the first place is 1, the last is -1"});
    } else {
        error("E208", number.at,
              {fmt::format("参数 {} 不能小于 0", parameter), fmt::format("argument `{}` is not below 0", parameter)},
              {fmt::format("写法：{}", arguments.builtin->signature),
               fmt::format("it is called {}", arguments.builtin->signature)});
    }
    return false;
}

/// Checks `present(list)`; where no element can be absent it is the list.
Operand Checker::present_elements(const Arguments& arguments, const Type* hint) {
    const std::optional<Placed> list = list_argument(arguments, 0, hint);
    if (!list) {
        return wrong(arguments.call);
    }
    const Type& element = list->operand.type.element();
    if (element.is(TypeKind::null)) {
        return make(arguments.call, CoreOp::list, Type::list(Type::nothing()), {});
    }
    return element.optional()
               ? called(arguments, Type::list(element.without_optional()), {list->operand.id})
               : list->operand;
}

/// Checks `clamp(x, low, high)` of anything that has an order.
Operand Checker::clamped(const Arguments& arguments, const Type* hint) {
    const std::vector<Placed> values = alike(arguments.values, hint);
    const std::string zh = fmt::format("传给函数 {}", arguments.builtin->name);
    const std::string en = fmt::format("given to `{}`", arguments.builtin->name);
    bool sound = true;
    for (const Placed& value : values) {
        sound = present(value, {zh, en}) && sound;
    }
    const std::optional<Type> type = sound ? common(values) : std::nullopt;
    if (!type) {
        return wrong(arguments.call);
    }
    if (!type->ordered()) {
        const Bilingual words = type_words(*type);
        error("E206", arguments.call,
              {fmt::format("{}没有大小之分，不能传给函数 {}", words.zh, arguments.builtin->name),
               fmt::format("{} has no order and cannot be given to `{}`", words.en, arguments.builtin->name)});
        return wrong(arguments.call);
    }
    std::vector<CoreId> children;
    for (const Placed& value : values) {
        fit(value.operand.id, *type);
        children.push_back(value.operand.id);
    }
    const std::optional<Rational> low = constant_number(out_, children[1]);
    const std::optional<Rational> high = constant_number(out_, children[2]);
    if (low && high && *low > *high) {
        error("E208", arguments.call,
              {fmt::format("{} 的下限大于上限", arguments.builtin->name),
               fmt::format("the low end of `{}` lies above its high end", arguments.builtin->name)},
              {fmt::format("写法：{}", arguments.builtin->signature),
               fmt::format("it is called {}", arguments.builtin->signature)});
        return wrong(arguments.call);
    }
    return called(arguments, *type, std::move(children));
}

/// Checks `full steps(x, step)`: two numbers of one unit give a plain number.
Operand Checker::full_steps(const Arguments& arguments) {
    const std::optional<Placed> number = argument(arguments, 0, TypeKind::number);
    const std::optional<Placed> step = argument(arguments, 1, TypeKind::number);
    const std::optional<Type> type = number && step ? common({*number, *step}) : std::nullopt;
    if (!type) {
        return wrong(arguments.call);
    }
    fit(number->operand.id, *type);
    fit(step->operand.id, *type);
    const std::optional<Rational> constant = constant_number(out_, step->operand.id);
    if (constant && *constant <= 0) {
        error("E208", step->at, {"一步要大于 0", "a step is greater than 0"},
              {"例如 满几(增长额, 100万元)", "for instance full steps(growth, 1000000 yuan)"});
        return wrong(arguments.call);
    }
    return called(arguments, Type::number(), {number->operand.id, step->operand.id});
}

}  // namespace huiqi
