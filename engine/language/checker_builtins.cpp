#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {
namespace {

/// Decimals that a scale may ask for, before and behind the point.
constexpr int kMostDecimals = 60;

/// The kinds of arguments and of the value of functions whose types are fixed: d date, s text, n plain
/// number, b boolean, D days, M months.
struct FixedTypes {
    BuiltinId id;
    std::string_view parameters;
    char result;
};

constexpr FixedTypes kFixed[] = {
    {BuiltinId::odd, "n", 'b'},
    {BuiltinId::even, "n", 'b'},
    {BuiltinId::year, "d", 'n'},
    {BuiltinId::month, "d", 'n'},
    {BuiltinId::day, "d", 'n'},
    {BuiltinId::weekday, "d", 'n'},
    {BuiltinId::days_between, "dd", 'D'},
    {BuiltinId::months_between, "dd", 'M'},
    {BuiltinId::years_between, "dd", 'n'},
    {BuiltinId::years_and_months_duration, "dd", 'M'},
    {BuiltinId::overlap_days, "dddd", 'D'},
    {BuiltinId::months_touched, "dd", 'M'},
    {BuiltinId::last_day_of_month, "d", 'd'},
    {BuiltinId::day_of_week, "d", 's'},
    {BuiltinId::day_of_year, "d", 'n'},
    {BuiltinId::week_of_year, "d", 'n'},
    {BuiltinId::month_of_year, "d", 's'},
    {BuiltinId::string_length, "s", 'n'},
    {BuiltinId::substring, "snn", 's'},
    {BuiltinId::contains, "ss", 'b'},
    {BuiltinId::starts_with, "ss", 'b'},
    {BuiltinId::ends_with, "ss", 'b'},
    {BuiltinId::upper_case, "s", 's'},
    {BuiltinId::lower_case, "s", 's'},
    {BuiltinId::valid_uscc, "s", 'b'},
    {BuiltinId::not_, "b", 'b'},
};

Type fixed_type(char letter) {
    switch (letter) {
        case 'd': return Type::date();
        case 's': return Type::text();
        case 'b': return Type::boolean();
        case 'D': return Type::number(Unit::of("day"));
        case 'M': return Type::number(Unit::of("month"));
        default: return Type::number();
    }
}

/// Gives the type that a parameter wants, for messages.
Type wanted_type(TypeKind kind) {
    switch (kind) {
        case TypeKind::boolean: return Type::boolean();
        case TypeKind::text: return Type::text();
        case TypeKind::date: return Type::date();
        case TypeKind::list: return Type::list(Type::nothing());
        default: return Type::number();
    }
}

}  // namespace

Operand Checker::builtin_call(const Arguments& arguments, const Type* hint) {
    const BuiltinId id = arguments.builtin->id;
    for (const FixedTypes& fixed : kFixed) {
        if (fixed.id == id) {
            return simple_call(arguments, fixed.parameters, fixed_type(fixed.result));
        }
    }
    switch (id) {
        case BuiltinId::round_half_up:
        case BuiltinId::round_half_down:
        case BuiltinId::round_half_even:
        case BuiltinId::round_up:
        case BuiltinId::round_down:
        case BuiltinId::floor:
        case BuiltinId::ceiling: return rounding(arguments);
        case BuiltinId::abs:
        case BuiltinId::modulo:
        case BuiltinId::slice: return same_unit(arguments);
        case BuiltinId::running_sum: return running(arguments);
        case BuiltinId::list_contains: return contained(arguments);
        case BuiltinId::distinct_values:
        case BuiltinId::reverse:
        case BuiltinId::concatenate: return joined_lists(arguments, hint);
        case BuiltinId::append: return appended(arguments, hint);
        case BuiltinId::default_: return default_value(arguments, hint);
        case BuiltinId::sort:
        case BuiltinId::sort_descending: return sorted(arguments, hint);
        case BuiltinId::first:
        case BuiltinId::last:
        case BuiltinId::sublist: return taken(arguments, hint);
        case BuiltinId::present: return present_elements(arguments, hint);
        case BuiltinId::clamp: return clamped(arguments, hint);
        case BuiltinId::full_steps: return full_steps(arguments);
        case BuiltinId::string: return text_of(arguments);
        case BuiltinId::string_join: return joined_text(arguments);
        case BuiltinId::date: return date_call(arguments);
        case BuiltinId::duration: return spelled(arguments, SyntaxKind::number);
        case BuiltinId::add_months: return add_months_call(arguments);
        case BuiltinId::year_fraction: return year_fraction_call(arguments);
        default:  // min, max, sum, count, mean, median, product, all, any
            return aggregate(arguments, hint);
    }
}

