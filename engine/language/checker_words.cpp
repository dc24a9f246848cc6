#include "engine/language/checker_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostListed = 20;

/// Gives a number with the unit that it lacks: 10000元 或 1万元, 30天, 6个月.
Bilingual examples(const Unit& unit, const Rational* literal) {
    const auto number = [literal](const char* otherwise) {
        return literal != nullptr ? decimal_text(*literal) : std::string(otherwise);
    };
    if (unit.is_money()) {
        const std::string count = number("10000");
        const std::string zh = unit_name(unit, true);
        std::string text = count + zh;
        const Rational amount = literal != nullptr ? *literal : Rational(10'000);
        const Rational parts = amount / 10'000;
        if (is_integer(parts) && parts != 0) {
            text += fmt::format(" 或 {}万{}", decimal_text(parts), zh);
        } else if (amount > 0 && amount < 10'000) {
            text += fmt::format(" 或 {}万{}", count, zh);   // a small number was probably meant in 万元
        }
        // Data in 万元 do not make the numbers of the rule so.
        const bool small = literal != nullptr && amount > 0 && amount < 10'000;
        const std::string en = unit_name(unit, false);
        return {fmt::format("金额要写单位，例如 {}{}", text, small ? "，看原文指的是哪一个" : ""),
                fmt::format("write the unit of an amount of money, for instance {} {}{}", count, en,
                            small ? fmt::format(", or {} {} where ten thousands are meant", decimal_text(amount * 10'000), en)
                                  : std::string())};
    }
    if (unit == Unit::of("day")) {
        return {fmt::format("天数要写单位，例如 {}天", number("30")),
                fmt::format("write the unit of a number of days, for instance {} days", number("30"))};
    }
    if (unit == Unit::of("month")) {
        return {fmt::format("月数要写单位，例如 {}个月", number("6")),
                fmt::format("write the unit of a number of months, for instance {} months", number("6"))};
    }
    if (unit == Unit::of("month", -1)) {
        return {"年利率等要写单位，例如 4.35%/年", "write the unit of a yearly rate, for instance 4.35%/year"};
    }
    const std::string name = unit_name(unit, true);
    return {fmt::format("要写单位，例如 {}{}", number("10"), name),
            fmt::format("write the unit, for instance {}{}", number("10"), name)};
}

}  // namespace

Bilingual type_words(const Type& type) {
    // 是否 reads badly behind 是
    const bool boolean = type.is(TypeKind::boolean) && !type.optional();
    return {boolean ? "条件(是否)" : type_name(type, true), type_name(type, false)};
}

Bilingual side_words(const Type& type, bool unit_only) {
    if (!unit_only) {
        const Bilingual words = type_words(type);
        return {fmt::format("这里是{}", words.zh), fmt::format("this is {}", words.en)};
    }
    if (type.unit().plain()) {
        return {"这里没有单位", "this has no unit"};
    }
    return {fmt::format("这里的单位是{}", unit_name(type.unit(), true)),
            fmt::format("the unit of this is {}", unit_name(type.unit(), false))};
}

Bilingual unit_clash_words(const Unit& left, const Unit& right) {
    const auto zh = [](const Unit& unit) {
        return unit.plain() ? std::string("没有单位") : "是" + unit_name(unit, true);
    };
    const auto en = [](const Unit& unit) {
        return unit.plain() ? std::string("has no unit") : "is in " + unit_name(unit, false);
    };
    return {fmt::format("左边{}，右边{}", zh(left), zh(right)),
            fmt::format("the left one {}, the right one {}", en(left), en(right))};
}

Bilingual year_fraction_help(const Unit& wanted, const Unit& got) {
    const Unit excess = got / wanted;
    if (excess != Unit::of("day") / Unit::of("month")) {
        return {};
    }
    return {"天数要用 折年(起, 止, 基准) 换成年，例如 折年(起, 止, \"actual/365\")",
            "turn days into years with `year fraction(from, to, basis)`, for instance "
            "year fraction(from, to, \"actual/365\")"};
}

Bilingual plain_number_help(const Unit& got) {
    if (got.is_money()) {
        return {"“乘”和“率”只接没有单位的数：金额写在“基数”或“加”里，例如 加: 1000元 * 人数；按数量计的单价分档，先在“计算”里用 段内 或者 带单位的步骤 算成金额",
                "`times` and `rate` take plain numbers: an amount belongs into `base` or `plus`, such as plus: 1000 yuan * heads; "
                "for a price by quantity compute the amount under `define` first, with slice or steps in that unit"};
    }
    if (got == Unit::of("month", -1)) {
        return {"年利率要乘以时间，例如 年利率 * 折年(起, 止, \"actual/365\")",
                "a yearly rate wants a time, for instance rate * year fraction(from, to, \"actual/365\")"};
    }
    if (got == Unit::of("month")) {
        return {"月数要除以月数，例如 月数 / 12个月", "divide months by months, for instance months / 12 months"};
    }
    if (got == Unit::of("day")) {
        return {"天数要除以天数，例如 天数 / 30天；利息的天数用 折年(起, 止, 基准)",
                "divide days by days, for instance days / 30 days; for interest use year fraction(from, to, basis)"};
    }
    const std::string zh = unit_name(got, true);
    return {fmt::format("除以同单位的数，例如 … / 1{}", zh), fmt::format("divide by a number of that unit, for instance … / 1{}", zh)};
}

Bilingual no_unit_help(std::string_view literal) {
    const std::size_t digits = std::min(literal.find_first_not_of("0123456789."), literal.size());
    const std::string bare(literal.substr(0, digits));
    return {fmt::format("另一边是没有单位的数：这里也不写单位，写 {}；它本来有单位的，在声明里写上", bare),
            fmt::format("the other side is a plain number: leave the unit out and write {}; if it has one, declare it", bare)};
}

Bilingual unit_help(const Unit& left, const Unit& right, const Rational* left_literal,
                    const Rational* right_literal) {
    const Unit days = Unit::of("day");
    const Unit months = Unit::of("month");
    if ((left == days && right == months) || (left == months && right == days)) {
        return {"一个月没有固定的天数：两边都写天，或者用日期加减（日期 + 1个月）",
                "a month has no fixed number of days: write both in days, or add to a date (date + 1个月)"};
    }
    for (const Bilingual& help : {year_fraction_help(left, right), year_fraction_help(right, left)}) {
        if (!help.empty()) {
            return help;
        }
    }
    if (right.plain()) {
        return examples(left, right_literal);
    }
    if (left.plain()) {
        return examples(right, left_literal);
    }
    if (left.is_money() && right.is_money()) {
        const Unit& foreign = left == Unit::of("CNY") ? right : left;
        return {fmt::format("不同的币种要先按汇率换算；整个奖补都用{0}计发的，写“币种: {0}”，金额都写{0}", unit_name(foreign, true)),
                fmt::format("convert one currency to the other by an exchange rate first; where the whole award is in {0}, "
                            "write `currency: {0}` and all amounts in {0}",
                            unit_name(foreign, false))};
    }
    return {"把两边换成同一个单位", "bring both to one unit"};
}

Bilingual enumerate(std::span<const std::string> names) {
    Bilingual text;
    for (std::size_t i = 0; i < names.size() && i < kMostListed; ++i) {
        text.zh += (i != 0 ? "、" : "") + names[i];
        text.en += (i != 0 ? ", " : "") + names[i];
    }
    if (names.size() > kMostListed) {
        text.zh += "……";
        text.en += ", …";
    }
    return text;
}

Bilingual operation_words(SyntaxKind kind) {
    if (kind == SyntaxKind::add) {
        return {"相加", "add"};
    }
    if (kind == SyntaxKind::subtract) {
        return {"相减", "subtract"};
    }
    if (kind == SyntaxKind::multiply) {
        return {"相乘", "multiply"};
    }
    if (kind == SyntaxKind::divide) {
        return {"相除", "divide"};
    }
    if (kind == SyntaxKind::power) {
        return {"乘方", "raise"};
    }
    return {"比较", "compare"};
}

Bilingual kind_help(const Type& wanted, const Type& got) {
    if (got.is(TypeKind::list) && !wanted.is(TypeKind::list)) {
        return {"列表要先变成一个值：用 合计、个数、最大值 这样的函数，或写第几项，例如 列表[1]",
                "make one value of the list: with a function such as sum, count or max, or by its place, such as list[1]"};
    }
    switch (wanted.kind()) {
        case TypeKind::boolean:
            return {"写成比较，例如 金额 > 0", "write a comparison, for instance amount > 0"};
        case TypeKind::number:
            if (got.is(TypeKind::date)) {
                return {"日期的一部分写成 日期.年；两个日期相减得到天数", "a part of a date is date.year; dates subtracted give days"};
            }
            if (got.is(TypeKind::text)) {
                return {"数不加引号；文本不能变成数", "a number has no quotes, and a text cannot become one"};
            }
            return {"要按条件取数，写 if 条件 then 1 else 0", "to choose a number by a condition write if condition then 1 else 0"};
        case TypeKind::date:
            return {"写一个日期，不加引号，例如 2024-01-31", "write a date without quotes, such as 2024-01-31"};
        case TypeKind::text:
            return {"文本要加引号；数、日期和枚举用 string(…) 变成文本",
                    "put a text in quotes; string(…) makes one of a number, a date or a value of an enumeration"};
        case TypeKind::enumeration: {
            const Bilingual values = enumerate(wanted.values()->values);
            return {"可选：" + values.zh, "its values are: " + values.en};
        }
        case TypeKind::list:
            return {"一项的列表写成 [值]", "a list of one value is [value]"};
        case TypeKind::record:
            return {"写一个有这些字段的申报项，或列表里的一项，例如 列表[1]",
                    "name an input with these fields, or an element of a list, such as list[1]"};
        case TypeKind::interval:
            return {"区间写成 [1..3] 或 (1..3]", "an interval is [1..3] or (1..3]"};
        case TypeKind::nothing:
        case TypeKind::null: break;
    }
    return {"换成同一类的值", "write a value of the same kind"};
}

}  // namespace huiqi
