#include "engine/rulebook/constant.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/language/parser.h"

namespace huiqi {
namespace {

/// Tells whether something is subtracted: `4%-6%` means a range to people and one negative number to a program.
bool holds_difference(const SyntaxTree& tree) {
    return std::any_of(tree.nodes.begin(), tree.nodes.end(),
                       [](const SyntaxNode& node) { return node.kind == SyntaxKind::subtract; });
}

std::optional<Value> constant_value(const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    if (node.op == CoreOp::constant) {
        return node.constant;
    }
    if (node.op == CoreOp::list) {
        Value::List elements;
        for (const CoreId child : node.children) {
            auto element = constant_value(expression, child);
            if (!element) {
                return std::nullopt;
            }
            elements.push_back(std::move(*element));
        }
        return Value::list(std::move(elements));
    }
    if (node.type.is(TypeKind::number)) {
        if (auto number = constant_number(expression, id)) {
            return Value::of(std::move(*number));
        }
    }
    return std::nullopt;
}

/// A text parameter or datum is written without quotes.
bool is_bare_text(const MappedText& text, const std::optional<Type>& expected) {
    return expected && expected->is(TypeKind::text) && !text.text.starts_with('"') && !text.text.starts_with("“") &&
           !(expected->optional() && is_null_word(text.text));
}

/// Gives the value as a number on the line of its type: dates as days, codes as they are.
std::optional<Rational> position(const Value& value, const Type& type) {
    switch (type.kind()) {
        case TypeKind::number:
            return value.number();
        case TypeKind::date:
            return Rational(value.date().days());
        case TypeKind::enumeration:
            return Rational(value.code());
        case TypeKind::boolean:
            return Rational(value.boolean() ? 1 : 0);
        default:
            return std::nullopt;
    }
}

bool inside(const Rational& value, const AllowedRange& range) {
    if (range.low && (value < *range.low || (value == *range.low && !range.low_included))) {
        return false;
    }
    return !range.high || value < *range.high || (value == *range.high && range.high_included);
}

}  // namespace

bool is_null_word(std::string_view text) {
    const Spelling& null = spelling(Scope::datum_word, "null");
    return text == null.en || text == null.zh;
}

bool is_bare_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.+-") == std::string_view::npos &&
           text.find_first_not_of("0.+-") != std::string_view::npos;
}

void report_bare_rate(LoadContext& context, const MappedText& text) {
    context.diagnostics.error("E301", text.span(),
                              {fmt::format("比例“{}”没有写单位", excerpt(text.text)),
                               fmt::format("the rate `{}` has no unit", excerpt(text.text))},
                              {"写成 5%、3.45%/年，或者加上“单位: 1”", "write 5%, 3.45%/年, or add `unit: 1`"});
}

std::shared_ptr<const Enumeration> ConstantNames::enumeration(std::string_view name) {
    return find_enumeration(*enumerations_, name);
}

std::optional<Constant> read_constant(LoadContext& context, const MappedText& text,
                                      const std::optional<Type>& expected, const Enumerations& enumerations) {
    if (is_bare_text(text, expected)) {
        return Constant{Value::of(text.text), *expected};
    }
    const std::size_t errors = context.diagnostics.error_count();
    const SyntaxTree tree = parse_expression(text, context.parse, context.diagnostics);
    if (context.diagnostics.error_count() != errors) {
        return std::nullopt;
    }
    ConstantNames names(enumerations);
    const CheckedExpression checked = check_expression(tree, names, expected, {}, context.diagnostics);
    if (context.diagnostics.error_count() != errors) {
        return std::nullopt;
    }
    auto value = constant_value(checked, checked.root);
    if (!value) {
        context.diagnostics.error("E324", text.span(),
                                  {"这里要写固定的值，不能是算出来的", "a fixed value is wanted here, not a computed one"},
                                  {"写一个字面值，例如 5%、10万元、2024-01-31",
                                   "write a literal such as 5%, 100000 yuan, 2024-01-31"});
        return std::nullopt;
    }
    return Constant{std::move(*value), checked.type()};
}

std::optional<Date> read_date(LoadContext& context, const MappedText& text) {
    const auto constant = read_constant(context, text, Type::date(), {});
    return constant && constant->value.known() ? std::optional(constant->value.date()) : std::nullopt;
}

std::optional<unsigned> read_count(LoadContext& context, const MappedText& text, unsigned most) {
    unsigned number = 0;
    const char* end = text.text.data() + text.text.size();
    const auto [stop, error] = std::from_chars(text.text.data(), end, number);
    if (error == std::errc() && stop == end && number <= most) {
        return number;
    }
    context.diagnostics.error("E457", text.span(),
                              {fmt::format("“{}”不是 0 到 {} 的整数", excerpt(text.text), most),
                               fmt::format("`{}` is no whole number from 0 to {}", excerpt(text.text), most)},
                              {fmt::format("写 0 到 {} 的整数", most),
                               fmt::format("write a whole number from 0 to {}", most)});
    return std::nullopt;
}

std::optional<std::vector<AllowedRange>> read_ranges(LoadContext& context, const MappedText& text, const Type& type,
                                                     const Enumerations& enumerations) {
    const std::size_t errors = context.diagnostics.error_count();
    const SyntaxTree tree = parse_cell(text, context.parse, context.diagnostics);
    if (context.diagnostics.error_count() != errors) {
        return std::nullopt;
    }
    if (holds_difference(tree)) {
        context.diagnostics.error("E323", text.span(),
                                  {fmt::format("“{}”是一个减法，不是范围", excerpt(text.text)),
                                   fmt::format("`{}` is a subtraction, not a range", excerpt(text.text))},
                                  {"写成区间并加引号，例如 \"[4%..6%]\"；是计算的，写出结果",
                                   "write an interval in quotes, such as \"[4%..6%]\"; write the result of what is computed"});
        return std::nullopt;
    }
    ConstantNames names(enumerations);
    const auto cell = check_cell(tree, names, 0, {{"?", type.without_optional()}}, context.diagnostics);
    if (context.diagnostics.error_count() != errors) {
        return std::nullopt;
    }
    if (!cell) {
        return std::vector<AllowedRange>();
    }
    auto ranges = constant_ranges(*cell);
    if (!ranges) {
        context.diagnostics.error("E323", text.span(),
                                  {"这里只能用固定的上下界", "only fixed bounds can stand here"},
                                  {"写成 0元以上、'[0..100]' 这样的固定范围；和别的项比较请写成条件",
                                   "write a fixed range such as >= 0 yuan or '[0..100]'; compare inputs in a condition"});
    }
    return ranges;
}

bool in_ranges(const Value& value, const Type& type, const std::vector<AllowedRange>& ranges) {
    if (ranges.empty() || !value.known()) {
        return true;
    }
    const auto at = position(value, type);
    return !at || std::any_of(ranges.begin(), ranges.end(), [&](const AllowedRange& range) { return inside(*at, range); });
}

}  // namespace huiqi