/// Checks that an argument is there and has a kind; a number may have any unit.
bool Checker::argument_kind(const Arguments& arguments, std::size_t index, const Placed& value,
                            TypeKind kind) {
    const std::string_view function = arguments.builtin->name;
    const std::string zh = fmt::format("传给函数 {}", function);
    const std::string en = fmt::format("given to `{}`", function);
    if (!present(value, {zh, en})) {
        return false;
    }
    if (value.operand.type.is(kind)) {
        return true;
    }
    const std::size_t known = std::min(index, arguments.builtin->parameters.size() - 1);
    const bool one_date = arguments.builtin->id == BuiltinId::date && arguments.values.size() == 1;
    const std::string_view parameter =
        one_date ? std::string_view("from") : arguments.builtin->parameters[known];
    const Bilingual got = type_words(value.operand.type);
    const bool list = kind == TypeKind::list;
    const Bilingual wanted = list ? Bilingual{"列表", "a list"} : type_words(wanted_type(kind));
    error("E201", value.at,
          {fmt::format("函数 {} 的参数 {} 要{}，却是{}", function, parameter, wanted.zh, got.zh),
           fmt::format("argument `{}` of `{}` wants {}, but this is {}", parameter, function, wanted.en,
                       got.en)},
          {fmt::format("写法：{}", arguments.builtin->signature),
           fmt::format("it is called {}", arguments.builtin->signature)});
    return false;
}

std::optional<Placed> Checker::argument(const Arguments& arguments, std::size_t index, TypeKind kind) {
    const SyntaxId at = arguments.values[index];
    const Placed value{at, check(at)};
    return argument_kind(arguments, index, value, kind) ? std::optional(value) : std::nullopt;
}

/// Gives an argument that is a number without a unit.
std::optional<Placed> Checker::plain_argument(const Arguments& arguments, std::size_t index) {
    const std::optional<Placed> value = argument(arguments, index, TypeKind::number);
    if (value && !value->operand.type.unit().plain()) {
        const Unit& unit = value->operand.type.unit();
        error("E204", value->at,
              {fmt::format("函数 {} 的参数 {} 要没有单位的数，却是 {}", arguments.builtin->name,
                           arguments.builtin->parameters[index], unit_name(unit, true)),
               fmt::format("argument `{}` of `{}` has no unit, but this is in {}",
                           arguments.builtin->parameters[index], arguments.builtin->name,
                           unit_name(unit, false))},
              {fmt::format("除以 1{} 就没有单位了", unit_name(unit, true)),
               fmt::format("divide by 1{} to take the unit away", unit_name(unit, true))});
        return std::nullopt;
    }
    return value;
}

/// Checks a function whose types are fixed; `kinds` has one letter a parameter.
Operand Checker::simple_call(const Arguments& arguments, std::string_view kinds, const Type& result) {
    std::vector<CoreId> children;
    bool sound = true;
    for (std::size_t i = 0; i < kinds.size() && i < arguments.values.size(); ++i) {
        if (arguments.values[i] == kNoSyntax) {
            continue;
        }
        const std::optional<Placed> value = kinds[i] == 'n'
                                                ? plain_argument(arguments, i)
                                                : argument(arguments, i, fixed_type(kinds[i]).kind());
        sound = sound && value;
        children.push_back(value ? value->operand.id : 0);
    }
    if (!sound) {
        return wrong(arguments.call);
    }
    if (arguments.builtin->id == BuiltinId::not_) {
        return make(arguments.call, CoreOp::not_, result, std::move(children));
    }
    const Operand value = called(arguments, result, std::move(children));
    if (arguments.builtin->id == BuiltinId::years_and_months_duration) {
        out_.nodes[value.id].builtin = BuiltinId::months_between;
    }
    return value;
}

/// Checks a rounding: the scale is a number of decimals, or a step in the unit of the number.
Operand Checker::rounding(const Arguments& arguments) {
    const std::optional<Placed> number = argument(arguments, 0, TypeKind::number);
    if (arguments.values[1] == kNoSyntax) {
        const Operand none = constant(arguments.call, Type::number(), Value::of(Rational(0)));
        return number ? called(arguments, number->operand.type, {number->operand.id, none.id})
                      : wrong(arguments.call);
    }
    const std::optional<Placed> scale = argument(arguments, 1, TypeKind::number);
    if (!number || !scale || !scale_fits(*number, *scale)) {
        return wrong(arguments.call);
    }
    // The literal 0 counts decimals here: no step is 0.
    fit(scale->operand.id, Type::number());
    return called(arguments, number->operand.type, {number->operand.id, scale->operand.id});
}

