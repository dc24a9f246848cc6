#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {
namespace {

bool takes_booleans(BuiltinId id) {
    return id == BuiltinId::all || id == BuiltinId::any;
}

bool takes_ordered(BuiltinId id) {
    return id == BuiltinId::min || id == BuiltinId::max;
}

}  // namespace

/// Checks min, max, sum, count, mean, median, product, all and any: of one list, or of several values.
Operand Checker::aggregate(const Arguments& arguments, const Type* hint) {
    const std::optional<Placed> list = gathered(arguments, hint);
    return list ? aggregate_of(arguments, *list) : wrong(arguments.call);
}

/// Gives the one list, or makes a list of several values.
std::optional<Placed> Checker::gathered(const Arguments& arguments, const Type* hint) {
    const BuiltinId id = arguments.builtin->id;
    const Type* value_hint = takes_ordered(id) ? hint : nullptr;
    if (arguments.values.size() == 1) {
        const std::optional<Type> list_hint =
            value_hint != nullptr ? std::optional(Type::list(*value_hint)) : std::nullopt;
        return list_argument(arguments, 0, list_hint ? &*list_hint : nullptr);
    }
    const std::vector<Placed> values = alike(arguments.values, value_hint);
    bool sound = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool list = values[i].operand.type.is(TypeKind::list);
        if (list && id != BuiltinId::count) {
            error("E201", values[i].at,
                  {fmt::format("{} 要一个列表或几个值，不能混用", arguments.builtin->name),
                   fmt::format("`{}` takes one list or several values, not both", arguments.builtin->name)},
                  {"用 append(列表, 值) 合成一个列表", "make one list with append(list, value)"});
            sound = false;
        } else {
            const std::string zh = fmt::format("传给函数 {}", arguments.builtin->name);
            const std::string en = fmt::format("given to `{}`", arguments.builtin->name);
            sound = present(values[i], {zh, en}) && sound;
        }
    }
    if (!sound) {
        return std::nullopt;
    }
    const Operand list = list_of(arguments.call, values);
    return list.wrong() ? std::nullopt : std::optional(Placed{arguments.call, list});
}

std::optional<Placed> Checker::list_argument(const Arguments& arguments, std::size_t index,
                                             const Type* hint) {
    const SyntaxId at = arguments.values[index];
    const Placed value{at, check(at, hint)};
    return argument_kind(arguments, index, value, TypeKind::list) ? std::optional(value) : std::nullopt;
}

/// Requires that no element of a list may be absent.
bool Checker::element_present(const Arguments& arguments, const Placed& list) {
    const Type& element = list.operand.type.element();
    if (!element.optional() && !element.is(TypeKind::null)) {
        return true;
    }
    const std::string shown = excerpt(source(list.at));
    error("E205", list.at,
          {fmt::format("列表里可能有没有值（无）的项，不能传给函数 {}", arguments.builtin->name),
           fmt::format("elements of the list may be absent and cannot be given to `{}`",
                       arguments.builtin->name)},
          {fmt::format("只算有值的项，写 有值({0})；要写明没有值的项算多少，写 for 项 in {0} return default(项, …)", shown),
           fmt::format("present({0}) leaves absent elements out; to say what one counts as write "
                       "for x in {0} return default(x, …)",
                       shown)});
    return false;
}

Operand Checker::aggregate_of(const Arguments& arguments, const Placed& list) {
    const BuiltinId id = arguments.builtin->id;
    const Type element = list.operand.type.element();
    if (id == BuiltinId::count) {
        return called(arguments, Type::number(), {list.operand.id});
    }
    if (!element_present(arguments, list)) {
        return wrong(arguments.call);
    }
    const bool empty = element.is(TypeKind::nothing);
    const bool number = element.is(TypeKind::number);
    const bool fits = takes_booleans(id)  ? element.is(TypeKind::boolean)
                      : takes_ordered(id) ? element.ordered()
                                          : number;
    if (!empty && !fits) {
        const Bilingual got = type_words(element);
        const bool order = takes_ordered(id);
        error(order ? "E206" : "E201", list.at,
              order
                  ? Bilingual{fmt::format("{}没有大小之分，不能传给函数 {}", got.zh, arguments.builtin->name),
                              fmt::format("{} has no order and cannot be given to `{}`", got.en,
                                          arguments.builtin->name)}
                  : Bilingual{fmt::format("函数 {} 不能用于{}", arguments.builtin->name, got.zh),
                              fmt::format("`{}` does not work on {}", arguments.builtin->name, got.en)},
              {fmt::format("写法：{}", arguments.builtin->signature),
               fmt::format("it is called {}", arguments.builtin->signature)});
        return wrong(arguments.call);
    }
    if (takes_booleans(id)) {
        fit(list.operand.id, Type::list(Type::boolean()));
        return called(arguments, Type::boolean(), {list.operand.id});
    }
    if (id == BuiltinId::product) {
        if (number && !element.unit().plain()) {
            error("E204", list.at,
                  {fmt::format("连乘要没有单位的数，却是 {}", unit_name(element.unit(), true)),
                   fmt::format("plain numbers are multiplied, but these are in {}",
                               unit_name(element.unit(), false))});
            return wrong(arguments.call);
        }
        fit(list.operand.id, Type::list(Type::number()));
        return called(arguments, Type::number(), {list.operand.id});
    }
    // The sum of nothing is 0 of any unit; the least of nothing is an error whatever it is of.
    const bool zero = empty && !takes_ordered(id);
    return called(arguments, zero ? Type::zero() : element, {list.operand.id});
}