bool Checker::scale_fits(const Placed& number, const Placed& scale) {
    const Unit& unit = scale.operand.type.unit();
    const std::optional<Rational> value = constant_number(out_, scale.operand.id);
    if (!unit.plain() && unit != number.operand.type.unit()) {
        static_cast<void>(clash(
            "E204", scale.at, number, scale,
            {fmt::format("取整的步长要与数同单位：{}", unit_clash_words(number.operand.type.unit(), unit).zh),
             fmt::format("a step of rounding has the number's own unit: {}",
                         unit_clash_words(number.operand.type.unit(), unit).en)},
            {"小数位数写成没有单位的整数，例如 2",
             "write a number of decimals without a unit, for instance 2"}));
        return false;
    }
    if (value && unit.plain() && (*value > kMostDecimals || *value < -kMostDecimals)) {
        error("E208", scale.at,
              {fmt::format("小数位数要在 -{0} 到 {0} 之间", kMostDecimals),
               fmt::format("a number of decimals lies between -{0} and {0}", kMostDecimals)},
              {"要取到整百、整千，写成步长，例如 100元",
               "to round to hundreds write a step, for instance 100 yuan"});
        return false;
    }
    if (value && !unit.plain() && *value <= 0) {
        error("E208", scale.at, {"取整的步长要大于 0", "a step of rounding is greater than 0"});
        return false;
    }
    return true;
}

/// Checks functions of one or more numbers of one unit.
Operand Checker::same_unit(const Arguments& arguments) {
    std::vector<Placed> numbers;
    bool sound = true;
    for (std::size_t i = 0; i < arguments.values.size(); ++i) {
        if (arguments.values[i] != kNoSyntax) {
            const std::optional<Placed> number = argument(arguments, i, TypeKind::number);
            sound = sound && number;
            numbers.push_back(number.value_or(Placed{}));
        }
    }
    const std::optional<Type> type = sound ? common(numbers) : std::nullopt;
    if (!type) {
        return wrong(arguments.call);
    }
    std::vector<CoreId> children;
    for (const Placed& number : numbers) {
        fit(number.operand.id, *type);
        children.push_back(number.operand.id);
    }
    return called(arguments, *type, std::move(children));
}

/// Checks `string(x)`: what has one obvious spelling.
Operand Checker::text_of(const Arguments& arguments) {
    const SyntaxId at = arguments.values[0];
    const Placed value{at, check(at)};
    if (!present(value, {"写成文本", "written as text"})) {
        return wrong(arguments.call);
    }
    const Type& type = value.operand.type;
    if (type.is(TypeKind::number)) {
        const std::optional<Placed> plain =
            type.unit().plain() ? std::optional(value) : plain_argument(arguments, 0);
        if (!plain) {
            return wrong(arguments.call);
        }
        fit(value.operand.id, Type::number());
    } else if (type.is(TypeKind::list) || type.is(TypeKind::record) || type.is(TypeKind::interval)) {
        static_cast<void>(argument_kind(arguments, 0, value, TypeKind::text));
        return wrong(arguments.call);
    }
    return type.is(TypeKind::text) ? value.operand : called(arguments, Type::text(), {value.operand.id});
}

/// Checks `string join`: a list of texts, or one text, and a delimiter.
Operand Checker::joined_text(const Arguments& arguments) {
    static const Type kTexts = Type::list(Type::text());
    const SyntaxId at = arguments.values[0];
    Placed texts{at, check(at, &kTexts)};
    if (texts.operand.type.is(TypeKind::text) && !texts.operand.type.optional()) {
        texts.operand = make(at, CoreOp::list, kTexts, {texts.operand.id});
    }
    bool sound = argument_kind(arguments, 0, texts, TypeKind::list) && element_present(arguments, texts);
    if (sound && !common_type(texts.operand.type, kTexts)) {
        const Bilingual got = type_words(texts.operand.type);
        error("E201", at,
              {fmt::format("拼接要文本的列表，却是{}", got.zh),
               fmt::format("a list of texts is joined, but this is {}", got.en)},
              {"用 string(…) 把每一项变成文本，例如 for 项 in 列表 return string(项)",
               "make texts of the elements with string(…): for x in xs return string(x)"});
        sound = false;
    }
    fit(texts.operand.id, kTexts);
    CoreId delimiter = 0;
    if (arguments.values[1] == kNoSyntax) {
        delimiter = constant(arguments.call, Type::text(), Value::of(std::string())).id;
    } else if (const std::optional<Placed> given = argument(arguments, 1, TypeKind::text)) {
        delimiter = given->operand.id;
    } else {
        sound = false;
    }
    return sound ? called(arguments, Type::text(), {texts.operand.id, delimiter}) : wrong(arguments.call);
}

}  // namespace huiqi