Operand Checker::running(const Arguments& arguments) {
    const std::optional<Placed> list = list_argument(arguments, 0, nullptr);
    if (!list || !element_present(arguments, *list)) {
        return wrong(arguments.call);
    }
    const Type& element = list->operand.type.element();
    if (!element.is(TypeKind::number) && !element.is(TypeKind::nothing)) {
        const Bilingual got = type_words(element);
        error("E201", list->at,
              {fmt::format("函数 {} 不能用于{}", arguments.builtin->name, got.zh),
               fmt::format("`{}` does not work on {}", arguments.builtin->name, got.en)},
              {fmt::format("写法：{}", arguments.builtin->signature),
               fmt::format("it is called {}", arguments.builtin->signature)});
        return wrong(arguments.call);
    }
    return called(arguments, list->operand.type, {list->operand.id});
}

Operand Checker::contained(const Arguments& arguments) {
    const std::optional<Placed> list = list_argument(arguments, 0, nullptr);
    const SyntaxId at = arguments.values[1];
    const Placed value{at, check(at, list ? &list->operand.type.element() : nullptr)};
    if (!list || value.operand.wrong()) {
        return wrong(arguments.call);
    }
    const Type& element = list->operand.type.element();
    const std::optional<Type> type = common_type(element, value.operand.type);
    if (!type) {
        const Placed one{list->at, {list->operand.id, element}};
        return comparable(arguments.call, one, value) ? kind_clash(arguments.call, one, value)
                                                      : wrong(arguments.call);
    }
    fit(list->operand.id, Type::list(*type));
    fit(value.operand.id, *type);
    return called(arguments, Type::boolean(), {list->operand.id, value.operand.id});
}

/// Checks concatenate, distinct values and reverse: lists of one type.
Operand Checker::joined_lists(const Arguments& arguments, const Type* hint) {
    std::vector<Placed> lists = alike(arguments.values, hint);
    bool sound = true;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        sound = argument_kind(arguments, i, lists[i], TypeKind::list) && sound;
    }
    const std::optional<Type> type = sound ? common(lists) : std::nullopt;
    if (!type) {
        return wrong(arguments.call);
    }
    std::vector<CoreId> children;
    for (const Placed& list : lists) {
        fit(list.operand.id, *type);
        children.push_back(list.operand.id);
    }
    return called(arguments, *type, std::move(children));
}

Operand Checker::appended(const Arguments& arguments, const Type* hint) {
    const std::optional<Placed> list = list_argument(arguments, 0, hint);
    if (!list) {
        return wrong(arguments.call);
    }
    std::vector<Placed> elements{{list->at, {list->operand.id, list->operand.type.element()}}};
    const bool told = !elements.front().operand.wrong();
    const std::vector<Placed> added =
        alike(std::span(arguments.values).subspan(1), told ? &elements.front().operand.type : nullptr);
    elements.insert(elements.end(), added.begin(), added.end());
    const bool fault =
        std::any_of(added.begin(), added.end(), [](const Placed& e) { return e.operand.wrong(); });
    const std::optional<Type> type = fault ? std::nullopt : common(elements);
    if (!type) {
        return wrong(arguments.call);
    }
    std::vector<CoreId> children{list->operand.id};
    fit(list->operand.id, Type::list(*type));
    for (const Placed& element : added) {
        fit(element.operand.id, *type);
        children.push_back(element.operand.id);
    }
    return called(arguments, Type::list(*type), std::move(children));
}

/// Checks `default(x, d)`; where x cannot be absent it is x.
Operand Checker::default_value(const Arguments& arguments, const Type* hint) {
    const std::vector<Placed> both = alike(arguments.values, hint);
    if (both[0].operand.wrong() || both[1].operand.wrong()) {
        return wrong(arguments.call);
    }
    if (both[0].operand.type.is(TypeKind::null)) {
        return both[1].operand;
    }
    const std::optional<Type> type =
        common_type(both[0].operand.type.without_optional(), both[1].operand.type);
    if (!type) {
        static_cast<void>(common(both));
        return wrong(arguments.call);
    }
    fit(both[0].operand.id, *type);
    fit(both[1].operand.id, *type);
    if (!both[0].operand.type.optional()) {
        return {both[0].operand.id, out_[both[0].operand.id].type.without_optional()};
    }
    return called(arguments, *type, {both[0].operand.id, both[1].operand.id});
}

}  // namespace huiqi
